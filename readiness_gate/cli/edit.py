"""What the policy of the work tree would say, beside the one that judges: for information only."""

from collections.abc import Sequence
from dataclasses import replace

from readiness_gate.cli.opening import Opened
from readiness_gate.config import load
from readiness_gate.config.edits import loosened, shrunk
from readiness_gate.config.reader import work_tree
from readiness_gate.errors import CouldNotLook, GateError
from readiness_gate.model.facts import PeopleFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.run import Program, evaluate
from readiness_gate.sources import people


def with_edit(program: Opened, verdict: Verdict, moment: Instant) -> Verdict:
    """The verdict of a policy ref, with what the policy of the work tree loosens against it, and what it would say."""
    root, name = program.located.parent, program.located.name
    read = work_tree(root)
    try:
        edited = load(name, read, program.tables.signals, root=root)
    except GateError as error:
        first = str(error).splitlines()[0]
        return _told(verdict, [f"the policy cannot be read: {first}"], "")
    base, milestone = program.configuration, verdict.milestone.name
    before = _people(base.settings, program.program.read, moment)
    after = _people(edited.settings, read, moment)
    told = [*loosened(base, edited, milestone), *_of_people(before, after)]
    gate = edited.gates.get(milestone)
    if gate is None or (before == after and not told and gate.policy.digest == verdict.policy.digest):
        return _told(verdict, told, "")
    other = Program(edited.settings, read, program.program.now, program.tables.signals, program.tables.sources)
    return _told(
        verdict, told, f"Under the policy of the work tree this would be: {evaluate(other, gate, moment).decision}."
    )


def _told(verdict: Verdict, loosened_there: Sequence[str], edit: str) -> Verdict:
    told = (f"in the work tree, {each}" for each in loosened_there)
    policy = replace(verdict.policy, weakened=(*verdict.policy.weakened, *told), edit=edit)
    return replace(verdict, policy=policy)


def _of_people(before: PeopleFacts | str, after: PeopleFacts | str) -> list[str]:
    """What became of the roster; nothing where the base has none that can be read."""
    if isinstance(before, str):
        return []
    return [f"the people cannot be read: {after}"] if isinstance(after, str) else shrunk(before.roster, after.roster)


def _people(settings: Settings, read: Reader, now: Instant) -> PeopleFacts | str:
    """The roster and the completions, or why there are none."""
    try:
        return people.fetch(settings, Needs(), now, read)
    except CouldNotLook as error:
        return str(error)
