"""How many defects were raised and closed, week by week.

Week k is the interval (end - 7k d, end - 7(k-1) d], so that the first is the last one.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.time import DAY, Instant
from readiness_gate.signals.views.backlog import Backlog, backlog, check_created
from readiness_gate.signals.views.issues import Move, moves
from readiness_gate.signals.views.once import once

WEEK = 7 * DAY


@dataclass(frozen=True, slots=True)
class Week:
    """How many defects were raised and closed in a week."""

    end: Instant
    raised: int
    closed: int
    begun: bool
    """Whether there was a defect before the week."""

    @property
    def converges(self) -> bool:
        """Whether at least as many were closed as raised. A week that no defect preceded says nothing."""
        return self.closed >= self.raised and (self.begun or self.closed > 0)


@dataclass(frozen=True, slots=True)
class Flow:
    """The defects as of an instant, and their status changes in the time before it."""

    backlog: Backlog
    moves: tuple[Move, ...]

    @property
    def defects(self) -> tuple[Issue, ...]:
        """The defects as of the instant."""
        return self.backlog.defects

    @property
    def closures(self) -> list[Move]:
        """The moves into the done category."""
        return [move for move in self.moves if move.after.done and not move.before.done]

    @property
    def reopenings(self) -> list[Move]:
        """The moves out of the done category."""
        return [move for move in self.moves if move.before.done and not move.after.done]

    def weeks(self, end: Instant, number: int) -> list[Week]:
        """Return the last weeks up to an instant, newest first."""
        created_at = created(self.defects)
        raised = by_week(created_at, end, number)
        closed = by_week([move.at for move in self.closures], end, number)
        first = min(created_at, default=end)
        ends = [end - ago * WEEK for ago in range(number)]
        return [
            Week(last, came, went, begun=first <= last - WEEK)
            for last, came, went in zip(ends, raised, closed, strict=True)
        ]


@once
def flow(facts: Facts, as_of: Instant, start: Instant) -> Flow:
    """Return the defects as of an instant and their changes since `start`."""
    defects = backlog(facts, as_of)
    check_created(defects.defects)
    changes = moves(defects.defects, facts.require_jira(), start, as_of)
    check_clear(changes)
    return Flow(defects, tuple(changes))


def check_clear(moves: Iterable[Move]) -> None:
    """Raise CannotMeasure if it is unknown which moves closed or reopened something."""
    for move in moves:
        if move.before.done is None:
            raise CannotMeasure(
                f'it is unknown whether the status "{move.before.status}", which {move.before.key} had, is of the '
                "category done, as no issue has it today: read Jira live, which reports the category, or export an "
                "issue of that status, too"
            )


def created(defects: Iterable[Issue]) -> list[Instant]:
    """Return when each of the defects was raised, which must be known."""
    return [defect.created or 0 for defect in defects]


def by_week(times: Sequence[Instant], end: Instant, weeks: int) -> list[int]:
    """Return how many of the times fall into each of the last weeks up to an instant, newest week first."""
    first = end - weeks * WEEK
    ages = Counter([(end - moment) // WEEK for moment in times if first < moment <= end])
    return [ages[number] for number in range(weeks)]
