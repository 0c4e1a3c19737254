"""Writes to the decision log: the committee's decision, next to the gate's, and the closing of conditions."""

from collections.abc import Iterator, Sequence
from datetime import date

from readiness_gate.app.check import check
from readiness_gate.app.decision_log import UNTOUCHED, appended, sentence_of, why_not_decider
from readiness_gate.app.session import Session
from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.decisions import Choice, Closed, Condition, Decided, Entry
from readiness_gate.model.policy import Gate
from readiness_gate.model.time import Instant, day, day_of
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import counted
from readiness_gate.reports.escape import printable
from readiness_gate.sources.decisions.lines import FILE, Log, why_no_text
from readiness_gate.toml.values import MANY

OVERDUE = "decisions.overdue"
"""The signal of the rule that follows up on conditions."""


@dataclass(frozen=True, slots=True)
class Given:
    """The user's input for a decision."""

    choice: Choice
    by: str | None
    because: str | None
    conditions: Sequence[str] = ()
    due: Sequence[str] = ()
    owners: Sequence[str] = ()
    revisit: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A line that was written, or would be."""

    entry: Entry
    line: bytes
    verdict: Verdict | None = None
    """The verdict of the gate; None for a closed condition."""


def decide(session: Session, gate: Gate, given: Given, as_of: Instant, *, dry_run: bool = False) -> Recorded:
    """Judge a gate, and append the decision to the log. Raises BadUse with everything that is wrong with the input,
    and NotWritten if the log cannot be written."""
    _refuse(_mistakes(session, gate, given))
    verdict = check(session, gate.milestone.name, as_of)[0]
    entry, line = appended(session, lambda log, at, _: _decided(given, verdict, log, at), dry_run=dry_run)
    return Recorded(entry, line, verdict)


def close(session: Session, condition: str, by: str | None, because: str | None) -> Recorded:
    """Append to the log that a condition is closed. Raises like `decide`."""
    _refuse(_of_people(session, by, because))
    said = by or "", because or ""
    entry, line = appended(session, lambda log, at, still_open: _closed(condition, *said, log, at, still_open))
    return Recorded(entry, line)


def remarks(session: Session, entry: Entry) -> Iterator[str]:
    """Yield what the person who recorded a decision must know about its conditions, each as a sentence."""
    conditions = entry.conditions if isinstance(entry, Decided) else ()
    today = day_of(session.program.now, session.configuration.settings.calendar)
    late = [one.id for one in conditions if one.due < today]
    if late:
        yield f"Overdue already: {', '.join(late)}."
    if conditions and not any(rule.signal == OVERDUE for gate in session.gates.values() for rule in gate.rules):
        yield (
            "No gate has a rule on overdue conditions, so they block nothing. To block, add a custom pack with "
            'includes = ["integrity"] and only = ["GOV-07"] to the milestones.'
        )


def _refuse(mistakes: Iterator[str]) -> None:
    """Raise BadUse with all mistakes, if there are any."""
    found = list(mistakes)
    if found:
        raise BadUse("\n".join([*found, UNTOUCHED]))


def _mistakes(session: Session, gate: Gate, given: Given) -> Iterator[str]:
    """Yield everything that is wrong with the input."""
    today = day_of(session.program.now, gate.zone)
    yield from _of_people(session, given.by, given.because)
    yield from _of_number(given)
    for name, texts in (("--condition", given.conditions), ("--owner", given.owners)):
        yield from (f"{name}: {why}" for text in texts if (why := why_no_text(text)))
    for text in given.due:  # a past day is overdue; it is allowed because a decision may be recorded late
        yield from _of_day("--due", text, date.min)
    if given.revisit is not None:
        yield from _of_day("--revisit", given.revisit, today)


def _of_people(session: Session, by: str | None, because: str | None) -> Iterator[str]:
    if by is None:
        yield "--by is missing: say who decided, one of waivers.approvers or decisions.by"
    else:
        why = why_no_text(by, is_name=True) or why_not_decider(session, by)
        yield from [f"--by: {why}"] if why else []
    if because is None:
        yield "--because is missing: give the reason"
    elif why := why_no_text(because):
        yield f"--because: {why}"


def _of_number(given: Given) -> Iterator[str]:
    numbers = len(given.conditions), len(given.due), len(given.owners)
    if len(set(numbers)) != 1:
        yield (
            f"{counted(numbers[0], '--condition')}, {counted(numbers[1], '--due', '--due')} and "
            f"{counted(numbers[2], '--owner')} are given: each condition has a --due and an --owner, in the same order"
        )
    if numbers[0] > MANY:
        yield f"{numbers[0]} conditions are given: a decision has {MANY} at most"


def _of_day(option: str, text: str, today: date) -> Iterator[str]:
    try:
        if day(text) < today:
            yield f"{option} {text}: this day has passed (today: {today})"
    except ValueError as error:
        yield f"{option}: {error}"


def _decided(given: Given, verdict: Verdict, log: Log, at: Instant) -> Decided:
    number = len(log.entries) + 1
    conditions = zip(given.conditions, given.due, given.owners, strict=True)
    return Decided(
        number=number,
        at=at,
        by=given.by or "",
        because=given.because or "",
        milestone=verdict.milestone.name,
        choice=given.choice,
        gate=verdict.decision,
        sentence=sentence_of(verdict),
        evidence=verdict.evidence_digest,
        policy=verdict.policy.digest,
        as_of=verdict.as_of,
        conditions=tuple(
            Condition(f"{number}.{place}", text, day(due), owner)
            for place, (text, due, owner) in enumerate(conditions, 1)
        ),
        revisit=day(given.revisit) if given.revisit is not None else None,
        program=verdict.program,
    )


def _closed(condition: str, by: str, because: str, log: Log, at: Instant, still_open: frozenset[str]) -> Closed:
    if condition not in still_open:
        which = f"Open conditions: {', '.join(sorted(still_open))}" if still_open else "No condition is open"
        raise BadUse(f'"{printable(condition)}" is not an open condition of {FILE}. {which}. {UNTOUCHED}')
    return Closed(len(log.entries) + 1, at, by, because, condition)
