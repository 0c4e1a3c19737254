"""`trend`: how a milestone's gate was judged as of past dates."""

from collections.abc import Iterator, Sequence

from pydantic import Field

from readiness_gate.app.session import Session
from readiness_gate.app.trend import dates, trend
from readiness_gate.assistants import parts
from readiness_gate.assistants.caveats import of_question
from readiness_gate.assistants.closed import Closed
from readiness_gate.assistants.tool import Answer, Answered, OfMilestone, Tool
from readiness_gate.assistants.untrusted import Quoted, of_caveats, of_sources, untrusted
from readiness_gate.model.time import iso
from readiness_gate.model.verdict import Decision, Verdict
from readiness_gate.reports.spec import Display
from readiness_gate.reports.trend import as_text
from readiness_gate.reports.trend.rows import STATES, Red, Row, State, rows
from readiness_gate.reports.trend.stated import TODAY, series


class Trend(OfMilestone):
    """The arguments of `trend`."""

    every: str = Field(default="7d", max_length=20)
    """The time between two dates, such as 1d, 7d or 4w."""
    since: str | None = Field(default=None, max_length=40)
    """The time before which no date lies, as in as-of. Default: 26 weeks before the last date."""


class Dated(Closed):
    """The decision as of a date."""

    as_of: str
    decision: Decision
    decision_without_waivers: Decision
    evidence_digest: str


class RedTime(Closed):
    """Successive dates as of which something was red."""

    since: str
    until: str
    or_before: bool
    """Whether it may have been red before."""


class RuleOverTime(Closed):
    """A rule as of each date."""

    rule: str
    title: str
    states: list[State]
    """One for each date, oldest first."""
    red_now: RedTime | None


class Trended(Answer):
    """How a gate was judged as of past dates, by today's policy."""

    milestone: parts.Milestone
    verdict: parts.Decided
    """As of the last date."""
    dates: list[Dated]
    """Oldest first."""
    red_now: RedTime | None
    """Since when the milestone is no-go; null where it is not."""
    rules: list[RuleOverTime]
    sources: list[parts.Source]


def _run(session: Session, wanted: Trend) -> Answered:
    moment = session.as_of(wanted.as_of)
    instants, gate = dates(session, moment, wanted.every, wanted.since), session.gate(wanted.milestone, moment)
    verdict = trend(session, gate, instants, TODAY)
    found = rows(verdict)
    decided = parts.decided(verdict, *of_question(session, wanted.milestone, moment))
    content = _content(session, verdict, found, decided)
    return Answered(content, "\n".join(_lines(session, verdict, found, content)))


def _content(session: Session, verdict: Verdict, found: Sequence[Row], decided: parts.Decided) -> Trended:
    decision, *rules = found
    return Trended(
        schema_=1,
        program=verdict.program,
        as_of=iso(verdict.as_of),
        read_at=iso(session.program.now),
        milestone=parts.milestone_of(verdict.milestone),
        verdict=decided,
        dates=[_dated(one) for one in series(verdict)],
        red_now=_red(decision.now),
        rules=[
            RuleOverTime(rule=row.name, title=row.title, states=list(row.states), red_now=_red(row.now))
            for row in rules
        ],
        sources=parts.sources_of(verdict.sources),
        untrusted=untrusted(as_text.render(verdict, Display(), TODAY), _quoted(verdict)),
    )


def _quoted(verdict: Verdict) -> Iterator[Quoted]:
    yield Quoted(about="", kind="sentence", text=verdict.sentence)
    yield from of_caveats(verdict)
    yield from of_sources(verdict.sources)


def _dated(verdict: Verdict) -> Dated:
    return Dated(
        as_of=iso(verdict.as_of),
        decision=verdict.decision,
        decision_without_waivers=verdict.decision_without_waivers,
        evidence_digest=verdict.evidence_digest,
    )


def _said(verdict: Verdict) -> str:
    """Return the decision as of a date, with the decision without waivers if it differs."""
    without = verdict.decision_without_waivers
    more = f" ({without} without waivers)" if without != verdict.decision else ""
    return f"{iso(verdict.as_of)} {verdict.decision}{more}"


def _red(red: Red | None) -> RedTime | None:
    return None if red is None else RedTime(since=iso(red.first), until=iso(red.last), or_before=red.or_before)


def _lines(session: Session, verdict: Verdict, found: Sequence[Row], content: Trended) -> Iterator[str]:
    yield from parts.head(verdict.program, verdict.milestone, verdict.as_of, session.program.now)
    yield from parts.verdict_lines(content.verdict)
    yield f"As of each date by today's policy, oldest first: {', '.join(map(_said, series(verdict)))}."
    for row in found:
        if row.now is not None:
            before = " or before" if row.now.or_before else ""
            yield f"{STATES['fail'][1]} since {iso(row.now.first)}{before}: {f'{row.name} {row.title}'.rstrip()}"


TOOL = Tool(
    "trend",
    "Judge past dates",
    "How a milestone's gate is judged as of past dates by today's policy, and since when the milestone and each rule "
    "are red. Reads all sources again; writes nothing.",
    Trend,
    Trended,
    _run,
)
