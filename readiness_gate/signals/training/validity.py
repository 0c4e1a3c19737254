"""Whether training is still valid: it is stale for a person if configuration that a module depends on changed
afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.components import Components, components
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import Touch
from readiness_gate.model.levers import Work
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.repositories import abbreviated
from readiness_gate.model.time import Instant, Seconds, day_of, duration, end_of_day
from readiness_gate.model.wording import listed
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.training.configuration import Config, check_configured, configs, uncovered
from readiness_gate.signals.training.trained import Trained, sizes, trained_by_role, untrained_roles
from readiness_gate.signals.views import history
from readiness_gate.signals.views.once import once
from readiness_gate.signals.views.roster import ALL, WORST, Role, roles, roster

_SHOWN = 3
_Moved: TypeAlias = Mapping[tuple[str, str], Sequence[tuple[Instant, str]]]
"""The configuration that changed after each person completed each module."""


@dataclass(frozen=True, slots=True)
class Validity:
    """Trained people, those of them whose training is stale, and the reason for each role and module."""

    people: frozenset[str]
    by_module: Mapping[str, frozenset[str]]
    """The people whose training is stale, by the module that they must repeat."""
    newest: Instant
    """When the newest of the changes landed."""
    evidence: tuple[Evidence, ...]

    @property
    def modules(self) -> tuple[str, ...]:
        """The modules that somebody must repeat."""
        return tuple(sorted(self.by_module))

    @property
    def stale(self) -> frozenset[str]:
        """The people whose training is stale."""
        return frozenset[str]().union(*self.by_module.values())

    @property
    def share(self) -> float:
        """The share of the people whose training is stale."""
        return len(self.stale) / len(self.people)


@dataclass(frozen=True, slots=True)
class _Called:
    """How readers know days and components."""

    zone: ZoneInfo
    names: Components


@dataclass(frozen=True, slots=True)
class _Training:
    """When people completed modules, and what is known of the configuration that the modules depend on."""

    done: Mapping[tuple[str, str], tuple[Instant, Instant]]
    """The earliest and the latest instant at which each person may have completed each module last."""
    configs: Mapping[str, Config]
    grace: Seconds
    by: str
    """The grace period in words."""
    called: _Called

    def moved(self, person: str, module: str) -> Sequence[tuple[Instant, str]]:
        """Return the configuration that changed after the person completed the module and was not reverted, newest
        first."""
        config = self.configs.get(module)
        earliest, latest = self.done[person, module]
        return config.files.moved(earliest, self.grace, latest - earliest) if config else ()

    @property
    def is_cut_off(self) -> bool:
        """Whether changes to any module's configuration may be unknown."""
        return any(config.short for config in self.configs.values())

    def doubt(self, person: str, module: str) -> str | None:
        """Return why the configuration may have changed after the person completed the module; None if it cannot
        have."""
        config = self.configs.get(module)
        return config.doubt(self.done[person, module][0] + self.grace) if config else None


def _needs(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"git", "people"}), GitNeed(newest=as_of, since=as_of, oldest=as_of, modules=True))


def stale_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the trained people who completed a required module whose configuration changed later.

    `worst` is the role with the highest share, `all` counts people (trained in every role they hold).
    """
    asked = parameters.text("role")
    known, trained, training = _looked_at(facts, as_of, parameters.text("grace"), asked)
    judged = _judge(trained, training, asked)
    today = end_of_day(facts.day(as_of) - timedelta(days=1), facts.settings.calendar)
    levers = tuple(_repeating(name, role) for name, role in judged) if _all_before(judged, today) else ()
    required = _modules(trained)
    later = f"{training.by}later{uncovered(required, training.configs)}{untrained_roles(facts, known, asked)}"
    return replace(_read(judged, asked, later, levers), groups=sizes(known, asked))


def validity(facts: Facts, as_of: Instant, grace: str) -> Mapping[str, Validity]:
    """Return whose training is stale, by role, as `stale_share` computes it. Roles in which nobody is trained are
    left out. Raises CannotMeasure if this is unknown."""
    _, trained, training = _looked_at(facts, as_of, grace, WORST)
    return dict(_judge(trained, training, WORST))


def _looked_at(facts: Facts, as_of: Instant, grace: str, asked: str) -> tuple[Sequence[Role], list[Trained], _Training]:
    """Return all roles, the trained people of the requested ones, and what is known of their training."""
    git = facts.require_git()
    facts.require_people()
    check_configured(facts)
    known = roles(facts, as_of)
    trained = trained_by_role(known, asked, facts.day(as_of))
    history.check_known(git, as_of)
    found = configs(facts, as_of, _modules(trained))
    by = f"more than {grace} " if duration(grace) else ""
    called = _Called(facts.settings.calendar, components(facts.settings.git.components))
    return known, trained, _Training(_done(facts, as_of), found, duration(grace), by, called)


def _modules(trained: Sequence[Trained]) -> tuple[str, ...]:
    """Return the modules that the roles of these people require."""
    return tuple(sorted({module for group in trained for module in group.modules}))


STALE_SHARE = Signal(
    name="training.stale-share",
    unit="share",
    sources=("git", "people"),
    meaning="The share of trained people who completed a module whose configuration changed later.",
    needs=_needs,
    measure=stale_share,
    parameters=(
        Parameter("grace", "duration", "0d", "how much later than the completion the configuration may have changed"),
        Parameter("role", "role", ALL, 'the role: "worst" (the highest), "all" (people of every role), or its name'),
    ),
    topic="who was trained on outdated configuration",
)


@once
def _done(facts: Facts, as_of: Instant) -> Mapping[tuple[str, str], tuple[Instant, Instant]]:
    """Return when each person completed each module last, as of an instant: for a day, from its start to its end,
    because that may be before or after a change on that day."""
    done: dict[tuple[str, str], tuple[Instant, Instant]] = {}
    for completion in roster(facts, as_of).completed:
        key, when = (completion.person, completion.module), (completion.earliest, completion.completed_at)
        if done.get(key, when) <= when:
            done[key] = when
    return done


def _judge(trained: Sequence[Trained], training: _Training, asked: str) -> list[tuple[str, Validity]]:
    """Return each role with the people whose training is stale, the highest share first; with `all`, all roles as
    one."""
    groups = [("", list(trained))] if asked == ALL else [(group.role, [group]) for group in trained]
    judged = [(name, _judged(group, training)) for name, group in groups]
    return sorted(judged, key=lambda of_role: (-of_role[1].share, of_role[0]))


def _judged(groups: Sequence[Trained], training: _Training) -> Validity:
    completed = [(person, module) for group in groups for person in group.people for module in group.modules]
    moved = {(person, module): training.moved(person, module) for person, module in completed}
    of_module: dict[str, set[str]] = {}
    for (person, module), changes in moved.items():
        if changes:
            of_module.setdefault(module, set()).add(person)
    by_module = {module: frozenset(people) for module, people in of_module.items()}
    stale = frozenset[str]().union(*by_module.values())
    newest = max((changes[0][0] for changes in moved.values() if changes), default=0)
    doubts = (training.doubt(person, module) for person, module in completed if person not in stale)
    doubt = next(filter(None, doubts), None) if training.is_cut_off else None
    if doubt:
        raise CannotMeasure(doubt)
    people = frozenset[str]().union(*(group.people for group in groups))
    return Validity(people, by_module, newest, tuple(_evidence(groups, training, moved)))


def _evidence(groups: Sequence[Trained], training: _Training, moved: _Moved) -> Iterable[Evidence]:
    """Yield, for each role and module, how many are stale and which landings changed what; nobody is named."""
    for group in groups:
        for module in dict.fromkeys(group.modules):
            behind = [changes for person in group.people if (changes := moved[person, module])]
            if behind:
                people = f"{len(behind)} of {len(group.people)} trained people"
                later = f"{training.by}later, " if training.by else ""
                landings = _landings(behind, training.configs[module].last, training.called)
                yield Evidence("role", group.role, f"{people} learned {module}, which changed {later}on {landings}")


def _landings(moved: Iterable[Sequence[tuple[Instant, str]]], last: Mapping[str, Touch], called: _Called) -> str:
    """Return the landings that made training stale, newest first, with the components that they changed."""
    different = {id(changes): changes for changes in moved}.values()  # people who completed it at one instant have one
    landings: dict[tuple[Instant, str], list[str]] = {}
    for landed, path in sorted({change for changes in different for change in changes}, key=_newest_first):
        landings.setdefault((landed, last[path].commit), []).append(path)
    return listed((_landing(*key, files, called) for key, files in landings.items()), _SHOWN)


def _newest_first(change: tuple[Instant, str]) -> tuple[int, str]:
    return -change[0], change[1]


def _landing(landed: Instant, commit: str, files: Sequence[str], called: _Called) -> str:
    what = listed(called.names.called(files))
    return f"{day_of(landed, called.zone)} (commit {abbreviated(commit, 10)}: {what})"


def _all_before(judged: Iterable[tuple[str, Validity]], today: Instant) -> bool:
    """Return whether all changes landed before today. Otherwise a module repeated today, at whatever time, may have
    been repeated before a change."""
    return all(role.newest <= today for _, role in judged)


def _repeating(name: str, judged: Validity) -> Work:
    """Return the work of training people of a role again ("" for all roles)."""
    which = f" in the role {name}" if name else ""
    numbers = range(len(judged.stale), -1, -1)
    return Work(
        "",
        f"person{which} repeats the modules that changed",
        f"people{which} repeat the modules that changed",
        tuple(number / len(judged.people) for number in numbers),
        judged.modules,
        about=True,
        group=name,
    )


def _read(judged: Sequence[tuple[str, Validity]], asked: str, later: str, levers: tuple[Work, ...]) -> Measured:
    name, worst = judged[0]
    highest = f"{name}, the highest of {len(judged)} roles, " if len(judged) > 1 else f"{name}: "
    return Measured(
        worst.share,
        f"{'' if asked == ALL else highest}{len(worst.stale)} of {len(worst.people)} trained people completed a module "
        f"whose configuration changed {later}.",
        tuple(evidence for _, of_role in judged for evidence in of_role.evidence),
        of_group=name,
        people=len(worst.people),
        who=frozenset[str]().union(*(of_role.stale for _, of_role in judged)),
        shortfall=f"{len(worst.stale)} of {len(worst.people)} trained people trained before a change",
        levers=levers,
    )


SIGNALS = (STALE_SHARE,)
