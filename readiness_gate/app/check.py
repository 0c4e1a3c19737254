"""Judge the gate of a milestone, or of every upcoming one."""

import pickle
from collections.abc import Sequence
from dataclasses import replace

from readiness_gate.app.compare import with_edit
from readiness_gate.app.decided import with_decisions
from readiness_gate.app.edits import MARGIN, badness, failure, series_of_change
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
    """Return the verdict of the gate of a milestone, by default the next one; with `every`, of all upcoming ones in
    the order of their days. With `in_ci`, nobody may read a note, so its content raises BadUse instead. `with_past`
    adds how each gate was judged in the weeks before, from the same read of the sources."""
    gates = _all_ahead(session, as_of) if every else [session.gate(milestone, as_of)]
    passed = "" if milestone is not None else _note_on_passed(session, as_of, every=every, in_ci=in_ci)
    instants = (*(weeks_before(as_of) if with_past else ()), as_of)
    return [_judged(session, gate, instants, passed) for gate in gates]


def worst(decisions: Sequence[Decision]) -> Decision:
    """Return the decision that counts for several: no-go before undecided before go."""
    return min(decisions, key=WORST_FIRST.index)


def _all_ahead(session: Session, as_of: Instant) -> list[Gate]:
    gates = session.ahead(as_of)
    if not gates:
        raise BadUse("all milestones have passed: name one of them, or add one with a later date")
    return gates


def _note_on_passed(session: Session, as_of: Instant, *, every: bool, in_ci: bool) -> str:
    """Return a note on milestones that have passed. In CI, where nobody may read it, raises BadUse instead: for
    every passed milestone if the next is used in its place, and with `every` for one that was not go on its day."""
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
    """Return milestones with their days."""
    return ", ".join(f"{gate.milestone.name} of {gate.milestone.date}" for gate in gates)


def _was_missed(session: Session, gate: Gate) -> bool:
    """Return whether the gate of a milestone was not go at the end of its day."""
    return evaluate(session.program, gate, end_of_day(gate.milestone.date, gate.zone)).decision != "go"


def _judged(session: Session, gate: Gate, instants: Sequence[Instant], passed: str) -> Verdict:
    """Return the verdict of a gate as of the last of the instants, with those as of the others. If the change
    overwrote files of the ref, return the worse of two: on the ref's files, and on those of the change."""
    as_of, passed_seconds = instants[-1], stopwatch()
    also = charted(session.program.settings, gate, instants)
    verdict, unknown = joined(evaluate_series(session.program, gate, instants, also)), ""
    of_change = session.with_edits
    if of_change is not None:
        seconds = LIMIT + MARGIN * passed_seconds()
        other = _verdict_on_change(of_change, gate, as_of, seconds)
        if badness(other) < badness(verdict):
            verdict, unknown = _past_of_change(of_change.program, gate, instants, other, seconds)
    return with_notes(session, verdict, *filter(None, (passed, *session.notes, unknown)))


def with_notes(session: Session, verdict: Verdict, *notes: str) -> Verdict:
    """Return a verdict with what else its readers must know: what the policy of the work tree loosens compared with
    the ref, the notes, and the decision log."""
    if session.facts_reader is not None and not session.ref_alone:
        verdict = with_edit(session, verdict, verdict.as_of)
    return with_decisions(session, replace(verdict, notes=notes))


def _past_of_change(
    program: Program, gate: Gate, instants: Sequence[Instant], verdict: Verdict, seconds: float
) -> tuple[Verdict, str]:
    """Return the verdict on the change's own files with their verdicts for the earlier instants, and why these are
    unknown. They are judged separately: whatever happens to them, the verdict stays."""
    past = instants[:-1]
    if not past:
        return verdict, ""
    also = charted(program.settings, gate, instants)
    try:
        content = answer(lambda: pickle.dumps(slim(evaluate_series(program, gate, past, also))), failure, seconds)
    except NoAnswer as error:
        return verdict, f"How the gate was judged in the weeks before is unknown: {error}. Export fewer issues."
    series: Series = pickle.loads(content)  # noqa: S301 - of our own code, which was forked
    return replace(verdict, past=series.verdicts, charted=series.readings), ""


def _verdict_on_change(of_change: Session, gate: Gate, as_of: Instant, seconds: float) -> Verdict:
    """Return the verdict on the change's own files."""
    return series_of_change(of_change, of_change.program, gate, (as_of,), seconds)[0]
