"""The tables of a verdict: their columns, their keys, and the row of each fact. Names never change; new ones may be
added.

Every table has the column `evaluation`, so that rows of several verdicts can be combined: a series is more rows.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.reading import Measured, Reading, Unavailable
from readiness_gate.model.time import Instant, iso
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.reports.footnote import MUST_KNOW
from readiness_gate.reports.page import page
from readiness_gate.reports.words import status, waivers_needed, weakened
from readiness_gate.version import version

ColumnType: TypeAlias = Literal["string", "number", "integer", "boolean", "date", "datetime"]
Cell: TypeAlias = str | bool | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    about: str
    type: ColumnType = "string"
    required: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `rows` returns the rows of a verdict, each with a cell for every column except the first,
    `evaluation`."""

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[Verdict], Iterator[tuple[Cell, ...]]]


EVALUATION = Column("evaluation", "The verdict that the row belongs to")
RULE = Column("rule", "The id of the rule")


def evaluation(verdict: Verdict) -> str:
    """Return the key of a verdict: the same for the same milestone, time, policy and evidence."""
    return evaluation_of(
        verdict.program, verdict.milestone.name, verdict.as_of, verdict.policy.digest, verdict.evidence_digest
    )


def evaluation_of(program: str, milestone: str, as_of: Instant, policy: str, evidence: str) -> str:
    """Return the key of a verdict of which only these are known; the last two are digests."""
    known = [program, milestone, iso(as_of), policy, evidence]
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()[:16]


def _evaluations(verdict: Verdict) -> Iterator[tuple[Cell, ...]]:
    milestone, policy = verdict.milestone, verdict.policy
    yield (
        verdict.program,
        milestone.name,
        milestone.kind,
        milestone.date,
        verdict.zone.key,
        iso(verdict.as_of),
        verdict.decision,
        verdict.decision_without_waivers,
        verdict.sentence,
        policy.digest,
        policy.ref,
        verdict.evidence_digest,
        version(),
        waivers_needed(verdict),
        len(weakened(verdict)),
    )


def _findings(verdict: Verdict) -> Iterator[tuple[Cell, ...]]:
    for finding in verdict.findings:
        rule = finding.rule
        yield (
            rule.id,
            rule.title,
            rule.dimension,
            rule.enforcement,
            finding.outcome,
            finding.waived,
            status(finding),
            finding.message,
            rule.remedy,
            rule.owner,
            rule.due(verdict.milestone),
            rule.limit.bound,
            +rule.limit.value,
            None if rule.limit.warn_at is None else +rule.limit.warn_at,
        )


def _readings(verdict: Verdict) -> Iterator[tuple[Cell, ...]]:
    for finding in verdict.findings:
        if finding.reading is not None:
            yield (finding.rule.id, finding.rule.signal, _parameters(finding), *_answer(finding.reading))


def _parameters(finding: Finding) -> str:
    return json.dumps(finding.rule.parameters.as_dict(), ensure_ascii=False)


def _answer(reading: Reading) -> tuple[Cell, ...]:
    """Return the state of a reading, its value, and its remark; yes is 1, and no is 0."""
    if isinstance(reading, Unavailable):
        return ("unavailable", None, None, None, reading.reason, None)
    state, value = ("hidden", None) if reading.hidden else ("measured", +reading.value)
    return (state, value, reading.unit, _time(reading.observed_at), None, "; ".join(reading.doubts) or None)


def _evidence(verdict: Verdict) -> Iterator[tuple[Cell, ...]]:
    for finding in verdict.findings:
        pieces = finding.reading.evidence if isinstance(finding.reading, Measured) else ()
        for number, piece in enumerate(pieces, start=1):
            place = (piece.path or None, piece.line)
            yield (finding.rule.id, number, piece.kind, piece.id, piece.note or None, piece.url or None, *place)


def _waivers(verdict: Verdict) -> Iterator[tuple[Cell, ...]]:
    for number, judged in enumerate(verdict.waivers, start=1):
        waiver = judged.waiver
        people = (waiver.requested_by, waiver.approved_by)
        days = (waiver.approved_on, waiver.expires)
        yield (number, waiver.rule, judged.state, judged.why, waiver.reason, *people, *days, waiver.issue)


def _sources(verdict: Verdict) -> Iterator[tuple[Cell, ...]]:
    for number, source in enumerate(verdict.sources, start=1):
        yield (
            number,
            source.source,
            source.repository or None,
            source.identity,
            source.asked,
            _time(source.observed_at),
            _time(source.fetched_at),
            source.records,
            source.complete and not source.doubts,
            "; ".join(source.doubts) or None,
        )


def _remarks(verdict: Verdict) -> Iterator[tuple[Cell, ...]]:
    notes = [note for note in page(verdict).footnotes if note.kind in MUST_KNOW]
    yield from ((number, note.kind, note.text) for number, note in enumerate(notes, start=1))


def _time(moment: Instant | None) -> str | None:
    return iso(moment) if moment is not None else None


TABLES = (
    Table(
        "evaluations",
        "One row for each verdict",
        (
            EVALUATION,
            Column("program", "The name of the program"),
            Column("milestone", "The name of the milestone"),
            Column("kind", "The kind of the milestone, which rules match"),
            Column("milestone_date", "The day of the milestone", "date"),
            Column("timezone", "The time zone of all dates"),
            Column("as_of", "The time that was judged", "datetime"),
            Column("decision", "go, no-go or undecided"),
            Column("decision_without_waivers", "The decision without the risks that were accepted"),
            Column("sentence", "The verdict in a few sentences"),
            Column("policy_digest", "The digest of everything that decides"),
            Column("policy_ref", "The git ref that the policy was read from", required=False),
            Column("evidence_digest", "The digest of what was measured"),
            Column("tool_version", "The version of readiness-gate"),
            Column("waived", "How many blocking rules fail and are waived", "integer"),
            Column("weakened", "In how many places the policy is weakened", "integer"),
        ),
        ("evaluation",),
        _evaluations,
    ),
    Table(
        "findings",
        "One row for each rule of a gate, with what came of it",
        (
            EVALUATION,
            RULE,
            Column("title", "What the rule requires"),
            Column("dimension", "What it is about"),
            Column("enforcement", "block, warn or info"),
            Column("outcome", "pass, warn, fail, unknown or not-applicable"),
            Column("waived", "Whether a waiver covers a fail", "boolean"),
            Column("status", "The outcome as reports show it: also waived and info"),
            Column("message", "The result in words"),
            Column("remedy", "What to do when the rule fails", required=False),
            Column("owner", "Who is responsible", required=False),
            Column("due", "The day by which the owner must be done", "date"),
            Column("bound", "at-most, at-least or equals"),
            Column("limit", "The value that is allowed or required; yes is 1", "number"),
            Column("warning_limit", "The value beyond which the rule warns", "number", required=False),
        ),
        ("evaluation", "rule"),
        _findings,
    ),
    Table(
        "readings",
        "One row for each rule that applies, with what was measured",
        (
            EVALUATION,
            RULE,
            Column("signal", "What was measured"),
            Column("parameters", "The parameters of the signal, as JSON"),
            Column("state", "measured, hidden (of too few people to be shown) or unavailable"),
            Column("value", "The value, empty unless measured; yes is 1, and no is 0", "number", required=False),
            Column("unit", "What is counted", required=False),
            Column("observed_at", "The time up to which the facts were known", "datetime", required=False),
            Column("unavailable", "Why there is no value, and what to do", required=False),
            Column("doubt", "Why the facts may be incomplete", required=False),
        ),
        ("evaluation", "rule"),
        _readings,
    ),
    Table(
        "evidence",
        "One row for each thing that a reading rests on",
        (
            EVALUATION,
            RULE,
            Column("number", "The place of the row among those of its rule", "integer"),
            Column("kind", "issue, landing, document, role and so on", required=False),
            Column("id", "Its name in its own system", required=False),
            Column("note", "What there is to say of it", required=False),
            Column("url", "Where it can be opened", required=False),
            Column("path", "The file that it is about", required=False),
            Column("line", "The line of that file", "integer", required=False),
        ),
        ("evaluation", "rule", "number"),
        _evidence,
    ),
    Table(
        "waivers",
        "One row for each waiver of a gate, in force or void",
        (
            EVALUATION,
            Column("number", "The place of the row among those of its verdict", "integer"),
            RULE,
            Column("state", "in-force, or why it is void"),
            Column("why", "Its state in words"),
            Column("reason", "Why the risk was accepted"),
            Column("requested_by", "Who asked for it"),
            Column("approved_by", "Who approved it"),
            Column("approved_on", "The day of the approval", "date"),
            Column("expires", "The last day on which it counts", "date"),
            Column("issue", "The issue that follows up the risk", required=False),
        ),
        ("evaluation", "number"),
        _waivers,
    ),
    Table(
        "sources",
        "One row for each source that was read",
        (
            EVALUATION,
            Column("number", "The place of the row among those of its verdict", "integer"),
            Column("source", "The name of the source"),
            Column("repository", "The name of one of several repositories", required=False),
            Column("identity", "As whom or what it was read", required=False),
            Column("asked", "What was asked of it", required=False),
            Column("observed_at", "The time up to which the answer is known", "datetime", required=False),
            Column("fetched_at", "The time of the run", "datetime", required=False),
            Column("records", "How many records it answered with", "integer"),
            Column("complete", "Whether the answer is known to be whole", "boolean"),
            Column("doubt", "Why the answer may not be whole", required=False),
        ),
        ("evaluation", "number"),
        _sources,
    ),
    Table(
        "remarks",
        "One row for each thing that every reader of a verdict must know",
        (
            EVALUATION,
            Column("number", "The place of the row among those of its verdict", "integer"),
            Column("kind", "without-waivers, not-measured, not-covered, void-waiver, weakened, edit or remark"),
            Column("text", "What to know"),
        ),
        ("evaluation", "number"),
        _remarks,
    ),
)
