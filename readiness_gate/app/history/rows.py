"""A verdict as the rows of a history. They contain nothing that people wrote, and nobody's name: no owner, no approver,
no evidence, and no summary of a reading, which may quote a source. Only this program's own words are kept of a
reason."""

import json
from collections.abc import Collection

from readiness_gate.app.history.own_words import own_words
from readiness_gate.history.rows import READ_FROM_SOURCES, ReadingRow, Recording, VerdictRow
from readiness_gate.judge.results import result
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.reading import Measured, Unavailable, Value
from readiness_gate.model.time import Instant, iso
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.reports.escape import printable, recorded_name
from readiness_gate.reports.words import status, waivers_needed, weakened
from readiness_gate.version import version

WORK_TREE = "work-tree"
"""The source of a policy that was not read from a ref."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the policy and the facts of a verdict came from, as in the fields of `VerdictRow`."""

    policy: str = WORK_TREE
    facts: str = READ_FROM_SOURCES


HERE = Origin()


def rows_of(verdict: Verdict, now: Instant, origin: Origin = HERE, names: Collection[str] = ()) -> Recording:
    """Return the rows of a verdict that is recorded at some time. No database can store every character, so invisible
    ones are written as codes. `names` may occur in a reason: those of configured files."""
    milestone = verdict.milestone
    row = VerdictRow(
        program=recorded_name(verdict.program),
        milestone=printable(milestone.name),
        kind=printable(milestone.kind),
        milestone_date=milestone.date.isoformat(),
        timezone=verdict.zone.key,
        as_of=verdict.as_of,
        decision=verdict.decision,
        decision_without_waivers=verdict.decision_without_waivers,
        sentence=printable(verdict.sentence),
        policy_digest=verdict.policy.digest,
        evidence_digest=verdict.evidence_digest,
        waived=waivers_needed(verdict),
        weakened=len(weakened(verdict)),
        tool_version=version(),
        recorded_at=now,
        policy_source=origin.policy,
        facts_source=origin.facts,
    )
    return Recording(row, tuple(_reading(finding, verdict, names) for finding in verdict.findings))


def _reading(finding: Finding, verdict: Verdict, names: Collection[str]) -> ReadingRow:
    rule, reading = finding.rule, finding.reading
    measured = reading if isinstance(reading, Measured) else None
    return ReadingRow(
        rule=rule.id,
        title=printable(rule.title),
        dimension=rule.dimension,
        enforcement=rule.enforcement,
        outcome=finding.outcome,
        waived=int(finding.waived),
        status=status(finding),
        result=printable(result(finding, verdict)) if measured else "",
        due=rule.due(verdict.milestone).isoformat(),
        signal=printable(rule.signal),
        state=state(finding),
        value=_number(measured.value) if measured and not measured.hidden else None,
        unit=measured.unit if measured else None,
        observed_at=measured.observed_at if measured else None,
        bound=rule.limit.bound,
        required=_number(rule.limit.value),
        warning=None if rule.limit.warn_at is None else _number(rule.limit.warn_at),
        why=_why(reading.reason, verdict, names) if isinstance(reading, Unavailable) else None,
    )


def _why(reason: str, verdict: Verdict, names: Collection[str]) -> str:
    """Return why a reading is unknown, and what to do; if the reason has no words of this program, how to see it."""
    said = own_words(reason, names)
    command = f"readiness-gate check {verdict.milestone.name} --as-of {iso(verdict.as_of)}"
    return printable(said or f"this is not kept, as it may quote a source: `{command}` shows it")


def state(finding: Finding) -> str:
    """Return what is known about the reading of a finding."""
    if finding.reading is None:
        return ""
    if isinstance(finding.reading, Unavailable):
        return "unavailable"
    return "hidden" if finding.reading.hidden else "measured"


def _number(value: Value) -> str:
    """Return a number exactly; `true` and `false` for a flag."""
    return json.dumps(value)
