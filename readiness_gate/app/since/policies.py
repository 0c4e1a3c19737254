"""The policy at an earlier time, and the landings that edited it since."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from readiness_gate.app.past_policy import PastPolicy, past_policy
from readiness_gate.app.session import Session
from readiness_gate.app.since.scope import of_settings
from readiness_gate.config.diff.edits import edits
from readiness_gate.config.signoffs import FILE as SIGNOFFS
from readiness_gate.config.waivers import FILE as WAIVERS
from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.comparison import Counted, Edit
from readiness_gate.model.facts.git import Touch
from readiness_gate.model.policy import Gate
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import Instant
from readiness_gate.sources.git.reader import AtRef

_MOST = 50
"""The most landings whose edits are looked up."""
_INSTEAD = "So it is unknown which rules were edited since"


@dataclass(frozen=True, slots=True)
class PolicyThen:
    """The policy at an earlier time."""

    gate: Gate
    settings: Settings
    """What the configuration said about the sources."""
    judging: Settings
    """The settings that judge: today's, if the configuration named places that it no longer names."""
    moved: str = ""
    """Why these are today's; empty if they are the earlier ones."""


@dataclass(frozen=True, slots=True)
class Edits:
    """The edits between two times, with their landings."""

    of_gate: tuple[Edit, ...] = ()
    of_settings: tuple[Counted, ...] = ()


@dataclass(frozen=True, slots=True)
class Then:
    """What git knows about an earlier time."""

    policy: PolicyThen | Unavailable
    edits: Edits
    files: AtRef | Unavailable
    """The files at that time."""


def known_then(session: Session, gate: Gate, since: Instant) -> Then:
    """Return what git knows about an earlier time for one of today's gates."""
    policies = past_policy(session, _INSTEAD)
    policy = _policy(session, policies, gate.milestone.name, since)
    edited = Edits() if isinstance(policy, Unavailable) else _edits_since(session, policies, policy, gate, since)
    return Then(policy, edited, _files(policies, since))


def _files(policies: PastPolicy, since: Instant) -> AtRef | Unavailable:
    history = policies.history
    if isinstance(history, Unavailable):
        return history
    try:
        return history.files(history.tip(since).commit)
    except CouldNotLook as error:
        return Unavailable(str(error))


def _policy(session: Session, policies: PastPolicy, milestone: str, since: Instant) -> PolicyThen | Unavailable:
    """Return the gate of a milestone by the earlier policy, or why that is unknown."""
    version, past = policies.version(since), policies.gate(milestone, since)
    if not isinstance(past, Unavailable):
        settings = past.version.configuration.settings
        return PolicyThen(past.version.configuration.gates[milestone], settings, settings)
    if isinstance(version, Unavailable) or milestone not in version.configuration.gates:
        return past
    then = version.configuration
    return PolicyThen(then.gates[milestone], then.settings, session.configuration.settings, past.reason)


def _edits_since(session: Session, policies: PastPolicy, then: PolicyThen, gate: Gate, since: Instant) -> Edits:
    """Return the edits since, each with its landing if that can be looked up."""
    now, history = session.configuration, policies.history
    whole = Edits(edits(then.gate, gate), tuple(of_settings(then.settings, now.settings)))
    if isinstance(history, Unavailable) or not (whole.of_gate or whole.of_settings):
        return whole
    names = {*then.settings.policy_files, *now.settings.policy_files, WAIVERS, SIGNOFFS}
    by_time = {touch.landed: touch for touch in history.changes(sorted(names), since, session.program.now)}
    landed = list(by_time.values())
    if len(landed) > _MOST:
        why = f"more than {_MOST} landings edited the policy since then"
        return replace(whole, of_gate=tuple(replace(edit, unknown=why) for edit in whole.of_gate))
    steps = [_Step(then.settings, then.gate)]
    steps += [step for touch in landed for step in _steps(policies, touch, gate.milestone.name)]
    return _kept(whole, [*_by_step([*steps, _Step(now.settings, gate)])])


@dataclass(frozen=True, slots=True)
class _Step:
    """The policy after a landing; without a commit, the present one."""

    settings: Settings
    gate: Gate
    commit: str = ""
    landed: Instant | None = None


def _steps(policies: PastPolicy, touch: Touch, milestone: str) -> Iterator[_Step]:
    """Yield the policy after a landing; nothing for an invalid one, which judged nothing."""
    version = policies.version(touch.landed)
    if not isinstance(version, Unavailable) and milestone in version.configuration.gates:
        configuration = version.configuration
        yield _Step(configuration.settings, configuration.gates[milestone], touch.commit, touch.landed)


def _by_step(steps: Sequence[_Step]) -> Iterator[Edits]:
    for before, after in pairwise(steps):
        commit, landed = after.commit, after.landed
        of_gate = (replace(edit, commit=commit, landed=landed) for edit in edits(before.gate, after.gate))
        of_sources = of_settings(before.settings, after.settings)
        yield Edits(tuple(of_gate), tuple(replace(one, commit=commit, landed=landed) for one in of_sources))


def _kept(whole: Edits, by_step: Sequence[Edits]) -> Edits:
    """Return the edits of each landing that still count in the end, with the landing: those of rules that differ."""
    rules = {edit.rule for edit in whole.of_gate}
    of_gate = tuple(edit for step in by_step for edit in step.of_gate if edit.rule in rules)
    last = {edit.what: edit for step in by_step for edit in step.of_settings}
    return Edits(of_gate or whole.of_gate, tuple(last.get(one.what, one) for one in whole.of_settings))
