"""What the policy of the work tree would decide, next to the one that judges: for information only."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace

from readiness_gate.app.edits import failure
from readiness_gate.app.session import Session
from readiness_gate.config import Configuration, load
from readiness_gate.config.diff.policy import loosened
from readiness_gate.config.reader import WorkTree
from readiness_gate.errors import CouldNotLook, GateError
from readiness_gate.model.facts.people import PeopleFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Gate
from readiness_gate.model.settings import Milestone, Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import capitalized
from readiness_gate.plugins.fence import LIMIT, NoAnswer, answer
from readiness_gate.run import evaluate
from readiness_gate.sources import SourceTable, people
from readiness_gate.sources.people.weakened import shrunk


def with_edit(session: Session, verdict: Verdict, moment: Instant) -> Verdict:
    """Return the verdict of a policy ref, with what the policy of the work tree loosens, and what it would decide.

    The change controls that policy, which may cause any amount of work: so it is evaluated in a process of its own,
    with a time limit.
    """
    try:
        answered = answer(lambda: json.dumps(_edit(session, verdict, moment)).encode(), failure, LIMIT)
        weakened, edit = json.loads(answered)
    except NoAnswer as error:
        weakened = [f"the policy cannot be compared: {error}"]
        edit = f"The decision under the policy of the work tree is unknown: {error}."
    there = (f"in the work tree, {what}" for what in weakened)
    policy = replace(verdict.policy, weakened=(*verdict.policy.weakened, *there), edit=edit)
    return replace(verdict, policy=policy)


def _edit(session: Session, verdict: Verdict, moment: Instant) -> tuple[list[str], str]:
    """Return what the policy of the work tree loosens, and a sentence on what it would decide; "" if nothing
    differs."""
    root, name = session.located.parent, session.located.name
    read = WorkTree(root).read
    if not os.path.lexists(root / name):
        return [f"{name} was removed or renamed; its policy-lock still counts"], ""
    try:
        edited = load(name, read, session.tables.signals, root=root, sources=session.tables.sources)
    except GateError:
        return ["the policy cannot be read: `readiness-gate check` without --policy-ref shows why"], ""
    return judged_by(session, edited, read, verdict, moment)


def judged_by(
    session: Session,
    edited: Configuration,
    read: Reader,
    verdict: Verdict,
    moment: Instant,
    called: str = "the policy of the work tree",
) -> tuple[list[str], str]:
    """Return what an edited policy loosens compared with that of a session, and a sentence on what it would decide;
    "" if nothing differs. `read` reads its files, and `called` is its name in the sentence."""
    base, milestone = session.configuration, verdict.milestone.name
    weakened = loosened(base, edited, milestone, session.tables.sources)
    gate = edited.gates.get(milestone)
    if gate is None:
        return weakened, ""
    table = session.tables.sources
    known = list(_places(table, base.settings, base.gates[milestone]))
    if any(place not in known for place in _places(table, edited.settings, gate)):
        # Nothing is asked of an address, nor read from a file, that only the edit names: it could be anybody's.
        return weakened, f"{capitalized(called)} was not evaluated: it reads from other sources."
    exported = session.exported
    gate, settings = exported.gate(gate), exported.settings(edited.settings)
    before = _people(session.program.settings.of_milestone(verdict.milestone), session.program.read, moment)
    after = _people(settings.of_milestone(gate.milestone), read, moment)
    weakened = [*weakened, *_roster_edits(before, after)]
    if before == after and not weakened and gate.policy.digest == verdict.policy.digest:
        return weakened, ""
    other = replace(session.program, settings=settings, read=read)
    decision = evaluate(other, gate, moment).decision
    return weakened, f"Under {called} this would be: {decision}."


def _places(table: SourceTable, settings: Settings, gate: Gate) -> Iterator[tuple[object, ...]]:
    """Yield where a configuration reads the sources from: those of a gate's milestone, and of each earlier one."""
    yield from (_sources(table, settings, one.milestone) for one in (gate, *gate.earlier))


def _sources(table: SourceTable, settings: Settings, milestone: Milestone) -> tuple[object, ...]:
    """Return where a configuration reads the sources of a milestone from."""
    settings = settings.of_milestone(milestone)
    return (*(source.where(settings) for source in table.values()), settings.plugins)


def _roster_edits(before: PeopleFacts | None, after: PeopleFacts | None) -> list[str]:
    """Return the changes of the roster; empty if the base has no readable one. The reason why that of the work tree
    cannot be read is not shown: it may be a link to a private file."""
    if before is None:
        return []
    return ["the roster or the completions cannot be read"] if after is None else shrunk(before.roster, after.roster)


def _people(settings: Settings, read: Reader, now: Instant) -> PeopleFacts | None:
    """Return the roster and the completions; None if they cannot be read."""
    try:
        return people.fetch(settings, Needs(), now, read)
    except CouldNotLook:
        return None
