"""A portfolio as one table for a spreadsheet: one row per gate, worst first."""

import csv
import io
from datetime import date

from readiness_gate.model.portfolio import Assessment, GateState
from readiness_gate.model.time import iso
from readiness_gate.reports.portfolio.words import reason
from readiness_gate.reports.tables.folder import cell

COLUMNS = (
    *("evaluated_at", "program", "milestone", "kind", "date", "decision", "has_verdict", "failing", "unknown"),
    *("waived", "passed", "failing_rules", "unknown_rules", "why", "policy_digest", "evidence_digest"),
    *("decision_without_waivers", "policy_weakened"),
)


def as_csv(assessment: Assessment) -> str:
    """Return the table as CSV (RFC 4180)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(map(cell, _row(assessment, gate)) for gate in assessment.gates)
    return text.getvalue()


def _row(assessment: Assessment, gate: GateState) -> tuple[str | int | bool | date | None, ...]:
    failing = [one.rule for one in gate.open if one.outcome == "fail"]
    unknown = [one.rule for one in gate.open if one.outcome == "unknown"]
    return (
        *(iso(assessment.evaluated_at), gate.program, gate.milestone, gate.kind, gate.date or None, gate.decision),
        *(gate.has_verdict, len(failing), len(unknown), len(gate.waived), gate.passed),
        *(" ".join(failing), " ".join(unknown), reason(gate), gate.policy_digest, gate.evidence_digest),
        *((gate.decision_without_waivers, gate.weakened) if gate.has_verdict else (None, None)),
    )
