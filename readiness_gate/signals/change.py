"""Signals on change: what landed on the mainline, of configuration and code."""

from collections.abc import Iterable
from dataclasses import dataclass

from readiness_gate.model.facts import Facts, GitFacts, Landing
from readiness_gate.model.globs import PathSet
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters, Reading, Unavailable
from readiness_gate.model.time import DAY, Instant, iso_day
from readiness_gate.signals import history
from readiness_gate.signals.spec import Parameter, Signal

_WINDOW = Parameter("window", "duration", "28d", "how far back to look")
_PATHS = Parameter(
    "paths", "paths", "config+code", "which files: config, code, docs, config+code, or a list of patterns"
)


@dataclass(frozen=True, slots=True)
class Window:
    """The landings of a window that touch a path set, newest first, each with the paths so touched."""

    landings: tuple[tuple[Landing, tuple[str, ...]], ...]
    told: str


def _needs_window(parameters: Parameters, as_of: Instant) -> Needs:
    start = as_of - parameters.seconds("window")
    return Needs(frozenset({"git"}), GitNeed(as_of, start, as_of, paths=frozenset({history.selected(parameters)})))


def _needs_last(parameters: Parameters, as_of: Instant) -> Needs:
    selector = frozenset({history.selected(parameters)})
    return Needs(frozenset({"git"}), GitNeed(as_of, as_of, as_of, paths=selector, last=selector))


def landings(facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
    """How many landings of the window touch the paths."""
    window = _window(facts, as_of, parameters)
    if isinstance(window, Unavailable):
        return window
    count = len(window.landings)
    return Measured(count, f"{count} landing{'s' * (count != 1)} {window.told}.", _evidence(window.landings))


def files(facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
    """How many distinct paths the landings of the window touch."""
    window = _window(facts, as_of, parameters)
    if isinstance(window, Unavailable):
        return window
    paths = {path for _, touched in window.landings for path in touched}
    summary = f"{len(paths)} file{'s' * (len(paths) != 1)} in {len(window.landings)} landings {window.told}."
    return Measured(len(paths), summary, _evidence(window.landings))


def days_since_last(facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
    """Days from the last landing that touches the paths to the instant."""
    found = _known(facts, as_of, parameters)
    if isinstance(found, Unavailable):
        return found
    git, paths = found
    touching = [(touch, path) for path, touch in history.touches(git, as_of) if path in paths]
    if not touching:
        return history.cut_off(git) or history.matched_nothing(paths, as_of)
    last = max(touching, key=lambda each: each[0].landed)[0]
    touched = sorted({path for touch, path in touching if touch == last})
    return Measured(
        (as_of - last.landed) / DAY,
        f"The last landing that touched these files was {last.commit[:10]} on {iso_day(last.landed)}.",
        (Evidence("landing", last.commit, f"{iso_day(last.landed)}: {_listed(touched)}"),),
    )


def _known(facts: Facts, as_of: Instant, parameters: Parameters) -> tuple[GitFacts, PathSet] | Unavailable:
    """The mainline's facts and the path set asked for, once both are known to be whole as of the instant."""
    git = facts.git
    if isinstance(git, Unavailable):
        return git
    paths = history.path_set(facts.settings.git.paths, history.selected(parameters))
    if isinstance(paths, Unavailable):
        return paths
    unknown = history.known_at(git, as_of)
    if unknown is not None:
        return unknown
    present = history.matched_at(git, paths, as_of)
    return present if isinstance(present, Unavailable) else (git, paths)


def _window(facts: Facts, as_of: Instant, parameters: Parameters) -> Window | Unavailable:
    found = _known(facts, as_of, parameters)
    if isinstance(found, Unavailable):
        return found
    git, paths = found
    start = as_of - parameters.seconds("window")
    short = history.reaches(git, start)
    if short is not None:
        return short
    touching = [
        (landing, touched)
        for landing in git.landings
        if start < landing.landed <= as_of
        and (touched := tuple(sorted(paths.of(each.path for each in landing.changes))))
    ]
    told = f"in the {parameters.text('window')} to {iso_day(as_of)}"
    if start < git.first_landed:
        told += f" (the history begins on {iso_day(git.first_landed)}, inside that window)"
    return Window(tuple(touching), told)


def _evidence(touching: Iterable[tuple[Landing, tuple[str, ...]]]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence("landing", landing.commit, f"{iso_day(landing.landed)} {landing.subject}: {_listed(touched)}")
        for landing, touched in touching
    )


def _listed(paths: Iterable[str]) -> str:
    first, *rest = paths
    return f"{first} and {len(rest)} more" if rest else first


SIGNALS = (
    Signal(
        "change.landings",
        "landings",
        ("git",),
        "Landings on the mainline in a window that touch the paths; a merge counts once, by its first-parent diff.",
        _needs_window,
        landings,
        (_WINDOW, _PATHS),
    ),
    Signal(
        "change.files",
        "files",
        ("git",),
        "Distinct files that the landings of a window touch.",
        _needs_window,
        files,
        (_WINDOW, _PATHS),
    ),
    Signal(
        "change.days-since-last",
        "days",
        ("git",),
        "Days since the last landing that touches the paths.",
        _needs_last,
        days_since_last,
        (_PATHS,),
    ),
)
