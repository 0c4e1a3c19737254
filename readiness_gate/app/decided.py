"""Adds the decision log to a verdict: notes on a decision against the gate, and the digest of the last line."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from readiness_gate.app.decision_checks import landed_if_known
from readiness_gate.app.session import Session
from readiness_gate.errors import Unreadable
from readiness_gate.model.decisions import Decided, Entry, against_gate, known, open_conditions
from readiness_gate.model.time import day_of
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import agreeing
from readiness_gate.sources.decisions.counting import Counted, counted
from readiness_gate.sources.decisions.landed import dated
from readiness_gate.sources.decisions.lines import FILE, LARGEST, parsed

_LONGEST = 300


def with_decisions(session: Session, verdict: Verdict) -> Verdict:
    """Return the verdict with notes on the decision log as of that time, and the digest of its last line."""
    try:
        content = session.read(FILE, LARGEST)
    except Unreadable as error:
        return _noting(verdict, f"The decision log cannot be read: {error}")
    history = landed_if_known(session)
    log = parsed(content or b"")
    problem = log.problem or history.problem(content or b"")
    if problem is not None:
        broken = f"{FILE} was changed: {problem.advice}"
        return _noting(verdict, broken)
    lines = known(dated(log, history), verdict.as_of)
    verdict = replace(verdict, decision_log=log.digests[len(lines) - 1] if lines else "")
    count = counted(log, history, session.program.settings, session.read)
    for note in _notes(count, verdict):
        verdict = _noting(verdict, note)
    return verdict


def _notes(count: Counted, verdict: Verdict) -> Iterator[str]:
    """Yield a note on the decision against the gate that is in effect for the milestone, and one on each later line
    that does not count."""
    name, as_of = verdict.milestone.name, verdict.as_of
    decided = against_gate(known(count.decisions, as_of), name)
    if decided is not None:
        yield _in_words(decided, known(count.entries, as_of), verdict)
    of_it = {entry.number for entry in count.entries if isinstance(entry, Decided) and entry.milestone == name}
    last = max(of_it - {one.number for one in count.ignored}, default=0)
    ids = {one.id for _, one in open_conditions(known(count.entries, as_of))}
    for one in count.ignored:
        is_of_it = one.condition in ids if one.condition else one.number in of_it and one.number > last
        if is_of_it and one.at < as_of:
            yield f"Line {one.number} of {FILE} {one.why}"


def _noting(verdict: Verdict, note: str) -> Verdict:
    return replace(verdict, notes=(*verdict.notes, note))


def _in_words(decided: Decided, entries: Sequence[Entry], verdict: Verdict) -> str:
    """Return a sentence that says who decided against the gate, and why, and how many of the conditions are open."""
    reason = decided.because if len(decided.because) <= _LONGEST else f"{decided.because[: _LONGEST - 1]}…"
    day = day_of(decided.at, verdict.zone)
    mark = f"Decided {decided.choice} on {day} by {decided.by}, against the gate ({decided.gate})"
    still_open = [condition for one, condition in open_conditions(entries) if one is decided]
    if not decided.conditions:
        return f"{mark}: {reason}"
    total, due = len(decided.conditions), min(condition.due for condition in still_open)
    are = agreeing(len(still_open), "is", "are")
    of = f"{len(still_open)} of {total} {agreeing(total, 'condition', 'conditions')} {are} open"
    when = "overdue since" if due < day_of(verdict.as_of, verdict.zone) else "the next due"
    return f"{mark}, {of}, {when} {due}: {reason}"
