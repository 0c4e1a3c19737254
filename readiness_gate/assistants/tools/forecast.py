"""`forecast`: when a milestone's gate turns green."""

from collections.abc import Iterator

from readiness_gate.app.check import with_notes
from readiness_gate.app.forecast import forecast
from readiness_gate.app.session import Session
from readiness_gate.assistants import parts
from readiness_gate.assistants.caveats import lines, of_question, of_two_versions
from readiness_gate.assistants.closed import Closed
from readiness_gate.assistants.tool import Answer, Answered, OfMilestone, Tool
from readiness_gate.assistants.untrusted import Quoted, QuotedKind, of_caveats, of_verdict, untrusted
from readiness_gate.model.forecast import Forecast, NoDate, Outlook, RuleOutlook, Why
from readiness_gate.model.time import iso
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.forecast import as_text
from readiness_gate.reports.forecast.headline import gate as in_sentences
from readiness_gate.reports.forecast.words import binding
from readiness_gate.reports.spec import Display


class Expected(Closed):
    """When something turns green, in simulated courses. Probabilities are from 0 to 1."""

    green_by_day: float | None
    """How likely it is green on the milestone's day; null for a day that has passed or is too far ahead."""
    half_likely_by: str | None
    likely_80_percent_by: str | None
    likely_95_percent_by: str | None
    not_within_26_weeks: float
    no_date: NoDate | None
    """Why no date is given."""


class RuleExpected(Closed):
    """What is to be expected of a blocking rule that can be simulated."""

    rule: str
    title: str
    outcome: str
    """How it is judged now."""
    waived: bool
    expected: Expected | None
    """null where there is no forecast; the untrusted texts say why."""
    has_skill: bool | None
    """Whether such forecasts were better than the base rate on the program's own past; null where unknown."""


class Condition(Closed):
    """A blocking rule of which no forecast is made, and that must pass besides."""

    rule: str
    title: str
    why: Why


class Forecasted(Answer):
    """When the gate of a milestone turns green."""

    milestone: parts.Milestone
    verdict: parts.Decided
    """How the gate is judged now."""
    sentence: str
    """The forecast in words."""
    caveats: list[str]
    """Sentences of readiness-gate on what the forecast is worth, besides those on the verdict. Pass them on with it."""
    gate: Expected | None
    """All simulated rules together, on condition that those in conditions pass; null where none could be simulated."""
    binding: str | None
    """The rule that is least likely to be green on the day."""
    rules: list[RuleExpected]
    conditions: list[Condition]
    assumed: list[str]
    """The rules that pass now or are waived, and are taken to stay so."""


def _run(session: Session, wanted: OfMilestone) -> Answered:
    moment = session.as_of(wanted.as_of)
    found = forecast(session, session.gate(wanted.milestone, moment), moment, calibrate=False)
    verdict = with_notes(session, found.verdict, *found.notes)
    decided = parts.decided(verdict, *of_question(session, wanted.milestone, moment))
    content = _content(session, found, verdict, decided)
    return Answered(content, "\n".join(_lines(session, verdict, content)))


def _content(session: Session, found: Forecast, verdict: Verdict, decided: parts.Decided) -> Forecasted:
    return Forecasted(
        schema_=1,
        program=verdict.program,
        as_of=iso(verdict.as_of),
        read_at=iso(session.program.now),
        milestone=parts.milestone_of(verdict.milestone),
        verdict=decided,
        sentence=" ".join(filter(None, (*in_sentences(found), binding(found)))),
        caveats=[*of_two_versions(session, of_worse=True)],
        gate=_expected(found.gate),
        binding=found.binding,
        rules=[_rule(one) for one in found.rules],
        conditions=[
            Condition(rule=one.finding.rule.id, title=one.finding.rule.title, why=one.why) for one in found.conditions
        ],
        assumed=list(found.assumed),
        untrusted=untrusted(as_text.render(found, Display()), _quoted(found, verdict)),
    )


def _expected(outlook: Outlook | None) -> Expected | None:
    if outlook is None:
        return None
    by = {percent: None if at is None else iso(at) for percent, at in outlook.within.items()}
    return Expected(
        green_by_day=outlook.by_day,
        half_likely_by=by.get(50),
        likely_80_percent_by=by.get(80),
        likely_95_percent_by=by.get(95),
        not_within_26_weeks=outlook.never,
        no_date=outlook.no_date,
    )


def _rule(one: RuleOutlook) -> RuleExpected:
    finding = one.finding
    return RuleExpected(
        rule=finding.rule.id,
        title=finding.rule.title,
        outcome=finding.outcome,
        waived=finding.waived,
        expected=_expected(one.outlook),
        has_skill=one.has_skill,
    )


def _quoted(found: Forecast, verdict: Verdict) -> Iterator[Quoted]:
    yield Quoted(about="", kind="sentence", text=verdict.sentence)
    yield from of_caveats(verdict)
    for one in found.rules:
        kind: QuotedKind = "message" if one.outlook else "unavailable"
        for text in (one.said, one.learned, one.tried, one.way):
            yield Quoted(about=one.finding.rule.id, kind=kind, text=text)
    yield from of_verdict(verdict)


def _lines(session: Session, verdict: Verdict, content: Forecasted) -> Iterator[str]:
    yield from parts.head(verdict.program, verdict.milestone, verdict.as_of, session.program.now)
    yield content.sentence
    yield from lines(content.caveats)
    yield "The gate now:"
    yield from parts.verdict_lines(content.verdict)


TOOL = Tool(
    "forecast",
    "Forecast a milestone",
    "How likely a milestone's gate is green on its day and when it turns green, simulated from the program's own "
    "history, with the rules of which no forecast is made. Reads all sources again; writes nothing.",
    OfMilestone,
    Forecasted,
    _run,
)
