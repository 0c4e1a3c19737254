"""Signals on when people are trained: neither too early nor too late before the milestone, and once more after it.

The milestone is the end of its day in the program's time zone.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.people import CalendarFacts, Completion, PeopleFacts, Session
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant, day_of, end_of_day, iso_day
from readiness_gate.signals.spec import Parameter, Signal, some
from readiness_gate.signals.training import Role, completed_by, members_of, roles_of

_NO_MILESTONE = "there is no milestone whose day is meant: configure one, with a date that lies ahead"
_IN, _EARLIER, _LATER = "in time", "earlier", "later"


def _needs_people(_parameters: Parameters, _as_of: Instant) -> Needs:
    return Needs(frozenset({"people"}))


def _needs_calendar(_parameters: Parameters, _as_of: Instant) -> Needs:
    return Needs(frozenset({"people", "calendar"}))


def window_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """The share of the completions that lie in the time before the milestone that `from` and `to` give, both ends
    included: of all that people on the roster completed by the instant of what their roles require."""
    people, milestone, zone = facts.require_people(), facts.milestone, facts.settings.zone
    if milestone is None or zone is None:
        raise CannotMeasure(_NO_MILESTONE)
    earliest, latest = parameters.seconds("from"), parameters.seconds("to")
    if latest >= earliest:
        raise CannotMeasure(
            f"from ({parameters.text('from')} before the milestone) must be longer than to ({parameters.text('to')}): "
            "correct the rule"
        )
    roles = roles_of(facts, people, as_of)
    end = end_of_day(milestone.date, zone)
    placed = {
        each: _place(each.completed_at, end - earliest, end - latest) for each in _of(facts, people, roles, as_of)
    }
    if not placed:
        raise CannotMeasure(
            f"nobody on the roster completed a required module by {iso_day(as_of)}: there is no share to take"
        )
    counts = Counter(placed.values())
    span = f"{parameters.text('from')} to {parameters.text('to')} before {milestone.date}"
    told = f"{counts[_IN]} of {len(placed)} completions of required modules lie {span}{_outside(counts)}."
    return Measured(counts[_IN] / len(placed), told, _by_role(roles, placed))


def _of(facts: Facts, people: PeopleFacts, roles: Sequence[Role], as_of: Instant) -> list[Completion]:
    """What people completed by an instant of what their roles require; a row that comes twice is one completion."""
    wanted = {(person, module) for role in roles for person in role.people for module in role.modules}
    completed = completed_by(facts, people, as_of)
    return list(dict.fromkeys(each for each in completed if (each.person, each.module) in wanted))


def _place(moment: Instant, start: Instant, end: Instant) -> str:
    if start <= moment <= end:
        return _IN
    return _EARLIER if moment < start else _LATER


def _outside(counts: Mapping[str, int]) -> str:
    told = " and ".join(f"{counts[place]} {place}" for place in (_EARLIER, _LATER) if counts[place])
    return f"; {told}" if told else ""


def _by_role(roles: Sequence[Role], placed: Mapping[Completion, str]) -> tuple[Evidence, ...]:
    """Each role with how many of its completions lie in that time, the lowest share first; nobody is named."""
    found: list[tuple[float, Evidence]] = []
    for role in roles:
        counts = Counter(
            place for each, place in placed.items() if each.person in role.people and each.module in role.modules
        )
        if counts:
            told = f"{counts[_IN]} of {counts.total()} completions in that time{_outside(counts)}"
            found.append((counts[_IN] / counts.total(), Evidence("role", role.name, told)))
    return tuple(evidence for _, evidence in sorted(found, key=lambda each: (each[0], each[1].id)))


def reinforced_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """The share of the roster's roles that have a session, planned or held, soon after the milestone."""
    people, milestone, zone = facts.require_people(), facts.milestone, facts.settings.zone
    calendar = facts.require("calendar", CalendarFacts)
    if milestone is None or zone is None:
        raise CannotMeasure(_NO_MILESTONE)
    within = parameters.seconds("within")
    if not within:
        raise CannotMeasure("no session begins in no time: give the rule a longer within")
    members = members_of(facts, people, as_of)
    end = end_of_day(milestone.date, zone)
    first: dict[str, Session] = {}
    for session in sorted(calendar.sessions, key=lambda each: (each.begins, each.module)):
        if end < session.earliest and session.begins <= end + within:
            first.setdefault(session.role, session)
    roles = sorted({row.role for row in members}, key=lambda role: (role in first, role))
    held = [role for role in roles if role in first]
    told = f"{len(held)} of {len(roles)} roles have a session in the {parameters.text('within')} after"
    notes = {role: f"{each.module} on {day_of(each.begins, zone)}" for role, each in first.items()}
    return Measured(
        len(held) / len(roles),
        f"{told} {milestone.date}{_strange(first, roles)}.",
        tuple(Evidence("role", role, notes.get(role, "no session")) for role in roles),
    )


def _strange(sessions: Mapping[str, Session], roles: Sequence[str]) -> str:
    """The roles that have sessions and that nobody holds, for the end of a sentence: a name may be misspelt."""
    strange = sorted(set(sessions) - set(roles))
    return f"; sessions for {some(strange)} count for nobody, as no role on the roster is called so" if strange else ""


SIGNALS = (
    Signal(
        "training.window-share",
        "share",
        ("people",),
        "The share of completions of required modules that lie neither too early nor too late before the milestone.",
        _needs_people,
        window_share,
        (
            Parameter("from", "duration", "42d", "how long before the milestone training may begin"),
            Parameter("to", "duration", "2d", "how long before the milestone training must be over"),
        ),
    ),
    Signal(
        "training.reinforced-share",
        "share",
        ("people", "calendar"),
        "The share of roles with a training session, planned or held, soon after the milestone.",
        _needs_calendar,
        reinforced_share,
        (Parameter("within", "duration", "30d", "how long after the milestone the session may begin"),),
    ),
)
