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
    """What signals read, of that which a change edits."""

    edited: Container[str] = ()
    """The signals that read any of it."""
    git: Container[str] = ()
    """The signals that read git."""
    cut_off: str = ""
    """Why a rule that reads git may fail without the change only in doubt; empty where that is known."""


def effects(before: Mapping[str, Finding], after: Mapping[str, Finding], churn: Churn) -> Iterator[Effect]:
    """The rules that have another outcome or value with the change. Both sides have the same rules."""
    for name, becomes in after.items():
        was = before[name]
        if _seen(was) != _seen(becomes):
            yield _effect(was, becomes, churn)


def undetermined(
    before: Mapping[str, Finding], after: Mapping[str, Finding], reading: WhatReads, churn: Churn
) -> Iterator[Effect]:
    """The blocking rules of which it is unknown whether the change makes them worse, though they read what it edits:
    those that are unknown without it, and those that fail on both sides of a history that was cut off. One that is
    known without it, and unknown with it, counts as worse."""
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
    """Why a rule counts as worse; empty where it does not."""
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
    """Whether a failing value is further from its limit. Of `equals`, any other value may be."""
    if not (isinstance(was.reading, Measured) and isinstance(becomes.reading, Measured)):
        return False
    limit, (old, new) = becomes.rule.limit, (was.reading.value, becomes.reading.value)
    if limit.bound == "equals":
        return abs(new - limit.value) > abs(old - limit.value)
    return limit.is_worse(new, old)
