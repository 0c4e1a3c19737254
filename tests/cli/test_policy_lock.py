"""Whether the policy was edited after it was locked, from a real history."""

import pytest
from support.console import Call
from support.git import instant
from support.program import AS_OF, Sample

WORDS = ("measure", "policy.edits-after-lock", "waivers.in-force", "--as-of", AS_OF, "--format", "json")
LOCK = 'packs = ["starter", "./own.toml"]\npolicy-lock = '
RULE = """\
[[rules]]
id = "OWN-01"
title = "Own"
dimension = "change"
signal = "change.landings"
at-most = 99
"""


@pytest.fixture
def locked(program: Sample) -> Sample:
    """The program with a pack of its own, whose policy landed on day 89, and is locked on that day."""
    program.configure('packs = ["starter"]', f"{LOCK}2026-03-31")
    program.write("own.toml", RULE)
    program.repo.git("add", "-A")
    program.repo.git("commit", "-q", "-m", "the policy", at=instant(89))
    return program


def _told(call: Call) -> str:
    """The value with its evidence, or why there is none."""
    reading = call(*WORDS).json["readings"][0]
    found = f"{reading['value']}" if "value" in reading else ""
    return " | ".join([found or reading["unavailable"], *(each["note"] for each in reading.get("evidence", ()))])


def test_edits_after_the_lock_are_told(locked: Sample, call: Call) -> None:
    """Of the configuration and of packs of one's own; of nothing else, and not before the lock."""
    assert _told(call) == "0"
    locked.write("own.toml", RULE.replace("99", "98"))
    locked.repo.git("commit", "-q", "-a", "-m", "before", at=instant(89.9))
    assert _told(call) == "0"
    locked.write("own.toml", RULE.replace("99", "999"))
    locked.repo.git("commit", "-q", "-a", "-m", "loosen", at=instant(90.1))
    locked.configure('name = "Test program"', 'name = "Other"')
    locked.write("readiness-waivers.toml", "")
    locked.repo.git("add", "-A")
    locked.repo.git("commit", "-q", "-m", "rename", at=instant(90.2))
    locked.write("roster.csv", (locked.path / "roster.csv").read_text() + "dora,Clerk,\n")
    locked.repo.git("commit", "-q", "-a", "-m", "join", at=instant(90.3))
    assert _told(call) == "2 | 2026-04-01 rename: readiness-gate.toml | 2026-04-01 loosen: own.toml"


def test_the_rule_fails(locked: Sample, call: Call) -> None:
    """GOV-03, by name, says what landed."""
    locked.configure('"./own.toml"', '"./own.toml", "integrity"')
    locked.repo.git("commit", "-q", "-a", "-m", "late", at=instant(90.2))
    ended = call("check", "--as-of", AS_OF, "--format", "json")
    assert ended.finding("GOV-03")["outcome"] == "fail"
    assert ended.finding("GOV-04")["outcome"] == "pass"
    assert (
        "1 landing changed the policy since it was locked at the end of 2026-03-31"
        in ended.finding("GOV-03")["message"]
    )


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (
            "policy-lock = 2026-03-31",
            "",
            "nobody said from when on the policy stands: provide policy-lock, a day, in [mil",
        ),
        ("2026-03-31", "2026-05-01", "0"),
        ("2026-03-31", "2026-03-30", "1 | 2026-03-31 the policy: own.toml, readiness-gate.toml"),
    ],
    ids=["none", "to-come", "before-the-policy-landed"],
)
def test_other_locks(locked: Sample, call: Call, old: str, new: str, why: str) -> None:
    """The lock itself is a part of the policy: to move it is an edit of its own, judged by where it then stands."""
    locked.configure(old, new)
    locked.repo.git("commit", "-q", "-a", "--amend", "--no-edit", at=instant(89))
    assert _told(call).startswith(why)


def test_a_policy_that_did_not_land(locked: Sample, call: Call) -> None:
    """Nobody knows when it was edited."""
    locked.write("own.toml", RULE.replace("99", "999"))
    assert _told(call).startswith("own.toml is not here as it stands on the mainline")


def test_a_policy_outside_of_the_repository(locked: Sample, call: Call) -> None:
    """The repository tells nothing of it."""
    locked.configure('mainline = "main"', 'mainline = "main"\nrepository = "inner"')
    locked.repo.git("clone", "-q", ".", "inner")
    assert _told(call) == "readiness-gate.toml lies outside of git.repository, which tells nothing of its edits"


def test_a_policy_that_came_later(locked: Sample, call: Call) -> None:
    """As of a day before it landed, it cannot have been edited, nor can that be told."""
    words = [word.replace(AS_OF, "2026-03-31T18:00:00Z") for word in WORDS]
    locked.configure("policy-lock = 2026-03-31", "policy-lock = 2026-03-30")
    locked.write("own.toml", RULE.replace("99", "999"))
    locked.repo.git("rm", "-q", "--cached", "own.toml")
    locked.repo.git("commit", "-q", "-m", "out", at=instant(89.5))
    locked.repo.git("add", "-A")
    locked.repo.git("commit", "-q", "-m", "in again", at=instant(90.2))
    reading = call(*words).json["readings"][0]
    assert reading["unavailable"].startswith("own.toml did not stand on the mainline at 2026-03-31T18:00:00Z")
