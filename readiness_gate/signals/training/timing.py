"""Signals on when people are trained: neither too early nor too late before the milestone, and again after it.

The milestone is the end of its day in the program's time zone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.people import CalendarFacts, Completion, Session
from readiness_gate.model.levers import work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted, some
from readiness_gate.signals.signal import Parameter, Signal, all_of
from readiness_gate.signals.views.roster import Role, Roster, roles, roster

_IN, _EARLIER, _LATER = "in time", "earlier", "later"
_Placed: TypeAlias = tuple[str, str, str]
"""The person and module of a completion, and its place relative to the window."""


def window_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the completions that fall into the time before the milestone from `from` to `to`, both
    included. It counts everything that people on the roster have completed of what their roles require."""
    facts.require_people()
    end, milestone = facts.require_milestone_end("day"), facts.require_milestone("day")
    earliest, latest = parameters.seconds("from"), parameters.seconds("to")
    if latest >= earliest:
        raise CannotMeasure(
            f"from ({parameters.text('from')} before the milestone) must be longer than to ({parameters.text('to')}): "
            "correct the rule"
        )
    known = roles(facts, as_of)
    placed = [
        (done.person, done.module, _place(done.completed_at, end - earliest, end - latest))
        for done in _required(known, roster(facts, as_of))
    ]
    if not placed:
        raise CannotMeasure(
            f"nobody on the roster completed a required module by {facts.day(as_of)}, so the share is unknown"
        )
    counts = Counter(place for _, _, place in placed)
    span = f"{parameters.text('from')} to {parameters.text('to')} before {milestone.date}"
    summary = f"{counts[_IN]} of {len(placed)} completions of required modules lie {span}{_outside(counts)}."
    shortfall = f"{len(placed) - counts[_IN]} of {counted(len(placed), 'completion')} too early or too late"
    return Measured(
        counts[_IN] / len(placed),
        summary,
        _by_role(known, placed),
        groups={role.name: len(role.people) for role in known},
        people=len({person for person, _, _ in placed}),
        shortfall=shortfall,
    )


WINDOW_SHARE = Signal(
    name="training.window-share",
    unit="share",
    sources=("people",),
    meaning=(
        "The share of completions of required modules that lie neither too early nor too late before the milestone."
    ),
    needs=all_of("people"),
    measure=window_share,
    parameters=(
        Parameter("from", "duration", "42d", "how long before the milestone training may begin"),
        Parameter("to", "duration", "2d", "how long before the milestone training must be over"),
    ),
    topic="when people were trained",
)


def _required(known: Sequence[Role], now: Roster) -> list[Completion]:
    """Return what people completed of what their roles require."""
    wanted: dict[str, tuple[str, ...]] = {}
    for role in known:
        for person in role.people:
            wanted[person] = (*wanted.get(person, ()), *role.modules)
    return [done for done in now.completed if done.module in wanted.get(done.person, ())]


def _place(moment: Instant, start: Instant, end: Instant) -> str:
    if start <= moment <= end:
        return _IN
    return _EARLIER if moment < start else _LATER


def _outside(counts: Mapping[str, int]) -> str:
    """Return a clause that says how many are outside of that time."""
    places = " and ".join(f"{counts[place]} {place}" for place in (_EARLIER, _LATER) if counts[place])
    return f"; {places}" if places else ""


def _by_role(known: Sequence[Role], placed: Sequence[_Placed]) -> tuple[Evidence, ...]:
    """Return each role with how many of its completions are in that time, the lowest share first; nobody is named."""
    counts_of = _counts(known, placed)
    shares = sorted((counts[_IN] / counts.total(), name) for name, counts in counts_of.items())
    notes = {
        name: f"{counts[_IN]} of {counts.total()} completions in that time{_outside(counts)}"
        for name, counts in counts_of.items()
    }
    return tuple(Evidence("role", name, notes[name]) for _, name in shares)


def _counts(known: Sequence[Role], placed: Sequence[_Placed]) -> dict[str, Counter[str]]:
    """Return the number of completions in each place, for each role that has any."""
    held: dict[str, list[Role]] = {}
    for role in known:
        for person in role.people:
            held.setdefault(person, []).append(role)
    places: dict[str, list[str]] = {}
    for person, module, place in placed:
        for role in held[person]:
            if module in role.modules:
                places.setdefault(role.name, []).append(place)
    return {name: Counter(of_role) for name, of_role in places.items()}


def reinforced_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the roster's roles that have a session, planned or held, soon after the milestone."""
    facts.require_people()
    calendar = facts.require("calendar", CalendarFacts)
    end, milestone = facts.require_milestone_end("day"), facts.require_milestone("day")
    within = parameters.seconds("within")
    if not within:
        raise CannotMeasure("no session begins in no time: give the rule a longer within")
    held_roles = {row.role for row in roster(facts, as_of).members()}
    first = _first_sessions(calendar.sessions, end, end + within)
    summary = (
        f"{len(held_roles & first.keys())} of {len(held_roles)} roles have a session in the "
        f"{parameters.text('within')} after {milestone.date}{_unheld_roles(first, held_roles)}."
    )
    lacking = tuple(sorted(held_roles - first.keys()))
    notes = {role: f"{one.module} on {facts.day(one.begins)}" for role, one in first.items()}
    return Measured(
        len(held_roles & first.keys()) / len(held_roles),
        summary,
        tuple(
            Evidence("role", role, notes.get(role, "no session"))
            for role in sorted(held_roles, key=lambda role: (role in first, role))
        ),
        shortfall=f"{len(lacking)} of {counted(len(held_roles), 'role')} without a session after the milestone",
        levers=(work("plan a session soon after the milestone for", "role", lacking, of=len(held_roles)),),
    )


REINFORCED_SHARE = Signal(
    name="training.reinforced-share",
    unit="share",
    sources=("people", "calendar"),
    meaning="The share of roles with a training session, planned or held, soon after the milestone.",
    needs=all_of("people", "calendar"),
    measure=reinforced_share,
    parameters=(Parameter("within", "duration", "30d", "how long after the milestone the session may begin"),),
    topic="which roles have a session after the milestone",
)


def _first_sessions(sessions: Iterable[Session], after: Instant, until: Instant) -> dict[str, Session]:
    """Return the first session of each role that starts in (after, until]."""
    first: dict[str, Session] = {}
    for session in sorted(sessions, key=lambda session: (session.begins, session.module)):
        if after < session.earliest and session.begins <= until:
            first.setdefault(session.role, session)
    return first


def _unheld_roles(sessions: Mapping[str, Session], held_roles: AbstractSet[str]) -> str:
    """Return a clause that lists the roles with sessions that nobody holds: a name may be misspelled."""
    strange = sorted(sessions.keys() - held_roles)
    return f"; sessions for {some(strange)} count for nobody, as no role on the roster is called so" if strange else ""


SIGNALS = (WINDOW_SHARE, REINFORCED_SHARE)
