"""Writes the decision log of a program, one line at a time."""

import os
from collections.abc import Callable
from pathlib import Path

from readiness_gate import store
from readiness_gate.app.session import Session
from readiness_gate.errors import BadUse, CouldNotLook, NotWritten, Unreadable
from readiness_gate.model.approval import is_named
from readiness_gate.model.decisions import DecisionSettings, Entry
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import capitalized
from readiness_gate.reports.escape import printable
from readiness_gate.sources.decisions.counting import counted
from readiness_gate.sources.decisions.fetch import too_early
from readiness_gate.sources.decisions.landed import Landed, ahead, dated, landed
from readiness_gate.sources.decisions.lines import FILE, LARGEST, LONGEST, Log, line_of, parsed

_LONGEST_SENTENCE = 4_000
UNTOUCHED = f"Nothing was written to {FILE}."

Build = Callable[[Log, Instant, frozenset[str]], Entry]
"""Builds the next entry from the log, the time of writing and the ids of the open conditions. Raises BadUse if no entry
is possible."""


def appended(session: Session, build: Build, *, dry_run: bool = False) -> tuple[Entry, bytes]:
    """Append an entry to the log of a program, and return it with its line; with `dry_run`, nothing is written. Raises
    NotWritten if the log was changed, or cannot be written."""
    where = Path(os.path.realpath(session.located.parent / FILE))
    history = _landed(session)
    try:
        with store.locked(where.parent):
            before = session.read(FILE, LARGEST)
            log = _checked(before, history)
            still_open = counted(log, history, session.program.settings, session.read).open
            entry = build(log, _now(session, log, history), still_open)
            _check_may(entry, history)
            line = _line(entry, log)
            if not dry_run:
                (store.create if before is None else store.replace)(where, (before or b"") + line)
    except (OSError, Unreadable) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or error
        raise NotWritten(f"{FILE} cannot be written: {why}. {UNTOUCHED}") from error
    return entry, line


def sentence_of(verdict: Verdict) -> str:
    """Return the sentence of a verdict as a line of the log has it."""
    return printable(verdict.sentence)[:_LONGEST_SENTENCE]


def _landed(session: Session) -> Landed:
    """Return the log as it landed; empty if unknown, because a program need not be in git to decide."""
    try:
        return landed(session.program.settings, session.program.now)
    except CouldNotLook:
        return Landed()


def _checked(before: bytes | None, history: Landed) -> Log:
    log = parsed(before or b"")
    problem = log.problem or history.problem(before or b"")
    if problem is not None:
        remedy = problem.remedy or "run `readiness-gate log verify`, and restore the file from git"
        raise NotWritten(f"{FILE} was changed: {problem}. {UNTOUCHED} {capitalized(remedy)}.")
    return log


def _check_may(entry: Entry, history: Landed) -> None:
    """Raise BadUse if the author of an entry may decide only by the configuration here: the entry would not count."""
    if history.deciders_now is not None and not is_named(entry.by, history.deciders_now):
        raise BadUse(
            f"{entry.by} may decide by the configuration here, and not by the one in {history.where}: a line does not "
            "count that lands with the edit that lets somebody write it. Land that edit first, or pull if it has "
            f"landed. {UNTOUCHED}"
        )


def _now(session: Session, log: Log, history: Landed) -> Instant:
    """Return the time of the next line: now, or that of the last line, which another program may have written in the
    meantime. A line that has landed counts no later than its landing, whatever its date."""
    entry = ahead(log, history, session.program.now)
    if entry is not None:
        raise NotWritten(f"{too_early(entry)}. {UNTOUCHED}")
    return max([session.program.now, *(one.at for one in dated(log, history)[-1:])])


def _line(entry: Entry, log: Log) -> bytes:
    line = line_of(entry, log.last)
    if len(line) > LONGEST or log.size + len(line) > LARGEST:
        raise BadUse(f"this is too long for a line of {FILE}: write less, and refer to a document. {UNTOUCHED}")
    return line


def why_not_decider(session: Session, by: str) -> str | None:
    """Return why somebody may not write to the log, and how to fix it; None if they may."""
    stated = session.configuration.settings.of("decisions", DecisionSettings)
    approvers = (name for gate in session.gates.values() for name in gate.terms.approvers)
    may = dict.fromkeys((*approvers, *(stated.by if stated else ())))
    if not may:
        return 'nobody may decide yet: add [decisions] with by = ["…"], or approvers to [waivers]'
    if not is_named(by, may):
        return f"{by} is not one of waivers.approvers or decisions.by, which have {', '.join(may)}"
    return None
