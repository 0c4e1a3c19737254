"""What changed in a verdict since an earlier time: the facts, the limits, or what is counted.

Each of the three can be as it was then or as it is now, which gives eight worlds. A cause is one that makes a
difference between two worlds that differ in nothing else.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from readiness_gate.app.session import Session
from readiness_gate.app.since.causes import ALL_WORLDS, Known, change
from readiness_gate.app.since.policies import PolicyThen, Then, known_then
from readiness_gate.app.since.rosters import Churn, members, smallest
from readiness_gate.app.since.scope import of_sources
from readiness_gate.app.since.worlds import NOW, THEN, FilesThen, Side, Worlds
from readiness_gate.errors import BadUse
from readiness_gate.model.comparison import Cause, Comparison
from readiness_gate.model.digest import digest
from readiness_gate.model.policy import Gate, Policy
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import Instant, day_of
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import listed

_NAMED = 3
_NO_POLICY = Policy("")
_COUNTED: tuple[Cause, ...] = ("counted",)


def compared(session: Session, verdict: Verdict, since: Instant) -> Verdict:
    """Return the verdict with what changed since an earlier time. Raises BadUse if two versions of a file are
    judged, because it is then unclear which to compare."""
    edited = session.facts_reader.edited if session.facts_reader is not None else frozenset[str]()
    if edited:
        names = listed(sorted(edited), _NAMED)
        raise BadUse(f"--since: this change edits {names}, so check judges two versions of it. Leave out --since here")
    return replace(verdict, compared=_comparison(session, verdict, since))


def _comparison(session: Session, verdict: Verdict, since: Instant) -> Comparison:
    gate = session.configuration.gates[verdict.milestone.name]
    known = known_then(session, gate, since)
    files = None if isinstance(known.files, Unavailable) else FilesThen(known.files, session.program.read)
    then, now = _sides(session, verdict, known.policy, since, files)
    churn, no_roster = _churn(session, then, now)
    then, now = replace(then, rows=churn.with_then), replace(now, rows=churn.with_now)
    unlike = _possible_causes(known, then, gate, churn)
    first = Worlds(session.program, then, now, NOW - unlike)
    before = first.verdict(THEN)
    smaller = tuple(of_sources(before.sources, verdict.sources, churn))
    if smaller:
        unlike = unlike.union(_COUNTED)
    worlds = replace(first, alike=NOW - unlike, smaller=frozenset(one.source for one in smaller), known={})
    worlds.known.update({THEN: before, unlike: verdict})
    counted = (*churn.in_words(), *known.edits.of_settings, *smaller)
    found = {world: worlds.findings(world) for world in ALL_WORLDS}
    changed = partial(change, worlds=found, known=Known(known.edits.of_gate, counted, churn))
    changes = [one for id_ in dict.fromkeys((*found[NOW], *found[THEN])) if (one := changed(id_)) is not None]
    return Comparison(
        since,
        before.decision,
        tuple(sorted(changes, key=lambda one: not one.only_counted)),
        known.edits.of_gate,
        counted,
        known.policy if isinstance(known.policy, Unavailable) else None,
        (*_caveats(known, files, day_of(since, verdict.zone)), *no_roster),
        as_configured_today=_has_moved(known),
    )


def _sides(
    session: Session, verdict: Verdict, policy: PolicyThen | Unavailable, since: Instant, files: FilesThen | None
) -> tuple[Side, Side]:
    """Return the earlier and the present state; if the earlier policy is unknown, with the present one."""
    configuration, name = session.configuration, verdict.milestone.name
    if isinstance(policy, Unavailable):
        then = Side(since, files, configuration.settings, configuration.gates[name])
    else:
        then = Side(since, files, policy.judging, policy.gate)
    return then, Side(verdict.as_of, None, session.program.settings, session.gates[name])


def _churn(session: Session, then: Side, now: Side) -> tuple[Churn, tuple[str, ...]]:
    """Return who joined and left, and what is unknown about that."""
    settings = [side.settings.of_milestone(side.gate.milestone) for side in (then, now)]
    least = smallest(settings)
    program = session.program
    rows = [
        members(of_side, side.gate.milestone, side.read.read if side.read else program.read, program.now, side.as_of)
        for of_side, side in zip(settings, (then, now), strict=True)
    ]
    before, after = rows
    if isinstance(before, Unavailable) or isinstance(after, Unavailable):
        why = next(one.reason for one in rows if isinstance(one, Unavailable))
        return Churn(least=least), (f"It is unknown who joined and left the roster: {why}",)
    return Churn(before, after, least), ()


def _has_moved(known: Then) -> bool:
    """Return whether the configuration named places that it no longer names."""
    return not isinstance(known.policy, Unavailable) and bool(known.policy.moved)


def _possible_causes(known: Then, then: Side, now: Gate, churn: Churn) -> frozenset[Cause]:
    """Return the causes that may make a difference: time always does."""
    causes: set[Cause] = {"facts"}
    if (known.edits.of_settings and not _has_moved(known)) or not churn.is_none:
        causes.add("counted")
    if digest(replace(then.gate, policy=_NO_POLICY)) != digest(replace(now, policy=_NO_POLICY)):
        causes.add("limits")
    return frozenset(causes)


def _caveats(known: Then, files: FilesThen | None, day: date) -> Iterator[str]:
    """Yield what else is unknown about the earlier time."""
    if not isinstance(known.policy, Unavailable) and known.policy.moved:
        yield f"Both times are read as configured today: {known.policy.moved}"
    if isinstance(known.files, Unavailable):
        yield f"Files are read as they are today, because those of {day} are unknown: {known.files.reason}"
    elif files is not None and files.not_there:
        names = listed(sorted(files.not_there), _NAMED)
        yield f"Read as it is today, because git did not have it on {day}: {names}"
