"""The signal on components that keep changing: work there is not finished."""

from collections.abc import Iterable
from datetime import date

from readiness_gate.model.facts import Facts
from readiness_gate.model.levers import expiry
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted
from readiness_gate.signals.change.landings import MERGE_NOTHING, window
from readiness_gate.signals.signal import Parameter, Signal

_RESTED = "{} changed on fewer days of the window"


def _needs(parameters: Parameters, as_of: Instant) -> Needs:
    start = as_of - parameters.seconds("window")
    return Needs(frozenset({"git"}), GitNeed(newest=as_of, since=start, oldest=as_of, paths=frozenset({"config+code"})))


def bursts(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many components changed on several days of the window."""
    seen, least = window(facts, as_of, parameters, "config+code"), parameters.number("days")
    days: dict[str, dict[date, Instant]] = {}
    for landing, touched in seen.landings:
        day = seen.mainline.day(landing.landed)
        for path in touched:
            days.setdefault(seen.mainline.names.of(path), {}).setdefault(day, landing.landed)
    bursting = [name for name, on in days.items() if len(on) >= least]
    leaves = (sorted(days[name].values())[len(days[name]) - least] + seen.length for name in bursting)
    levers = (expiry(MERGE_NOTHING, _RESTED.format("component has"), _RESTED.format("components have"), leaves),)
    return Measured(
        len(bursting),
        f"{len(bursting)} of {len(days)} components that changed {seen.span} did so on {least} days or more.",
        tuple(_burst(name, days[name]) for name in sorted(bursting, key=lambda name: (-len(days[name]), name))),
        shortfall=f"{counted(len(bursting), 'component')} still changing from day to day",
        levers=levers,
    )


BURSTS = Signal(
    name="change.bursts",
    unit="count",
    sources=("git",),
    meaning="Components that changed on several different days of a window.",
    needs=_needs,
    measure=bursts,
    parameters=(
        Parameter("window", "window", "7d", "how far back to look"),
        Parameter("days", "count", 3, "on how many different days a component changed"),
    ),
    topic="which components keep changing",
)


def _burst(name: str, on: Iterable[date]) -> Evidence:
    days = sorted(on)
    return Evidence("component", name, f"changed on {len(days)} days: {', '.join(map(str, days))}")


SIGNALS = (BURSTS,)
