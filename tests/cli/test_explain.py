"""`explain` says why a rule exists, and with a milestone how it stands."""

from pathlib import Path

import pytest
from support.console import Call, joined
from support.program import AS_OF, Sample

PARTS = (
    "Why",
    "How it is measured",
    "Sources",
    "Required",
    "Basis of the limit",
    "How to fix",
    "Owner",
)


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a configuration."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("nowhere")
def test_without_a_configuration(call: Call) -> None:
    """The shipped rules are explained anywhere, with everything that they say of themselves."""
    ended = call("explain", "DEF-01")
    assert (ended.exit, ended.err) == (0, "")
    assert ended.out.startswith("DEF-01  No open severity 1 defects\n")
    assert [line for line in ended.out.splitlines() if line in PARTS] == list(PARTS)
    assert "it cannot be\nwaived; in the pack baseline" in ended.out


@pytest.mark.parametrize("typed", ["trn-01-B", "Trn-01-b"])
@pytest.mark.usefixtures("nowhere")
def test_a_rule_id_in_any_case(call: Call, typed: str) -> None:
    """The rule is explained under the id that it has."""
    assert call("explain", typed) == call("explain", "TRN-01-b")


@pytest.mark.usefixtures("demo")
def test_a_rule_id_in_any_case_with_a_milestone(call: Call) -> None:
    """The gate has the same rule."""
    words = ["--milestone", "go-live", "--as-of", "2026-03-09T08:00:00Z"]
    assert call("explain", "doc-01", *words) == call("explain", "DOC-01", *words)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("DEF-99",), 'no rule is called "DEF-99"; did you mean "DEF-0'),
        (("doc-1",), 'no rule is called "doc-1"; did you mean "DOC-01"?'),
        (("nonsense",), 'no rule is called "nonsense"'),
        (("DEF-01", "--milestone", "go-live"), "readiness-gate.toml not found in"),
        (("DEF-01", "-c", "nowhere.toml"), "nowhere.toml not found"),
        (("DEF-01", "--policy-ref", "main"), 'the policy cannot be read from "main"'),
        ((), "Missing argument 'RULE'"),
    ],
    ids=joined,
)
@pytest.mark.usefixtures("nowhere")
def test_bad_use(call: Call, words: tuple[str, ...], told: str) -> None:
    """A rule that there is not, and a program that was asked for and is not there, end with 2."""
    ended = call("explain", *words)
    assert (ended.exit, ended.out) == (2, "")
    assert told in ended.err


def test_a_rule_of_the_program(program: Sample, call: Call) -> None:
    """A rule of the configuration's own is explained as well; it is in no pack."""
    with (program.path / "readiness-gate.toml").open("a") as file:
        file.write(
            '[[rules]]\nid = "NW-CHG"\ntitle = "Quiet for ten days"\ndimension = "change"\n'
            'signal = "change.landings"\nwith = { window = "10d", paths = "config" }\nat-most = 0\n'
        )
    ended = call("explain", "NW-CHG")
    assert ended.exit == 0
    assert ended.out.startswith("NW-CHG  Quiet for ten days\n")
    assert "in the pack" not in ended.out
    assert "change.landings (paths = config, window = 10d)" in ended.out


def test_an_overridden_rule_is_told_as_it_judges(program: Sample, call: Call) -> None:
    """What is explained is the rule that judges here, not the shipped one."""
    with (program.path / "readiness-gate.toml").open("a") as file:
        file.write('\n[[rules]]\nid = "DEF-03"\nat-most = 25\n')
    assert "at most 25 issues" in call("explain", "DEF-03").out


@pytest.mark.usefixtures("demo")
def test_how_a_rule_stands(call: Call) -> None:
    """With a milestone the finding follows, with what would flip it; the exit code says only whether it could be
    measured."""
    ended = call("explain", "DOC-01", "--milestone", "go-live", "--as-of", "2026-03-09T08:00:00Z")
    assert ended.exit == 0
    before, _, after = ended.out.partition("\nCurrent result for go-live, as of 2026-03-09 09:00 CET\n")
    assert before == call("explain", "DOC-01").out
    assert after.startswith("✗ FAIL  DOC-01  Documentation is current\n")
    assert "→ To pass: update" in after


def test_a_rule_that_cannot_be_measured_ends_with_3(program: Sample, call: Call) -> None:
    """The finding says why it is unknown; another rule of the same gate is no less known for it."""
    (program.path / "export.json").unlink()
    words = ["--milestone", "go-live", "--as-of", AS_OF]
    ended = call("explain", "DEF-01", *words)
    assert ended.exit == 3
    assert "Could not be measured: the export export.json is missing" in ended.out
    assert call("explain", "DOC-01", *words).exit == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--milestone", "go-life"), 'there is no milestone "go-life"; the configuration has: go-live'),
        (("--milestone", "go-live", "--as-of", "2999-01-01"), "is in the future"),
    ],
    ids=["milestone", "time"],
)
@pytest.mark.usefixtures("program")
def test_a_milestone_that_cannot_be_judged(call: Call, words: tuple[str, ...], told: str) -> None:
    """A milestone that there is not, or a time to come, is bad use."""
    ended = call("explain", "DOC-01", *words)
    assert (ended.exit, ended.out) == (2, "")
    assert told in ended.err


def test_a_rule_that_does_not_guard_the_milestone(program: Sample, call: Call) -> None:
    """A rule of other kinds of milestones has no finding here."""
    program.configure("[milestones.go-live]", '[milestones.day-60]\nkind = "adoption-d60"')
    ended = call("explain", "TRN-01", "--milestone", "day-60", "--as-of", AS_OF)
    assert ended.exit == 2
    assert "the gate of day-60 (kind adoption-d60, packs starter, " in ended.err


def test_how_a_rule_stood_in_the_weeks_before(program: Sample, call: Call) -> None:
    """By the rule of today, one line a week; what could not be told then says why."""
    program.repo.commit(60, {"config/quote.xml": "3"}, "late")
    program.configure(
        "[people]",
        '[[rules]]\nid = "OWN-01"\ntitle = "Quiet"\ndimension = "change"\n'
        'signal = "change.landings"\nwith = { window = "7d" }\nat-most = 0\n\n[people]',
    )
    ended = call("explain", "OWN-01", "--milestone", "go-live", "--as-of", AS_OF)
    head, told = ended.out.split("Results of the weeks before, by today's rule\n")
    assert "Current result for go-live" in head
    lines = told.strip().splitlines()
    assert [line.split()[0] for line in lines] == [
        *("2026-04-01", "2026-03-25", "2026-03-18", "2026-03-11", "2026-03-04"),
        *("2026-02-25", "2026-02-18", "2026-02-11", "2026-02-04"),
    ]
    assert {line.split()[2] for line in lines} == {"PASS", "FAIL"}
    told = call("explain", "DEF-01", "--milestone", "go-live", "--as-of", AS_OF).out
    assert "2026-03-25 ? UNKNOWN the state of" in told
