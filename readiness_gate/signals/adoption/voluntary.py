"""The signal on how much people use the system of their own accord."""

from collections.abc import Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant, duration_in_words
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
from readiness_gate.signals.views.diary import LATEST, is_use
from readiness_gate.signals.views.use import Window, windows


@dataclass(frozen=True, slots=True)
class _Actions:
    """The actions of the users of a role, or with an empty name of all roles."""

    role: str
    people: int
    """Those who did anything."""
    all: int
    prompted: int

    @property
    def share(self) -> float:
        """The share of the actions that nobody was reminded of."""
        return (self.all - self.prompted) / self.all

    @property
    def counts(self) -> str:
        """How many actions these are, in words."""
        return f"{self.all - self.prompted:,} of {self.all:,} actions"


def voluntary_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """The share of the actions in a window that do not follow a reminder within 48 hours; `worst` is the role with the
    lowest share."""
    asked, window = parameters.text("role"), parameters.seconds("window")
    known = windows(facts, as_of, window)
    of_roles = groups(facts, as_of, asked)
    everybody = {user for group in of_roles for user in group.users}
    gaps = {user for user in everybody if not known[user].is_whole}
    if gaps:
        raise unknown_use(facts, "how much {} did", gaps, as_of - window + 1, as_of, as_of - LATEST)
    silent = sum(_silent(known[user]) for user in everybody)
    if silent:
        raise CannotMeasure(
            f"it is unknown how many actions of {some_people(facts, silent)} follow a reminder: fill in the columns "
            "actions and prompted of [people.usage]"
        )
    found = [one for group in of_roles if (one := _of(group, [known[user] for user in group.users])).all]
    if not found:
        raise CannotMeasure("nobody did anything in that time, so there is no share to take")
    lowest = min(found, key=lambda one: (one.share, one.role))
    days = duration_in_words(parameters.text("window"))
    return Measured(
        lowest.share,
        f"{beginning(lowest.role, len(found))}{lowest.counts} in the last {days} follow no reminder"
        f"{left_out(facts, as_of)}.",
        tuple(Evidence("role", one.role, f"{one.counts} follow no reminder") for one in found if one.role),
        groups={one.role: one.people for one in found},
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


def _silent(window: Window) -> bool:
    """Whether a row of use does not say how many actions there were, or how many followed a reminder."""
    return total(row.actions for row in window.certain if is_use(row)) is None or _prompted(window) is None


def _prompted(window: Window) -> int | None:
    """The actions after a reminder; those of rows that may be of another time count, too."""
    return total(row.prompted for row in (*window.certain, *window.doubtful) if is_use(row))


def _of(group: Group, known: Sequence[Window]) -> _Actions:
    """The actions of a group of users; those that may be of another time count only where they follow a reminder."""
    prompted = sum(_prompted(window) or 0 for window in known)
    certain = sum(total(row.actions for row in window.certain if is_use(row)) or 0 for window in known)
    more = sum(row.prompted or 0 for window in known for row in window.doubtful if is_use(row))
    people = sum(any(map(is_use, window.certain)) for window in known)
    return _Actions(group.role, people, certain + more, prompted)


SIGNALS = (VOLUNTARY_SHARE,)
