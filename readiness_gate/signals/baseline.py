"""Signals on the baseline that training is built on: how long it is frozen, and how much of it is still there.

The freeze begins with the end of the day that the milestone gives, else with the landing of `git.baseline`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.facts.people import CalendarFacts
from readiness_gate.model.globs import PathSet
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters, available
from readiness_gate.model.repositories import parted
from readiness_gate.model.time import DAY, Instant, end_of_day, iso, iso_day
from readiness_gate.signals import history
from readiness_gate.signals.change import PATHS, Known, known, listed
from readiness_gate.signals.history import Touching
from readiness_gate.signals.spec import Signal, counted

_NO_MILESTONE = "there is no milestone whose freeze is meant: configure one, with a date that lies ahead"


def _needs(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"git"}), GitNeed(as_of, as_of, as_of, baseline=True))


def _needs_calendar(parameters: Parameters, as_of: Instant) -> Needs:
    return _needs(parameters, as_of) | Needs(frozenset({"calendar"}))


def _needs_since(parameters: Parameters, as_of: Instant) -> Needs:
    paths = frozenset({history.selected(parameters)})
    return Needs(frozenset({"git"}), GitNeed(as_of, as_of, as_of, paths=paths, since_baseline=True))


def freeze_days(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Days from the beginning of the freeze to the end of the milestone's day."""
    began = _began(facts, as_of)
    milestone, zone = facts.milestone, facts.settings.zone
    if milestone is None or zone is None:
        raise CannotMeasure(_NO_MILESTONE)
    days = (end_of_day(milestone.date, zone) - began.at) / DAY
    if days < 0:
        raise CannotMeasure(
            f"the freeze begins on {iso_day(began.at)}, after the milestone of {milestone.date}: correct one of them"
        )
    return Measured(days, f"The freeze of {iso_day(began.at)} lies {days:.1f} days before {milestone.date}.")


def baseline_lead(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Days from the beginning of the freeze to the first session of the calendar, planned or held, which may begin with
    the start of its day if it has no time; below 0 when people are trained before it."""
    began = _began(facts, as_of)
    calendar = facts.require("calendar", CalendarFacts)
    first = min(calendar.sessions, key=lambda each: (each.earliest, each.module, each.role))
    days = (first.earliest - began.at) / DAY
    where = f"{abs(days):.1f} days {'after' if days >= 0 else 'before'}"
    told = (
        f"The first session, {first.module} on {iso_day(first.begins)}, is {where} the freeze of {iso_day(began.at)}."
    )
    return Measured(days, told, (Evidence("session", first.module, f"{iso(first.earliest)}, for {first.role}"),))


def since_baseline(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """The share of the components that changed since the baseline landed, of those that there are."""
    found = known(facts, as_of, history.selected(parameters))
    began = _based(found.git, found.paths, as_of)
    touching = since(found, began, as_of)
    changed: dict[str, set[str]] = {}
    for _, touched in touching:
        for path in touched:
            changed.setdefault(found.names.of(path), set()).add(path)
    present = {found.names.of(path) for path in found.paths.of(history.tree_at(found.git, as_of))}
    gone = len(changed.keys() - present)
    told = (
        f"{counted(len(changed), 'component')} changed since the baseline of {iso_day(began.at)}"
        f"{f', {gone} of them gone' if gone else ''}; there are {len(present)}."
    )
    # Components that are gone changed; with many of them there would be more than all.
    share = min(len(changed) / len(present), 1.0)
    return Measured(share, told, tuple(_component(name, changed[name]) for name in sorted(changed)))


def _component(name: str, paths: Iterable[str]) -> Evidence:
    return Evidence("component", name, listed(sorted(paths)))


def not_yet(what: str, began: Instant) -> CannotMeasure:
    """That something has not begun, so that nothing can be said of what comes after it."""
    return CannotMeasure(f"{what} begins on {iso(began)}, so nobody can say yet what will change after it")


@dataclass(frozen=True, slots=True)
class Beginning:
    """When a freeze begins: at an instant, and if that is a landing, at its place on the mainline; `each` is when it
    begins in each repository, if that is a landing, and of several the last of these counts."""

    at: Instant
    place: int | None = None
    each: "Mapping[str, Beginning]" = field(default_factory=dict[str, "Beginning"])


def since(known_then: Known, began: Beginning, as_of: Instant) -> tuple[Touching, ...]:
    """What touched a path set after a freeze began, newest first: what landed later, or at once with the baseline and
    after it."""
    found: list[Touching] = []
    for part in known_then.git.each:
        if began.each and part.name not in began.each:
            continue
        own = began.each.get(part.name, began)
        start = own.at if own.place is None else own.at - 1
        history.check_reaches(part, start)
        touching = history.touching(part, known_then.paths, start, as_of)
        found += (each for each in touching if own.place is None or each[0].place > own.place)
    return tuple(sorted(found, key=lambda each: -each[0].landed))


def _began(facts: Facts, as_of: Instant) -> Beginning:
    return began_at(facts, facts.require_git(), facts.settings.git.paths.named("config+code"), as_of)


def began_at(facts: Facts, git: GitFacts, paths: PathSet, as_of: Instant) -> Beginning:
    """When the freeze begins. What a baseline that landed later will be is not known yet."""
    if facts.milestone is None:
        raise CannotMeasure(_NO_MILESTONE)
    given = facts.milestone.frozen(facts.settings.zone)
    if given is not None:
        return Beginning(given)
    if facts.settings.git.baseline is None:
        raise CannotMeasure(
            f"when the freeze begins is not configured: provide freeze = … in [milestones.{facts.milestone.name}], or "
            f"baseline = … in {facts.settings.git.table}"
        )
    return _based(git, paths, as_of)


def _based(git: GitFacts, paths: PathSet, as_of: Instant) -> Beginning:
    """When the baseline landed; of several repositories, that of each which has any of the paths."""
    each: dict[str, Beginning] = {}
    names = {parted(glob)[0] for glob in paths.globs}
    for part in git.each:
        if part.name and names and part.name not in names:
            continue
        baseline = available(part.baseline)
        if baseline.landed > as_of:
            raise not_yet(f"the baseline{f' of {part.name}' if part.name else ''}", baseline.landed)
        each[part.name] = Beginning(baseline.landed, baseline.place)
    last = max(each.values(), key=lambda began: began.at)
    return replace(last, each=each)


SIGNALS = (
    Signal(
        "change.freeze-days",
        "days",
        ("git",),
        "Days from the beginning of the freeze to the milestone.",
        _needs,
        freeze_days,
    ),
    Signal(
        "change.baseline-lead",
        "days",
        ("git", "calendar"),
        "Days from the beginning of the freeze to the first training session.",
        _needs_calendar,
        baseline_lead,
        below_zero=True,
    ),
    Signal(
        "change.since-baseline",
        "share",
        ("git",),
        "The share of the components that changed since the baseline that training is built on.",
        _needs_since,
        since_baseline,
        (PATHS,),
    ),
)
