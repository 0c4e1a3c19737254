"""A policy that lands elsewhere than on the mainline: its edits there count after the lock."""

import json

import pytest
from support.console import Call
from support.git import instant
from support.program import AS_OF, Sample

LOCK = 'packs = ["starter", "./own.toml"]\npolicy-lock = 2026-03-31'
RULE = """\
[[rules]]
id = "OWN-01"
title = "Own"
dimension = "change"
signal = "change.landings"
at-most = {}
"""
WORDS = ("measure", "policy.edits-after-lock", "--as-of", AS_OF, "--format", "json")


@pytest.fixture
def loosened(program: Sample) -> Sample:
    """The program with a lock; later an edit landed that names another mainline, whose only commit has that edit and an
    early date."""
    program.configure('packs = ["starter"]', LOCK)
    program.write("own.toml", RULE.format(99))
    _land(program, "the policy", 89)
    program.configure('mainline = "main"', 'mainline = "release"')
    program.write("own.toml", RULE.format(999))
    _land(program, "loosen", 90.1)
    _branch_off_early(program)
    return program


def _land(program: Sample, subject: str, day: float) -> None:
    program.repo.git("add", "-A")
    program.repo.git("commit", "-q", "-m", subject, at=instant(day))


def _branch_off_early(program: Sample) -> None:
    """Let `release` be one commit without parents that has what is checked out, dated before the lock."""
    commit = program.repo.git("commit-tree", "-m", "release", "HEAD^{tree}", at=instant(5)).strip()
    program.repo.git("branch", "-f", "release", commit)


def _measured(call: Call, *words: str) -> str:
    """The value with its evidence, or why there is none."""
    reading = call(*WORDS, *words).json["readings"][0]
    value = f"{reading['value']}" if "value" in reading else reading["unavailable"]
    return " | ".join([value, *(item["note"] for item in reading.get("evidence", ()))])


@pytest.mark.parametrize("words", [(), ("--policy-ref", "main"), ("--policy-ref", "refs/heads/main")])
def test_another_mainline_hides_no_edit(loosened: Sample, call: Call, words: tuple[str, ...]) -> None:
    """Nor one that moves the lock as well, which is then only there."""
    edit = "2026-04-01 loosen: own.toml, readiness-gate.toml"
    assert _measured(call, *words) == f"1 | {edit}"
    loosened.configure("2026-03-31", "2028-03-31")
    _land(loosened, "postpone", 90.2)
    _branch_off_early(loosened)
    assert _measured(call, *words) == f"2 | 2026-04-01 postpone: readiness-gate.toml | {edit}"


def test_dates_that_are_ignored_are_ignored_there_too(program: Sample, call: Call) -> None:
    """A commit from the future is on both histories; what is only on the mainline cannot be ignored elsewhere."""
    program.configure('packs = ["starter"]', LOCK)
    program.write("own.toml", RULE.format(99))
    _land(program, "the policy", 88.5)
    program.write("notes.txt", "ahead")
    _land(program, "ahead", 40_000)
    wrong = [program.repo.git("rev-parse", "HEAD").strip()]
    program.configure("[git]", f"[git]\nignore-dates-of = {json.dumps(wrong)}")
    _land(program, "ignore", 88.7)
    program.repo.git("switch", "-q", "-c", "release")
    program.write("notes.txt", "ahead again")
    _land(program, "ahead again", 40_000)
    wrong.append(program.repo.git("rev-parse", "HEAD").strip())
    program.repo.git("switch", "-q", "main")
    program.configure(json.dumps(wrong[:1]), json.dumps(wrong))
    program.configure('mainline = "main"', 'mainline = "release"')
    _land(program, "move", 90.1)
    commit = program.repo.git("commit-tree", "-p", "release", "-m", "as in main", "HEAD^{tree}", at=instant(5)).strip()
    program.repo.git("branch", "-f", "release", commit)
    assert _measured(call) == "1 | 2026-04-01 move: readiness-gate.toml"


def test_a_branch_that_never_named_another_mainline(program: Sample, call: Call) -> None:
    """What is checked out has not landed: its edits count once it has, or where the policy is read there."""
    program.configure('packs = ["starter"]', LOCK)
    program.write("own.toml", RULE.format(99))
    _land(program, "the policy", 89)
    program.repo.git("switch", "-q", "-c", "feature")
    program.write("own.toml", RULE.format(98))
    _land(program, "edit", 90.1)
    program.write("own.toml", RULE.format(99))
    _land(program, "back", 90.2)
    assert _measured(call) == "0"
    assert _measured(call, "--policy-ref", "main") == "0"
    assert _measured(call, "--policy-ref", "feature") == "2 | 2026-04-01 back: own.toml | 2026-04-01 edit: own.toml"


def test_a_history_that_cannot_be_told(loosened: Sample, call: Call) -> None:
    """A policy from a ref that is another commit here than it was fetched: nothing is measured."""
    loosened.repo.git("update-ref", "refs/remotes/origin/main", "main~1")
    assert "main" in call(*WORDS[:-2], "--policy-ref", "main").err
