"""`explain`: why a rule exists, and its result for a milestone."""

from collections.abc import Iterator

from pydantic import Field

from readiness_gate.app.explain import Course, KnownRule, course, known_rule
from readiness_gate.app.session import Session
from readiness_gate.assistants import parts
from readiness_gate.assistants.caveats import Qualified, lines, of_question, of_two_versions, qualified
from readiness_gate.assistants.closed import Closed
from readiness_gate.assistants.tool import Answer, Answered, OfMilestone, Tool
from readiness_gate.assistants.untrusted import Quoted, of_caveats, of_finding, of_sources, untrusted
from readiness_gate.errors import BadUse
from readiness_gate.model.amounts import limit_in_words
from readiness_gate.model.policy import Outcome
from readiness_gate.model.time import iso
from readiness_gate.reports.rule import explanation
from readiness_gate.reports.spec import Display
from readiness_gate.reports.text import one_finding, over_time


class Explain(OfMilestone):
    """The arguments of `explain`."""

    rule: str = Field(max_length=100)
    """The id of a rule, such as DEF-01."""
    milestone: str | None = Field(default=None, max_length=200)
    """The name of a milestone of the configuration. Without one, the rule is explained and not judged."""


class Past(Closed):
    """The result of a rule as of a past time."""

    as_of: str
    outcome: Outcome
    value: bool | int | float | None


class Current(Qualified):
    """The result of a rule in the gate of a milestone, and in what the verdict of that is worth less than it seems."""

    milestone: parts.Milestone
    result: parts.Result
    weeks: list[Past]
    """The result now and in the weeks before, newest first, by today's rule and without waivers."""
    evidence_digest: str
    """That of the whole gate."""


class Explained(Answer):
    """Why a rule exists, how it is measured, and how to fix it."""

    rule: str
    title: str
    why: str
    measured: str
    """What is measured."""
    required: str
    enforcement: str
    owner: str
    remedy: str
    basis: str
    """What the limit rests on."""
    current: Current | None
    """null where no milestone was named."""


def _run(session: Session, wanted: Explain) -> Answered:
    if wanted.milestone is None and wanted.as_of is not None:
        raise BadUse("as-of is the time at which a rule is judged for a milestone. Name the milestone, or leave it out")
    moment, known = session.as_of(wanted.as_of), known_rule(wanted.rule, session.tables.signals, session)
    ours = None if wanted.milestone is None else course(session, known.rule.id, wanted.milestone, moment)
    content = _content(session, known, ours, iso(moment))
    return Answered(content, "\n".join(_lines(session, content, ours)))


def _content(session: Session, known: KnownRule, ours: Course | None, as_of: str) -> Explained:
    rule = known.rule
    return Explained(
        schema_=1,
        program=session.configuration.settings.program,
        as_of=as_of,
        read_at=iso(session.program.now),
        rule=rule.id,
        title=rule.title,
        why=rule.why,
        measured=known.signal.meaning,
        required=limit_in_words(rule.limit, rule.unit),
        enforcement=rule.enforcement,
        owner=rule.owner,
        remedy=rule.remedy,
        basis=rule.source,
        current=None if ours is None else _current(session, ours),
        untrusted=untrusted(_report(known, ours), _quoted(ours)),
    )


def _current(session: Session, ours: Course) -> Current:
    verdict, name = ours.verdict, ours.verdict.milestone.name
    return Current(
        **dict(
            qualified(verdict, *of_two_versions(session, of_worse=True), *of_question(session, name, verdict.as_of))
        ),
        milestone=parts.milestone_of(ours.verdict.milestone),
        result=parts.result(session, ours.finding),
        weeks=[Past(as_of=iso(at), outcome=one.outcome, value=parts.value_of(one.reading)) for at, one in ours.weeks],
        evidence_digest=ours.verdict.evidence_digest,
    )


def _report(known: KnownRule, ours: Course | None) -> str:
    text = explanation(known.rule, known.signal, Display(), known.packs)
    if ours is None:
        return text
    standing = one_finding(ours.finding, ours.verdict, Display())
    return f"{text}\n{standing}\n{over_time(ours.weeks, ours.verdict.zone, Display())}"


def _quoted(ours: Course | None) -> Iterator[Quoted]:
    if ours is not None:
        yield from of_caveats(ours.verdict)
        yield from of_finding(ours.finding)
        yield from of_sources(ours.verdict.sources)


def _lines(session: Session, content: Explained, ours: Course | None) -> Iterator[str]:
    yield f"{content.rule}: {content.title}"
    yield f"Why: {content.why}"
    yield f"Measured: {content.measured} Required: {content.required}."
    yield f"Basis of the limit: {content.basis}"
    yield f"How to fix: {content.remedy} Owner: {content.owner or 'none named'}."
    if ours is None:
        return
    verdict = ours.verdict
    yield from parts.head(verdict.program, verdict.milestone, verdict.as_of, session.program.now)
    yield from parts.finding_lines(session, ours.finding)
    yield from lines(content.current.caveats if content.current else ())
    yield f"Weeks before, newest first: {', '.join(one.outcome for _, one in ours.weeks[1:])}."
    yield f"Evidence digest: {verdict.evidence_digest}"


TOOL = Tool(
    "explain",
    "Explain a rule",
    "Why a rule exists, how it is measured and how to fix it; with a milestone also its current result, and those of "
    "the weeks before. Reads all sources again; writes nothing.",
    Explain,
    Explained,
    _run,
)
