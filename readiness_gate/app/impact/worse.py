"""Which rules a change makes worse, by one policy for both sides."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

from readiness_gate.app.since.causes import reveals, shown
from readiness_gate.app.since.rosters import Churn
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.comparison import State
from readiness_gate.model.impact import Effect
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.model.verdict import Finding

_HOLDS = ("pass", "warn", "not-applicable")


@dataclass(frozen=True, slots=True)
class WhatReads:
    """What signals read of the things that a change edits."""

    edited: Container[str] = ()
    """The signals that read any of it."""
    git: Container[str] = ()
    """The signals that read git."""
    cut_off: str = ""
    """Why a rule that reads git may fail without the change only in doubt; empty if that is known."""


def effects(before: Mapping[str, Finding], after: Mapping[str, Finding], churn: Churn) -> Iterator[Effect]:
    """Yield the rules with another outcome or value because of the change. Both sides have the same rules."""
    for name, becomes in after.items():
        was = before[name]
        if _seen(was) != _seen(becomes):
            yield _effect(was, becomes, churn)


def undetermined(
    before: Mapping[str, Finding], after: Mapping[str, Finding], reading: WhatReads, churn: Churn
) -> Iterator[Effect]:
    """Yield the blocking rules that read what the change edits but of which it is unknown whether it makes them
    worse: those unknown without it, and those that fail on both sides of a truncated history. A rule that only
    becomes unknown with the change counts as worse."""
    for name, becomes in after.items():
        was, signal = before[name], becomes.rule.signal
        if becomes.rule.enforcement != "block" or signal not in reading.edited:
            continue
        if was.outcome == "unknown":
            yield _effect(was, becomes, churn)
        elif reading.cut_off and signal in reading.git and was.outcome == becomes.outcome == "fail":
            effect = _effect(was, becomes, churn)
            if not effect.worse:
                yield replace(effect, unknown=reading.cut_off)


def _effect(was: Finding, becomes: Finding, churn: Churn) -> Effect:
    hidden = reveals(was, becomes, churn)
    states = [shown(one, hidden=hidden) or State("not-applicable") for one in (was, becomes)]
    reading = becomes.reading if isinstance(becomes.reading, Unavailable) else was.reading
    why = reading.reason if isinstance(reading, Unavailable) else ""
    message = "" if hidden else becomes.message
    return Effect(becomes.rule, states[0], states[1], message, _worse(was, becomes), why)


def _seen(finding: Finding) -> object:
    return finding.outcome, finding.waived, finding.reading.value if isinstance(finding.reading, Measured) else None


def _worse(was: Finding, becomes: Finding) -> str:
    """Return why a rule counts as worse; "" if it does not."""
    if becomes.rule.enforcement != "block":
        return ""
    if becomes.outcome == "unknown":
        return "" if was.outcome == "unknown" else "it can no longer be measured"
    if becomes.outcome != "fail" or was.outcome == "unknown":
        return ""
    if was.outcome in _HOLDS:
        return "it fails"
    if was.waived and not becomes.waived:
        return "its waiver no longer covers it"
    return "it fails by more" if _is_further(was, becomes) else ""


def _is_further(was: Finding, becomes: Finding) -> bool:
    """Return whether a failing value is further from its limit. For `equals`, any other value may be."""
    if not (isinstance(was.reading, Measured) and isinstance(becomes.reading, Measured)):
        return False
    limit, (old, new) = becomes.rule.limit, (was.reading.value, becomes.reading.value)
    if limit.bound == "equals":
        return abs(new - limit.value) > abs(old - limit.value)
    return limit.is_worse(new, old)
