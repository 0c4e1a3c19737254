"""How well people use the system."""

from collections.abc import Sequence
from typing import Any

import pytest
from support.adoption import Adoption, at, members, use, whole

from readiness_gate.model.facts.records.usage import Use
from readiness_gate.model.time import When

LOW, MINIMAL = "adoption.low-share", "adoption.minimal-share"
ALONE = Adoption(members(1))
GOOD: dict[str, Any] = {"records": 100, "complete": 98, "late": 5, "minimal": 0, "rushed": 0}


def _quality(*rows: Use) -> str:
    """What the evidence says of the one person."""
    note = ALONE.having(uses=rows).measured("adoption.active-share").evidence[0].note
    return note.partition("; records: ")[2].removesuffix(" 1")


@pytest.mark.parametrize(
    ("counts", "quality"),
    [
        ({}, "moderate"),
        ({"features": 8, "features_of_role": 10}, "amazing"),
        ({"features": 7, "features_of_role": 10}, "moderate"),
        ({"features": 8, "features_of_role": 10, "complete": 97}, "moderate"),
        ({"features": 8, "features_of_role": 10, "late": 6}, "moderate"),
        ({"features": 8}, "moderate"),
        ({"features": 0, "features_of_role": 0}, "moderate"),
        ({"complete": 90, "late": 25}, "moderate"),
        ({"complete": 89}, "ineffective"),
        ({"late": 26}, "ineffective"),
        ({"records": 0, "complete": 0, "late": 0}, "ineffective"),
        ({"records": None}, "unknown"),
        ({"complete": None}, "unknown"),
        ({"late": None}, "unknown"),
        ({"complete": None, "late": 26}, "ineffective"),
        ({"complete": 89, "late": None}, "ineffective"),
    ],
)
def test_the_quality_of_records(counts: dict[str, Any], quality: str) -> None:
    """By the shares of the records that are complete, and late."""
    assert _quality(use("rep0", 80, **{**GOOD, **counts})) == quality


def test_records_of_several_rows_add_up() -> None:
    """In the last 28 days, and features count from the row with the most."""
    bad: dict[str, Any] = {"records": 100, "complete": 80, "late": 0}
    assert _quality(use("rep0", 80, **GOOD), use("rep0", 70, **bad)) == "ineffective"
    assert _quality(use("rep0", 80, **GOOD), use("rep0", 50, **bad)) == "moderate"
    assert _quality(use("rep0", 80, **GOOD), use("rep0", 70, features=9, features_of_role=10, **GOOD)) == "amazing"
    assert _quality(use("rep0", 80, **GOOD), use("rep0", 70)) == "unknown"
    assert _quality(use("rep0", 80, **GOOD), use("rep0", 70, active=False)) == "moderate"


@pytest.mark.parametrize(
    ("counts", "quality"),
    [
        ({"records": 100, "complete": 80, "late": 0}, "ineffective"),
        ({"records": 100, "complete": 100, "late": 50}, "ineffective"),
        ({"records": 100, "complete": 100, "late": 0}, "moderate"),
        ({"records": 10, "complete": 4, "late": 0}, "moderate"),
        ({}, "unknown"),
    ],
)
def test_rows_of_another_time_perhaps_count_with_what_is_bad(counts: dict[str, Any], quality: str) -> None:
    """Those of today, and those on the day on which the window begins."""
    for when in (84, 56):
        assert _quality(use("rep0", 80, **GOOD), use("rep0", when, **counts)) == quality
    assert _quality(use("rep0", 80, **{**GOOD, "complete": 0}), use("rep0", 84)) == "ineffective"
    assert _quality(use("rep0", 80, **GOOD), use("rep0", 84, active=False)) == "moderate"


def _people(*rows: Sequence[Use]) -> Adoption:
    return Adoption(members(4), [row for one in rows for row in one])


BAD = {**GOOD, "complete": 50}
FOUR = _people(
    [use("rep0", 80, **GOOD)], [use("rep1", 80, **BAD)], [use("rep2", 80, **{**GOOD, "features": 1})], [use("rep3", 9)]
)


def test_the_highest_role_decides() -> None:
    """Who does not use it, and whose records are poor."""
    reading = FOUR.measured(LOW)
    assert reading.value == 0.5
    assert reading.summary == (
        "rep: 2 of 4 people hardly use it: 1 did not use the system in the last 28 days, 1 left poor records."
    )
    assert reading.shortfall == (
        "2 of 4 people in the role rep hardly use it (1 did not use the system in the last 28 days, 1 left poor "
        "records)"
    )
    assert reading.who == {"rep1", "rep3"}
    both = FOUR.having(roster=[*members(4), *members(1, "clerk")], uses=[*FOUR.uses, use("clerk0", 80, **GOOD)])
    assert both.value(LOW) == 0.5
    assert both.measured(LOW).summary.startswith("rep, the highest of 2 roles: 2 of 4")
    assert both.value(LOW, role="all") == 0.4
    assert both.value(LOW, role="clerk") == 0


def test_what_nobody_did_is_not_said() -> None:
    """Where all of them did not use the system, or all left poor records, or nobody did either."""
    idle = FOUR.having(uses=[use(f"rep{number}", 80 if number else 9, **GOOD) for number in range(4)]).measured(LOW)
    assert idle.summary == "rep: 1 of 4 people hardly use it: 1 did not use the system in the last 28 days."
    assert idle.shortfall.endswith(" hardly use it (1 did not use the system in the last 28 days)")
    poor = FOUR.having(uses=[use(f"rep{number}", 80, **(GOOD if number else BAD)) for number in range(4)]).measured(LOW)
    assert poor.summary == "rep: 1 of 4 people hardly use it: 1 left poor records."
    good = FOUR.having(uses=[use(f"rep{number}", 80, **GOOD) for number in range(4)]).measured(LOW)
    assert good.summary == "rep: 0 of 4 people hardly use it."
    assert good.shortfall == "0 of 4 people in the role rep hardly use it"


def test_the_records_of_somebody_are_unknown() -> None:
    """Then the share is, and it is said which columns are needed."""
    silent = FOUR.having(uses=[*FOUR.uses, use("rep0", 79)])
    assert silent.why(LOW) == (
        "it is unknown how good the records of 1 person are: fill in the columns records, complete and late of "
        "[people.usage], and set whole = true if it has all use"
    )
    part = FOUR.having(whole=())
    assert part.why(LOW).startswith("it is unknown whether 1 person used the system: ")
    late = part.having(uses=[*FOUR.uses, use("rep3", 80)], whole=whole(60))
    assert "how good the records of 4 people are" in late.why(LOW)


def _minimal(*counts: dict[str, Any], when: float = 80) -> Adoption:
    return ALONE.having(uses=[use("rep0", when - number, **{**GOOD, **one}) for number, one in enumerate(counts)])


@pytest.mark.parametrize(
    ("counts", "share"),
    [
        ({}, 0),
        ({"minimal": 80}, 1),
        ({"minimal": 79}, 0),
        ({"rushed": 80}, 1),
        ({"minimal": 50, "rushed": 50}, 0),
        ({"minimal": 80, "rushed": None}, 1),
        ({"minimal": None, "rushed": 80}, 1),
    ],
)
def test_who_only_complies(counts: dict[str, Any], share: float) -> None:
    """By the mandatory fields, or by the deadline; a deadline of which nothing is known may be another matter."""
    assert _minimal(counts).value(MINIMAL) == share


@pytest.mark.parametrize("counts", [{"minimal": None}, {"rushed": None}, {"records": None}])
def test_it_is_unknown_who_only_complies(counts: dict[str, Any]) -> None:
    """Where a column says nothing that could matter, or the export is not whole."""
    assert _minimal(counts).why(MINIMAL) == (
        "it is unknown who of 1 person only complies: fill in the columns records, minimal and rushed of "
        "[people.usage], and set whole = true if it has all use"
    )
    assert "unknown" in _minimal({}).having(whole=()).why(MINIMAL)


def test_only_those_who_entered_records_count() -> None:
    """Of a role in which nobody did, there is no share."""
    reader = use("rep1", 80, records=0, minimal=0, rushed=0)
    some = Adoption(
        [*members(3), *members(3, "clerk")], [use("rep0", 80, **{**GOOD, "minimal": 90}), reader, use("clerk0", 3)]
    )
    assert some.measured(MINIMAL).summary == (
        "rep: 1 of 1 person who entered records enter mandatory fields only, or just before a deadline."
    )
    assert some.measured(MINIMAL).shortfall == (
        "1 of 1 person in the role rep enter mandatory fields only, or just before a deadline"
    )
    assert some.value(MINIMAL, role="all") == 1
    assert some.why(MINIMAL, role="clerk") == "nobody entered records in the last 28 days, so no share can be computed"
    assert some.having(smallest=3).measured(MINIMAL).hidden


def test_rows_of_another_time_perhaps_count_with_minimal_records() -> None:
    """And with no others."""
    edge = When(at(56.3), at(57))
    rows = [use("rep0", 80, **{**GOOD, "minimal": 70}), use("rep0", edge, **{**GOOD, "minimal": 60})]
    assert ALONE.having(uses=rows).value(MINIMAL) == 1
    assert ALONE.having(uses=[rows[0], use("rep0", edge, **GOOD)]).value(MINIMAL) == 0
    assert ALONE.having(uses=rows[1:]).value(MINIMAL) == 1
    assert "unknown" in ALONE.having(uses=[rows[0], use("rep0", edge)]).why(MINIMAL)
