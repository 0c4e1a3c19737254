"""Whether training still holds: a person's is stale when configuration that a module depends on changed after it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import GitFacts, Touch
from readiness_gate.model.facts.people import PeopleFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.repositories import abbreviated
from readiness_gate.model.time import Instant, Seconds, iso_day
from readiness_gate.signals import history
from readiness_gate.signals.change import listed
from readiness_gate.signals.covers import Files, Known, check_void, files_of, modules_within, void_config
from readiness_gate.signals.spec import Parameter, Signal
from readiness_gate.signals.training import ALL, WORST, Role, completed_by, named_by, roles_of, trained_in_all

_MISSPELLED = 0.85


@dataclass(frozen=True, slots=True)
class _Trained:
    """Trained people of a role, at least one, and the modules that they completed for it."""

    role: str
    people: frozenset[str]
    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Config:
    """The configuration that a module depends on, with the last known change of each file. `short` says why there may
    be one that landed no later than `known_from`."""

    files: Files
    last: Mapping[str, Touch]
    short: str | None
    known_from: Instant


@dataclass(frozen=True, slots=True)
class _Judged:
    """Trained people, those of them whose training is stale, and for each role and module why."""

    people: frozenset[str]
    stale: frozenset[str]
    evidence: tuple[Evidence, ...]

    @property
    def share(self) -> float:
        return len(self.stale) / len(self.people)


@dataclass(frozen=True, slots=True)
class _Known:
    """When people completed modules last, from the earliest to the latest instant; what is known of the configuration
    that modules depend on; and the grace, in seconds and in words."""

    done: Mapping[tuple[str, str], tuple[Instant, Instant]]
    configs: Mapping[str, _Config]
    grace: Seconds
    by: str

    def is_stale(self, person: str, module: str) -> bool:
        """Whether the configuration is known to have changed after the person completed the module."""
        return bool(self.moved(person, module))

    def moved(self, person: str, module: str) -> Sequence[tuple[Instant, str]]:
        """The configuration that changed after the person completed the module, and is not back, newest first."""
        config = self.configs.get(module)
        earliest, latest = self.done[person, module]
        return config.files.moved(earliest, self.grace, latest - earliest) if config else ()

    def doubt(self, person: str, module: str) -> str | None:
        """Why the configuration may have changed after the person completed the module; None when it cannot have."""
        config = self.configs.get(module)
        early = config and self.done[person, module][0] + self.grace < config.known_from
        return config.short if config and early else None


def _needs(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"git", "people"}), GitNeed(as_of, as_of, as_of, modules=True))


def stale_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """The share of the trained people who completed a required module whose configuration changed later.

    `worst` is the role with the highest share, `all` counts people (trained in every role they hold).
    """
    git, people = facts.require_git(), facts.require_people()
    if not any(cover.modules for cover in facts.settings.covers):
        raise CannotMeasure(
            "which configuration training modules depend on is not configured: provide modules = […] in [[covers]]"
        )
    roles = roles_of(facts, people, as_of)
    trained = _trained(roles, parameters.text("role"), as_of)
    required = sorted({module for each in trained for module in each.modules})
    history.check_known(git, as_of)
    configs = _configs(facts, git, required, as_of)
    grace = parameters.seconds("grace")
    by = f"more than {parameters.text('grace')} " if grace else ""
    judged = _judge(trained, _Known(_done(facts, people, as_of), configs, grace, by), parameters.text("role"))
    return _read(
        judged, parameters.text("role"), f"{by}later", _left_out(roles, parameters.text("role"), required, configs)
    )


def _trained(roles: Sequence[Role], asked: str, as_of: Instant) -> list[_Trained]:
    """The trained people of the roles asked for; a role in which nobody is trained is left out."""
    named = list(roles) if asked == ALL else named_by(roles, asked)
    counted = trained_in_all(roles) if asked == ALL else frozenset[str]().union(*(role.trained for role in named))
    found = [_Trained(role.name, role.trained & counted, role.modules) for role in named if role.trained & counted]
    who = "nobody" if asked in (ALL, WORST) else f'nobody in the role "{asked}"'
    if not found:
        raise CannotMeasure(f"{who} is trained by {iso_day(as_of)}, so there is no share of them to take")
    return found


def _configs(facts: Facts, git: GitFacts, required: Sequence[str], as_of: Instant) -> Mapping[str, _Config]:
    """What is known of the configuration, present or deleted by now, that each of some modules depends on."""
    last, present = history.last_changes(git, as_of), history.tree_at(git, as_of)
    known = Known(facts.settings.git.paths, (), sorted({*last, *present}))
    changed: dict[str, dict[str, Touch]] = {}
    short: dict[str, str] = {}
    for cover in facts.settings.covers:
        modules = [module for module in required if module in cover.modules]
        if not modules:
            continue
        config = facts.settings.git.paths.listed(cover.config)
        check_void(git, list(void_config(cover, known)))
        matching = [*config.of(sorted(last)), *modules_within(git, config)]
        touched = {path: last[path] for path in matching if path in last}
        if not touched:
            short.update(dict.fromkeys(modules, _why_untouched(git, config.of(sorted(present)))))
        for module in modules:
            changed.setdefault(module, {}).update(touched)
    if not changed:
        raise CannotMeasure(
            f"no [[covers]] entry says what configuration {listed(required)} depends on, so nobody can tell whether "
            "that training still holds: provide modules = […] in [[covers]]"
        )
    return {
        module: _Config(
            files_of(git, touched, touched, as_of),
            touched,
            short.get(module),
            history.begins_cut_off(git, touched) or git.first_landed,
        )
        for module, touched in changed.items()
    }


def _why_untouched(git: GitFacts, present: Sequence[str]) -> str:
    """Why no landing is known of some configuration: history was cut off. Raises CannotMeasure where it was not."""
    cut_off = history.why_cut_off(git)
    if cut_off is None:
        raise CannotMeasure(
            f"no landing is known that brought {present[0]} ({len(present)} such files of configuration)"
        )
    return cut_off


def _done(facts: Facts, people: PeopleFacts, as_of: Instant) -> dict[tuple[str, str], tuple[Instant, Instant]]:
    """When each person completed each module last, as of an instant: of a day, from its start to its end, as it may
    have been before or after a change of that day."""
    done: dict[tuple[str, str], tuple[Instant, Instant]] = {}
    for each in completed_by(facts, people, as_of):
        key, when = (each.person, each.module), (each.earliest, each.completed_at)
        done[key] = max(when, done.get(key, when))
    return done


def _judge(trained: Sequence[_Trained], known: _Known, asked: str) -> list[tuple[str, _Judged]]:
    """Each role with the people whose training is stale, the highest share first; all roles as one for `all`."""
    groups = [("", list(trained))] if asked == ALL else [(each.role, [each]) for each in trained]
    judged = [(name, _stale(group, known)) for name, group in groups]
    return sorted(judged, key=lambda each: (-each[1].share, each[0]))


def _stale(group: Sequence[_Trained], known: _Known) -> _Judged:
    completed = [(person, module) for each in group for person in each.people for module in each.modules]
    stale = frozenset(person for person, module in completed if known.is_stale(person, module))
    doubts = (known.doubt(person, module) for person, module in completed if person not in stale)
    doubt = next((each for each in doubts if each), None)
    if doubt:
        raise CannotMeasure(doubt)
    people = frozenset[str]().union(*(each.people for each in group))
    return _Judged(people, stale, tuple(_evidence(group, known)))


def _evidence(group: Sequence[_Trained], known: _Known) -> Iterable[Evidence]:
    """For each role and module, how many are stale and what changed; nobody is named."""
    for each in group:
        for module in dict.fromkeys(each.modules):
            moved = [found for person in each.people if (found := known.moved(person, module))]
            if moved:
                count, last = len(moved), known.configs[module].last
                newest = max(found[0][0] for found in moved)
                files = sorted({path for found in moved for landed, path in found if landed == newest})
                what = f"{listed(files)} changed on {iso_day(newest)} ({abbreviated(last[files[0]].commit, 10)})"
                told = f"{module}: {count} of {len(each.people)} trained people completed it {known.by}before {what}"
                yield Evidence("role", each.role, told)


def _read(judged: Sequence[tuple[str, _Judged]], asked: str, later: str, left_out: str) -> Measured:
    name, worst = judged[0]
    highest = f"{name}, the highest of {len(judged)} roles, " if len(judged) > 1 else f"{name}: "
    told = f"{len(worst.stale)} of {len(worst.people)} trained people completed a module whose configuration changed"
    return Measured(
        worst.share,
        f"{'' if asked == ALL else highest}{told} {later}{left_out}.",
        tuple(evidence for _, each in judged for evidence in each.evidence),
    )


def _left_out(roles: Sequence[Role], asked: str, required: Sequence[str], configs: Mapping[str, _Config]) -> str:
    """What was not judged, for the end of a sentence: a reader would else take it for fresh."""
    uncovered = ", ".join(_hinted(module, configs) for module in required if module not in configs)
    untrained = ", ".join(role.name for role in roles if asked in (ALL, WORST) and not role.trained)
    return (f"; not judged, as no [[covers]] entry names them: {uncovered}" if uncovered else "") + (
        f"; left out, as nobody in them is trained: {untrained}" if untrained else ""
    )


def _hinted(module: str, covered: Iterable[str]) -> str:
    """A module that no entry names, with the one that may be meant."""
    close = get_close_matches(module, covered, n=1, cutoff=_MISSPELLED)
    return f'{module} (did you mean "{close[0]}"?)' if close else module


SIGNALS = (
    Signal(
        "training.stale-share",
        "share",
        ("git", "people"),
        "The share of trained people who completed a module whose configuration changed later.",
        _needs,
        stale_share,
        (
            Parameter(
                "grace", "duration", "0d", "how much later than the completion the configuration may have changed"
            ),
            Parameter(
                "role", "role", ALL, 'the role: "worst" (the highest), "all" (people of every role), or its name'
            ),
        ),
    ),
)
