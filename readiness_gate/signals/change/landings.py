"""Signals on change: what landed on the mainline, of configuration and code."""

from collections.abc import Iterable
from dataclasses import dataclass

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.components import Components, components
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.globs import PathSet
from readiness_gate.model.needs import GitNeed, Needs, Selector
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.repositories import abbreviated
from readiness_gate.model.time import DAY, Instant, iso_day
from readiness_gate.model.wording import counted, listed
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views import history, per_repository
from readiness_gate.signals.views.history import Touching

WINDOW = Parameter("window", "window", "28d", "how far back to look")
PATHS = Parameter(
    "paths", "paths", "config+code", "which files: config, code, docs, config+code, or a list of patterns"
)


@dataclass(frozen=True, slots=True)
class Known:
    """The mainline's facts as far as a path set is concerned, and what people call the components in it."""

    git: GitFacts
    paths: PathSet
    names: Components


@dataclass(frozen=True, slots=True)
class Window:
    """The landings of a window that touch a path set, newest first, each with the paths so touched."""

    landings: tuple[Touching, ...]
    told: str
    names: Components


def _needs_window(parameters: Parameters, as_of: Instant) -> Needs:
    start = as_of - parameters.seconds("window")
    return Needs(frozenset({"git"}), GitNeed(as_of, start, as_of, paths=frozenset({history.selected(parameters)})))


def _needs_last(parameters: Parameters, as_of: Instant) -> Needs:
    selector = frozenset({history.selected(parameters)})
    return Needs(frozenset({"git"}), GitNeed(as_of, as_of, as_of, paths=selector, last=selector))


def landings(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """How many landings of the window touch the paths."""
    found = window(facts, as_of, parameters, history.selected(parameters))
    count = len(found.landings)
    return Measured(count, f"{counted(count, 'landing')} {found.told}.", evidence(found.landings, found.names))


def files(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """How many distinct paths the landings of the window touch."""
    found = window(facts, as_of, parameters, history.selected(parameters))
    paths = {path for _, touched in found.landings for path in touched}
    summary = f"{counted(len(paths), 'file')} in {counted(len(found.landings), 'landing')} {found.told}."
    return Measured(len(paths), summary, evidence(found.landings, found.names))


def days_since_last(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Days from the last landing that touches the paths to the instant."""
    found = known(facts, as_of, history.selected(parameters))
    touching = [(touch, path) for path, touch in history.touches(found.git, as_of) if path in found.paths]
    if not touching:
        raise CannotMeasure(history.why_cut_off(found.git) or history.matched_nothing(found.paths, as_of))
    last = max(touching, key=lambda each: each[0].landed)[0]
    for part in found.git.parts:
        cut_off = history.why_cut_off(part)
        if cut_off and part.first_landed > last.landed and history.matches_any(part, found.paths, as_of):
            raise CannotMeasure(cut_off)
    touched = sorted({path for touch, path in touching if touch == last})
    return Measured(
        (as_of - last.landed) / DAY,
        f"The last landing that touched these files was {abbreviated(last.commit, 10)} on {iso_day(last.landed)}.",
        (Evidence("landing", last.commit, f"{iso_day(last.landed)}: {listed(found.names.told(touched))}"),),
    )


def known(facts: Facts, as_of: Instant, selector: Selector) -> Known:
    """The mainline's facts and the path set asked for. Raises CannotMeasure unless both are known to be whole as of the
    instant."""
    git = facts.require_git()
    paths = history.path_set(facts.settings.git, selector)
    history.check_known(git, as_of)
    history.check_matches(git, paths, as_of)
    per_repository.check_matches(facts.settings.git, git, selector, as_of)
    return Known(git, paths, components(facts.settings.git.components))


def window(facts: Facts, as_of: Instant, parameters: Parameters, selector: Selector) -> Window:
    """The landings of the parameter `window` that touch a path set. Raises CannotMeasure unless all are known."""
    found = known(facts, as_of, selector)
    start = as_of - parameters.seconds("window")
    history.check_reaches(found.git, start)
    told = f"in the {parameters.text('window')} to {iso_day(as_of)}{history.begins_inside(found.git, start)}"
    return Window(tuple(history.touching(found.git, found.paths, start, as_of)), told, found.names)


def evidence(touching: Iterable[Touching], names: Components) -> tuple[Evidence, ...]:
    """Each landing as something that a reader can look at, with what it touched."""
    return tuple(landed(each, names) for each in touching)


def landed(touching: Touching, names: Components, why: str = "") -> Evidence:
    """A landing as something that a reader can look at, with what it touched, and perhaps why it is told."""
    landing, touched = touching
    note = f"{iso_day(landing.landed)} {landing.subject}: {listed(names.told(touched))}"
    return Evidence("landing", landing.commit, f"{note} ({why})" if why else note)


SIGNALS = (
    Signal(
        "change.landings",
        "landings",
        ("git",),
        "Landings on the mainline in a window that touch the paths; a merge counts once, by its first-parent diff.",
        _needs_window,
        landings,
        (WINDOW, PATHS),
    ),
    Signal(
        "change.files",
        "files",
        ("git",),
        "Distinct files that the landings of a window touch.",
        _needs_window,
        files,
        (WINDOW, PATHS),
    ),
    Signal(
        "change.days-since-last",
        "days",
        ("git",),
        "Days since the last landing that touches the paths.",
        _needs_last,
        days_since_last,
        (PATHS,),
    ),
)
