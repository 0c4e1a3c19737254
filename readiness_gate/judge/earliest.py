"""The first instant at which every rule that waits for a day can pass, if people meet its requirement until then.

It is a lower bound from today's facts: other rules may need work first. If it is unknown what makes a rule pass, or
whether it passes, there is no such instant.
"""

from collections.abc import Iterable

from readiness_gate.judge.sentence import blocking
from readiness_gate.judge.to_pass import Pause, ToPass, to_pass
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Finding


@dataclass(frozen=True, slots=True)
class Earliest:
    """When the blocking rules that fail without a waiver can pass."""

    moment: Instant | None = None
    """The first instant at which all waiting rules can pass; None if none waits, or any is unclear."""
    waiting: tuple[Finding, ...] = ()
    """The rules that pass by waiting, or not before a day."""
    working: tuple[Finding, ...] = ()
    """The rules that pass as soon as people have done some work."""
    unclear: tuple[Finding, ...] = ()
    """The rules that are unknown, or for which nothing is known to make them pass."""


def earliest(findings: Iterable[Finding], as_of: Instant) -> Earliest:
    """Return when the rules in the way can pass, from findings as of an instant."""
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
    """Return the instant before which a failed finding cannot pass; None if unknown, or it does not wait for one."""
    way = to_pass(finding, as_of) if finding.outcome == "fail" else None
    return None if way is None else _moment(way)


def pauses(finding: Finding, as_of: Instant) -> tuple[Pause, ...]:
    """Return the steps of a finding that are waits."""
    way = to_pass(finding, as_of)
    return tuple(step for step in way.steps if isinstance(step, Pause)) if way is not None else ()


def _moment(way: ToPass) -> Instant | None:
    """Return the instant before which the steps cannot suffice; None if they are work only."""
    if way.earliest is not None:
        return way.earliest
    return max((step.until for step in way.steps if isinstance(step, Pause)), default=None)
