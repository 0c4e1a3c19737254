"""The policy as it was at an earlier time, and the landings that edited it since."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from readiness_gate.app.session import Session
from readiness_gate.app.since.scope import of_settings
from readiness_gate.config import Configuration, load
from readiness_gate.config.diff.edits import edits
from readiness_gate.config.signoffs import FILE as SIGNOFFS
from readiness_gate.config.waivers import FILE as WAIVERS
from readiness_gate.errors import CouldNotLook, GateError, Unreadable
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.comparison import Counted, Edit
from readiness_gate.model.policy import Gate
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import Instant, day_of
from readiness_gate.sources.git.policy_history import PolicyHistory, policy_history
from readiness_gate.sources.git.reader import AtRef

_MOST = 50
"""Of how many landings at most it is looked up what each edited."""


@dataclass(frozen=True, slots=True)
class PolicyThen:
    """The files and the policy as they were at an earlier time."""

    files: AtRef
    """The files that git had then."""
    configuration: Configuration
    gate: Gate


@dataclass(frozen=True, slots=True)
class Edits:
    """What was edited between two times, with the landings."""

    of_gate: tuple[Edit, ...] = ()
    of_settings: tuple[Counted, ...] = ()


def history(session: Session) -> PolicyHistory | Unavailable:
    """The history of the policy, or why it is unknown."""
    try:
        return policy_history(session.configuration.settings, session.program.now)
    except CouldNotLook as error:
        return Unavailable(str(error))


def files_then(known: PolicyHistory | Unavailable, since: Instant) -> AtRef | Unavailable:
    """The files as git had them at an earlier time, or why that is unknown."""
    if isinstance(known, Unavailable):
        return known
    try:
        return known.as_of(since)
    except CouldNotLook as error:
        return Unavailable(str(error))


def policy_then(session: Session, gate: Gate, files: AtRef | Unavailable, since: Instant) -> PolicyThen | Unavailable:
    """The gate of the same milestone by the policy as it was, or why that is unknown."""
    if isinstance(files, Unavailable):
        return files
    day, name = day_of(since, gate.zone), session.located.name
    there = _is_there(files, name)
    if isinstance(there, Unavailable):
        return there
    if not there:
        return Unavailable(f"git had no {name} on {day}: the policy of a day is known from when it is merged on")
    configuration = _loaded(session, files)
    if isinstance(configuration, Unavailable):
        return Unavailable(f"{name} as it was on {day} cannot be used: {configuration.reason}")
    then = configuration.gates.get(gate.milestone.name)
    if then is None:
        return Unavailable(f"there was no milestone {gate.milestone.name} on {day}")
    return PolicyThen(files, configuration, then)


def _is_there(files: AtRef, name: str) -> bool | Unavailable:
    try:
        return files.read(name, 1 << 26) is not None
    except Unreadable as error:
        return Unavailable(str(error))


def _loaded(session: Session, files: AtRef) -> Configuration | Unavailable:
    """The configuration in files as git had them."""
    tables, where = session.tables, session.located
    try:
        return load(where.name, files.read, tables.signals, root=where.parent, sources=tables.sources)
    except GateError as error:
        return Unavailable(next(iter(str(error).splitlines()), "it has mistakes"))


def edits_since(session: Session, known: PolicyHistory, then: PolicyThen, gate: Gate, since: Instant) -> Edits:
    """What was edited since, each with the landing that brought it, where that can be looked up."""
    now = session.configuration
    whole = Edits(edits(then.gate, gate), tuple(of_settings(then.configuration.settings, now.settings)))
    if not whole.of_gate and not whole.of_settings:
        return whole
    names = {*then.configuration.settings.policy_files, *now.settings.policy_files, WAIVERS, SIGNOFFS}
    landed = list(known.landings(sorted(names), since, session.program.now))
    if len(landed) > _MOST:
        why = f"more than {_MOST} landings edited the policy since then"
        return replace(whole, of_gate=tuple(replace(edit, unknown=why) for edit in whole.of_gate))
    steps = [_Step(then.configuration.settings, then.gate)]
    steps += [step for files, at in landed for step in _steps(session, files, at, gate.milestone.name)]
    steps.append(_Step(now.settings, gate))
    return _kept(whole, [*_by_step(steps)])


@dataclass(frozen=True, slots=True)
class _Step:
    """The policy as a landing left it; without a commit as it is here."""

    settings: Settings
    gate: Gate
    commit: str = ""
    landed: Instant | None = None


def _steps(session: Session, files: AtRef, landed: Instant, milestone: str) -> Iterator[_Step]:
    """The policy as a landing left it; nothing for one that left none, which judged nothing."""
    configuration = _loaded(session, files)
    if not isinstance(configuration, Unavailable) and milestone in configuration.gates:
        yield _Step(configuration.settings, configuration.gates[milestone], files.commit, landed)


def _by_step(steps: Sequence[_Step]) -> Iterator[Edits]:
    for before, after in pairwise(steps):
        commit, landed = after.commit, after.landed
        of_gate = (replace(edit, commit=commit, landed=landed) for edit in edits(before.gate, after.gate))
        of_sources = of_settings(before.settings, after.settings)
        yield Edits(tuple(of_gate), tuple(replace(one, commit=commit, landed=landed) for one in of_sources))


def _kept(whole: Edits, by_step: Sequence[Edits]) -> Edits:
    """The edits of each landing that count in the end, with the landing: those of rules that are not as they were."""
    rules = {edit.rule for edit in whole.of_gate}
    of_gate = tuple(edit for step in by_step for edit in step.of_gate if edit.rule in rules)
    last = {edit.what: edit for step in by_step for edit in step.of_settings}
    return Edits(of_gate or whole.of_gate, tuple(last.get(one.what, one) for one in whole.of_settings))
