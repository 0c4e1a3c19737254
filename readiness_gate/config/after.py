"""Milestones that come after others: the order in which their gates are judged, and mistakes in it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from readiness_gate.config import sealing
from readiness_gate.model.policy import Gate
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem, did_you_mean


def problems_of_after(
    after: Mapping[str, Sequence[str]], dates: Mapping[str, dt.date], place: Place
) -> Iterator[Problem]:
    """Yield what is wrong with the names and dates of earlier milestones, by the milestone that names them."""
    for milestone, names in after.items():
        for index, name in enumerate(names):
            what = _problem(milestone, name, after) or _too_late(milestone, name, dates)
            if what:
                at = (index,) if len(names) > 1 else ()
                yield place.problem(what, "milestones", milestone, "after", *at, at_value=True)


def _problem(milestone: str, name: str, after: Mapping[str, Sequence[str]]) -> str:
    """Return why a milestone cannot come after the named one; "" if it can."""
    if name == milestone:
        return f"{milestone} cannot come after itself: name an earlier milestone"
    if name not in after:
        return f'there is no milestone "{name}"{did_you_mean(name, after)}'
    way = _way(name, milestone, after)
    if way:
        return f"{milestone} cannot come after {name}, which comes after it ({' after '.join(way)}): leave one out"
    return ""


def _too_late(milestone: str, name: str, dates: Mapping[str, dt.date]) -> str:
    """Return why a milestone is too early to come after the named one: on the same day, the result of that one is
    still unknown."""
    own, other = dates[milestone], dates[name]
    if other <= own:
        return ""
    return f"{milestone} is on {own}, and {name} on {other}, which is later: correct a date, or leave {name} out"


def _way(start: str, end: str, after: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the milestones from one to another that it comes after, both included; empty if it does not."""
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop(0)
        if way[-1] == end:
            return way
        further = [name for name in after.get(way[-1], ()) if name not in seen]
        seen.update(further)
        ways += [[*way, name] for name in further]
    return []


def in_order(milestone: str, after: Mapping[str, Sequence[str]]) -> list[str]:
    """Return all milestones before the given one, directly or indirectly, each before those that come after it. The
    names must be valid."""
    found: dict[str, None] = {}
    waiting = [(name, False) for name in reversed(after[milestone])]
    while waiting:
        name, is_after_others = waiting.pop()
        if is_after_others:
            found.setdefault(name)
        elif name not in found:
            waiting.append((name, True))
            waiting += [(other, False) for other in reversed(after[name])]
    return list(found)


def linked(gates: Mapping[str, Gate]) -> dict[str, Gate]:
    """Return the gates, each with those of the earlier milestones."""
    after = {name: gate.milestone.after for name, gate in gates.items()}
    return {
        name: sealing.linked(gate, [gates[other] for other in in_order(name, after)]) for name, gate in gates.items()
    }
