"""`impact`: what a change does to readiness, before it is merged."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import Field

from readiness_gate.app.decided import with_decisions
from readiness_gate.app.impact import Request, impact
from readiness_gate.app.session import Session
from readiness_gate.assistants import parts
from readiness_gate.assistants.caveats import lines, of_question
from readiness_gate.assistants.closed import Closed
from readiness_gate.assistants.tool import Answer, Answered, OfMilestone, Tool
from readiness_gate.assistants.untrusted import Quoted, of_caveats, of_notes, of_sources, untrusted
from readiness_gate.model.comparison import State
from readiness_gate.model.impact import Effect, Impact, Judgement, Measures
from readiness_gate.model.policy import Outcome
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import iso
from readiness_gate.reports.impact.as_text import as_text
from readiness_gate.reports.spec import Display

_REF = r"[A-Za-z0-9][A-Za-z0-9._/-]{0,199}"


class WantedImpact(OfMilestone):
    """The arguments of `impact`."""

    range: str | None = Field(default=None, pattern=rf"^{_REF}\.\.{_REF}$", max_length=402)
    """The change, as BASE..HEAD with names of branches, tags or commits. Default: the mainline and what is checked
    out."""


class Before(Closed):
    """A rule at one time."""

    outcome: Outcome
    waived: bool
    value: bool | int | float | None


class Changed(Closed):
    """A rule that has another outcome or value with the change."""

    rule: str
    title: str
    before: Before
    after: Before
    worse: bool


class Impacted(Answer):
    """What a change does to the readiness for a milestone."""

    milestone: parts.Milestone
    impact: Judgement
    """What it does to the blocking rules. An unknown one may be either; the untrusted texts say why it is unknown."""
    base_commit: str
    head_commit: str
    commits: int
    files: int
    before: parts.Decided | None
    """The verdict without the change; null where its impact is unknown."""
    after: parts.Decided | None
    rules: list[Changed]
    unknown_rules: list[str]
    """The blocking rules that cannot be measured with the change or without it, though it may matter to them."""
    loosens_policy: bool
    """Whether the change edits the policy so that it asks for less. Both verdicts are by the policy of its base."""


def _run(session: Session, wanted: WantedImpact) -> Answered:
    moment = session.as_of(wanted.as_of)
    found = _noted(session, impact(session, Request(wanted.milestone, moment, wanted.range, Path.cwd(), os.environ)))
    content = _content(session, found, list(of_question(session, wanted.milestone, moment)))
    return Answered(content, "\n".join(_lines(session, found, content)))


def _noted(session: Session, found: Impact) -> Impact:
    """Return the impact with the notes that `check` adds to its verdicts: how the sources were read, and what was
    decided."""
    measured = found.measured
    if isinstance(measured, Unavailable):
        return found
    before, after = (
        with_decisions(session, replace(one, notes=tuple(found.notes))) for one in (measured.before, measured.after)
    )
    return replace(found, measured=replace(measured, before=before, after=after))


def _content(session: Session, found: Impact, caveats: Sequence[str]) -> Impacted:
    measured, landing = found.measured, found.landing
    known = None if isinstance(measured, Unavailable) else measured
    return Impacted(
        schema_=1,
        program=found.gate.program,
        as_of=iso(found.as_of),
        read_at=iso(session.program.now),
        milestone=parts.milestone_of(found.gate.milestone),
        impact=found.judgement,
        base_commit=landing.base_commit,
        head_commit=landing.head_commit,
        commits=landing.commits,
        files=landing.files,
        before=parts.decided(known.before, *caveats) if known else None,
        after=parts.decided(known.after, *caveats) if known else None,
        rules=[_changed(one) for one in known.effects] if known else [],
        unknown_rules=[one.rule.id for one in known.undetermined] if known else [],
        loosens_policy=bool(known and known.edited.loosens),
        untrusted=untrusted(as_text(found, Display()), _quoted(found)),
    )


def _changed(one: Effect) -> Changed:
    return Changed(
        rule=one.rule.id,
        title=one.rule.title,
        before=_state(one.before),
        after=_state(one.after),
        worse=bool(one.worse),
    )


def _state(state: State) -> Before:
    return Before(outcome=state.outcome, waived=state.waived, value=None if state.hidden else state.value)


def _quoted(found: Impact) -> Iterator[Quoted]:
    if isinstance(found.measured, Unavailable):
        yield Quoted(about="", kind="unavailable", text=found.measured.reason)
        yield from of_notes(found.notes)
    else:
        yield from _measured(found.measured)


def _measured(measured: Measures) -> Iterator[Quoted]:
    for one in (measured.after, measured.before):
        yield Quoted(about="", kind="sentence", text=one.sentence)
        yield from of_caveats(one)
    for rule in (*measured.effects, *measured.undetermined):
        for text in (rule.worse, rule.unknown, rule.message):
            yield Quoted(about=rule.rule.id, kind="message", text=text)
    yield from of_notes((*measured.edited.loosens, measured.edited.decision))
    yield from of_sources(measured.after.sources)


def _lines(session: Session, found: Impact, content: Impacted) -> Iterator[str]:
    yield from parts.head(content.program, found.gate.milestone, found.as_of, session.program.now)
    yield f"Impact of the change on the blocking rules: {content.impact}."
    if content.before is None or content.after is None:
        yield "It is unknown what the change does; the untrusted texts have the reason, and what to do."
        return
    for when, one in (("Without", content.before), ("With", content.after)):
        yield f"{when} the change: {one.sentence}"
        yield from lines(one.caveats)
    for rule in content.rules:
        yield f"{rule.rule} {rule.title}: {rule.before.outcome}, with the change {rule.after.outcome}."
    if content.unknown_rules:
        yield f"Unknown with the change or without it: {', '.join(content.unknown_rules)}."
    if content.loosens_policy:
        yield "The change edits the policy so that it asks for less; both verdicts are by the policy of its base."


TOOL = Tool(
    "impact",
    "Judge a change",
    "What a change does to the readiness for a milestone before it is merged: the verdict without it and with it, and "
    "the rules that it changes. Reads all sources again; writes nothing, and leaves the work tree as it is.",
    WantedImpact,
    Impacted,
    _run,
)
