"""Migrated data: the kind of data with the lowest share decides, and only clean rehearsals in a row count."""

from dataclasses import replace
from typing import Any

import pytest
from support.records import AT, ask, day, moment, table, value, why

from readiness_gate.model.facts.records.migration import (
    Reconciliation,
    ReconciliationFacts,
    Rehearsal,
    RehearsalFacts,
)
from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Measured
from readiness_gate.model.time import DAY

GOOD = Reconciliation("Customers", day(5), 1000, 1000, 1000, signed_by="Sales")
MONEY = Reconciliation("Orders", day(5), 10, 10, 10, 100.0, 100.0, signed_by="Finance")
CLEAN = Rehearsal("Mock 2", day(10), whole=True, open_severe=0, hours=40, window_hours=48)
UNCLEAN = Rehearsal("Mock 1", day(20), whole=True, open_severe=2, hours=60, window_hours=48)


def _compared(*rows: Reconciliation) -> dict[str, Any]:
    return {"reconciliation": table(ReconciliationFacts, *rows)}


def _rehearsed(*rows: Rehearsal) -> dict[str, Any]:
    return {"rehearsals": table(RehearsalFacts, *rows)}


def test_the_lowest_kind_of_data_decides() -> None:
    """A small one is not hidden by a large one."""
    reading = ask("data.reconciled", _compared(GOOD, replace(MONEY, matching=5)))
    assert isinstance(reading, Measured)
    assert reading.value == 0.5
    assert reading.summary == "Orders, the lowest of 2 kinds of data: 5 of 10 records match the source."
    assert [each.note for each in reading.evidence] == [
        "5 of 10 match; signed",
        "1000 of 1000 match; signed",
    ]


@pytest.mark.parametrize(
    ("change", "share"),
    [
        ({"matching": None}, 1.0),
        ({"matching": None, "target_count": 990}, 0.99),
        ({"matching": None, "target_count": 2000}, 0.5),
        ({"matching": 900}, 0.9),
        ({"target_count": 2000, "matching": 1000}, 0.5),
        ({"signed_by": ""}, 0.0),
    ],
)
def test_what_matches(change: Any, share: float) -> None:
    """Records too few, too many or different do not; without a signature nothing does."""
    assert value("data.reconciled", _compared(replace(GOOD, **change))) == share


def test_without_a_signature_the_reason_says_so() -> None:
    """So that somebody signs."""
    reading = ask("data.reconciled", _compared(replace(GOOD, signed_by="")))
    assert isinstance(reading, Measured)
    assert reading.summary.endswith("match the source, and nobody signed the comparison.")


def test_the_newest_comparison_counts() -> None:
    """By the instant of the question; a good one from the end of its day."""
    worse = replace(GOOD, matching=500, reconciled_at=day(0))
    assert value("data.reconciled", _compared(GOOD, worse)) == 0.5
    assert value("data.reconciled", _compared(replace(worse, reconciled_at=day(6)), GOOD)) == 1
    assert (
        value("data.reconciled", _compared(replace(worse, reconciled_at=day(5)), replace(GOOD, reconciled_at=day(0))))
        == 0.5
    )
    reason = why("data.reconciled", _compared(MONEY, replace(GOOD, reconciled_at=day(-3))))
    assert reason == "Customers was not compared with its source by then: compare it"


def test_data_without_records() -> None:
    """Has no share, and is not a match."""
    empty = replace(GOOD, data="Leads", source_count=0, target_count=0, matching=None)
    assert value("data.reconciled", _compared(GOOD, empty)) == 1
    assert why("data.reconciled", _compared(empty)).startswith("no migrated data has any record on either side")
    assert value("data.reconciled", _compared(replace(empty, target_count=5))) == 0


def test_money_that_differs() -> None:
    """Without an explanation."""
    reading = ask("data.unexplained", _compared(GOOD, MONEY, replace(MONEY, data="Invoices", target_amount=99.5)))
    assert isinstance(reading, Measured)
    assert (reading.value, reading.summary) == (1, "1 of 2 sums of money differs without an explanation.")
    assert [(each.id, each.note) for each in reading.evidence] == [("Invoices", "differs by 0.50")]
    many = "differences in money"
    assert reading.levers == (Work("explain or correct", "difference in money", many, (1, 0), ("Invoices",)),)


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ({"target_amount": 100.004}, 0),
        ({"target_amount": 90.0, "explained": True}, 0),
        ({"target_amount": 90.0, "explained": False}, 1),
        ({"target_amount": 90.0}, 1),
    ],
)
def test_what_is_explained(change: Any, number: int) -> None:
    """A difference of less than half a cent is none."""
    assert value("data.unexplained", _compared(replace(MONEY, **change))) == number


def test_no_sums_of_money() -> None:
    """Are not sums that agree."""
    assert why("data.unexplained", _compared(GOOD)).startswith("no sums of money were compared: add source-amount")


def test_clean_rehearsals_in_a_row() -> None:
    """One that was not clean begins the count again."""
    third = replace(CLEAN, rehearsal="Mock 3", ended_at=day(3))
    reading = ask("data.rehearsals", _rehearsed(UNCLEAN, CLEAN, third))
    assert isinstance(reading, Measured)
    assert reading.value == 2
    assert reading.summary == (
        "2 rehearsals of the whole cutover without severe defects, and in time; before these, Mock 1 left 2 severe "
        "defects open, and took 60 of 48 hours."
    )
    assert value("data.rehearsals", _rehearsed(CLEAN, third)) == 2
    assert value("data.rehearsals", _rehearsed(CLEAN, third, replace(UNCLEAN, ended_at=day(1)))) == 0
    assert value("data.rehearsals", _rehearsed(CLEAN, replace(UNCLEAN, ended_at=day(10)))) == 0


@pytest.mark.parametrize("change", [{"open_severe": 1}, {"hours": 49}])
def test_what_is_not_clean(change: Any) -> None:
    """A severe defect, or more time than there is."""
    assert value("data.rehearsals", _rehearsed(replace(CLEAN, **change))) == 0
    reason = why("data.rehearsal-age", _rehearsed(replace(CLEAN, **change)))
    assert reason.startswith("no rehearsal of the whole cutover was without severe defects and in time")


def test_a_part_of_the_cutover_is_no_rehearsal() -> None:
    """And neither is one to come."""
    for rehearsal in (replace(CLEAN, whole=False), replace(CLEAN, ended_at=day(-2)), replace(CLEAN, ended_at=day(0))):
        assert why("data.rehearsals", _rehearsed(rehearsal)).startswith("the whole cutover was not rehearsed yet")


def test_the_age_of_the_last_clean_rehearsal() -> None:
    """From the start of its day."""
    later = replace(CLEAN, rehearsal="Mock 3", ended_at=moment(12))
    assert value("data.rehearsal-age", _rehearsed(CLEAN, later)) == 0.5
    assert value("data.rehearsal-age", _rehearsed(CLEAN, UNCLEAN)) == (AT - day(10).start) / DAY


def test_of_comparisons_on_one_day_the_worst_counts() -> None:
    """Which of them is the newest is unknown."""
    rows = (replace(GOOD, matching=3, reconciled_at=moment(40)), replace(GOOD, reconciled_at=day(2)))
    for given in (rows, rows[::-1]):
        assert value("data.reconciled", _compared(*given)) < 0.9


def test_a_rehearsal_on_the_day_of_one_that_was_not_clean() -> None:
    """May have been before it, and does not count."""
    unclean, clean = replace(CLEAN, ended_at=moment(40), open_severe=1), replace(CLEAN, ended_at=day(2))
    assert value("data.rehearsals", _rehearsed(replace(unclean, rehearsal="X"), clean)) == 0
