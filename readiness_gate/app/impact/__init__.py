"""What a change does to readiness, before it is merged.

The change is one landing on the mainline of its base, and both sides are measured by the same signals and judged by the
policy of the base. Nothing is written, and the work tree is not touched.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial, reduce
from pathlib import Path

from readiness_gate import judge
from readiness_gate.app.compare import judged_by
from readiness_gate.app.edits import failure
from readiness_gate.app.impact.changed import Changed, changed
from readiness_gate.app.impact.costs import asked, by_rule, clocks, cut_off, delays, documents, training
from readiness_gate.app.impact.files import files
from readiness_gate.app.impact.sides import Sides, sides
from readiness_gate.app.impact.worse import WhatReads
from readiness_gate.app.impact.worse import effects as differing_rules
from readiness_gate.app.impact.worse import undetermined as undetermined_rules
from readiness_gate.app.session import Session
from readiness_gate.app.since.rosters import Churn, Key, members, smallest
from readiness_gate.errors import CouldNotLook, GateError
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.people import Membership
from readiness_gate.model.impact import Edited, Effect, Impact, Landing, Measures
from readiness_gate.model.needs import GitNeed
from readiness_gate.model.policy import Gate
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.plugins.fence import LIMIT, NoAnswer, answer
from readiness_gate.run import Program, evaluate_with, plan
from readiness_gate.sources.git.ends import ends, named
from readiness_gate.sources.git.proposed import Ends, proposed

_DIGITS = (12, 10)
"""The lengths of commit ids in texts."""


@dataclass(frozen=True, slots=True)
class Request:
    """The request of a user."""

    milestone: str | None
    as_of: Instant
    range: str | None
    """`BASE..HEAD`; None for the change of the CI system, or since the mainline."""
    here: Path
    """The working directory."""
    environment: Mapping[str, str]


def impact(session: Session, request: Request) -> Impact:
    """Return what a change does; if that is unknown, why. Raises BadUse for an impossible request."""
    gate = session.gate(request.milestone, request.as_of)
    base, head = named(request.range) if request.range else ("", "")
    landing = Landing(base, head or "HEAD", "", "")
    try:
        where = changed(session, request.here)
        base, head = where.called(request.range, session.configuration.settings, request.environment)
        landing = replace(landing, base=base, head=head, repository=where.name)
        found = ends(where.repository, base, head, where.name)
        landing = _landing(found, where)
        where.check_committed(found, _is_read(session, gate, where, request.as_of))
        return _measured(session, request, where, found)
    except CouldNotLook as error:
        return Impact(landing, gate, request.as_of, Unavailable(str(error)), session.notes)


def _is_read(session: Session, gate: Gate, where: Changed, as_of: Instant) -> Callable[[str], bool]:
    """Return a function that says whether the gate reads a path of the repository, except files that a job may
    overwrite."""
    settings = session.configuration.settings
    written = {settings.jira.export} if settings.jira else set[str | None]()
    own = frozenset(where.files(frozenset(files(session)) - written, settings).values())
    is_of_system = where.reading(settings, _git_need(session.program, gate, as_of))
    return lambda path: path in own or is_of_system(path)


def _git_need(program: Program, gate: Gate, as_of: Instant) -> GitNeed:
    """Return what is read of git: for the rules of a gate, for those of earlier milestones, and for the other
    questions."""
    asked_for = (*judge.questions(gate, as_of), *asked(program.signals, gate, as_of).questions)
    the_plan = plan(program, asked_for, gate.milestone, gate)
    needs = [the_plan.needs, *(one.needs for one in the_plan.earlier)]
    return reduce(GitNeed.__or__, (one.git for one in needs if one.git))


def _measured(session: Session, request: Request, where: Changed, found: Ends) -> Impact:
    as_of, now = request.as_of, session.program.now
    with proposed(where.repository, found, as_of, now, where.git.ignore_dates_of) as change:
        both = sides(session, where, change)
        policy, note = both.base_policy(request.milestone)
        judging = replace(session, configuration=policy)
        gate, settings = judging.gate(request.milestone, as_of), session.exported.settings(policy.settings)
        programs = [both.program(settings, with_change=with_change) for with_change in (False, True)]
        measured = _naming(_compared(both, programs, gate, as_of), change.commit)
        edited = _edited(both, replace(judging, program=programs[1]), measured.after)
    is_of_system = where.reading(settings, _git_need(programs[0], gate, as_of))
    seen = {*filter(is_of_system, change.paths), *where.files(both.differing, settings).values()}
    landing = replace(_landing(found, where), commit=change.commit, commits=change.commits, files=len(change.paths))
    return Impact(
        replace(landing, seen=len(seen), read=tuple(sorted(both.differing))),
        gate,
        as_of,
        replace(measured, edited=edited, undetermined=measured.undetermined if seen else ()),
        tuple(filter(None, (*session.notes, note))),
    )


def _landing(found: Ends, where: Changed) -> Landing:
    base, head = found.called
    return Landing(base, head, found.base, found.head, repository=where.name)


def _naming(measured: Measures, landing: str) -> Measures:
    """Return the measures with a name for the landing, whose id nobody can look up."""

    def named(effect: Effect) -> Effect:
        texts = [effect.message, effect.unknown]
        for digits in (len(landing), *_DIGITS):
            texts = [text.replace(landing[:digits], "this change") for text in texts]
        return replace(effect, message=texts[0], unknown=texts[1])

    effects, undetermined = (tuple(map(named, some)) for some in (measured.effects, measured.undetermined))
    return replace(measured, effects=effects, undetermined=undetermined)


def _compared(both: Sides, programs: Sequence[Program], gate: Gate, as_of: Instant) -> Measures:
    """Return both sides, each measured on its own, and what differs."""
    before = programs[0]
    questions = asked(before.signals, gate, as_of)
    was, becomes = (evaluate_with(program, gate, as_of, questions.questions) for program in programs)
    found = by_rule(was.verdict.findings), by_rule(becomes.verdict.findings)
    churn = _churn(both, programs, gate, as_of)
    return Measures(
        was.verdict,
        becomes.verdict,
        training(was, becomes, questions.training),
        documents(was, becomes, questions.documents),
        tuple(clocks(*found, (was.readings[questions.quiet], becomes.readings[questions.quiet]))),
        tuple(delays(*found, as_of)),
        tuple(differing_rules(*found, churn)),
        tuple(undetermined_rules(*found, _reading(both, before, cut_off(was.facts)), churn)),
    )


def _reading(both: Sides, program: Program, doubt: str) -> WhatReads:
    """Return the signals that read anything that the change edits, and why those of git may be in doubt without it."""
    edited, signals = both.edited, program.signals.items()
    return WhatReads(
        frozenset(name for name, signal in signals if not edited.isdisjoint(signal.sources)),
        frozenset(name for name, signal in signals if "git" in signal.sources),
        doubt,
    )


def _churn(both: Sides, programs: Sequence[Program], gate: Gate, as_of: Instant) -> Churn:
    """Return who is on the roster only with the change, and only without it."""
    settings = programs[0].settings.of_milestone(gate.milestone)
    least = smallest([settings])
    if "people" not in both.edited:
        return Churn(least=least)
    rows = [members(settings, gate.milestone, program.read, program.now, as_of) for program in programs]
    then, now = (dict[Key, Membership]() if isinstance(one, Unavailable) else one for one in rows)
    return Churn(then, now, least)


def _edited(both: Sides, judging: Session, verdict: Verdict) -> Edited:
    """Return what the change does to the policy. Its author controls that policy, which may cause any amount of
    work: so it is judged in a process of its own, with a time limit."""
    if not both.edits_policy:
        return Edited()
    try:
        loosens, decision = json.loads(answer(partial(_judged_by, both, judging, verdict), failure, LIMIT))
    except NoAnswer as error:
        return Edited((), f"The decision under the policy of the change is unknown: {error}.")
    return Edited(tuple(loosens), decision)


def _judged_by(both: Sides, judging: Session, verdict: Verdict) -> bytes:
    """Return what the change's own policy loosens, and what it would decide, as JSON."""
    try:
        edited = both.own_policy()
    except GateError as error:
        return json.dumps([["the policy of the change cannot be read"], f"It is wrong: {error}"]).encode()
    read, called = judging.program.read, "the policy of the change"
    return json.dumps(judged_by(judging, edited, read, verdict, verdict.as_of, called)).encode()
