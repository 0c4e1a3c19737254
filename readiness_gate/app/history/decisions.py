"""The lines of a decision log as the rows of a history: when what was decided, next to the gate's decision. Who
decided, what they wrote, and who owns a condition stay in the log."""

import json

from readiness_gate.app.decision_checks import landed_if_known
from readiness_gate.app.session import Session
from readiness_gate.errors import CouldNotLook, Unreadable
from readiness_gate.history.rows import DecisionRow
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.decisions import Decided, Entry
from readiness_gate.reports.escape import printable, recorded_name
from readiness_gate.sources.decisions.counting import counted
from readiness_gate.sources.decisions.lines import FILE, LARGEST, parsed


@dataclass(frozen=True, slots=True)
class Decisions:
    """The part of a decision log that can be recorded."""

    rows: tuple[DecisionRow, ...] = ()
    problem: str = ""
    """Why that is not all of it; "" if it is."""


def decisions_of(session: Session) -> Decisions:
    """Return the lines of the decision log that count, or will once they have landed, up to the first altered line."""
    try:
        content = session.read(FILE, LARGEST)
    except (Unreadable, CouldNotLook) as error:
        return Decisions(problem=f"the decision log cannot be read: {error}")
    log = parsed(content or b"")
    count = counted(log, landed_if_known(session), session.program.settings, session.read)
    kept = {entry.number for entry in count.decisions} | {one.number for one in count.ignored if one.is_early}
    lines = zip(log.entries, log.digests, strict=True)
    rows = tuple(_row(entry, digest, session) for entry, digest in lines if entry.number in kept)
    if log.problem is None:
        return Decisions(rows)
    return Decisions(rows, f"{FILE} was changed: {log.problem.advice}")


def _row(entry: Entry, digest: str, session: Session) -> DecisionRow:
    decided = entry if isinstance(entry, Decided) else None
    conditions = [[one.id, one.due.isoformat()] for one in decided.conditions] if decided else []
    return DecisionRow(
        program=recorded_name(session.configuration.settings.program),
        line=entry.number,
        line_digest=digest,
        what="decision" if decided else "close",
        decided_at=entry.at,
        milestone=printable(decided.milestone) if decided else "",
        choice=decided.choice if decided else "",
        gate=decided.gate if decided else "",
        against=int(decided is not None and decided.is_against),
        as_of=decided.as_of if decided else None,
        policy_digest=decided.policy if decided else "",
        evidence_digest=decided.evidence if decided else "",
        conditions=json.dumps(conditions),
        closes="" if isinstance(entry, Decided) else entry.condition,
        revisit=decided.revisit.isoformat() if decided and decided.revisit else "",
        recorded_at=session.program.now,
    )
