"""Signals on what the system achieves: key figures with a baseline and a target, and how much of the target is
reached."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.kpis import Kpi, KpiFacts
from readiness_gate.model.levers import Work, work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant, When
from readiness_gate.model.wording import agreeing, counted, folded, some
from readiness_gate.signals.signal import Signal, all_of
from readiness_gate.signals.views.critical_processes import critical_processes
from readiness_gate.signals.views.go_live import go_live, live_since
from readiness_gate.signals.views.records import by, check_read, is_later, maybe_newest

_SEPARATOR = ";"


def baselines_share(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the share of the critical processes that have an engagement figure whose baseline was captured and
    whose target was set before go-live. A target equal to the baseline demands nothing and does not count."""
    live, read = go_live(facts), facts.require("kpis", KpiFacts)
    check_read(read, "process", "engagement", "baseline", "captured_at", "target", "target_set_at")
    processes = tuple(critical_processes(facts, as_of))
    before = min(live.start - 1, as_of)
    figures = _known(read.records, as_of)
    states = {name: _readiness(name, figures, before) for name in processes}
    unknown = [(name, state) for name, state in states.items() if isinstance(state, Kpi)]
    if unknown:
        name, kpi = unknown[0]
        raise CannotMeasure(
            f"whether {kpi.kpi} says how people use the system in {name}, and had a baseline and a target before "
            "go-live, is unknown: fill engagement, captured-at and target-set-at"
        )
    missing = tuple(name for name in processes if states[name] is False)
    there = len(processes) - len(missing)
    without = f"; without one: {some(missing)}" if missing else ""
    number = counted(len(processes), "critical process", "critical processes")
    return Measured(
        there / len(processes),
        f"{there} of {number} {agreeing(there, 'has', 'have')} an engagement figure with a baseline and a "
        f"target from before {facts.day(live.start)}{without}.",
        tuple(Evidence("process", name, _lacking(name, figures)) for name in missing),
        shortfall=f"no engagement baseline and target before go-live for {some(missing)}" if missing else "",
        levers=_capturing(missing, len(processes)) if as_of < live.start else (),
    )


BASELINES_SHARE = Signal(
    name="adoption.baselines-share",
    unit="share",
    sources=("kpis", "people"),
    meaning=(
        "The share of critical processes with an engagement figure whose baseline and target are from before go-live."
    ),
    needs=all_of("kpis", "people"),
    measure=baselines_share,
    topic="which processes have a baseline and a target",
)


def _capturing(missing: tuple[str, ...], number: int) -> tuple[Work, ...]:
    """Return the work of capturing baselines, which is possible only before go-live."""
    return (
        work(
            "capture a baseline and set a target for",
            "critical process",
            missing,
            of=number,
            many="critical processes",
        ),
    )


def _known(records: Iterable[Kpi], as_of: Instant) -> list[Kpi]:
    """Return the figures without the baselines captured and the targets set after `as_of`."""
    return [
        replace(
            kpi,
            baseline=None if is_later(kpi.captured_at, as_of) else kpi.baseline,
            target=None if is_later(kpi.target_set_at, as_of) else kpi.target,
        )
        for kpi in records
    ]


def _readiness(process: str, records: Iterable[Kpi], before: Instant) -> bool | Kpi:
    """Return whether a process has an engagement figure with a baseline and a target set by `before`; if there is
    none, a figure for which that is unknown."""
    states = [(_is_set(kpi, before), kpi) for kpi in _of_process(process, records)]
    if any(state for state, _ in states):
        return True
    return next((kpi for state, kpi in states if state is None), False)


def _of_process(process: str, records: Iterable[Kpi]) -> list[Kpi]:
    return [kpi for kpi in records if folded(process) in map(folded, kpi.process.split(_SEPARATOR))]


def _demands_nothing(kpi: Kpi) -> bool:
    return kpi.baseline is not None and kpi.target == kpi.baseline


def _lacking(process: str, records: Iterable[Kpi]) -> str:
    """Return what a process that does not count lacks."""
    idle = [kpi for kpi in _of_process(process, records) if _demands_nothing(kpi) and kpi.engagement is not False]
    if idle:
        return f"the target of {idle[0].kpi} is its baseline, so it asks for no change: set another target"
    return "no baseline and target before go-live"


def _is_set(kpi: Kpi, before: Instant) -> bool | None:
    """Return whether a figure measures engagement and had a baseline and a target by an instant; None if unknown."""
    if kpi.engagement is False or kpi.baseline is None or kpi.target is None or _demands_nothing(kpi):
        return False
    if kpi.engagement is None or kpi.captured_at is None or kpi.target_set_at is None:
        return None
    return by(kpi.captured_at, before) and by(kpi.target_set_at, before)


@dataclass(frozen=True, slots=True)
class _Benefit:
    """How far a figure has come on the way from its baseline to its target."""

    kpi: str
    baseline: float
    target: float
    actual: float | None
    """The newest value after go-live; None if there is none."""
    day: date | None = None
    """When the value was measured."""

    @property
    def reached(self) -> float:
        """The share of the way: 1 at the target, more beyond it, below 0 if the figure got worse; 0 without a value."""
        return 0.0 if self.actual is None else (self.actual - self.baseline) / (self.target - self.baseline)

    @property
    def note(self) -> str:
        now = "not measured after go-live" if self.actual is None else f"{self.actual:g} on {self.day}"
        return f"{self.baseline:g} before, {self.target:g} to reach, {now}"


def benefit_share(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return how much of the way from baseline to target a key figure has come, for the figure furthest from its
    target. A figure without a value after go-live has not moved. The target shows whether more or less is better."""
    live, read = live_since(facts, as_of), facts.require("kpis", KpiFacts)
    check_read(read, "baseline", "captured_at", "target", "actual", "measured_at")
    rows: dict[tuple[str, str], list[Kpi]] = {}
    for kpi in _known(read.records, as_of):
        rows.setdefault((folded(kpi.kpi), folded(kpi.process)), []).append(kpi)
    benefits = sorted(
        (_benefit(facts, of_one, live, as_of) for of_one in rows.values()), key=lambda one: (one.reached, one.kpi)
    )
    worst = benefits[0]
    lowest = f", the lowest of {len(benefits)} figures" if len(benefits) > 1 else ""
    return Measured(
        worst.reached,
        f"{worst.kpi}{lowest}: {worst.note}.",
        tuple(Evidence("kpi", one.kpi, f"{one.reached:.0%} of the way: {one.note}") for one in benefits),
        shortfall=f"{worst.kpi}: {worst.reached:.0%} of the way to its target ({worst.note})",
    )


BENEFIT_SHARE = Signal(
    name="adoption.benefit-share",
    unit="share",
    sources=("kpis",),
    meaning="The share of the way from baseline to target, of the key figure that is furthest from its target.",
    needs=all_of("kpis"),
    measure=benefit_share,
    above_one=True,
    below_zero=True,
    topic="which benefits are reached",
)


def _benefit(facts: Facts, rows: Sequence[Kpi], live: When, as_of: Instant) -> _Benefit:
    """Return how far a figure has come by its newest value; if several may be the newest, by the worst of them."""
    name = rows[0].kpi
    captured = [row for row in rows if row.baseline is not None]
    late = [row for row in captured if row.captured_at is None or row.captured_at.end >= live.start]
    if late:
        raise CannotMeasure(
            f"whether the baseline of {name} was captured before go-live is unknown, so there is nothing to compare "
            "with: fill captured-at with a day before go-live, or take the figure out of kpis"
        )
    baseline = _only(name, "baseline", [row.baseline for row in captured if row.baseline is not None])
    target = _only(name, "target", [row.target for row in rows if row.target is not None])
    if baseline == target:
        raise CannotMeasure(f"the target of {name} is its baseline, so there is nothing to reach: correct one of them")
    newest = maybe_newest(_measured_after(name, rows, live, as_of), lambda value: value[0], as_of)
    benefits = [_Benefit(name, baseline, target, value, facts.day(when.end)) for when, value in newest]
    return min(benefits, key=lambda one: one.reached, default=_Benefit(name, baseline, target, None))


def _only(name: str, what: str, values: Iterable[float]) -> float:
    """Return the value that all rows of a figure agree on. Raises CannotMeasure if there is none, or they differ."""
    different = sorted(set(values))
    if not different:
        raise CannotMeasure(f"{name} has no {what}: add it, or take the figure out of kpis")
    if len(different) > 1:
        raise CannotMeasure(
            f"{name} has several values as its {what} ({', '.join(f'{value:g}' for value in different)}): keep the one "
            "from before go-live"
        )
    return different[0]


def _measured_after(name: str, rows: Sequence[Kpi], live: When, as_of: Instant) -> list[tuple[When, float | None]]:
    """Return the values of a figure after go-live with their times; a missing value is None."""
    undated = [row for row in rows if row.actual is not None and row.measured_at is None]
    if undated:
        raise CannotMeasure(f"when the actual value of {name} was measured is unknown: fill measured-at")
    times = [(row.measured_at, row.actual) for row in rows]
    return [(when, value) for when, value in times if when and when.start >= live.start and when.start <= as_of]


SIGNALS = (BASELINES_SHARE, BENEFIT_SHARE)
