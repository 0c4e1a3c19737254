"""Judges the gate of a milestone, or of every one that lies ahead."""

import pickle
from collections.abc import Sequence
from dataclasses import replace

from readiness_gate.app.compare import with_edit
from readiness_gate.app.decided import with_decisions
from readiness_gate.app.edits import MARGIN, badness, failed, series_of_change
from readiness_gate.app.past import charted, joined, slim, weeks_before
from readiness_gate.app.session import Session
from readiness_gate.errors import BadUse
from readiness_gate.model.policy import Gate
from readiness_gate.model.time import Instant, end_of_day
from readiness_gate.model.verdict import WORST_FIRST, Decision, Verdict
from readiness_gate.plugins.fence import LIMIT, NoAnswer, answer, stopwatch
from readiness_gate.run import Program, Series, evaluate, evaluate_series


def check(
    session: Session,
    milestone: str | None,
    as_of: Instant,
    *,
    every: bool = False,
    in_ci: bool = False,
    with_past: bool = False,
) -> list[Verdict]:
    """The verdict of the gate of a milestone, by default of the next one; or with `every`, of all that lie ahead, in
    the order of their days. `in_ci` says that nobody may read a note, so what a note would say raises BadUse.
    `with_past` adds how each gate was judged in the weeks before, from the same read of the sources."""
    gates = _all_ahead(session, as_of) if every else [session.gate(milestone, as_of)]
    passed = "" if milestone is not None else _passed_over(session, as_of, every=every, in_ci=in_ci)
    instants = (*(weeks_before(as_of) if with_past else ()), as_of)
    return [_judged(session, gate, instants, passed) for gate in gates]


def worst(decisions: Sequence[Decision]) -> Decision:
    """The one that counts of several: a no-go before one that is undecided, and that before a go."""
    return min(decisions, key=WORST_FIRST.index)


def _all_ahead(session: Session, as_of: Instant) -> list[Gate]:
    gates = session.ahead(as_of)
    if not gates:
        raise BadUse("all milestones have passed: name one of them, or add one with a later date")
    return gates


def _passed_over(session: Session, as_of: Instant, *, every: bool, in_ci: bool) -> str:
    """What is to be said of milestones that passed. Raises BadUse in a CI system, where nobody may read it: for every
    one when the next is taken in its place, and with `every` for one that was no go on its day."""
    passed = session.passed(as_of)
    if not passed:
        return ""
    missed = [gate for gate in passed if not every or _was_missed(session, gate)] if in_ci else []
    if missed:
        names = [missed[0].milestone.name, *(gate.milestone.name for gate in session.ahead(as_of)[:1])]
        ways = " or ".join(f"readiness-gate check {name}" for name in names)
        raise BadUse(f"name the milestone: {_days(missed)} passed, so write {ways}")
    return (
        f"{_days(passed)} passed and is not judged here. To judge it: readiness-gate check {passed[0].milestone.name}"
    )


def _days(gates: Sequence[Gate]) -> str:
    """Milestones with their days."""
    return ", ".join(f"{gate.milestone.name} of {gate.milestone.date}" for gate in gates)


def _was_missed(session: Session, gate: Gate) -> bool:
    """Whether the gate of a milestone was no go at the end of its day."""
    return evaluate(session.program, gate, end_of_day(gate.milestone.date, gate.zone)).decision != "go"


def _judged(session: Session, gate: Gate, instants: Sequence[Instant], passed: str) -> Verdict:
    """The verdict of a gate as of the last of some instants, with those as of the others. Where the change wrote over
    files that the ref has, the worse of two: on those of the ref, and on those of the change."""
    as_of, passed_seconds = instants[-1], stopwatch()
    also = charted(session.program.settings, gate, instants)
    verdict, unknown = joined(evaluate_series(session.program, gate, instants, also)), ""
    of_change = session.with_edits
    if of_change is not None:
        seconds = LIMIT + MARGIN * passed_seconds()
        other = _of_change(of_change, gate, as_of, seconds)
        if badness(other) < badness(verdict):
            verdict, unknown = _past_of_change(of_change.program, gate, instants, other, seconds)
    return with_notes(session, verdict, *filter(None, (passed, *session.notes, unknown)))


def with_notes(session: Session, verdict: Verdict, *notes: str) -> Verdict:
    """A verdict with what its readers must know besides: what the policy of the work tree loosens against that of a
    ref, some notes, and the decision log."""
    if session.facts_reader is not None and not session.ref_alone:
        verdict = with_edit(session, verdict, verdict.as_of)
    return with_decisions(session, replace(verdict, notes=notes))


def _past_of_change(
    program: Program, gate: Gate, instants: Sequence[Instant], verdict: Verdict, seconds: float
) -> tuple[Verdict, str]:
    """The verdict on the change's own files with what these say of the instants before, and why that is unknown. These
    are judged apart: whatever becomes of them, the verdict stays."""
    past = instants[:-1]
    if not past:
        return verdict, ""
    also = charted(program.settings, gate, instants)
    try:
        content = answer(lambda: pickle.dumps(slim(evaluate_series(program, gate, past, also))), failed, seconds)
    except NoAnswer as error:
        return verdict, f"How the gate was judged in the weeks before is unknown: {error}. Export fewer issues."
    series: Series = pickle.loads(content)  # noqa: S301 - of our own code, which was forked
    return replace(verdict, past=series.verdicts, charted=series.readings), ""


def _of_change(of_change: Session, gate: Gate, as_of: Instant, seconds: float) -> Verdict:
    """The verdict on the change's own files."""
    return series_of_change(of_change, of_change.program, gate, (as_of,), seconds)[0]
