"""Milestones that come after others: the order in which their gates are judged, and problems with it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from readiness_gate.config import sealing
from readiness_gate.model.policy import Gate
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem, did_you_mean


def check_after(after: Mapping[str, Sequence[str]], dates: Mapping[str, dt.date], place: Place) -> Iterator[Problem]:
    """Report problems with the names and dates of earlier milestones; `after` has them by milestone."""
    for milestone, names in after.items():
        for index, name in enumerate(names):
            what = _why_invalid(milestone, name, after) or _why_too_late(milestone, name, dates)
            if what:
                at = (index,) if len(names) > 1 else ()
                yield place.problem(what, "milestones", milestone, "after", *at, at_value=True)


def _why_invalid(milestone: str, name: str, after: Mapping[str, Sequence[str]]) -> str:
    """Return why a milestone cannot come after the named one; "" if it can."""
    if name == milestone:
        return f"{milestone} cannot come after itself: name an earlier milestone"
    if name not in after:
        return f'there is no milestone "{name}"{did_you_mean(name, after)}'
    chain = _chain(name, milestone, after)
    if chain:
        return f"{milestone} cannot come after {name}, which comes after it ({' after '.join(chain)}): leave one out"
    return ""


def _why_too_late(milestone: str, name: str, dates: Mapping[str, dt.date]) -> str:
    """Return why a milestone cannot come after the named one by their dates; "" if it can. Before the other's day, its
    outcome is unknown."""
    own, other = dates[milestone], dates[name]
    if other <= own:
        return ""
    return f"{milestone} is on {own}, and {name} on {other}, which is later: correct a date, or leave {name} out"


def _chain(start: str, end: str, after: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the shortest chain of `after` from one milestone to another, both included; empty if there is none."""
    chains, seen = [[start]], {start}
    while chains:
        chain = chains.pop(0)
        if chain[-1] == end:
            return chain
        further = [name for name in after.get(chain[-1], ()) if name not in seen]
        seen.update(further)
        chains += [[*chain, name] for name in further]
    return []


def in_order(milestone: str, after: Mapping[str, Sequence[str]]) -> list[str]:
    """Return all milestones that one comes after, directly or not, each before those that come after it. The names must
    be free of problems."""
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
    """Return the gates, each with the gates of the milestones that its own comes after."""
    after = {name: gate.milestone.after for name, gate in gates.items()}
    return {
        name: sealing.linked(gate, [gates[other] for other in in_order(name, after)]) for name, gate in gates.items()
    }
