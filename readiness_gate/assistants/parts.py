"""The parts of answers. They consist of texts of readiness-gate and the policy, numbers, and ids that contain no
words."""

import re
from collections.abc import Iterable, Iterator, Sequence

from readiness_gate.app.session import Session
from readiness_gate.assistants.caveats import Qualified, lines, qualified
from readiness_gate.assistants.closed import Closed
from readiness_gate.assistants.sentence import sentence
from readiness_gate.model.amounts import now_in_words, required_in_words
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.policy import Dimension, Enforcement, Outcome
from readiness_gate.model.reading import Evidence, Measured, Reading
from readiness_gate.model.settings import Milestone as ItsMilestone
from readiness_gate.model.time import Instant, iso
from readiness_gate.model.verdict import Decision, Finding, Verdict
from readiness_gate.reports.words import LABELS, status

_SHAPES = {
    "issue": re.compile(r"[A-Z][A-Z0-9]{1,9}-[0-9]{1,9}", re.ASCII),
    "landing": re.compile(r"[0-9a-f]{7,64}", re.ASCII),
}
"""The kinds of evidence whose ids contain no words, and the pattern of these ids."""
_MOST = 20
UNKNOWN = "could not be measured; the untrusted text of the rule has the reason, and what to do"


class Milestone(Closed):
    """A milestone of the configuration."""

    name: str
    kind: str
    date: str


class Link(Closed):
    """An issue or a landing."""

    kind: str
    id: str
    url: str | None
    """Where it can be opened; null where the configuration names no address."""


class Source(Closed):
    """A source that was read."""

    name: str
    records: int
    complete: bool
    """Whether the answer is known to be whole."""
    observed_at: str | None
    """Up to when its facts are known, in UTC."""


class Result(Closed):
    """A rule with its current result."""

    rule: str
    title: str
    dimension: Dimension
    enforcement: Enforcement
    outcome: Outcome
    waived: bool
    """Whether a fail does not block, because somebody accepted the risk."""
    waived_until: str | None
    value: bool | int | float | None
    """null where nothing was measured, and where the value is not shown to protect a small group."""
    unit: str
    in_words: str
    """The value, and what is required."""
    owner: str
    remedy: str
    evidence: list[Link]
    """The issues and landings that it rests on; the untrusted texts have all evidence."""
    more_evidence: int
    """How many more pieces of evidence there are."""


class Decided(Qualified):
    """What a gate decides, and in what that is worth less than it seems."""

    decision: Decision
    decision_without_waivers: Decision
    sentence: str
    """The committee's sentence, as every report has it; if it quotes what others wrote, without that."""
    policy_digest: str
    policy_ref: str | None
    """The git ref that the policy was read from; null for the work tree."""
    evidence_digest: str


def milestone_of(milestone: ItsMilestone) -> Milestone:
    """Return the milestone of an answer."""
    return Milestone(name=milestone.name, kind=milestone.kind, date=milestone.date.isoformat())


def decided(verdict: Verdict, *caveats: str) -> Decided:
    """Return the decision of a verdict, with additional caveats."""
    return Decided(
        **dict(qualified(verdict, *caveats)),
        decision=verdict.decision,
        decision_without_waivers=verdict.decision_without_waivers,
        sentence=sentence(verdict),
        policy_digest=verdict.policy.digest,
        policy_ref=verdict.policy.ref,
        evidence_digest=verdict.evidence_digest,
    )


def results(session: Session, findings: Iterable[Finding]) -> list[Result]:
    """Return the results of the findings."""
    return [result(session, finding) for finding in findings]


def result(session: Session, finding: Finding) -> Result:
    """Return the result of a finding."""
    rule, reading = finding.rule, finding.reading
    links = links_of(session, reading)
    total = len(reading.evidence) if isinstance(reading, Measured) else 0
    return Result(
        rule=rule.id,
        title=rule.title,
        dimension=rule.dimension,
        enforcement=rule.enforcement,
        outcome=finding.outcome,
        waived=finding.waived,
        waived_until=finding.waiver.expires.isoformat() if finding.waived and finding.waiver else None,
        value=value_of(reading),
        unit=rule.unit,
        in_words=_in_words(finding),
        owner=rule.owner,
        remedy=rule.remedy,
        evidence=links,
        more_evidence=total - len(links),
    )


def value_of(reading: Reading | None) -> bool | float | None:
    """Return the value of a reading; None if there is none, or it is hidden to protect a small group."""
    return reading.value if isinstance(reading, Measured) and not reading.hidden else None


def _in_words(finding: Finding) -> str:
    rule, reading = finding.rule, finding.reading
    if reading is None:
        return "does not apply"
    if not isinstance(reading, Measured):
        return UNKNOWN
    limit = rule.limit
    now = now_in_words(reading, *(bound for bound in (limit.value, limit.warn_at) if bound is not None))
    return f"{now}; {required_in_words(limit, reading.unit)}"


def links_of(session: Session, reading: Reading | None) -> list[Link]:
    """Return the first pieces of evidence whose ids contain no words."""
    evidence: Sequence[Evidence] = reading.evidence if isinstance(reading, Measured) else ()
    jira = session.configuration.settings.jira
    address = jira.url if jira else None
    named = [piece for piece in evidence if piece.kind in _SHAPES and _SHAPES[piece.kind].fullmatch(piece.id)]
    return [Link(kind=one.kind, id=one.id, url=_url(one, address)) for one in named[:_MOST]]


def _url(piece: Evidence, address: str | None) -> str | None:
    """Return the address of an issue, if it consists only of the configured address and the issue's key."""
    made = f"{address}/browse/{piece.id}" if address else None
    return made if made == piece.url else None


def sources_of(sources: Iterable[Provenance]) -> list[Source]:
    """Return the sources of the facts."""
    return [
        Source(
            name=one.source,
            records=one.records,
            complete=one.complete and not one.doubts,
            observed_at=None if one.observed_at is None else iso(one.observed_at),
        )
        for one in sources
    ]


def head(program: str, milestone: ItsMilestone, as_of: Instant, read_at: Instant) -> Iterator[str]:
    """Yield the first lines of a text: the judged milestone, and as of when."""
    yield f"{program}: {milestone.name} ({milestone.kind}) on {milestone.date}"
    yield times(as_of, read_at)


def times(as_of: Instant, read_at: Instant) -> str:
    """Return the line with the judged time and the time of the answer."""
    return f"Judged as of {iso(as_of)}; read at {iso(read_at)}."


def verdict_lines(found: Decided) -> Iterator[str]:
    """Yield the decision, its sentence, its caveats and its digests."""
    yield f"{found.decision.upper()}"
    yield found.sentence
    yield from lines(found.caveats)
    yield f"Evidence digest: {found.evidence_digest}"
    ref = f" (read from {found.policy_ref})" if found.policy_ref else ""
    yield f"Policy digest: {found.policy_digest}{ref}"


def finding_lines(session: Session, finding: Finding) -> Iterator[str]:
    """Yield the lines of a finding: one line, and unless it passes or does not apply, its evidence and its remedy."""
    one = result(session, finding)
    until = f" until {one.waived_until}" if one.waived_until else ""
    yield f"{LABELS[status(finding)]}{until} {one.rule} {one.title}: {one.in_words}."
    if finding.outcome in ("pass", "not-applicable"):
        return
    if one.evidence:
        yield f"  Evidence: {', '.join(filter(None, (_linked(link) for link in one.evidence)))}"
    yield f"  Owner: {one.owner or 'none named'}. {one.remedy}".rstrip()


def _linked(link: Link) -> str:
    return f"{link.id} {link.url}" if link.url else link.id
