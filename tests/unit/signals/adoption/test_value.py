"""Baselines and targets from before go-live, and how much of the way between them is behind."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.after_live import NOBODY_SAID, UNKNOWN, in_processes, measured, read, why_not
from support.effort import law
from support.tables import MONDAY, at, day, table

from readiness_gate.model.facts.records.kpis import Kpi, KpiFacts
from readiness_gate.model.levers import work
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.model.time import DAY

LAW = law(300)
BASELINES, BENEFIT = "adoption.baselines-share", "adoption.benefit-share"
QUOTES = Kpi("Quotes in the system", "quote", True, 10, day(-30), 50, day(-20), 40, day(55))
PEOPLE = in_processes("quote", "order")


def kpis(*records: Kpi, **lacking: str) -> Any:
    """The facts of some key figures."""
    return table(KpiFacts, "kpis", *records, lacking=lacking)


def test_processes_with_a_baseline_and_a_target() -> None:
    """Every critical process needs an engagement figure; regardless of case."""
    orders = replace(QUOTES, kpi="Orders", process="billing; Order ")
    reading = measured(BASELINES, PEOPLE, kpis(QUOTES, orders))
    assert reading.value == 1
    assert reading.summary == (
        "2 of 2 critical processes have an engagement figure with a baseline and a target from before 2027-03-01."
    )
    half = measured(BASELINES, PEOPLE, kpis(QUOTES))
    assert half.value == 0.5
    assert half.summary.endswith("from before 2027-03-01; without one: order.")
    assert half.shortfall == "no engagement baseline and target before go-live for order"
    assert [one.id for one in half.evidence] == ["order"]
    assert half.levers == ()


def test_before_go_live_it_can_still_be_done() -> None:
    """And only then."""
    step = work(
        "capture a baseline and set a target for",
        "critical process",
        ("order",),
        of=2,
        many="critical processes",
    )
    assert measured(BASELINES, PEOPLE, kpis(QUOTES), days=-10).levers == (step,)
    assert measured(BASELINES, PEOPLE, kpis(QUOTES), days=-25).value == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"engagement": False},
        {"baseline": None},
        {"target": None},
        {"target": 10.0},
        {"captured_at": day(0)},
        {"captured_at": at(0.1)},
        {"target_set_at": day(3)},
        {"process": "other"},
    ],
)
def test_what_is_none(changes: dict[str, Any]) -> None:
    """A figure on the system alone, a baseline from after go-live, or no target."""
    assert measured(BASELINES, in_processes("quote"), kpis(replace(QUOTES, **changes))).value == 0


def test_a_target_that_is_the_baseline_asks_for_nothing() -> None:
    """It does not count, and the evidence says what to do, unless the figure is of the system alone."""
    idle = replace(QUOTES, target=10)
    (note,) = [one.note for one in measured(BASELINES, in_processes("quote"), kpis(idle)).evidence]
    assert note == ("the target of Quotes in the system is its baseline, so it asks for no change: set another target")
    of_system = measured(BASELINES, in_processes("quote"), kpis(replace(idle, engagement=False)))
    assert [one.note for one in of_system.evidence] == ["no baseline and target before go-live"]
    assert measured(BASELINES, in_processes("quote"), kpis(idle, QUOTES)).value == 1


@pytest.mark.parametrize("field", ["engagement", "captured_at", "target_set_at"])
def test_what_may_be_one(field: str) -> None:
    """Unknown, unless the process has another figure that is certain."""
    blank: dict[str, Any] = {field: None}
    unsure = replace(QUOTES, **blank)
    why = why_not(BASELINES, in_processes("quote"), kpis(unsure))
    assert why == (
        "whether Quotes in the system says how people use the system in quote, and had a baseline and a target before "
        "go-live, is unknown: fill engagement, captured-at and target-set-at"
    )
    assert measured(BASELINES, in_processes("quote"), kpis(unsure, QUOTES)).value == 1
    assert why_not(BASELINES, PEOPLE, kpis(QUOTES, **{field: "add it"})) == "add it"


def test_what_was_set_later_was_not_set() -> None:
    """A target of a later day, and a baseline, are not known yet, and change nothing that is said."""
    later = replace(QUOTES, target=10.0, target_set_at=day(70))
    reading = measured(BASELINES, in_processes("quote"), kpis(later))
    assert [one.note for one in reading.evidence] == ["no baseline and target before go-live"]
    assert why_not(BENEFIT, kpis(later)).startswith("Quotes in the system has no target: add it")
    assert why_not(BENEFIT, kpis(later), days=75).startswith("the target of Quotes in the system is its baseline")
    another = replace(QUOTES, baseline=30, captured_at=day(70), actual=None, measured_at=None)
    assert measured(BENEFIT, kpis(QUOTES, another)).value == 0.75
    assert "was captured before go-live is unknown" in why_not(BENEFIT, kpis(QUOTES, another), days=75)


@pytest.mark.parametrize("signal", [BASELINES, BENEFIT])
def test_without_a_day_of_go_live(signal: str) -> None:
    """It is unknown, with what to add."""
    assert why_not(signal, PEOPLE, kpis(QUOTES), milestone=UNKNOWN) == NOBODY_SAID


def test_the_way_to_the_target() -> None:
    """The figure that is furthest from its target decides; more or less may be better."""
    fewer = Kpi("Days to invoice", "", None, 20, day(-9), 10, None, 18, day(50))
    reading = measured(BENEFIT, kpis(QUOTES, fewer))
    assert reading.value == 0.2
    assert reading.summary == "Days to invoice, the lowest of 2 figures: 20 before, 10 to reach, 18 on 2027-04-20."
    assert (
        reading.shortfall == "Days to invoice: 20% of the way to its target (20 before, 10 to reach, 18 on 2027-04-20)"
    )
    assert [one.id for one in reading.evidence] == ["Days to invoice", "Quotes in the system"]
    alone = measured(BENEFIT, kpis(QUOTES))
    assert (alone.value, alone.summary) == (0.75, "Quotes in the system: 10 before, 50 to reach, 40 on 2027-04-25.")
    assert measured(BENEFIT, kpis(replace(QUOTES, actual=6))).value == -0.1
    assert measured(BENEFIT, kpis(replace(QUOTES, actual=90))).value == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"actual": None, "measured_at": None},
        {"actual": None},
        {"measured_at": day(-1)},
        {"measured_at": day(61)},
    ],
)
def test_a_figure_that_was_not_measured_has_not_moved(changes: dict[str, Any]) -> None:
    """It counts as not reached."""
    reading = measured(BENEFIT, kpis(replace(QUOTES, **changes)))
    assert reading.value == 0
    assert reading.summary.endswith("10 before, 50 to reach, not measured after go-live.")


def test_the_newest_value_counts() -> None:
    """Of several that may be the newest, the worst."""
    earlier = replace(QUOTES, actual=50, measured_at=day(30))
    assert measured(BENEFIT, kpis(earlier, QUOTES)).value == 0.75
    same_day = replace(QUOTES, actual=20)
    assert measured(BENEFIT, kpis(QUOTES, same_day)).value == 0.25
    of_today = replace(QUOTES, actual=20, measured_at=day(60))
    assert measured(BENEFIT, kpis(QUOTES, of_today)).value == 0.25
    without_value = replace(QUOTES, actual=None, measured_at=day(58))
    assert measured(BENEFIT, kpis(QUOTES, without_value)).value == 0
    later = Kpi("quotes in the System", "quote", actual=50, measured_at=day(59))
    assert measured(BENEFIT, kpis(QUOTES, later)).value == 1


@pytest.mark.parametrize(
    ("records", "why"),
    [
        (
            (replace(QUOTES, captured_at=None),),
            "whether the baseline of Quotes in the system was captured before go-live",
        ),
        ((replace(QUOTES, captured_at=day(2)),), "whether the baseline of Quotes in the system was captured before"),
        (
            (replace(QUOTES, baseline=None),),
            "Quotes in the system has no baseline: add it, or take the figure out of kpis",
        ),
        ((replace(QUOTES, target=None),), "Quotes in the system has no target: add it, or take the figure out of kpis"),
        ((QUOTES, replace(QUOTES, target=20)), "has several values as its target (20, 50): keep the one from before"),
        (
            (QUOTES, replace(QUOTES, baseline=39)),
            "has several values as its baseline (10, 39): keep the one from before",
        ),
        (
            (replace(QUOTES, target=10),),
            "the target of Quotes in the system is its baseline, so there is nothing to reach",
        ),
        ((replace(QUOTES, measured_at=None),), "when the actual value of Quotes in the system was measured is unknown"),
    ],
)
def test_what_is_unknown(records: tuple[Kpi, ...], why: str) -> None:
    """With what to do about it."""
    assert why in why_not(BENEFIT, kpis(*records))


def test_before_go_live_there_is_no_benefit() -> None:
    """And nothing is measured."""
    assert "measure this after that day" in why_not(BENEFIT, kpis(QUOTES), days=-1)
    assert why_not(BENEFIT, kpis(QUOTES, actual="add it")) == "add it"


KPIS = st.lists(
    st.builds(
        Kpi,
        st.sampled_from(("A", "B")),
        st.sampled_from(("quote", "order")),
        st.sampled_from((True, True, False, None)),
        st.sampled_from((10.0, 10.0, None)),
        st.sampled_from((day(-30), day(-1), day(0), None)),
        st.sampled_from((50.0, 50.0, None)),
        st.sampled_from((day(-30), day(5), None)),
        st.sampled_from((0.0, 20.0, 60.0, None)),
        st.one_of(st.none(), st.integers(-3, 62).map(day)),
    ),
    min_size=1,
    max_size=5,
)
FIELDS = ("engagement", "baseline", "captured_at", "target", "target_set_at", "measured_at")


@LAW
@given(KPIS)
def test_baselines_agree_with_loops(records: list[Kpi]) -> None:
    """Over processes and figures."""
    covered, unknown, start = 0, False, day(0).start
    for process in ("order", "quote"):
        certain = perhaps = False
        for kpi in records:
            if kpi.process != process or kpi.baseline is None or kpi.target is None or kpi.engagement is False:
                continue
            if kpi.engagement is None or kpi.captured_at is None or kpi.target_set_at is None:
                perhaps = True
            elif kpi.captured_at.end < start and kpi.target_set_at.end < start:
                certain = True
        covered += certain
        unknown = unknown or (perhaps and not certain)
    reading = read(BASELINES, PEOPLE, kpis(*records))
    assert (reading.value if isinstance(reading, Measured) else None) == (None if unknown else covered / 2)


@LAW
@given(st.sampled_from((BASELINES, BENEFIT)), KPIS, st.integers(0, 4), st.sampled_from(FIELDS))
def test_a_missing_field_never_helps(signal: str, records: list[Kpi], which: int, field: str) -> None:
    """It makes the value unknown, or no better; and of an unknown value it can only make a bad one. A figure counts
    once in these tables: of several rows, one may be the only one with a target that differs."""
    single = list({(kpi.kpi, kpi.process): kpi for kpi in records}.values())
    index, blank = which % len(single), {field: None}
    changes: Any = blank
    poorer = [replace(kpi, **changes) if number == index else kpi for number, kpi in enumerate(single)]
    before, after = read(signal, PEOPLE, kpis(*single)), read(signal, PEOPLE, kpis(*poorer))
    if isinstance(after, Measured):
        assert after.value <= max(before.value, 0) if isinstance(before, Measured) else after.value < 1


@LAW
@given(KPIS)
def test_the_benefit_agrees_with_a_loop(records: list[Kpi]) -> None:
    """Of figures with one row each."""
    single = list({(kpi.kpi, kpi.process): kpi for kpi in records}.values())
    shares: list[float] = []
    unknown = False
    for kpi in single:
        known = kpi.baseline is not None and kpi.captured_at is not None and kpi.captured_at.end < day(0).start
        if not known or kpi.target is None or (kpi.actual is not None and kpi.measured_at is None):
            unknown = True
            continue
        when, share = kpi.measured_at, 0.0
        if when and kpi.actual is not None and when.start >= day(0).start and when.end <= MONDAY + 60 * DAY:
            share = (kpi.actual - 10) / 40
        shares.append(share)
    reading = read(BENEFIT, kpis(*single))
    assert (reading.value if isinstance(reading, Measured) else None) == (None if unknown else min(shares))
    assert isinstance(reading, Measured | Unavailable)
