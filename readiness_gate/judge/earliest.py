"""The first instant at which every rule that waits for a day can pass, if people keep to what it asks until then.

It is a lower bound from the facts of today: other rules may need work first. Where it is unknown what makes a rule
pass, or whether it passes, there is no such instant.
"""

from collections.abc import Iterable

from readiness_gate.judge.sentence import blocking
from readiness_gate.judge.to_pass import Pause, ToPass, to_pass
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Finding


@dataclass(frozen=True, slots=True)
class Earliest:
    """When the blocking rules that fail, and whose risk nobody accepted, can pass."""

    moment: Instant | None = None
    """The first instant at which all that wait for a day can pass; None where none waits, or any is unclear."""
    waiting: tuple[Finding, ...] = ()
    """Those that pass by waiting, or not before a day."""
    working: tuple[Finding, ...] = ()
    """Those that pass as soon as people have done some work."""
    unclear: tuple[Finding, ...] = ()
    """Those that are unknown, or of which nobody knows what makes them pass."""


def earliest(findings: Iterable[Finding], as_of: Instant) -> Earliest:
    """When the rules in the way can pass, from findings as of an instant."""
    waiting: list[tuple[Finding, Instant]] = []
    working: list[Finding] = []
    unclear: list[Finding] = []
    for finding in blocking(findings):
        if finding.waived or finding.outcome not in ("fail", "unknown"):
            continue
        way = to_pass(finding, as_of)
        moment = _moment(way) if way is not None else None
        if way is None:
            unclear.append(finding)
        elif moment is None:
            working.append(finding)
        else:
            waiting.append((finding, moment))
    last = max((moment for _, moment in waiting), default=None)
    return Earliest(None if unclear else last, tuple(finding for finding, _ in waiting), tuple(working), tuple(unclear))


def passes_from(finding: Finding, as_of: Instant) -> Instant | None:
    """The instant before which a finding that fails cannot pass; None where that is unknown, or it waits for none."""
    way = to_pass(finding, as_of) if finding.outcome == "fail" else None
    return None if way is None else _moment(way)


def pauses(finding: Finding, as_of: Instant) -> tuple[Pause, ...]:
    """The steps of a finding that are to wait."""
    way = to_pass(finding, as_of)
    return tuple(step for step in way.steps if isinstance(step, Pause)) if way is not None else ()


def _moment(way: ToPass) -> Instant | None:
    """The instant before which the steps cannot suffice; None where they are work only."""
    if way.earliest is not None:
        return way.earliest
    return max((step.until for step in way.steps if isinstance(step, Pause)), default=None)
