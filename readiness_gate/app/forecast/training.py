"""The outlook of rules on training: from the planned sessions, and from how many of those who needed a session
completed it before."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from random import Random
from zoneinfo import ZoneInfo

from readiness_gate.app.forecast.grid import WEEK, Green, Grid, bits
from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.people import CalendarFacts, Session
from readiness_gate.model.policy import Rule
from readiness_gate.model.settings.people import PeopleSettings
from readiness_gate.model.time import Instant, day_of, end_of_day
from readiness_gate.model.wording import counted
from readiness_gate.signals.views.roster import ALL, Role, done_by, named_by, roles
from readiness_gate.statistics.simulation import chance_of, levels

SIGNAL = "training.coverage"
_AFTERWARDS = 2 * WEEK
"""How long after a session a completion is attributed to it."""


@dataclass(frozen=True, slots=True)
class Group:
    """People who lack the same modules of a role."""

    role: str
    people: int
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Who lacks what, when it is taught, and how many of those who needed a session completed it before."""

    sizes: Mapping[str, int]
    """How many people each role has; all of them together under ""."""
    trained: Mapping[str, int]
    groups: tuple[Group, ...]
    sessions: Mapping[tuple[str, str], tuple[Instant, ...]]
    """When the planned sessions of a role and a module end, in order."""
    needed: int
    """How many needed a session that was held."""
    completed: int
    """How many of them completed its module within two weeks."""
    least: int
    """The size of the smallest group whose figures are shown."""

    def unplanned(self, until: Instant) -> list[str]:
        """Return the modules that people lack and that no session for their role teaches until then."""
        missing = {
            module
            for group in self.groups
            for module in group.lacking
            if not any(at <= until for at in self.sessions.get((group.role, module), ()))
        }
        return sorted(missing)

    @property
    def learned(self) -> str:
        """What the forecast was learned from."""
        planned = counted(sum(map(len, self.sessions.values())), "planned session")
        if not self.needed:
            return f"Learned from {planned}; as no session was held yet, any share of people may complete them."
        if self.needed < self.least:
            return f"Learned from {planned}, and from sessions that were held, for too few people to be shown."
        return (
            f"Learned from {planned}, and from sessions that were held: {self.completed} of {self.needed} completions "
            "that people still needed came within two weeks."
        )


def plan(facts: Facts, as_of: Instant, rule: Rule) -> Plan | str:
    """Return the plan of training for a rule; if it is unknown, why there is no forecast."""
    try:
        calendar = facts.require("calendar", CalendarFacts)
        asked = rule.parameters.text("role")
        known = roles(facts, as_of, critical=rule.parameters.flag("critical"))
        asked_for = known if asked == ALL else named_by(known, asked)
        done = done_by(facts, as_of)
    except CannotMeasure as error:
        return str(error)
    planned: dict[tuple[str, str], list[Instant]] = {}
    over = [(session, _over(session, facts.settings.calendar)) for session in calendar.sessions]
    for session, at in over:
        if at > as_of:
            planned.setdefault((session.role, session.module), []).append(at)
    needed, completed = _before(facts, known, over, as_of)
    return Plan(
        {role.name: len(role.people) for role in asked_for},
        {role.name: len(role.trained) for role in asked_for},
        tuple(_groups(asked_for, done)),
        {key: tuple(sorted(times)) for key, times in sorted(planned.items())},
        needed,
        completed,
        (facts.settings.people or PeopleSettings()).smallest_group,
    )


def _groups(known: Sequence[Role], done: Mapping[str, set[str]]) -> Iterator[Group]:
    for role in known:
        lacking = Counter(
            tuple(sorted(set(role.modules) - done.get(person, set()))) for person in role.people - role.trained
        )
        yield from (Group(role.name, people, modules) for modules, people in sorted(lacking.items()))


def _over(session: Session, zone: ZoneInfo) -> Instant:
    """Return when a session is over: nobody has completed it when it begins. Without an end time, that is the end of
    the day on which it begins."""
    return end_of_day(day_of(session.begins, zone), zone) if session.ends is None else session.ends


def _before(
    facts: Facts, known: Sequence[Role], sessions: Sequence[tuple[Session, Instant]], as_of: Instant
) -> tuple[int, int]:
    """Return how many people needed a session that was held, and how many of them completed its module within two
    weeks."""
    finished: dict[tuple[str, str], Instant] = {}
    for row in facts.require_people().completions:
        key = row.person, row.module
        if row.completed_at <= as_of:
            finished[key] = min(row.completed_at, finished.get(key, row.completed_at))
    people = {role.name: role.people for role in known}
    needed = completed = 0
    for session, over in sessions:
        if over + _AFTERWARDS > as_of:
            continue
        for person in people.get(session.role, frozenset()):
            at = finished.get((person, session.module))
            if at is None or at >= session.earliest:
                needed += 1
                completed += at is not None and at <= over + _AFTERWARDS
    return needed, completed


def masks(rule: Rule, now: bool, of: Plan, times: Grid, number: int) -> list[Green]:  # noqa: FBT001 - whether it passes
    """Return when the rule is green, course by course: in each, the share of people who complete a planned session
    is drawn from a beta distribution of what was observed."""
    chance = chance_of(times.as_of, rule.id, of.groups, of.sessions, of.needed, of.completed)
    spread = [levels(chance, number) for _ in of.groups]
    ahead = times.times[1:]
    found: list[Green] = []
    for course in range(number):
        attending = _share(chance, of.completed, of.needed)
        reached = [
            [_done(group, of, attending, spread[place][course], until) for place, group in enumerate(of.groups)]
            for until in ahead
        ]
        found.append(bits((now, *(_passes(rule, of, each) for each in reached))))
    return found


def _share(chance: Random, completed: int, needed: int) -> float:
    return chance.betavariate(completed + 1, needed - completed + 1)


def _done(group: Group, of: Plan, attending: float, level: float, until: Instant) -> int:
    """Return how many of a group have completed everything they lacked. Those who need a module are spread evenly
    over its planned sessions."""
    likely = 1.0
    for module in group.lacking:
        planned = of.sessions.get((group.role, module), ())
        over = sum(at <= until for at in planned)
        likely *= attending * over / len(planned) if planned else 0.0
    mean = group.people * likely
    return max(0, min(group.people, round(mean + level * sqrt(mean * (1 - likely))))) if likely else 0


def _passes(rule: Rule, of: Plan, done: Sequence[int]) -> bool:
    """Return whether the rule passes if `done` more people of each group are trained."""
    trained = dict(of.trained)
    for group, count in zip(of.groups, done, strict=True):
        trained[group.role] += count
    if rule.parameters.text("role") == ALL:
        return rule.limit.judge(sum(trained.values()) / sum(of.sizes.values())) != "fail"
    return all(rule.limit.judge(count / of.sizes[role]) != "fail" for role, count in trained.items())
