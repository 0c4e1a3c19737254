"""`doctor` says whether every source can be read, and how much is visible."""

import json

import pytest
from support.console import Call, Clock
from support.git import git
from support.program import AS_OF, Sample, issue


@pytest.fixture(autouse=True)
def _at_its_time(clock: Clock) -> None:
    """Doctor looks at the sample at the time that it is ready."""
    clock(AS_OF)


@pytest.mark.usefixtures("small_groups_are_shown")
def test_a_program_that_is_ready(program: Sample, call: Call) -> None:
    """Everything can be read: how much of it is told, and the exit code is 0."""
    ended = call("doctor")
    assert (ended.exit, ended.err) == (0, "")
    assert ended.out.startswith("✓ git\n    the history begins on 2026-01-01\n    config: 1 file\n")
    assert "✓ jira\n    2 issues, 1 of them defects, 0 of these open\n" in ended.out
    assert "✓ people\n    Clerk: 1 person\n    Sales rep: 2 people\n    3 completions\n" in ended.out
    assert ended.out.endswith("\nEvery rule can be measured.\n")
    assert program.path.exists()


def test_a_table_that_no_rule_asks_for(program: Sample, call: Call) -> None:
    """Is named, with the packs whose rules do; and no more once a rule asks."""
    (program.path / "tickets.csv").write_text("id,created\nT1,2026-03-02\n")
    program.configure('completions = "completions.csv"', 'completions = "completions.csv"\ntickets = "tickets.csv"')
    asked = "tickets is read, but no rule of any milestone uses it. Add a pack that does ("
    assert f"{asked}hypercare-exit, people" in " ".join(call("doctor").out.split())
    program.configure('packs = ["starter"]', 'packs = ["starter", "people"]')
    assert "tickets is read, and" not in call("doctor").out


@pytest.mark.parametrize(
    ("name", "source", "rules", "why"),
    [
        ("export.json", "jira", "DEF-01, DEF-02, DEF-03", "the export export.json is missing: export the issues"),
        ("roster.csv", "people", "TRN-01, TRN-01-b", "roster.csv:1: the file is missing"),
    ],
)
def test_a_source_that_is_missing(program: Sample, call: Call, name: str, source: str, rules: str, why: str) -> None:
    """Why it cannot be read is told once, and which rules lack it; the exit code is 3."""
    (program.path / name).unlink()
    ended = call("doctor")
    assert ended.exit == 3
    assert f"✗ {source}\n    {why}" in ended.out
    assert f"✗ {rules}" in ended.out
    assert f"GOV-05 cannot be measured: see {source} above\n" in ended.out
    assert ended.out.count(why) == 1
    said = " ".join(ended.out.split())
    assert f" {source.capitalize()} cannot be read, and " in said
    assert said.endswith(
        " rules cannot be measured. Fix what is marked with ✗ above, then run `readiness-gate doctor` again."
    )


def test_a_source_that_no_rule_reads(program: Sample, call: Call) -> None:
    """Without a milestone there are no rules; a source that is configured and missing ends with 3 all the same."""
    program.configure('[milestones.go-live]\ndate = 2026-06-01\npacks = ["starter"]\n', "")
    assert call("doctor").exit == 0
    (program.path / "export.json").unlink()
    ended = call("doctor")
    assert ended.exit == 3
    assert "Jira cannot be read. Fix what is marked with ✗ above" in ended.out


def test_what_is_not_configured_is_not_missed(program: Sample, call: Call) -> None:
    """A section that was left out is looked for only where a rule needs it."""
    text = (program.path / "readiness-gate.toml").read_text()
    program.write("readiness-gate.toml", text.partition("[jira]")[0].replace('packs = ["starter"]', "packs = []"))
    ended = call("doctor")
    assert "jira" not in ended.out
    assert "people" not in ended.out


def test_doubts_are_told_and_change_nothing(program: Sample, call: Call) -> None:
    """What is doubtful about a source is told beside what it shows."""
    program.export([issue("CRM-1", "Blocker")])
    program.configure('config = ["config/**"]', 'config = ["config/**", "nothing/**"]')
    ended = call("doctor")
    assert ended.exit == 0
    assert "! git\n" in ended.out
    assert "    ! config: no file matches nothing/**\n" in ended.out
    assert "! jira\n" in ended.out
    assert "Blocker" in ended.out


def test_a_pattern_of_the_platform_that_matches_nothing_is_no_doubt(program: Sample, call: Call) -> None:
    """A pack has patterns for all that there may be; only those that the configuration has are doubtful."""
    program.configure('packs = ["starter"]', 'packs = ["starter", "platforms/in-house"]')
    program.configure('config = ["config/**"]\ncode = ["src/**"]\ndocs = ["docs/**"]', 'docs = ["docs/**", "help/**"]')
    ended = call("doctor")
    assert [line.strip() for line in ended.out.splitlines() if "no file matches" in line] == [
        "! docs: no file matches help/**"
    ]


def test_a_clone_that_was_cut_off(program: Sample, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shallow clone is told with how to deepen it, and what cannot be measured for it."""
    git(program.path, "add", "-A", at=1_775_000_000)
    git(program.path, "commit", "-q", "-m", "add the files", at=1_775_000_000)
    shallow = program.path.parent / "shallow"
    git(program.path.parent, "clone", "-q", "--depth=1", f"file://{program.path}", str(shallow))
    monkeypatch.chdir(shallow)
    ended = call("doctor")
    assert ended.exit == 3
    assert "DOC-01" in ended.out.partition("✗ ")[2]
    assert "fetch" in ended.out


def test_bad_use(program: Sample, call: Call) -> None:
    """Without a configuration, and with one that is wrong, nothing is looked at."""
    assert call("doctor", "-c", "nowhere.toml").exit == 2
    program.configure("[git]", "[gti]")
    ended = call("doctor")
    assert (ended.exit, ended.out) == (2, "")
    assert 'unknown key "gti"' in ended.err


def test_each_milestone_has_its_own_freeze(program: Sample, call: Call) -> None:
    """Rules on the freeze are measured for the milestone that they guard, and told for the one that has none."""
    program.configure('packs = ["starter"]', 'packs = ["starter", "change"]\nfreeze = 2026-03-20')
    ended = call("doctor")
    assert "CHG-03" not in ended.out
    assert "CHG-04 " not in ended.out
    assert "CHG-05" in ended.out, "nobody says what marks an approved change"
    later = '[milestones.later]\nkind = "go-live"\ndate = 2026-07-01\npacks = ["change"]\n\n[git]'
    program.configure("[git]", later)
    ended = call("doctor")
    assert ended.exit == 3
    assert "CHG-03" in ended.out
    assert "provide freeze = … in [milestones.later]" in " ".join(ended.out.split())


def _with_history(key: str, created: str, priority: str = "Highest") -> dict[str, object]:
    """An open defect in which nothing has changed since it was raised."""
    found = issue(key, priority, created=created, updated=created)
    return {**found, "changelog": {"startAt": 0, "maxResults": 0, "total": 0, "histories": []}}


OLD, NEW = "2025-06-01T08:00:00.000+0000", "2026-03-25T08:00:00.000+0000"
BLOCKED = "! DEF-01: this rule has blocked for 26 weeks. Check its scope:"


@pytest.mark.parametrize(
    ("issues", "blocked"),
    [
        ([_with_history("CRM-1", OLD)], True),
        ([_with_history("CRM-1", OLD), _with_history("CRM-2", NEW)], True),
        ([_with_history("CRM-1", NEW), _with_history("CRM-2", OLD, "Low")], False),
        ([issue("CRM-1", "Highest", created=OLD)], False),
    ],
    ids=["one-old-defect", "and-a-new-one", "only-a-new-one", "no-histories"],
)
def test_a_rule_that_has_always_blocked(program: Sample, call: Call, issues: list[object], blocked: bool) -> None:  # noqa: FBT001
    """A limit of zero that was not met once in half a year is probably about too many issues."""
    program.write("export.json", json.dumps({"issues": issues, "isLast": True}))
    assert (BLOCKED in " ".join(call("doctor").out.split())) is blocked
