"""The signals on the phases of the rollout."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import TypeAlias

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.phases import PHASES, Phase, PhaseFacts, PhaseItem
from readiness_gate.model.facts.stated import LeadershipFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.wording import some
from readiness_gate.signals.signal import Signal
from readiness_gate.signals.views.records import by, check_read, perhaps_by

_FAR = 730 * DAY
"""How far back the history of issues is read."""


def _needs(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"phases"}), issues_since=as_of - _FAR)


_DayOf: TypeAlias = Callable[[Instant], date]
"""Returns the program's calendar day of an instant."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A phase as of an instant."""

    phase: Phase
    items: tuple[PhaseItem, ...]
    begun: Instant | None
    """The earliest time at which any of its work may have started; None if none has."""
    unfinished: tuple[str, ...]
    """The ids of the work that is not certainly done."""
    ended: Instant | None
    """The latest time at which the last of its work may have been done; None before that, or without work."""


def in_order(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return whether no work of a phase started before all work of the earlier phases was done, and each of these
    has work."""
    read = facts.require("phases", PhaseFacts)
    check_read(read, "started", "done")
    stretches = [_stretch(phase, read.records, as_of) for phase in PHASES]
    if all(stretch.begun is None for stretch in stretches):
        raise CannotMeasure("no work of any phase has begun by then: record when the work of each phase began")
    broken = [
        why
        for earlier, later in combinations(stretches, 2)
        if later.begun is not None
        for why in _why_out_of_order(earlier, later, later.begun, facts.day)
    ]
    states = {stretch.phase: _state(stretch, facts.day) for stretch in stretches}
    summary = f"{broken[0]}." if broken else f"The phases follow in order: {', '.join(states.values())}."
    return Measured(
        not broken,
        summary,
        tuple(Evidence("phase", phase, state) for phase, state in states.items()),
        shortfall="phases out of order",
    )


IN_ORDER = Signal(
    name="phases.in-order",
    unit="boolean",
    sources=("phases",),
    meaning="Whether introduction, implementation and adoption follow each other, and none is skipped.",
    needs=_needs,
    measure=in_order,
    topic="whether the phases follow in order",
)


def _needs_strategy(parameters: Parameters, as_of: Instant) -> Needs:
    return _needs(parameters, as_of) | Needs(frozenset({"leadership"}))


def strategy_first(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return whether the adoption strategy was approved before the implementation started."""
    stated, read = facts.require("leadership", LeadershipFacts).stated, facts.require("phases", PhaseFacts)
    check_read(read, "started")
    if not stated.strategy:
        raise CannotMeasure("no adoption strategy is configured: add strategy and strategy-approved to [leadership]")
    approved, begun = stated.strategy_approved, _stretch("implementation", read.records, as_of).begun
    if begun is None:
        raise CannotMeasure("the implementation has not begun by then: record when its work began in phases")
    built = facts.day(begun)
    said = f"approved on {approved}" if approved else "not approved"
    return Measured(
        approved is not None and approved <= built and approved <= facts.day(as_of),
        f"The adoption strategy was {said}, and the implementation began on {built}.",
        (Evidence("document", stated.strategy, said),),
        shortfall="no adoption strategy before the implementation",
    )


STRATEGY_FIRST = Signal(
    name="phases.strategy-first",
    unit="boolean",
    sources=("leadership", "phases"),
    meaning="Whether the adoption strategy was approved before the implementation began.",
    needs=_needs_strategy,
    measure=strategy_first,
    topic="whether adoption was planned first",
)


def _stretch(phase: Phase, records: Sequence[PhaseItem], as_of: Instant) -> _Stretch:
    items = tuple(item for item in records if item.phase == phase)
    begun = [item.started.start for item in items if item.started is not None and perhaps_by(item.started, as_of)]
    ended = [item.done.end for item in items if item.done is not None and by(item.done, as_of)]
    unfinished = tuple(item.id for item in items if not by(item.done, as_of))
    return _Stretch(
        phase,
        items,
        min(begun, default=None),
        unfinished,
        None if unfinished else max(ended, default=None),
    )


def _why_out_of_order(earlier: _Stretch, later: _Stretch, begun: Instant, day: _DayOf) -> Iterator[str]:
    if not earlier.items:
        yield f"{later.phase.capitalize()} began on {day(begun)}, and {earlier.phase} has no work: it was skipped"
    elif earlier.unfinished:
        yield (
            f"{later.phase.capitalize()} began on {day(begun)}, and {earlier.phase} is not finished "
            f"({some(earlier.unfinished)})"
        )
    elif earlier.ended is not None and earlier.ended > begun:
        yield (
            f"{later.phase.capitalize()} began on {day(begun)}, before {earlier.phase} ended on {day(earlier.ended)}"
        )


def _state(stretch: _Stretch, day: _DayOf) -> str:
    """Return a phase in words: `implementation since 2027-01-04`."""
    if not stretch.items:
        return f"{stretch.phase} without work"
    if stretch.ended is not None:
        return f"{stretch.phase} done on {day(stretch.ended)}"
    return f"{stretch.phase} {'not begun' if stretch.begun is None else f'since {day(stretch.begun)}'}"


SIGNALS = (IN_ORDER, STRATEGY_FIRST)
