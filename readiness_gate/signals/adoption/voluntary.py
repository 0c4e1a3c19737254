"""The signal on how much people use the system without being reminded."""

from collections.abc import Mapping

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant, Seconds
from readiness_gate.signals.adoption.parts import (
    BY_ROLE,
    SOURCES,
    Group,
    beginning,
    groups,
    left_out,
    needs,
    some_people,
    unknown_use,
)
from readiness_gate.signals.adoption.spectrum import total
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views.diary import LATEST
from readiness_gate.signals.views.once import once
from readiness_gate.signals.views.roster import ALL, WORST
from readiness_gate.signals.views.use import User, windows


@dataclass(frozen=True, slots=True)
class _Counts:
    """The actions of the users of a role; an empty name stands for all roles together."""

    role: str
    people: int
    """The number of people with any action."""
    all: int
    prompted: int

    @property
    def share(self) -> float:
        """The share of the actions that no reminder preceded."""
        return (self.all - self.prompted) / self.all

    @property
    def counts(self) -> str:
        """The number of actions in words."""
        return f"{self.all - self.prompted:,} of {self.all:,} actions"


def voluntary_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the actions in a window that do not follow a reminder within 48 hours; `worst` is the role
    with the lowest share."""
    asked, window = parameters.text("role"), parameters.seconds("window")
    known = windows(facts, as_of, window)
    of_roles = groups(facts, as_of, asked)
    everybody = {user for group in of_roles for user in group.users}
    gaps = {user for user in everybody if not known[user].is_whole}
    if gaps:
        raise unknown_use(facts, "how much {} did", gaps, as_of - window + 1, as_of, as_of - LATEST)
    done = _done(facts, as_of, window)
    silent = sum(done[user] is None for user in everybody)
    if silent:
        raise CannotMeasure(
            f"it is unknown how many actions of {some_people(facts, silent)} follow a reminder: fill in the columns "
            "actions and prompted of [people.usage]"
        )
    found = [one for group in of_roles if (one := _of(group, done)).all]
    if not found:
        raise CannotMeasure("nobody did anything in that time, so no share can be computed")
    lowest = min(found, key=lambda one: (one.share, one.role))
    days = parameters.in_words("window")
    return Measured(
        lowest.share,
        f"{beginning(lowest.role, len(found))}{lowest.counts} in the last {days} follow no reminder"
        f"{left_out(facts, as_of)}.",
        tuple(Evidence("role", one.role, f"{one.counts} follow no reminder") for one in found if one.role),
        groups=_sizes(facts, as_of, asked, done),
        of_group=lowest.role,
        people=lowest.people,
        shortfall=f"only {lowest.counts}{f' in the role {lowest.role}' if lowest.role else ''} without a reminder",
    )


VOLUNTARY_SHARE = Signal(
    name="adoption.voluntary-share",
    unit="share",
    sources=SOURCES,
    meaning="The share of the actions that do not follow a reminder within 48 hours.",
    needs=needs,
    measure=voluntary_share,
    parameters=(BY_ROLE, Parameter("window", "window", "28d", "the time whose actions count")),
    topic="how much people use the system of their own accord",
)


@once
def _done(facts: Facts, as_of: Instant, seconds: Seconds) -> Mapping[User, tuple[int, int] | None]:
    """Return how many actions each user did in a window, and how many of them after a reminder; None if a row does not
    say.

    Actions that may belong to another time count only if they follow a reminder.
    """
    found: dict[User, tuple[int, int] | None] = {}
    for user, window in windows(facts, as_of, seconds).items():
        prompted = total([row.prompted for row in (*window.certain, *window.doubtful)])
        actions = total([*(row.actions for row in window.certain), *(row.prompted for row in window.doubtful)])
        found[user] = None if prompted is None or actions is None else (actions, prompted)
    return found


def _sizes(facts: Facts, as_of: Instant, asked: str, done: Mapping[User, tuple[int, int] | None]) -> Mapping[str, int]:
    """Return how many people of each role did anything, whichever role was requested: otherwise the figures of a
    small role could be derived by requesting the others one by one. For all roles together, return how many people
    of all roles did anything."""
    return {one.role: _of(one, done).people for one in groups(facts, as_of, ALL if asked == ALL else WORST)}


def _of(group: Group, done: Mapping[User, tuple[int, int] | None]) -> _Counts:
    """Return the actions of a group of users."""
    known = [done[user] or (0, 0) for user in group.users]
    people = sum(actions > 0 for actions, _ in known)
    return _Counts(group.role, people, sum(actions for actions, _ in known), sum(prompted for _, prompted in known))


SIGNALS = (VOLUNTARY_SHARE,)
