"""Whether the policy was edited after it was locked, from a real history."""

from pathlib import Path

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
        "1 landing changed the policy since it was locked at 2026-03-31T21:59:59Z" in ended.finding("GOV-03")["message"]
    )


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (
            "policy-lock = 2026-03-31",
            "",
            "when the policy is locked is not configured: add policy-lock, a day or a tag, to",
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
    assert _told(call).startswith("own.toml differs from the version on the mainline")


def test_a_policy_outside_of_the_repository(locked: Sample, call: Call) -> None:
    """The repository tells nothing of it."""
    locked.configure('mainline = "main"', 'mainline = "main"\nrepository = "inner"')
    locked.repo.git("clone", "-q", ".", "inner")
    assert (
        _told(call)
        == "readiness-gate.toml is outside git.repository, so its edits are unknown: keep it in that repository"
    )


def test_a_policy_that_came_later(locked: Sample, call: Call) -> None:
    """As of a day before it landed, it cannot have been edited, nor can that be told."""
    words = [word.replace(AS_OF, "2026-03-31T18:00:00Z") for word in WORDS]
    locked.repo.git("rm", "-q", "--cached", "own.toml")
    locked.repo.git("commit", "-q", "-m", "out", at=instant(89.5))
    locked.repo.git("add", "-A")
    locked.repo.git("commit", "-q", "-m", "in again", at=instant(90.2))
    reading = call(*words).json["readings"][0]
    assert reading["unavailable"].startswith("own.toml was not on the mainline at 2026-03-31T18:00:00Z")


LATER, FAR = "policy-lock = 2026-04-01", "policy-lock = 2026-05-01"


@pytest.mark.parametrize("to", [LATER, FAR], ids=["that-has-come", "that-has-not-come"])
@pytest.mark.parametrize("between", ["", "broken", "[program]\nname = 'x'\n"], ids=["at-once", "broken", "bare"])
def test_a_lock_that_is_moved_was_a_lock(locked: Sample, call: Call, to: str, between: str) -> None:
    """Whoever moves it after it came edits the policy; a version that judges nothing in between undoes no lock."""
    text = (locked.path / "readiness-gate.toml").read_text()
    if between:
        locked.write("readiness-gate.toml", between)
        locked.repo.git("commit", "-q", "-a", "-m", "nothing", at=instant(89.9))
        locked.write("readiness-gate.toml", text)
    locked.configure("policy-lock = 2026-03-31", to)
    locked.repo.git("commit", "-q", "-a", "-m", "move the lock", at=instant(90.2))
    assert _told(call).startswith("1 | 2026-04-01 move the lock: readiness-gate.toml")


def test_a_lock_may_be_moved_before_it_comes(locked: Sample, call: Call) -> None:
    """It is then another agreement, as every edit before it."""
    locked.configure("policy-lock = 2026-03-31", FAR)
    locked.repo.git("commit", "-q", "-a", "-m", "move the lock", at=instant(89.9))
    assert _told(call) == "0"
    locked.configure(FAR, "policy-lock = 2026-04-01")
    assert _told(call).startswith("readiness-gate.toml differs from the version on the mainline")


def test_another_time_zone_does_not_move_a_lock(locked: Sample, call: Call) -> None:
    """The day ended where it was declared."""
    locked.configure('"Europe/Berlin"', '"Etc/GMT+12"')
    locked.repo.git("commit", "-q", "-a", "-m", "move the zone", at=instant(90.2))
    assert _told(call).startswith("1 | 2026-03-31 move the zone")


def test_a_milestone_with_another_name_keeps_the_lock(locked: Sample, call: Call) -> None:
    """What is gone may be this one, by another name."""
    locked.configure("[milestones.go-live]", '[milestones.wave-1]\nkind = "go-live"')
    locked.configure("policy-lock = 2026-03-31", FAR)
    locked.repo.git("commit", "-q", "-a", "-m", "rename", at=instant(90.2))
    assert _told(call).startswith("1 | 2026-04-01 rename")


def test_versions_that_were_not_fetched(
    locked: Sample, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can tell whether the lock was moved: not in a clone without contents, nor in a shallow one."""
    locked.configure('"Test program"', '"Other"')
    locked.repo.git("commit", "-q", "-a", "-m", "before", at=instant(89.5))
    for name, words in {"bare": ("--filter=blob:none",), "cut": ("--depth=1",)}.items():
        where = tmp_path / name
        locked.repo.git("config", "uploadpack.allowFilter", "true")
        locked.repo.git("clone", "-q", *words, f"file://{locked.path}", str(where))
        (where / "export.json").write_bytes((locked.path / "export.json").read_bytes())
        monkeypatch.chdir(where)
        told = _told(call)
        assert "were not fetched, so it is unknown whether its lock was moved" in told or "the clone is shallow" in told


TAG = 'policy-lock = "policy"'
EDIT = "1 | 2026-04-01 loosen: own.toml"


@pytest.fixture
def by_tag(locked: Sample) -> Sample:
    """The program whose policy, on day 89, names a tag as its lock, which nobody has set yet."""
    locked.configure("policy-lock = 2026-03-31", TAG)
    locked.repo.git("commit", "-q", "-a", "--amend", "--no-edit", at=instant(89))
    return locked


def _loosen(sample: Sample, day: float, limit: str = "999", subject: str = "loosen") -> str:
    """Edit the pack of one's own on a day, and tell the commit."""
    sample.write("own.toml", RULE.replace("99", limit))
    sample.repo.git("commit", "-q", "-a", "-m", subject, at=instant(day))
    return sample.repo.head()


@pytest.mark.parametrize("words", [(), ("-a", "-m", "agreed")], ids=["lightweight", "annotated"])
def test_a_tag_locks_the_policy(by_tag: Sample, call: Call, words: tuple[str, ...]) -> None:
    """From the landing on that it names, be it the one that declared it or a later one: not what came before it."""
    by_tag.repo.git("tag", *words, "policy")
    assert _told(call) == "0"
    _loosen(by_tag, 90.1)
    assert _told(call) == EDIT
    by_tag.repo.git("tag", "-f", *words, "policy")
    assert _told(call) == "0"
    _loosen(by_tag, 90.2, "9999", "again")
    ended = call(*WORDS).json["readings"][0]
    assert [each["note"] for each in ended["evidence"]] == ["2026-04-01 again: own.toml"]


def test_a_ref_that_names_nothing_is_not_no_lock(by_tag: Sample, call: Call) -> None:
    """One that nobody has set yet, that was deleted, or that lies on a branch which has not landed."""
    assert 'the policy-lock "policy" cannot be found: no branch, tag or commit is called "policy"' in _told(call)
    assert "git fetch --tags" in _told(call)
    by_tag.repo.git("tag", "policy")
    assert _told(call) == "0"
    by_tag.repo.git("tag", "-d", "policy")
    assert "cannot be found" in _told(call)
    by_tag.repo.branch("beside")
    by_tag.repo.git("commit", "-q", "--allow-empty", "-m", "beside", at=instant(90))
    by_tag.repo.git("tag", "policy")
    by_tag.repo.git("switch", "-q", "main")
    assert "is not in the history of main" in _told(call)
    by_tag.repo.merge(90.1, "beside")
    assert "is not a landing of main itself, but came with one" in _told(call)
    by_tag.repo.git("tag", "-f", "policy")
    assert _told(call) == "0"
    _loosen(by_tag, 90.2)
    assert _told(call) == EDIT


def test_the_gate_does_not_go_by_a_lock_that_is_gone(by_tag: Sample, call: Call) -> None:
    """GOV-03 is unknown, and doctor says why."""
    by_tag.configure('"./own.toml"', '"./own.toml", "integrity"')
    by_tag.repo.git("commit", "-q", "-a", "-m", "ask", at=instant(89.5))
    finding = call("check", "--as-of", AS_OF, "--format", "json").finding("GOV-03")
    assert finding["outcome"] == "unknown"
    assert 'the policy-lock "policy" cannot be found' in call("doctor").out.replace("\n", " ")


def test_the_id_of_a_commit_locks_the_policy(locked: Sample, call: Call) -> None:
    """What does nothing but declare it comes after that commit, and is no edit; whatever else it changes is one."""
    locked.configure("\npolicy-lock = 2026-03-31", "")
    locked.repo.git("commit", "-q", "-a", "--amend", "--no-edit", at=instant(89))
    commit = locked.repo.head()
    locked.configure("[milestones.go-live]", f'[milestones.go-live]\npolicy-lock = "{commit}"')
    locked.repo.git("commit", "-q", "-a", "-m", "lock", at=instant(89.5))
    assert _told(call) == "0"
    reading = call(*WORDS).json["readings"][0]
    assert reading["value"] == 0
    locked.configure('name = "Test program"', 'name = "Other"')
    locked.repo.git("commit", "-q", "-a", "--amend", "--no-edit", at=instant(89.5))
    assert _told(call) == "1 | 2026-03-31 lock: readiness-gate.toml"


def test_a_pack_that_is_edited_with_the_lock_is_edited(locked: Sample, call: Call) -> None:
    """Though the configuration only declares the lock in the same landing."""
    locked.configure("\npolicy-lock = 2026-03-31", "")
    locked.repo.git("commit", "-q", "-a", "--amend", "--no-edit", at=instant(89))
    locked.repo.git("tag", "policy")
    locked.configure("[milestones.go-live]", f"[milestones.go-live]\n{TAG}")
    _loosen(locked, 89.5)
    assert _told(call) == "1 | 2026-03-31 loosen: own.toml"


def test_a_branch_locks_from_its_declaration_on(by_tag: Sample, call: Call) -> None:
    """At the latest: a branch moves with what is done later, and would take the lock along."""
    by_tag.repo.git("branch", "policy")
    _loosen(by_tag, 90.1)
    assert _told(call) == EDIT
    by_tag.repo.git("branch", "-f", "policy")
    assert _told(call) == EDIT
    by_tag.repo.git("branch", "-f", "policy", "HEAD~2")
    assert _told(call).startswith("2 | ")
    by_tag.repo.git("branch", "-D", "policy")
    assert "cannot be found" in _told(call)


def test_the_mainline_itself_locks_from_its_declaration_on(locked: Sample, call: Call) -> None:
    """Its tip is always the newest edit, and nothing would ever come after it."""
    locked.configure("policy-lock = 2026-03-31", 'policy-lock = "main"')
    locked.repo.git("commit", "-q", "-a", "--amend", "--no-edit", at=instant(89))
    _loosen(locked, 90.1)
    assert _told(call) == EDIT


def test_an_edit_dated_like_the_tag_comes_after_it(by_tag: Sample, call: Call) -> None:
    """The place on the mainline counts, whatever the clock said."""
    by_tag.repo.git("tag", "policy")
    _loosen(by_tag, 10)
    assert _told(call) == "1 | 2026-03-31 loosen: own.toml"


@pytest.mark.parametrize("to", [FAR, 'policy-lock = "later"', ""], ids=["a-day", "a-tag", "none"])
def test_a_ref_that_is_declared_no_more_was_a_lock(by_tag: Sample, call: Call, to: str) -> None:
    """To put another in its place is an edit; nor can it be moved past that, or be deleted, so that it was none."""
    by_tag.repo.git("tag", "policy")
    by_tag.configure("[milestones.go-live]", '[milestones.wave-1]\nkind = "go-live"')
    by_tag.configure(TAG, to or "policy-lock = 2026-05-01")
    by_tag.repo.git("commit", "-q", "-a", "-m", "undo", at=instant(90.1))
    by_tag.repo.git("tag", "later")
    assert _told(call) == "1 | 2026-04-01 undo: readiness-gate.toml"
    by_tag.repo.git("tag", "-f", "policy")
    assert 'the policy-lock "policy" landed at 2026-04-01' in _told(call)
    assert "after the configuration had stopped naming it" in _told(call)
    by_tag.repo.git("tag", "-d", "policy")
    assert "cannot be found" in _told(call)


def test_a_ref_may_be_set_after_other_versions_that_name_it(by_tag: Sample, call: Call) -> None:
    """As long as it is declared, by whatever name the milestone has; as of a day before it, it has not come."""
    by_tag.configure("[milestones.go-live]", '[milestones.wave-1]\nkind = "go-live"')
    by_tag.repo.git("commit", "-q", "-a", "-m", "rename", at=instant(89.5))
    by_tag.repo.git("commit", "-q", "--allow-empty", "-m", "agreed", at=instant(90))
    by_tag.repo.git("tag", "policy")
    assert _told(call) == "0"
    words = [word.replace(AS_OF, "2026-03-31T18:00:00Z") for word in WORDS]
    assert call(*words).json["readings"][0]["value"] == 0
    text = call(*words[:-1], "text").out
    assert 'The policy is locked from the landing of "policy" on, which has not come.' in " ".join(text.split())


@pytest.mark.parametrize(
    "lock", ["5", '"2026-03-31"', '"HEAD"', '"a b"', '"\\u0000"', "2026-03-31T09:00:00Z"], ids=lambda each: each[:12]
)
def test_a_version_that_was_refused_declared_nothing(locked: Sample, call: Call, lock: str) -> None:
    """It judged nothing, and undid no lock."""
    locked.configure("policy-lock = 2026-03-31", f"policy-lock = {lock}")
    locked.repo.git("commit", "-q", "-a", "-m", "refused", at=instant(89.5))
    locked.configure(f"policy-lock = {lock}", FAR)
    locked.repo.git("commit", "-q", "-a", "-m", "move the lock", at=instant(90.2))
    assert _told(call) == "1 | 2026-04-01 move the lock: readiness-gate.toml"


def test_clones_that_lack_something_of_a_tag(
    by_tag: Sample, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its tags, its history or its contents a clone does not tell; with all of them it does."""
    by_tag.repo.git("tag", "policy")
    _loosen(by_tag, 90.1)
    by_tag.configure('"Test program"', '"Other"')
    by_tag.repo.git("commit", "-q", "-a", "-m", "rename", at=instant(90.2))
    by_tag.repo.git("config", "uploadpack.allowFilter", "true")
    wanted = {
        ("--no-tags",): 'the policy-lock "policy" cannot be found',
        ("--depth=1",): "in CI fetch-depth: 0 without a filter",
        ("--depth=3",): "in CI fetch-depth: 0 without a filter",
        ("--filter=blob:none",): "were not fetched, so it is unknown whether its lock was moved",
        (): "2 | 2026-04-01 rename: readiness-gate.toml | 2026-04-01 loosen: own.toml",
    }
    for number, (words, why) in enumerate(wanted.items()):
        where = tmp_path / str(number)
        by_tag.repo.git("clone", "-q", *words, f"file://{by_tag.path}", str(where))
        (where / "export.json").write_bytes((by_tag.path / "export.json").read_bytes())
        monkeypatch.chdir(where)
        assert why in _told(call), words


def _declare(sample: Sample, lock: str, day: float) -> None:
    """Lock the policy, of which nothing was locked before, in a landing that does nothing else."""
    sample.configure("[milestones.go-live]", f'[milestones.go-live]\npolicy-lock = "{lock}"')
    sample.repo.git("commit", "-q", "-a", "-m", "lock", at=instant(day))


def _merge_loosening(sample: Sample, name: str, day: float) -> None:
    """Merge a branch into what is checked out, and loosen the pack of one's own in the merge."""
    sample.repo.git("merge", "-q", "--no-ff", "--no-commit", name, at=instant(day))
    sample.write("own.toml", RULE.replace("99", "999"))
    sample.repo.git("add", "-A")
    sample.repo.git("commit", "-q", "-m", "merge", at=instant(day))


def test_a_merge_that_turns_the_order_round_hides_no_edit(locked: Sample, call: Call) -> None:
    """The locked commit then came with the merge that edits, and after it there is nothing."""
    locked.configure("\npolicy-lock = 2026-03-31", "")
    locked.repo.git("commit", "-q", "-a", "--amend", "--no-edit", at=instant(89))
    _declare(locked, locked.repo.head(), 89.5)
    locked.repo.branch("rel", "main~2")
    _merge_loosening(locked, "main", 90)
    locked.repo.git("switch", "-q", "main")
    locked.repo.git("merge", "-q", "--ff-only", "rel")
    assert "is not a landing of main itself, but came with one" in _told(call)
    assert "a later merge reversed the order of the mainline: undo that merge" in _told(call)


@pytest.mark.parametrize("kind", ["tag", "branch"])
def test_a_ref_inside_of_a_branch_hides_no_edit(by_tag: Sample, call: Call, kind: str) -> None:
    """What is edited behind it on the branch lands together with it; set on the landing, it locks that."""
    by_tag.repo.branch("change")
    by_tag.repo.git("commit", "-q", "--allow-empty", "-m", "agreed", at=instant(89.5))
    by_tag.repo.git(kind, "policy")
    _loosen(by_tag, 89.6)
    by_tag.repo.merge(90, "change")
    assert "set it on the landing itself (the merge)" in _told(call)
    by_tag.repo.git(kind, "-f", "policy", "main")
    assert _told(call) == ("0" if kind == "tag" else "1 | 2026-04-01 Merge change: own.toml")


def test_a_part_of_an_id_is_refused(locked: Sample, call: Call) -> None:
    """At its place in the file: a tag that is called so would take its place."""
    locked.configure("policy-lock = 2026-03-31", f'policy-lock = "{locked.repo.head()[:12]}"')
    ended = call(*WORDS)
    assert ended.exit == 2
    assert "readiness-gate.toml:" in ended.err
    assert "write the whole id (40 or 64 digits)" in " ".join(ended.err.split())


def test_a_branch_is_not_taken_over_by_a_tag(locked: Sample, call: Call) -> None:
    """Which git prefers; the whole name of the branch goes on to be the branch's."""
    short, whole = ('policy-lock = "agreed"', 'policy-lock = "refs/heads/agreed"')
    locked.repo.git("branch", "agreed")
    for each, told in ((short, "names several refs: write refs/tags/agreed or refs/heads/agreed"), (whole, EDIT)):
        locked.configure("policy-lock = 2026-03-31" if each == short else short, each)
        locked.repo.git("commit", "-q", "-a", "--amend", "--no-edit", at=instant(89))
        locked.repo.git("branch", "-f", "agreed")
        _loosen(locked, 90.1)
        assert _told(call) == EDIT
        locked.repo.git("tag", "agreed")
        assert told in _told(call)
        locked.repo.git("tag", "-d", "agreed")
        locked.repo.git("reset", "-q", "--hard", "HEAD~1")


DECOY = '[milestones.go-live]\ndate = 2028-01-01\npacks = ["starter"]\npolicy-lock = '
RENAMED = '[milestones.go-live-1]\nkind = "go-live"'


@pytest.mark.parametrize("own", ["2026-01-10", "2026-03-31", "2028-01-01"])
@pytest.mark.parametrize("order", ["at-once", "name-first", "decoy-first", "gone-first"])
def test_a_decoy_does_not_unlock_a_milestone(locked: Sample, call: Call, order: str, own: str) -> None:
    """Whatever comes first: the new name, or what takes the old one."""
    where = locked.path / "readiness-gate.toml"
    before = where.read_text()
    renamed = before.replace("[milestones.go-live]", RENAMED).replace("2026-03-31", "2026-05-01")
    decoy = f"{DECOY}{own}\n"
    alone = before[: before.index("[milestones.go-live]")] + decoy + before[before.index("[git]") :]
    other = alone.replace("milestones.go-live", "milestones.other").replace(f"policy-lock = {own}", "")
    first = {"at-once": renamed + decoy, "name-first": renamed, "decoy-first": alone, "gone-first": other}[order]
    for day, text in ((90.1, first), (90.2, renamed + decoy)):
        where.write_text(text)
        locked.repo.git("commit", "-q", "--allow-empty", "-a", "-m", f"edit {day}", at=instant(day))
    shown = " ".join(call(*WORDS[:-1], "text").out.split())
    count = "1 landing" if order == "at-once" else "2 landings"
    assert (
        f"{count} changed the policy since it was locked at 2026-03-31 23:59:59 CEST by [milestones.go-live], which "
        "this milestone may be by another name: keep that table as it was, or have the edits signed off."
    ) in shown


def test_a_milestone_that_is_over_locks_no_other(locked: Sample, call: Call) -> None:
    """Which stood beside it from the beginning, or which came later as it still stands."""
    where = locked.path / "readiness-gate.toml"
    over = "[milestones.wave-1]\ndate = 2026-02-01\npacks = ['starter']\npolicy-lock = 2026-01-10\n"
    locked.configure("policy-lock = 2026-03-31", "policy-lock = 2026-05-01")
    where.write_text(where.read_text() + over)
    locked.repo.git("commit", "-q", "-a", "--amend", "--no-edit", at=instant(5))
    where.write_text(where.read_text().replace(over, ""))
    locked.repo.git("commit", "-q", "-a", "-m", "over", at=instant(50))
    assert _told(call) == "0"


def test_line_ends_and_links(locked: Sample, call: Call) -> None:
    """Lines that end otherwise here say the same; what a link leads to does not land with it."""
    for name in ("readiness-gate.toml", "own.toml"):
        (locked.path / name).write_bytes((locked.path / name).read_bytes().replace(b"\n", b"\r\n"))
    assert _told(call) == "0"
    (locked.path / "own.toml").rename(locked.path / "real.toml")
    (locked.path / "own.toml").symlink_to("real.toml")
    locked.repo.git("add", "-A")
    locked.repo.git("commit", "-q", "-m", "link", at=instant(89.5))
    assert "it is behind a symbolic link" in _told(call)


POSTPONED = "policy-lock = 2026-03-31", "policy-lock = 2028-01-01"


def _move(locked: Sample, day: float, old: str, new: str, text: str) -> None:
    where = locked.path / new
    where.parent.mkdir(parents=True, exist_ok=True)
    if old:
        (locked.path / old).unlink()
    if text:
        where.write_text(text)
    locked.repo.git("add", "-A")
    locked.repo.git("commit", "-q", "-m", f"edit {day}", at=instant(day))


@pytest.mark.parametrize("way", ["at-once", "gone-first", "copied-first", "copied", "decoy", "twice", "no-toml"])
def test_a_configuration_with_another_name_keeps_the_lock(locked: Sample, call: Call, way: str) -> None:
    """Whichever way it got it: the landing that brought the new one is an edit after the lock of the old one."""
    old, text = "readiness-gate.toml", (locked.path / "readiness-gate.toml").read_text()
    loose, name = text.replace(*POSTPONED), "gate.toml"
    if way == "at-once":
        _move(locked, 90.1, old, name, loose)
    elif way == "gone-first":
        _move(locked, 90.1, old, name, "")
        _move(locked, 90.2, "", name, loose.replace("Test program", "Other"))
    elif way == "copied-first":
        _move(locked, 90.1, "", name, loose.replace("Test program", "Other"))
        _move(locked, 90.2, old, name, "")
    elif way == "copied":
        _move(locked, 90.1, "", name, loose)
    elif way == "decoy":
        locked.repo.git("reset", "-q", "--soft", "HEAD~1")
        _move(locked, 88.5, "", name, loose)
        _move(locked, 90.2, old, name, loose + "# more")
    elif way == "twice":
        _move(locked, 90.1, old, "between.toml", loose)
        _move(locked, 90.2, "between.toml", name, loose)
    else:
        locked.repo.git("reset", "-q", "--hard", "HEAD~1")
        _move(locked, 89.1, "", "gate.conf", text)
        _move(locked, 90.1, "gate.conf", name, loose)
        locked.write("own.toml", RULE)
    if way == "no-toml":
        locked.repo.git("add", "-A")
        locked.repo.git("commit", "-q", "--amend", "--no-edit", at=instant(90.1))
    reading = call(*WORDS, "-c", name).json["readings"][0]
    assert reading["value"] >= 1, reading
    assert name in reading["evidence"][0]["note"]


def test_another_program_has_a_lock_of_its_own(locked: Sample, call: Call) -> None:
    """Beside a configuration that is still there and calls its program otherwise; one without a lock locks nothing."""
    text = (locked.path / "readiness-gate.toml").read_text().replace(*POSTPONED).replace("Test program", "Other")
    locked.write("example.toml", text.replace("policy-lock = 2028-01-01", "# policy-lock"))
    _move(locked, 90.1, "", "other.toml", text)
    _move(locked, 90.2, "example.toml", "other.toml", text + "# more")
    reading = call(*WORDS, "-c", "other.toml").json["readings"][0]
    assert reading["value"] == 0


def test_a_lock_of_an_old_name_that_nobody_can_tell(locked: Sample, call: Call) -> None:
    """Is unknown, as one of the configuration itself is."""
    text = (locked.path / "readiness-gate.toml").read_text()
    locked.configure("policy-lock = 2026-03-31", 'policy-lock = "agreed"')
    locked.repo.git("commit", "-q", "-a", "-m", "by a tag", at=instant(90))
    _move(locked, 90.1, "readiness-gate.toml", "gate.toml", text.replace(*POSTPONED))
    told = call(*WORDS, "-c", "gate.toml").json["readings"][0]["unavailable"]
    assert 'the policy-lock "agreed" cannot be found' in told
