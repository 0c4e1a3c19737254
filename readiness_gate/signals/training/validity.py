"""Whether training still holds: a person's is stale when configuration that a module depends on changed after it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import GitFacts, Touch
from readiness_gate.model.levers import Work
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.repositories import abbreviated
from readiness_gate.model.time import Instant, Seconds, day_of, end_of_day
from readiness_gate.model.wording import listed
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views import history
from readiness_gate.signals.views.covers import Files, Known, check_void, files_of, modules_within, void_config
from readiness_gate.signals.views.mainline import tree
from readiness_gate.signals.views.roster import ALL, WORST, Role, Roster, named_by, roles, roster, trained_in_all

_MISSPELLED = 0.85


@dataclass(frozen=True, slots=True)
class _Trained:
    """Trained people of a role, at least one, and the modules that they completed for it."""

    role: str
    people: frozenset[str]
    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Config:
    """The configuration that a module depends on."""

    files: Files
    last: Mapping[str, Touch]
    """The last known change of each file."""
    short: str | None
    """Why there may be a change that landed no later than `known_from`."""
    known_from: Instant


@dataclass(frozen=True, slots=True)
class _Judged:
    """Trained people, those of them whose training is stale, and for each role and module why."""

    people: frozenset[str]
    stale: frozenset[str]
    modules: tuple[str, ...]
    """The modules that these must repeat."""
    newest: Instant
    """When the newest of the changes landed."""
    evidence: tuple[Evidence, ...]

    @property
    def share(self) -> float:
        return len(self.stale) / len(self.people)


@dataclass(frozen=True, slots=True)
class _Training:
    """When people completed modules, and what is known of the configuration that these depend on."""

    done: Mapping[tuple[str, str], tuple[Instant, Instant]]
    """When each person completed each module last, from the earliest to the latest instant."""
    configs: Mapping[str, _Config]
    grace: Seconds
    by: str
    """The grace in words."""
    zone: ZoneInfo
    """Whose days are named."""

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
    return Needs(frozenset({"git", "people"}), GitNeed(newest=as_of, since=as_of, oldest=as_of, modules=True))


def stale_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """The share of the trained people who completed a required module whose configuration changed later.

    `worst` is the role with the highest share, `all` counts people (trained in every role they hold).
    """
    git, asked = facts.require_git(), parameters.text("role")
    facts.require_people()
    if not any(cover.modules for cover in facts.settings.covers):
        raise CannotMeasure(
            "which configuration training modules depend on is not configured: provide modules = […] in [[covers]]"
        )
    known = roles(facts, as_of)
    trained = _trained(known, asked, facts.day(as_of))
    required = sorted({module for group in trained for module in group.modules})
    history.check_known(git, as_of)
    configs = _configs(facts, git, required, as_of)
    grace = parameters.seconds("grace")
    by = f"more than {parameters.text('grace')} " if grace else ""
    judged = _judge(trained, _Training(_done(roster(facts, as_of)), configs, grace, by, facts.settings.calendar), asked)
    today = end_of_day(facts.day(as_of) - timedelta(days=1), facts.settings.calendar)
    levers = tuple(_repeating(name, role) for name, role in judged) if _all_before(judged, today) else ()
    return _read(judged, asked, f"{by}later{_left_out(known, asked, required, configs)}", levers)


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


def _trained(known: Sequence[Role], asked: str, today: date) -> list[_Trained]:
    """The trained people of the roles asked for; a role in which nobody is trained is left out."""
    named = list(known) if asked == ALL else named_by(known, asked)
    counting = trained_in_all(known) if asked == ALL else frozenset[str]().union(*(role.trained for role in named))
    trained = [_Trained(role.name, role.trained & counting, role.modules) for role in named if role.trained & counting]
    if not trained:
        who = "nobody" if asked in (ALL, WORST) else f'nobody in the role "{asked}"'
        raise CannotMeasure(f"{who} is trained by {today}, so there is no share of them to take")
    return trained


def _configs(facts: Facts, git: GitFacts, required: Sequence[str], as_of: Instant) -> Mapping[str, _Config]:
    """What is known of the configuration, present or deleted by now, that each of some modules depends on."""
    paths, last, present = facts.settings.git.paths, history.last_changes(git, as_of), sorted(tree(facts, as_of))
    known = Known(paths, (), sorted({*last, *present}))
    changed: dict[str, dict[str, Touch]] = {}
    short: dict[str, str] = {}
    for cover in facts.settings.covers:
        modules = [module for module in required if module in cover.modules]
        if not modules:
            continue
        check_void(git, list(void_config(cover, known)))
        config = paths.listed(cover.config)
        matching = [*config.of(sorted(last)), *modules_within(git, config)]
        touched = {path: last[path] for path in matching if path in last}
        if not touched:
            short.update(dict.fromkeys(modules, _why_untouched(git, config.of(present))))
        for module in modules:
            changed.setdefault(module, {}).update(touched)
    if not changed:
        raise _no_covers(required)
    return {module: _config(git, touched, short.get(module), as_of) for module, touched in changed.items()}


def _config(git: GitFacts, touched: Mapping[str, Touch], short: str | None, as_of: Instant) -> _Config:
    known_from = history.begins_cut_off(git, touched) or git.first_landed
    return _Config(files_of(git, touched, touched, as_of), touched, short, known_from)


def _why_untouched(git: GitFacts, present: Sequence[str]) -> str:
    """Why no landing is known of some configuration: history was cut off. Raises CannotMeasure where it was not."""
    cut_off = history.why_cut_off(git)
    if cut_off is None:
        raise CannotMeasure(
            f"no landing is known that brought {present[0]} ({len(present)} such files of configuration)"
        )
    return cut_off


def _done(now: Roster) -> dict[tuple[str, str], tuple[Instant, Instant]]:
    """When each person completed each module last, as of an instant: of a day, from its start to its end, as it may
    have been before or after a change of that day."""
    done: dict[tuple[str, str], tuple[Instant, Instant]] = {}
    for completion in now.completed:
        key, when = (completion.person, completion.module), (completion.earliest, completion.completed_at)
        done[key] = max(when, done.get(key, when))
    return done


def _judge(trained: Sequence[_Trained], training: _Training, asked: str) -> list[tuple[str, _Judged]]:
    """Each role with the people whose training is stale, the highest share first; all roles as one for `all`."""
    groups = [("", list(trained))] if asked == ALL else [(group.role, [group]) for group in trained]
    judged = [(name, _judged(group, training)) for name, group in groups]
    return sorted(judged, key=lambda of_role: (-of_role[1].share, of_role[0]))


def _no_covers(required: Sequence[str]) -> CannotMeasure:
    return CannotMeasure(
        f"no [[covers]] entry says what configuration {listed(required)} depends on, so it is unknown whether that "
        "training still holds: provide modules = […] in [[covers]]"
    )


def _judged(groups: Sequence[_Trained], training: _Training) -> _Judged:
    completed = [(person, module) for group in groups for person in group.people for module in group.modules]
    moved = {(person, module): training.moved(person, module) for person, module in completed}
    stale = frozenset(person for (person, _), changes in moved.items() if changes)
    modules = tuple(sorted({module for (_, module), changes in moved.items() if changes}))
    newest = max((changes[0][0] for changes in moved.values() if changes), default=0)
    doubts = (training.doubt(person, module) for person, module in completed if person not in stale)
    doubt = next(filter(None, doubts), None)
    if doubt:
        raise CannotMeasure(doubt)
    people = frozenset[str]().union(*(group.people for group in groups))
    return _Judged(people, stale, modules, newest, tuple(_evidence(groups, training)))


def _evidence(groups: Sequence[_Trained], training: _Training) -> Iterable[Evidence]:
    """For each role and module, how many are stale and what changed; nobody is named."""
    for group in groups:
        for module in dict.fromkeys(group.modules):
            moved = [changes for person in group.people if (changes := training.moved(person, module))]
            if moved:
                what = _newest(moved, training.configs[module].last, training.zone)
                people = f"{len(moved)} of {len(group.people)} trained people"
                note = f"{module}: {people} completed it {training.by}before {what}"
                yield Evidence("role", group.role, note)


def _newest(moved: Sequence[Sequence[tuple[Instant, str]]], last: Mapping[str, Touch], zone: ZoneInfo) -> str:
    """The newest of all changes, in words."""
    newest = max(changes[0][0] for changes in moved)
    files = sorted({path for changes in moved for landed, path in changes if landed == newest})
    return f"{listed(files)} changed on {day_of(newest, zone)} ({abbreviated(last[files[0]].commit, 10)})"


def _all_before(judged: Iterable[tuple[str, _Judged]], today: Instant) -> bool:
    """Whether all changes landed before today. Else a module that is repeated today, at whatever time, may have been
    repeated before a change."""
    return all(role.newest <= today for _, role in judged)


def _repeating(name: str, judged: _Judged) -> Work:
    """The work of training people of a role again, "" for all roles."""
    which = f" in the role {name}" if name else ""
    numbers = range(len(judged.stale), -1, -1)
    return Work(
        "",
        f"person{which} repeats the modules that changed",
        f"people{which} repeat the modules that changed",
        tuple(number / len(judged.people) for number in numbers),
        judged.modules,
        about=True,
    )


def _read(judged: Sequence[tuple[str, _Judged]], asked: str, later: str, levers: tuple[Work, ...]) -> Measured:
    name, worst = judged[0]
    highest = f"{name}, the highest of {len(judged)} roles, " if len(judged) > 1 else f"{name}: "
    return Measured(
        worst.share,
        f"{'' if asked == ALL else highest}{len(worst.stale)} of {len(worst.people)} trained people completed a module "
        f"whose configuration changed {later}.",
        tuple(evidence for _, of_role in judged for evidence in of_role.evidence),
        shortfall=f"{len(worst.stale)} of {len(worst.people)} trained people trained before a change",
        levers=levers,
    )


def _left_out(known: Sequence[Role], asked: str, required: Sequence[str], configs: Mapping[str, _Config]) -> str:
    """What was not judged, for the end of a sentence: a reader would else take it for fresh."""
    uncovered = ", ".join(_hinted(module, configs) for module in required if module not in configs)
    untrained = ", ".join(role.name for role in known if asked in (ALL, WORST) and not role.trained)
    return (f"; not judged, as no [[covers]] entry names them: {uncovered}" if uncovered else "") + (
        f"; left out, as nobody in them is trained: {untrained}" if untrained else ""
    )


def _hinted(module: str, covered: Iterable[str]) -> str:
    """A module that no entry names, with the one that may be meant."""
    close = get_close_matches(module, covered, n=1, cutoff=_MISSPELLED)
    return f'{module} (did you mean "{close[0]}"?)' if close else module


SIGNALS = (STALE_SHARE,)
