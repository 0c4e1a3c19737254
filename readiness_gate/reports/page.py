"""A verdict as a page before it has a format: the contents of every report for people, in blocks."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from readiness_gate.judge.sentence import parts, tally
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.reading import Evidence, Measured, Unavailable
from readiness_gate.model.time import local
from readiness_gate.model.verdict import Decision, Finding, JudgedWaiver, Verdict
from readiness_gate.model.wording import agreeing, and_more, counted
from readiness_gate.reports.changes import Since, since, since_notes
from readiness_gate.reports.footnote import Footnote, Line, Span, ours
from readiness_gate.reports.words import (
    DECISIONS,
    Status,
    accepted,
    action,
    days_to_go,
    dimension_in_words,
    due,
    listed,
    localized,
    localized_evidence,
    now_and_required,
    remarks,
    status,
    to_do,
    waivable,
    waiver_in_words,
    weakened,
)

ACTING: tuple[Status, ...] = ("fail", "unknown", "warn", "waived")
"""The states of requirements that somebody must act on, or has accepted."""
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Headline:
    """The decision, its milestone, and why."""

    decision: Decision
    called: str
    """The decision with its symbol: `✗ NO-GO`."""
    milestone: str
    kind: str
    """The kind of the milestone, if its name does not say it."""
    when: str
    """The milestone's day, and how far off it is: `2027-03-01, in 15 days`."""
    program: str
    as_of: str
    reasons: tuple[str, ...]
    """The sentences of the verdict that follow the decision."""
    tally: str
    """The number of blocking rules by outcome."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One rule with its finding: what is required, the present state, and what to do."""

    status: Status
    rule: str
    title: str
    owner: str
    due: str
    """When the owner must be done: `by 2027-02-15`; empty if there is nothing to do."""
    now: str
    required: str
    message: str
    evidence: tuple[Evidence, ...] = ()
    """The evidence for the value."""
    same_as: str = ""
    """The rule above with the same evidence."""
    unavailable: str = ""
    """Why there is no value."""
    accepted: str = ""
    """Who accepted the risk, if it is waived."""
    to_do: str = ""
    """What to do, who does it, and by when, if there is something to do."""
    action: str = ""
    """What to do, in short: the steps after which the rule passes; else the remedy, or why there is no value."""

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        """The row of a table: the rule, its present value, what is required, what to do, and who does it by when."""
        owner = f"{self.owner}, {self.due}" if self.due else self.owner
        return f"{self.rule} {self.title}", self.now, self.required, self.accepted or self.action, owner


@dataclass(frozen=True, slots=True)
class Page:
    """A verdict in blocks; each report draws the footnotes that its readers need."""

    headline: Headline
    requirements: tuple[Requirement, ...]
    footnotes: tuple[Footnote, ...]
    since: Since | None = None
    """What changed since an earlier time; None if that was not requested."""


def page(verdict: Verdict) -> Page:
    """Return the page of a verdict."""
    unlike = without_repetition([_requirement(finding, verdict) for finding in verdict.findings])
    requirements = tuple(_with_local_evidence(item, verdict.zone) for item in unlike)
    return Page(headline(verdict), requirements, tuple(_footnotes(verdict)), since(verdict))


def without_repetition(requirements: Iterable[Requirement]) -> Iterator[Requirement]:
    """Yield the requirements; those with the same evidence as one above name that one instead. A requirement that
    needs action refers only to another such, because a report may show the evidence of only these."""
    above: list[Requirement] = []
    for item in requirements:
        acts = item.status in ACTING
        comparable = (one for one in above if one.status in ACTING or not acts)
        same = next((one.rule for one in comparable if one.evidence == item.evidence), "") if item.evidence else ""
        if same:
            yield replace(item, evidence=(), same_as=same)
        else:
            above.append(item)
            yield item


def with_reasons_once(requirements: Iterable[Requirement]) -> Iterator[Requirement]:
    """Yield the requirements for a list of all of them: one that is unknown for the same reason as one above names
    that one instead of the reason."""
    first: dict[tuple[str, Status], str] = {}
    for item in requirements:
        why = item.unavailable, item.status
        is_known = item.unavailable and item.action and why in first
        yield replace(item, action=f"as for {first[why]}") if is_known else item
        first.setdefault(why, item.rule)


def headline(verdict: Verdict) -> Headline:
    """Return what a verdict decides."""
    milestone = verdict.milestone
    return Headline(
        decision=verdict.decision,
        called=DECISIONS[verdict.decision],
        milestone=milestone.name,
        kind=milestone.kind if milestone.kind != milestone.name else "",
        when=f"{milestone.date}, {days_to_go(verdict)}",
        program=verdict.program,
        as_of=local(verdict.as_of, verdict.zone),
        reasons=parts(verdict)[1:],
        tally=tally(verdict.findings),
    )


def requirement(finding: Finding, verdict: Verdict) -> Requirement:
    """Return one finding of a verdict."""
    return _with_local_evidence(_requirement(finding, verdict), verdict.zone)


def _with_local_evidence(item: Requirement, zone: ZoneInfo) -> Requirement:
    return replace(item, evidence=localized_evidence(item.evidence, zone))


def _requirement(finding: Finding, verdict: Verdict) -> Requirement:
    """Return one finding of a verdict, with its evidence as it was measured."""
    rule, reading, shown = finding.rule, finding.reading, status(finding)
    now, required = now_and_required(finding)
    acts = shown in ("fail", "unknown", "warn")
    waiver = finding.waiver if finding.waived else None
    return Requirement(
        status=shown,
        rule=rule.id,
        title=rule.title,
        owner=rule.owner or "no owner",
        due=due(rule, verdict) if acts else "",
        now=now,
        required=required,
        message=localized(finding.message, verdict.zone),
        evidence=reading.evidence if isinstance(reading, Measured) else (),
        unavailable=localized(reading.reason, verdict.zone) if isinstance(reading, Unavailable) else "",
        accepted=accepted(waiver) if waiver is not None else "",
        to_do=localized(to_do(finding, verdict), verdict.zone) if acts else "",
        action=localized(action(finding, verdict), verdict.zone) if acts else "",
    )


def without_waivers(verdict: Verdict) -> Footnote:
    """Return the decision without waivers."""
    decision = Span(verdict.decision_without_waivers, "strong")
    return Footnote("without-waivers", (ours("Without the risks that were accepted: "), decision, ours(".")))


def waivable_notes(findings: Iterable[Finding]) -> Iterator[Footnote]:
    """Yield a note that failing rules can be accepted with a waiver, if any can."""
    rules = waivable(findings)
    if len(rules) == 1:
        how = ours("Or accept the risk until a date, with a waiver: readiness-gate waive ")
        yield Footnote("waivable", (how, Span(rules[0])))
    elif rules:
        named = Span(f"{', '.join(rules[:_NAMED])}{and_more(len(rules) - _NAMED)}")
        command = Span("readiness-gate waive RULE", "code")
        yield Footnote(
            "waivable", (ours("Or accept a risk until a date, with a waiver ("), named, ours("): "), command)
        )


def _footnotes(verdict: Verdict) -> Iterator[Footnote]:
    yield from _in_short(verdict)
    yield from waivable_notes(verdict.findings)
    if verdict.dimensions:
        outcomes = " · ".join(dimension_in_words(one, verdict.findings) for one in verdict.dimensions)
        yield Footnote("dimensions", (ours(f"Dimensions: {outcomes}"),))
    for name, why in verdict.not_measured.items():
        yield Footnote("not-measured", (ours("Not measured: "), Span(name), ours(": "), Span(why)))
    if verdict.not_covered:
        yield Footnote("not-covered", (ours(f"No rule of this gate is about {listed(verdict.not_covered)}."),))
    yield from map(waiver_note, verdict.waivers)
    yield from (Footnote("weakened", (ours("Policy weakened: "), Span(what))) for what in weakened(verdict))
    if verdict.policy.edit:
        yield Footnote("edit", (Span(localized(verdict.policy.edit, verdict.zone)),))
    yield from remark_notes(verdict)
    yield from _origins(verdict)


def _in_short(verdict: Verdict) -> Iterator[Footnote]:
    """Yield what no report may leave out, however short."""
    if verdict.decision != verdict.decision_without_waivers:
        yield without_waivers(verdict)
    places = len(weakened(verdict))
    if places:
        them = agreeing(places, "it", "them")
        text = f"Policy weakened in {counted(places, 'place')} (run without -q to list {them})."
        yield Footnote("weakened-in-short", (ours(text),))
    if verdict.not_measured:
        names = Span(", ".join(verdict.not_measured))
        yield Footnote("not-measured-in-short", (ours("Not measured: "), names, ours(".")))
    yield from since_notes(verdict)


def waiver_note(judged: JudgedWaiver) -> Footnote:
    """Return the state of a waiver."""
    return Footnote("waiver" if judged.state == "in-force" else "void-waiver", (Span(waiver_in_words(judged)),))


def remark_notes(verdict: Verdict) -> Iterator[Footnote]:
    """Yield what every reader must know about how the sources were read."""
    yield from _left_out(verdict.findings)
    yield from (
        Footnote("remark", (Span(localized(remark, verdict.zone)),))
        for remark in remarks(verdict.notes, verdict.sources)
    )


def _left_out(findings: Iterable[Finding]) -> Iterator[Footnote]:
    """Yield what the values of rules leave out."""
    for finding in findings:
        reading = finding.reading
        if isinstance(reading, Measured) and reading.not_counted:
            yield Footnote("left-out", (Span(f"{finding.rule.id}: {reading.not_counted}"),))


def _origins(verdict: Verdict) -> Iterator[Footnote]:
    """Yield the sources and the policy behind the verdict."""
    for source in verdict.sources:
        yield Footnote("source", _source(source, f"{source.identity}; {source.records} records", verdict.zone))
        in_full = f"{source.identity}; {source.asked}; {source.records} records"
        yield Footnote("source-in-full", _source(source, in_full, verdict.zone))
    policy = verdict.policy
    ref = (ours(" at "), Span(policy.ref)) if policy.ref else ()
    short = (
        ours(f"Policy {_beginning(policy.digest)}"),
        *ref,
        ours(f", evidence {_beginning(verdict.evidence_digest)}."),
    )
    yield Footnote("policy-in-short", short)
    packs = Span(", ".join(policy.packs) or "without packs")
    yield Footnote("policy", (ours("Policy "), packs, *ref, ours(", "), Span(policy.digest, "code")))
    yield Footnote("evidence", (ours("Evidence "), Span(verdict.evidence_digest, "code")))
    if verdict.decision_log:
        yield Footnote("decision-log", (ours("Decision log, last line "), Span(verdict.decision_log, "code")))


def _source(source: Provenance, state: str, zone: ZoneInfo) -> Line:
    state = state if source.complete else f"could not be read: {source.asked}"
    return ours("Source "), Span(source.source), ours(": "), Span(localized(state, zone))


def _beginning(digest: str) -> str:
    """Return the beginning of a digest: enough to tell two apart by eye."""
    return digest.removeprefix("sha256:")[:12]
