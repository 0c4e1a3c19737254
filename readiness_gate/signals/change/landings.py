"""Signals on how much configuration and code landed on the mainline."""

from collections.abc import Iterable
from functools import lru_cache

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.components import Components
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import Touch
from readiness_gate.model.levers import Quiet, expiry
from readiness_gate.model.needs import GitNeed, Needs, Selector
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.repositories import abbreviated
from readiness_gate.model.time import DAY, Instant, Seconds
from readiness_gate.model.wording import ago, counted, listed
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views import history
from readiness_gate.signals.views.history import Touching
from readiness_gate.signals.views.mainline import Mainline, mainline

WINDOW = Parameter("window", "window", "28d", "how far back to look")
PATHS = Parameter(
    "paths", "paths", "config+code", "which files: config, code, docs, config+code, or a list of patterns"
)

MERGE_NOTHING = "merge nothing more"
"""The condition under which a window becomes empty with time."""


@dataclass(frozen=True, slots=True)
class Window:
    """The landings of a window that touch a path set, newest first, each with the paths it touched."""

    landings: tuple[Touching, ...]
    span: str
    """The window in words, for the middle of a sentence."""
    mainline: Mainline
    length: Seconds
    lately: str
    """The window in short: `in the last 14 days`."""


def _needs_window(parameters: Parameters, as_of: Instant) -> Needs:
    start, paths = as_of - parameters.seconds("window"), frozenset({history.selected(parameters)})
    return Needs(frozenset({"git"}), GitNeed(newest=as_of, since=start, oldest=as_of, paths=paths))


def _needs_last(parameters: Parameters, as_of: Instant) -> Needs:
    selector = frozenset({history.selected(parameters)})
    return Needs(frozenset({"git"}), GitNeed(newest=as_of, since=as_of, oldest=as_of, paths=selector, last=selector))


def landings(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many landings of the window touch the paths."""
    seen = window(facts, as_of, parameters, history.selected(parameters))
    summary = f"{counted(len(seen.landings), 'landing')} {seen.span}."
    leaves = (landing.landed + seen.length for landing, _ in seen.landings)
    levers = (expiry(MERGE_NOTHING, "landing has left the window", "landings have left the window", leaves),)
    shortfall = f"{counted(len(seen.landings), 'change')} {seen.lately}"
    return Measured(
        len(seen.landings), summary, evidence(seen.landings, seen.mainline), shortfall=shortfall, levers=levers
    )


LANDINGS = Signal(
    name="change.landings",
    unit="landings",
    sources=("git",),
    meaning="Landings on the mainline in a window that touch the paths; a merge counts once, by its first-parent diff.",
    needs=_needs_window,
    measure=landings,
    parameters=(WINDOW, PATHS),
    topic="how much changed lately",
)


def files(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many distinct paths the landings of the window touch."""
    seen = window(facts, as_of, parameters, history.selected(parameters))
    last = {path: landing.landed for landing, touched in reversed(seen.landings) for path in touched}
    summary = f"{counted(len(last), 'file')} in {counted(len(seen.landings), 'landing')} {seen.span}."
    leaves = (landed + seen.length for landed in last.values())
    levers = (expiry(MERGE_NOTHING, "file has left the window", "files have left the window", leaves),)
    shortfall = f"{counted(len(last), 'file')} changed {seen.lately}"
    return Measured(len(last), summary, evidence(seen.landings, seen.mainline), shortfall=shortfall, levers=levers)


FILES = Signal(
    name="change.files",
    unit="files",
    sources=("git",),
    meaning="Distinct files that the landings of a window touch.",
    needs=_needs_window,
    measure=files,
    parameters=(WINDOW, PATHS),
    topic="how much changed lately",
)


def days_since_last(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the days since the last landing that touches the paths."""
    seen = mainline(facts, as_of, history.selected(parameters))
    touches = [(touch, path) for path, touch in history.touches(seen.git, as_of) if path in seen.paths]
    if not touches:
        raise CannotMeasure(history.why_cut_off(seen.git) or history.matched_nothing(seen.paths, as_of))
    last = max((touch for touch, _ in touches), key=lambda touch: touch.landed)
    _check_none_later(seen, last)
    touched = sorted({path for touch, path in touches if touch == last})
    return Measured(
        (as_of - last.landed) / DAY,
        f"The last landing that touched these files was {abbreviated(last.commit, 10)} on {seen.day(last.landed)}.",
        (Evidence("landing", last.commit, f"{seen.day(last.landed)}: {listed(seen.names.called(touched))}"),),
        shortfall=f"a change {ago((as_of - last.landed) / DAY)}",
        levers=(Quiet(MERGE_NOTHING, last.landed),),
    )


DAYS_SINCE_LAST = Signal(
    name="change.days-since-last",
    unit="days",
    sources=("git",),
    meaning="Days since the last landing that touches the paths.",
    needs=_needs_last,
    measure=days_since_last,
    parameters=(PATHS,),
    topic="when the system changed last",
)


def _check_none_later(seen: Mainline, last: Touch) -> None:
    """Raise CannotMeasure if truncated history may hide a landing later than the one that seems to be the last."""
    for part in seen.git.repositories:
        cut_off = history.why_cut_off(part)
        if cut_off and part.first_landed > last.landed and history.matches_any(part, seen.paths, seen.as_of):
            raise CannotMeasure(cut_off)


def window(facts: Facts, as_of: Instant, parameters: Parameters, selector: Selector) -> Window:
    """Return the landings of the parameter `window` that touch a path set. Raises CannotMeasure unless all are
    known."""
    seen = mainline(facts, as_of, selector)
    start = as_of - parameters.seconds("window")
    history.check_reaches(seen.git, start)
    span = f"in the {parameters.in_words('window')} to {seen.day(as_of)}{history.begins_inside(seen.git, start)}"
    lately = f"in the last {parameters.in_words('window')}"
    return Window(seen.between(start, as_of), span, seen, as_of - start, lately)


def evidence(landings: Iterable[Touching], seen: Mainline) -> tuple[Evidence, ...]:
    """Return each landing as evidence, with what it touched."""
    return tuple(landed(touching, seen) for touching in landings)


def landed(touching: Touching, seen: Mainline, why: str = "") -> Evidence:
    """Return a landing as evidence, with what it touched and optionally why it is named."""
    landing, touched = touching
    return _evidence(landing.commit, seen.day(landing.landed), landing.subject, touched, seen.names, why)


@lru_cache(maxsize=8_192)
def _evidence(commit: str, day: str, subject: str, touched: tuple[str, ...], names: Components, why: str) -> Evidence:
    note = f"{day} {subject}: {listed(names.called(touched))}"
    return Evidence("landing", commit, f"{note} ({why})" if why else note)


SIGNALS = (LANDINGS, FILES, DAYS_SINCE_LAST)
