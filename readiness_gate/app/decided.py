"""What reports of a milestone say of the decision log: a decision against the gate, and the last line."""

from collections.abc import Sequence
from dataclasses import replace

from readiness_gate.app.session import Session
from readiness_gate.errors import CouldNotLook, Unreadable
from readiness_gate.model.decisions import Decided, Entry, against_gate, known, open_conditions
from readiness_gate.model.time import day_of
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import agreeing
from readiness_gate.sources.decisions.landed import Landed, dated, landed
from readiness_gate.sources.decisions.lines import FILE, LARGEST, parsed

_LONGEST = 300


def with_decisions(session: Session, verdict: Verdict) -> Verdict:
    """The verdict with what its readers must know of the decision log as of then."""
    try:
        content = session.read(FILE, LARGEST)
    except Unreadable as error:
        return _noting(verdict, f"The decision log cannot be read: {error}")
    history = _history(session)
    log = parsed(content or b"")
    problem = log.problem or history.problem(content or b"")
    if problem is not None:
        broken = f"{FILE} is not as it was written: {problem.advice}"
        return _noting(verdict, broken)
    entries = known(dated(log, history), verdict.as_of)
    verdict = replace(verdict, decision_log=log.digests[len(entries) - 1] if entries else "")
    decided = against_gate(entries, verdict.milestone.name)
    return verdict if decided is None else _noting(verdict, _in_words(decided, entries, verdict))


def _history(session: Session) -> Landed:
    """The log as it landed; an empty one where that is unknown: a program need not be in git."""
    try:
        return landed(session.program.settings, session.program.now, brief=True)
    except CouldNotLook:
        return Landed()


def _noting(verdict: Verdict, note: str) -> Verdict:
    return replace(verdict, notes=(*verdict.notes, note))


def _in_words(decided: Decided, entries: Sequence[Entry], verdict: Verdict) -> str:
    """Who decided what against the gate, and why; and how many of the conditions are open."""
    reason = decided.because if len(decided.because) <= _LONGEST else f"{decided.because[: _LONGEST - 1]}…"
    day = day_of(decided.at, verdict.zone)
    mark = f"Decided {decided.choice} on {day} by {decided.by}, against the gate ({decided.gate}): {reason}"
    still_open = [condition for one, condition in open_conditions(entries) if one is decided]
    if not decided.conditions:
        return mark
    total, due = len(decided.conditions), min(condition.due for condition in still_open)
    are = agreeing(len(still_open), "is", "are")
    of = f"{len(still_open)} of {total} {agreeing(total, 'condition', 'conditions')} {are} open"
    when = "overdue since" if due < day_of(verdict.as_of, verdict.zone) else "the next due"
    return f"{mark} ({of}, {when} {due})"
