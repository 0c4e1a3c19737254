"""What is measured for charts, beyond the questions of the gate's rules."""

from collections.abc import Iterator, Sequence

from readiness_gate.model.policy import Gate, Rule
from readiness_gate.model.reading import ParameterValue, Question
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.jira import SEVERITIES
from readiness_gate.model.time import Instant
from readiness_gate.signals import SIGNALS

ROLES = 100
"""The most roles whose training is measured one by one."""
_WEEK = "7d"


def questions(gate: Gate, settings: Settings, instants: Sequence[Instant]) -> list[Question]:
    """Return what to measure for the charts of a gate as of weekly instants, oldest first, limited to the topics of
    its rules."""
    as_of = instants[-1]
    weekly = (*_of_defects(gate, instants), *_of_change(gate, instants))
    return [*weekly, *_days(gate, settings, as_of), *_of_people(gate, settings, as_of)]


def _of_defects(gate: Gate, instants: Sequence[Instant]) -> Iterator[Question]:
    """Yield the questions on open defects of each severity, and on those raised and closed in each week."""
    if _any_rule(gate, "defects."):
        for instant in instants:
            yield from (_ask("defects.open", instant, severity=severity) for severity in SEVERITIES)
            yield _ask("defects.unmapped", instant)
            yield _ask("defects.raised", instant, window=_WEEK)
            yield _ask("defects.closed", instant, window=_WEEK)


def _of_change(gate: Gate, instants: Sequence[Instant]) -> Iterator[Question]:
    """Yield the questions on what landed in each week, and on which documents were current."""
    if _any_rule(gate, "change."):
        asked = _any_rule(gate, "change.landings") or _any_rule(gate, "change.files")
        paths = asked.parameters.get("paths") if asked is not None else None
        given: dict[str, ParameterValue] = {} if paths is None else {"paths": paths}
        yield from (_ask("change.landings", instant, window=_WEEK, **given) for instant in instants)
    fresh = _any_rule(gate, "docs.fresh-share") or _any_rule(gate, "docs.stale")
    if fresh is not None:
        yield from (Question("docs.fresh-share", instant, fresh.parameters) for instant in instants)


def _days(gate: Gate, settings: Settings, as_of: Instant) -> Iterator[Question]:
    """Yield the questions on when the freeze and the training begin, as far as configured."""
    people = settings.people
    if _any_rule(gate, "change.") and (gate.milestone.freeze or settings.git.baseline):
        yield _ask("change.freeze-days", as_of)
        if people is not None and people.calendar is not None:
            yield _ask("change.baseline-lead", as_of)
    if _any_rule(gate, "change.") and people is not None and "sessions" in people.records:
        yield _ask("training.lead-days", as_of)


def _of_people(gate: Gate, settings: Settings, as_of: Instant) -> Iterator[Question]:
    """Yield the questions on who is trained in each role, and whose training is stale."""
    required = settings.people.required if settings.people is not None else None
    if required and _any_rule(gate, "training."):
        stale = _any_rule(gate, "training.stale-share")
        grace = {} if stale is None else {"grace": stale.parameters["grace"]}
        for role in sorted(required)[:ROLES]:
            yield _ask("training.coverage", as_of, role=role)
            if stale is not None:
                yield _ask("training.stale-share", as_of, role=role, **grace)


def _any_rule(gate: Gate, signal: str) -> Rule | None:
    """Return the first rule of a gate on a signal, or on a family of signals."""
    return next((rule for rule in gate.rules if rule.signal.startswith(signal)), None)


def _ask(signal: str, as_of: Instant, **given: ParameterValue) -> Question:
    return Question(signal, as_of, SIGNALS[signal].with_defaults(given))
