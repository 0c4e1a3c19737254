"""Facts of the audits after go-live: how people use the system, and what has become harder."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When

MOST_ANSWERS = 3
"""The most answers that are recorded."""


@dataclass(frozen=True, slots=True)
class Audit:
    """An audit after go-live."""

    day: int
    """The planned day, counted from go-live: 7, 30, 60 or 90."""
    held_on: When | None = None
    """When it took place; None if it has not yet."""
    asked_harder: bool | None = None
    """Whether people were asked what has become harder; None if unknown."""
    answers: int | None = None
    """How many of the most frequent answers were recorded, at most three."""
    answers_with_issue: int | None = None
    """How many of these have an issue."""
    link: str = ""
    """Its link."""


@dataclass(frozen=True, slots=True)
class AuditFacts(RecordFacts):
    """Every audit, planned or held."""

    records: tuple[Audit, ...]


def contradiction(audit: Audit) -> str | None:
    """Return what is contradictory in an audit, and what to do; None if nothing is."""
    answers, with_issue = audit.answers, audit.answers_with_issue
    if audit.day < 1:
        return "day is counted from go-live and begins at 1: correct it"
    if audit.held_on is None and (audit.asked_harder is not None or answers):
        return "has answers and no time in held-on: add when it was held"
    if audit.asked_harder is False and answers:
        return "has answers, and asked-harder is no: correct one of them"
    if answers is not None and answers > MOST_ANSWERS:
        return f"answers counts the most frequent answers, {MOST_ANSWERS} at most, and not the people: correct it"
    if with_issue and with_issue > (answers or 0):
        return "answers-with-issue is more than answers: correct one of them"
    return None
