"""A portfolio as it was last recorded: no verdict is older than it may be, or other than its rules."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support.remembered import DATES, member, program, record, together, verdicts
from support.verdicts import VERDICTS

from readiness_gate.model.portfolio import GateState, Member
from readiness_gate.model.time import DAY
from readiness_gate.portfolio.recorded import Age, states
from readiness_gate.portfolio.remembered import remembered

NOW = DATES[-1] + DAY


def gates(root: Path, *members: Member, most: int = 8 * DAY, now: int = NOW) -> list[GateState]:
    """The gates of some programs."""
    return [gate for one in states(remembered(members, root, None), Age(now, most)) for gate in one.gates]


def test_the_newest_verdict_counts(tmp_path: Path) -> None:
    """With its rules, as `portfolio check` shows them, and why a rule is unknown; an old history does not say that."""
    portfolio = together(tmp_path, {"A": "---+", "B": "+++-", "C": "+++?"}, "wave-2")
    go, no_go, undecided = gates(tmp_path, *portfolio.members)
    assert (go.decision, go.open, go.as_of, go.has_verdict) == ("go", (), "2027-03-07T09:00:00Z", True)
    assert (no_go.decision, no_go.sentence) == ("no-go", VERDICTS["no-go"].sentence)
    assert [one.rule for one in no_go.open] == ["CHG-02", "LDR-01", "TRN-01"]
    assert no_go.waived == ("DEF-02",)
    assert all(one.message for one in no_go.open)
    assert {one.outcome for one in undecided.open} == {"unknown"}
    assert all("history" not in one.message for one in undecided.open)
    with closing(sqlite3.connect(tmp_path / "c" / "readiness-history.sqlite", isolation_level=None)) as older:
        older.execute("UPDATE readings SET why = NULL")
    *_, undecided = gates(tmp_path, *portfolio.members)
    assert "the history does not say why" in undecided.open[0].message
    assert go.passed > no_go.passed > 0


def test_an_old_verdict_is_none(tmp_path: Path) -> None:
    """A go that may be older than its evidence is undecided, and says how old it is and what to do."""
    together(tmp_path, {"A": "+"})
    for most, decision in ((22 * DAY, "go"), (22 * DAY - 1, "undecided")):
        [gate] = gates(tmp_path, member("A", "wave-2"), most=most)
        assert (gate.decision, gate.has_verdict) == (decision, decision == "go")
    assert gate.sentence == (
        "the last verdict that was recorded is go, as of 2027-02-14T09:00:00Z, 22 days ago, which is too old. Run "
        "`readiness-gate history record wave-2` in its checkout, or allow more with --max-age"
    )


def test_a_decision_must_be_that_of_its_rules(tmp_path: Path) -> None:
    """Else somebody edited the history."""
    together(tmp_path, {"A": "----"})
    with closing(sqlite3.connect(tmp_path / "a" / "readiness-history.sqlite", isolation_level=None)) as edited:
        edited.execute("UPDATE verdicts SET decision = 'go'")
    [gate] = gates(tmp_path, member("A"), now=DATES[0])
    assert (gate.decision, gate.has_verdict) == ("undecided", False)
    assert "Run `readiness-gate history verify`" in gate.sentence


def test_the_next_milestone(tmp_path: Path) -> None:
    """Of a program that names none: the next one by date that was recorded, or those of one date."""
    folder = program(tmp_path, "A", "++++")
    [gate] = gates(tmp_path, member("A"), now=DATES[2])
    assert (gate.milestone, gate.decision) == ("wave-2", "go")
    record(folder / "readiness-history.sqlite", verdicts("The A", "..--", "another"))
    both = gates(tmp_path, member("A"), now=DATES[2])
    assert [(one.milestone, one.decision) for one in both] == [("another", "no-go"), ("wave-2", "go")]
    [gate] = gates(tmp_path, member("A"))
    assert (gate.milestone, gate.decision) == ("", "undecided")
    assert gate.sentence == "every milestone that was recorded has passed. Name its milestones in the portfolio"


@pytest.mark.parametrize("how", ["nothing", "damaged", "another", "gone"])
def test_nothing_is_known(tmp_path: Path, how: str) -> None:
    """Without a history, with one that cannot be read, or with one of another milestone; the reason says what to do."""
    portfolio = together(tmp_path, {"A": "+" if how == "another" else ""})
    if how == "damaged":
        (tmp_path / "a" / "readiness-history.sqlite").write_text("no database")
    one = member("Gone") if how == "gone" else portfolio.members[0]
    [gate] = gates(tmp_path, member(one.name, "wave-3"))
    assert (gate.milestone, gate.decision, gate.has_verdict) == ("wave-3", "undecided", False)
    expected = {"damaged": "is damaged", "gone": "Clone it again"}
    assert expected.get(how, "Run `readiness-gate history record wave-3` in its checkout") in gate.sentence
