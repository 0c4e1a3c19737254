"""Signals on people who try their own work in the system before they depend on it."""

from collections.abc import Sequence
from statistics import median

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.tests import RealTask, RealTaskFacts
from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted
from readiness_gate.signals.signal import Parameter, Signal, all_of
from readiness_gate.signals.views.known_roles import roles_to_cover
from readiness_gate.signals.views.records import has_occurred
from readiness_gate.signals.views.roster import WORST

_SOURCE = "real-work-tests"
_MOST_MORE = 100
"""The most further tasks that are tried when looking for a sufficient number."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """The tasks that people of a role tried."""

    role: str
    unaided: int
    total: int

    @property
    def share(self) -> float:
        """The share that they completed without help."""
        return self.unaided / self.total


def unaided_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the tasks that people completed without help, for the role with the lowest share or one
    role."""
    rows = facts.require(_SOURCE, RealTaskFacts).records
    known = roles_to_cover(facts, as_of, (row.role for row in rows), _SOURCE)
    asked = parameters.text("role")
    if asked not in (WORST, *known):
        raise CannotMeasure(f'nobody holds the role "{asked}"; the roster has {", ".join(known)}')
    roles = known if asked == WORST else (asked,)
    tried = sorted((_of_role(rows, role, as_of, parameters.number("min")) for role in roles), key=_lowest_first)
    worst = tried[0]
    lowest = f", the lowest of {len(tried)} roles," if len(tried) > 1 else ":"
    return Measured(
        worst.share,
        f"{worst.role}{lowest} {worst.unaided} of {counted(worst.total, 'task')} were completed without help.",
        tuple(Evidence("role", one.role, f"{one.unaided} of {one.total} tasks without help") for one in tried),
        shortfall=f"{worst.total - worst.unaided} of {counted(worst.total, 'task')} in the role {worst.role} with help",
        levers=tuple(map(_more, tried)),
    )


UNAIDED = Signal(
    name="tests.unaided",
    unit="share",
    sources=(_SOURCE, "people"),
    meaning="The share of real tasks that people completed without help; every role must have tried some.",
    needs=all_of(_SOURCE, "people"),
    measure=unaided_share,
    topic="how many people work without help",
    parameters=(
        Parameter("role", "role", WORST, 'the role: "worst" (the lowest), or its name'),
        Parameter("min", "count", 5, "the fewest tasks of a role that say something"),
    ),
)


def fallback(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the share of the tasks in which people went back to the old way."""
    rows = [row for row in facts.require(_SOURCE, RealTaskFacts).records if _is_tried(row, as_of)]
    if not rows:
        raise CannotMeasure("nobody tried their own work yet: let people try, and add rows to real-work-tests")
    silent = sum(row.fallback is None for row in rows)
    if silent:
        raise CannotMeasure(
            f"{counted(silent, 'row')} of real-work-tests do not say whether people went back to the old way: fill in "
            "the column fallback"
        )
    back = [row for row in rows if row.fallback]
    counts = f"{len(back)} of {counted(len(rows), 'task')}"
    tasks = sorted({row.task for row in back})
    return Measured(
        len(back) / len(rows),
        f"In {counts}, people went back to the old way.",
        tuple(Evidence("task", task, f"{sum(row.task == task for row in back)} times the old way") for task in tasks),
        shortfall=f"{counts} done the old way",
    )


FALLBACK = Signal(
    name="tests.fallback",
    unit="share",
    sources=(_SOURCE,),
    meaning="The share of real tasks in which people fell back to the old way of working.",
    needs=all_of(_SOURCE),
    measure=fallback,
    topic="how often people fall back to the old way of working",
)


def task_time(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the median of task times divided by their target times, for the role in which it is highest."""
    rows = facts.require(_SOURCE, RealTaskFacts).records
    known = roles_to_cover(facts, as_of, (row.role for row in rows), _SOURCE)
    ratios = {role: _ratios(rows, role, as_of) for role in known}
    least = parameters.number("min")
    few = next((role for role in known if len(ratios[role]) < least), None)
    if few is not None:
        raise CannotMeasure(
            f"the role {few} has {len(ratios[few])} tasks with seconds and target-seconds, and {least} are needed to "
            "say something: fill in these columns of real-work-tests"
        )
    medians = {role: median(ratios[role]) for role in known}
    slowest = max(known, key=lambda role: (medians[role], role))
    return Measured(
        medians[slowest],
        f"{slowest}: half of the tasks take more than {medians[slowest]:.2g} times what they may.",
        tuple(Evidence("role", role, f"{medians[role]:.2g} times") for role in known),
        shortfall=f"tasks of {slowest} take {medians[slowest]:.2g} times as long as they may",
    )


TASK_TIME = Signal(
    name="tests.task-time",
    unit="count",
    sources=(_SOURCE, "people"),
    meaning="The median time of real tasks by the time that they may take, of the slowest role.",
    needs=all_of(_SOURCE, "people"),
    measure=task_time,
    topic="how long real tasks take",
    parameters=(Parameter("min", "count", 5, "the fewest tasks of a role that say something"),),
)


def _ratios(rows: Sequence[RealTask], role: str, as_of: Instant) -> list[float]:
    """Return the time of each of a role's tasks divided by its target time."""
    return [
        row.seconds / row.target_seconds
        for row in rows
        if row.role == role and has_occurred(row.tried_at, as_of, is_good=True) and row.seconds and row.target_seconds
    ]


def _of_role(rows: Sequence[RealTask], role: str, as_of: Instant, least: int) -> _Tried:
    tried = [row for row in rows if row.role == role and _is_tried(row, as_of)]
    if len(tried) < least:
        number = counted(len(tried), "task") if tried else "no task"
        raise CannotMeasure(
            f"the role {role} tried {number} of its work, and {least} are needed to say something: let people of this "
            "role try more"
        )
    return _Tried(role, sum(map(_is_unaided, tried)), len(tried))


def _is_unaided(row: RealTask) -> bool:
    return row.success and row.unaided


def _is_tried(row: RealTask, as_of: Instant) -> bool:
    return has_occurred(row.tried_at, as_of, is_good=_is_unaided(row) and not row.fallback)


def _lowest_first(tried: _Tried) -> tuple[float, str]:
    return tried.share, tried.role


def _more(tried: _Tried) -> Work:
    """Return how the share changes if people of a role complete more tasks, all of them without help."""
    after = tuple((tried.unaided + more) / (tried.total + more) for more in range(_MOST_MORE + 1))
    which = f" by people in the role {tried.role}"
    return Work("complete without help", f"more task{which}", f"more tasks{which}", after)


SIGNALS = (UNAIDED, FALLBACK, TASK_TIME)
