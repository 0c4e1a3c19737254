"""Signals on how training is spread over time: people retain what they practice again some days later."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import DAY, Instant, Seconds
from readiness_gate.model.wording import counted
from readiness_gate.signals.signal import Parameter, Signal, all_of
from readiness_gate.signals.training.attendance import Attended, Held, attended
from readiness_gate.signals.training.trained import (
    BY_ROLE,
    Part,
    Trained,
    by_role,
    lowest,
    more_people,
    not_counting,
    parts,
    sizes,
    trained_by_role,
    untrained_roles,
)
from readiness_gate.signals.views.roster import ALL, roles

_MIN = 5


def spaced_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the trained people who attended enough sessions of their role's required modules, spaced far
    enough apart.

    `worst` is the role with the lowest share, `all` counts people (whose sessions were spread in every role they hold).
    """
    facts.require_people()
    known_sessions, asked = attended(facts), parameters.text("role")
    _check_any(known_sessions, as_of)
    known = roles(facts, as_of)
    trained = trained_by_role(known, asked, facts.day(as_of))
    wanted, gap = parameters.number("sessions"), parameters.seconds("gap")

    def is_spaced(person: str, modules: Sequence[str]) -> bool:
        return _far_apart(_sessions(known_sessions, person, modules, as_of), gap) >= wanted

    of_roles = by_role(trained, is_spaced)
    found = parts(of_roles, asked)
    worst, named = lowest(found)
    what = f"{counted(wanted, 'session')} on days {parameters.text('gap')} apart"
    return Measured(
        worst.share,
        f"{named}{worst.counts} attended {what}{untrained_roles(facts, known, asked)}.",
        tuple(
            Evidence("role", part.role, f"{part.counts} attended {what}")
            for part in sorted(of_roles, key=lambda part: (part.share, part.role))
        ),
        groups=sizes(known, asked),
        of_group=worst.role,
        people=len(worst.people),
        who=not_counting(found),
        shortfall=f"{worst.others} of {len(worst.people)} trained people{worst.which} without {what}",
        levers=tuple(_attending(part, what) for part in found),
    )


SPACED_SHARE = Signal(
    name="training.spaced-share",
    unit="share",
    sources=("people", "sessions"),
    meaning="The share of trained people who attended several sessions, some days apart.",
    needs=all_of("people", "sessions"),
    measure=spaced_share,
    parameters=(
        Parameter("sessions", "count", 2, "how many sessions"),
        Parameter("gap", "duration", "3d", "how far apart their days are at least"),
        BY_ROLE,
    ),
    topic="whether training is spread over several days",
)


def spacing_days(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the median number of days between consecutive sessions of a trained person on different days."""
    facts.require_people()
    known_sessions = attended(facts)
    _check_any(known_sessions, as_of)
    gaps = [
        gap
        for group in _by_person(trained_by_role(roles(facts, as_of), ALL, facts.day(as_of))).items()
        for gap in _gaps(known_sessions, *group, as_of)
    ]
    if len(gaps) < _MIN:
        raise CannotMeasure(
            f"trained people attended only {counted(len(gaps), 'session')} after another one, and {_MIN} are needed "
            "for a median: add the sessions that are missing to [people.sessions]"
        )
    value = median(gaps)
    summary = f"From one session to the next, half of {len(gaps)} gaps are at most {value:g} days."
    return Measured(value, summary, shortfall=f"{value:g} days between sessions")


SPACING_DAYS = Signal(
    name="training.spacing-days",
    unit="days",
    sources=("people", "sessions"),
    meaning="The median number of days from one training session of a person to the next.",
    needs=all_of("people", "sessions"),
    measure=spacing_days,
    topic="how far sessions are apart",
)


def _check_any(known: Attended, as_of: Instant) -> None:
    if not known.has_sessions(as_of):
        raise CannotMeasure(
            "the list of training sessions has none that was attended by now: add the sessions that people attended, "
            "with their kind, to [people.sessions]"
        )


def _attending(part: Part, what: str) -> Work:
    """Return the work of getting more people to attend sessions."""
    each = "" if part.role else " for each of their roles"
    return more_people(part, f"attends {what}{each}", f"attend {what}{each}", ())


def _by_person(trained: Iterable[Trained]) -> dict[str, tuple[str, ...]]:
    """Return the modules that each trained person completed."""
    modules: dict[str, tuple[str, ...]] = {}
    for group in trained:
        for person in group.people:
            modules[person] = (*modules.get(person, ()), *group.modules)
    return dict(sorted(modules.items()))


def _gaps(known: Attended, person: str, modules: Sequence[str], as_of: Instant) -> list[int]:
    days = sorted({held.last for held in _sessions(known, person, modules, as_of)})
    return [(later - earlier).days for earlier, later in pairwise(days)]


def _sessions(known: Attended, person: str, modules: Sequence[str], as_of: Instant) -> list[Held]:
    return [held for module in dict.fromkeys(modules) for held in known.sessions((person, module), as_of)]


def _far_apart(sessions: Iterable[Held], gap: Seconds) -> int:
    """Return the largest number of sessions with at least the gap between each two. Greedily taking the session that
    ends first is optimal."""
    count, last = 0, None
    for held in sorted(sessions, key=lambda held: held.last):
        if last is None or (held.first - last).days * DAY >= gap:
            count, last = count + 1, held.last
    return count


SIGNALS = (SPACED_SHARE, SPACING_DAYS)
