"""`check`: whether a milestone may go live."""

from readiness_gate.app.check import check
from readiness_gate.app.session import Session
from readiness_gate.assistants import parts
from readiness_gate.assistants.caveats import of_question
from readiness_gate.assistants.tool import Answer, Answered, OfMilestone, Tool
from readiness_gate.assistants.untrusted import of_verdict, untrusted
from readiness_gate.model.time import iso
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports import text
from readiness_gate.reports.spec import Display


class Checked(Answer):
    """The verdict of a milestone's gate."""

    milestone: parts.Milestone
    verdict: parts.Decided
    rules: list[parts.Result]
    """All rules of the gate, the worst result first."""
    sources: list[parts.Source]


def _run(session: Session, wanted: OfMilestone) -> Answered:
    moment = session.as_of(wanted.as_of)
    (verdict,) = check(session, wanted.milestone, moment)
    content = _content(session, verdict, parts.decided(verdict, *of_question(session, wanted.milestone, moment)))
    return Answered(content, "\n".join(_lines(session, verdict, content)))


def _content(session: Session, verdict: Verdict, decided: parts.Decided) -> Checked:
    return Checked(
        schema_=1,
        program=verdict.program,
        as_of=iso(verdict.as_of),
        read_at=iso(session.program.now),
        milestone=parts.milestone_of(verdict.milestone),
        verdict=decided,
        rules=parts.results(session, verdict.findings),
        sources=parts.sources_of(verdict.sources),
        untrusted=untrusted(text.render(verdict, Display()), of_verdict(verdict)),
    )


def _lines(session: Session, verdict: Verdict, content: Checked) -> list[str]:
    lines = [*parts.head(verdict.program, verdict.milestone, verdict.as_of, session.program.now)]
    lines += parts.verdict_lines(content.verdict)
    for finding in verdict.findings:
        lines += parts.finding_lines(session, finding)
    return lines


TOOL = Tool(
    "check",
    "Judge a milestone",
    "The verdict of a milestone's gate: go, no-go or undecided, with the committee's sentence, its caveats, every rule "
    "with its result, owner and evidence, and the digests of evidence and policy. Undecided means that something could "
    "not be measured. Reads all sources again; writes nothing.",
    OfMilestone,
    Checked,
    _run,
)
