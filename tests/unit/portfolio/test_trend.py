"""A portfolio over time, from histories: worst first, and who joined, left and stopped."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from support.remembered import DATES, WEEK, member, program, record, together, verdicts

from readiness_gate.errors import BadUse
from readiness_gate.model.portfolio import Portfolio
from readiness_gate.model.portfolio_trend import GateTrend, PortfolioTrend
from readiness_gate.portfolio.remembered import remembered
from readiness_gate.portfolio.trend import Dates, trend

SYMBOLS = {"no-go": "-", "undecided": "?", "go": "+", None: "."}


def over(portfolio: Portfolio, root: Path, store: str | None = None, tags: Sequence[str] = ()) -> PortfolioTrend:
    """A portfolio over the four dates."""
    return trend(portfolio, remembered(portfolio.members, root, store), Dates(DATES, WEEK), tags)


def drawn(gate: GateTrend) -> str:
    """The decisions of a gate, each as a symbol."""
    return "".join(SYMBOLS[one] for one in gate.decisions)


def test_the_worst_comes_first(tmp_path: Path) -> None:
    """No-go, undecided, not recorded, go; of each those first that have been so for the longest time."""
    states = {"A": "++++", "B": "++--", "C": "----", "D": "??-?", "E": "+++.", "F": "", "G": "..++"}
    found = over(together(tmp_path, states), tmp_path)
    assert [(one.program, drawn(one)) for one in found.gates] == [
        ("C", "----"),
        ("B", "++--"),
        ("D", "??-?"),
        ("F", "...."),
        ("E", "+++."),
        ("A", "++++"),
        ("G", "..++"),
    ]
    assert [found.count(one) for one in ("no-go", "undecided", None, "go")] == [2, 1, 2, 2]
    assert [(one.program, one.stopped) for one in found.stopped] == [("E", "2027-02-28")]
    assert [(one.program, one.joined) for one in found.joined] == [("G", "2027-02-28")]
    assert found.gates[3].unknown.endswith(
        "nothing has been recorded yet. Run `readiness-gate history record` in its checkout"
    )


def test_a_gap_is_no_beginning(tmp_path: Path) -> None:
    """A gate that was judged before the dates did not join within them."""
    portfolio = together(tmp_path, {"A": "+..+"})
    where = remembered(portfolio.members, tmp_path, None)
    found = trend(portfolio, where, Dates(DATES[2:], WEEK))
    assert (drawn(found.gates[0]), found.joined, found.left) == (".+", (), ())


def test_who_left_a_shared_history(tmp_path: Path) -> None:
    """Programs that are recorded and not in the portfolio, and milestones that it does not name any more."""
    store = tmp_path / "shared.db"
    for name in ("A", "B"):
        program(tmp_path, name)
        record(store, verdicts(f"The {name}", "+-+-"))
    record(store, verdicts("The gone", "+..."))
    record(store, verdicts("The A", "..+.", "pilot"))
    named = Portfolio("All", (member("A", "wave-2"), member("B", "wave-2", "wave-3")))
    found = over(named, tmp_path, str(store))
    assert set(found.left) == {"The gone", "A, pilot"}
    assert [(one.program, one.milestone, drawn(one)) for one in found.gates] == [
        ("A", "wave-2", "+-+-"),
        ("B", "wave-2", "+-+-"),
        ("B", "wave-3", "...."),
    ]
    assert found.gates[2].unknown.startswith("nothing was recorded in this time. Run `readiness-gate history record w")
    every = over(Portfolio("All", (member("A"), member("B"))), tmp_path, str(store))
    assert [one.milestone for one in every.gates if one.program == "A"] == ["wave-2", "pilot"]
    assert every.left == ("The gone",)
    alone = over(Portfolio("All", (member("A"),)), tmp_path, str(store))
    assert alone.left == ("The B", "The gone")


def test_tags(tmp_path: Path) -> None:
    """Show some programs; the others are counted, and did not leave."""
    for name in ("A", "B"):
        program(tmp_path, name)
        record(tmp_path / "shared.db", verdicts(f"The {name}", "++++"))
    portfolio = Portfolio("All", (member("A", tags=["x"]), member("B")))
    found = over(portfolio, tmp_path, str(tmp_path / "shared.db"), ["x"])
    assert ([one.program for one in found.gates], found.left_out, found.left) == (["A"], ("B",), ())
    with pytest.raises(BadUse, match='no program of the portfolio has the tag "y"'):
        over(portfolio, tmp_path, None, ["y"])


def test_a_history_that_cannot_be_read(tmp_path: Path) -> None:
    """Makes its own program unknown, with the reason, and no other."""
    portfolio = together(tmp_path, {"A": "++++", "B": "++++"})
    (tmp_path / "a" / "readiness-history.sqlite").write_text("no database")
    bad, good = over(portfolio, tmp_path).gates
    assert (bad.program, drawn(bad), drawn(good)) == ("A", "....", "++++")
    assert "is damaged, or no SQLite file" in bad.unknown


def test_an_edited_decision_is_no_go(tmp_path: Path) -> None:
    """What is none of the three decisions is undecided."""
    portfolio = together(tmp_path, {"A": "++++"})
    with closing(sqlite3.connect(tmp_path / "a" / "readiness-history.sqlite", isolation_level=None)) as edited:
        edited.execute("UPDATE verdicts SET decision = 'GO '")
    assert drawn(over(portfolio, tmp_path).gates[0]) == "????"


def test_a_decision_must_be_that_of_its_rules(tmp_path: Path) -> None:
    """Else it is undecided, and what to do is said."""
    portfolio = together(tmp_path, {"A": "+-+-", "B": "----"})
    with closing(sqlite3.connect(tmp_path / "a" / "readiness-history.sqlite", isolation_level=None)) as edited:
        edited.execute("UPDATE verdicts SET decision = 'go'")
    b, a = over(portfolio, tmp_path).gates
    assert (drawn(b), b.is_edited, b.remarks) == ("----", False, ())
    assert (drawn(a), a.is_edited) == ("+?+?", True)
    assert [one.partition(":")[0] for one in a.remarks] == [
        "somebody edited the verdict as of 2027-02-21T09",
        "somebody edited the verdict as of 2027-03-07T09",
    ]
    assert "Run `readiness-gate history verify`" in a.remarks[0]


def test_of_two_verdicts_the_worse_counts(tmp_path: Path) -> None:
    """On past dates, too; and what a go is worth is kept."""
    portfolio = together(tmp_path, {"A": "-+++"})
    later = (
        replace(one, evidence_digest="sha256:" + 64 * "0", policy=replace(one.policy, weakened=("OUR-01 warns only",)))
        for one in verdicts("The A", "+...")
    )
    last = (
        replace(one, as_of=one.as_of + 60, policy=replace(one.policy, weakened=("OUR-01 warns only",)))
        for one in verdicts("The A", "..+.")
    )
    for more in (later, last):
        record(tmp_path / "a" / "readiness-history.sqlite", more)
    where = remembered(portfolio.members, tmp_path, None)
    [gate] = trend(portfolio, where, Dates(tuple(one + 60 for one in DATES[:3]), WEEK)).gates
    assert (drawn(gate), gate.weakened) == ("-++", (1, 0, 1))
    assert gate.remarks[0].startswith("judged twice as of 2027-02-14T09:00:00Z: no-go, and go ")
    assert "policy weakened in 1 place" in gate.reservations
