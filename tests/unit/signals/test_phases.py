"""Whether the phases of a rollout follow in order."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.tables import at, day, measured, read, table, why_not

from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.records.phases import PHASES, PhaseFacts, PhaseItem
from readiness_gate.model.facts.stated import LeadershipFacts
from readiness_gate.model.reading import Measured, Reading, Unavailable
from readiness_gate.model.settings.leadership import LeadershipSettings


def _phases(*items: PhaseItem, **lacking: str) -> PhaseFacts:
    found: PhaseFacts = table(PhaseFacts, "phases", *items, lacking=lacking)
    return found


INTRODUCED = PhaseItem("P-1", "introduction", day(1), day(10))


@pytest.mark.parametrize(
    ("items", "summary"),
    [
        (
            [INTRODUCED, PhaseItem("P-2", "implementation", day(11)), PhaseItem("P-3", "adoption")],
            "in order: introduction done on 2027-03-11, implementation since 2027-03-12, adoption not begun.",
        ),
        ([PhaseItem("P-1", "introduction", day(1))], "introduction since 2027-03-02, implementation without work"),
        ([INTRODUCED, PhaseItem("P-2", "implementation", at(120))], "implementation not begun"),
    ],
)
def test_phases_in_order(items: list[PhaseItem], summary: str) -> None:
    """One begins when the one before is done."""
    reading = measured("phases.in-order", _phases(*items))
    assert reading.value is True
    assert summary in reading.summary


@pytest.mark.parametrize(
    ("items", "summary"),
    [
        ([PhaseItem("P-2", "implementation", at(11))], "on 2027-03-12, and introduction has no work: it was skipped."),
        (
            [INTRODUCED, PhaseItem("P-4", "introduction", at(2)), PhaseItem("P-2", "implementation", at(11))],
            "Implementation began on 2027-03-12, and introduction is not finished (P-4).",
        ),
        (
            [INTRODUCED, PhaseItem("P-2", "implementation", day(10))],
            "Implementation began on 2027-03-11, before introduction ended on 2027-03-11.",
        ),
        ([INTRODUCED, PhaseItem("P-3", "adoption", at(20))], "and implementation has no work: it was skipped."),
    ],
)
def test_phases_out_of_order(items: list[PhaseItem], summary: str) -> None:
    """One that was skipped, is not finished, or ended later."""
    reading = measured("phases.in-order", _phases(*items))
    assert reading.value is False
    assert summary in reading.summary


def test_nothing_is_known() -> None:
    """Before any work began, and where times were not read."""
    assert "no work of any phase has begun" in why_not("phases.in-order", _phases(INTRODUCED), days=-30)
    assert why_not("phases.in-order", _phases(INTRODUCED, started="add it")) == "add it"


_TIMES = st.none() | st.integers(0, 60)


@law(500)
@given(st.lists(st.tuples(st.sampled_from(PHASES), _TIMES, st.integers(0, 30), st.booleans()), min_size=1, max_size=8))
def test_an_independent_computation_agrees(items: list[tuple[str, int | None, int, bool]]) -> None:
    """Every pair of pieces of work of two phases is looked at."""
    now = 50
    records = [
        PhaseItem(
            f"P-{index}",
            phase,  # type: ignore[arg-type]
            None if begun is None else at(begun),
            at(begun + lasts) if begun is not None and is_done else None,
        )
        for index, (phase, begun, lasts, is_done) in enumerate(items)
    ]
    begun_ones = [item for item in items if item[1] is not None and item[1] <= now]
    naive = all(
        any(one[0] == earlier for one in items)
        and all(
            one[3] and one[1] is not None and one[1] + one[2] <= min(now, later[1] or 0)
            for one in items
            if one[0] == earlier
        )
        for later in begun_ones
        for earlier in PHASES[: PHASES.index(later[0])]
    )
    reading = read("phases.in-order", _phases(*records), days=now)
    assert isinstance(reading, Measured) == bool(begun_ones)
    if isinstance(reading, Measured):
        assert reading.value is naive


BUILT = PhaseItem("P-2", "implementation", day(11))


def _strategy(*items: PhaseItem, **stated: Any) -> Reading:
    leadership = LeadershipFacts(Provenance("leadership", "x", "all", 1), LeadershipSettings(**stated))
    return read("phases.strategy-first", _phases(*items), leadership)


@pytest.mark.parametrize(("approved", "first"), [(date(2027, 3, 12), True), (date(2027, 3, 13), False), (None, False)])
def test_a_strategy_before_the_build(approved: date | None, first: bool) -> None:  # noqa: FBT001 - a case
    """Approved on the day on which the build began, at the latest."""
    reading = _strategy(BUILT, strategy="docs/adoption.md", strategy_approved=approved)
    assert isinstance(reading, Measured)
    assert reading.value is first
    assert reading.summary.endswith("and the implementation began on 2027-03-12.")


def test_what_is_unknown_of_a_strategy() -> None:
    """Without a document, and before the build has begun."""
    assert "no adoption strategy is configured" in _why(_strategy(BUILT))
    assert "the implementation has not begun by then" in _why(_strategy(INTRODUCED, strategy="x.md"))


def _why(reading: Reading) -> str:
    assert isinstance(reading, Unavailable)
    return reading.reason
