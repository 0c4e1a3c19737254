"""How many severe defects were raised after a go-live, and how many are usual."""

import statistics
from bisect import bisect_right
from dataclasses import replace
from operator import itemgetter

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue, JiraFacts
from readiness_gate.model.issue_types import of_types
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import Instant, Seconds, iso
from readiness_gate.model.wording import counted
from readiness_gate.signals.views.backlog import check_created, checked, of_severity
from readiness_gate.signals.views.issues import issues_as_of

SEVERE = "sev1+sev2"
FEWEST, MOST = 6, 13
"""The fewest and the most earlier windows that define what is usual."""


@dataclass(frozen=True, slots=True)
class Raised:
    """The number of severe defects raised in a window after a go-live."""

    count: int
    usual: float
    """The median number in windows of the same length before it."""
    windows: int
    """The number of these windows."""
    exceeded: int
    """In how many of them fewer were raised."""

    @property
    def is_unusual(self) -> bool:
        """Whether it exceeds three of four of these windows, and so their median: of ordinary windows at most two of
        seven do."""
        return 4 * self.exceeded >= 3 * self.windows


def needs(as_of: Instant, window: Seconds) -> Needs:
    """Return what must be read to count them."""
    return Needs(frozenset({"jira"}), issues_since=as_of - MOST * window)


def known_until(facts: Facts) -> Instant | None:
    """Return until when it is known what was raised; None if that is not stated, or nothing was read."""
    jira = facts.jira
    return None if isinstance(jira, Unavailable) else jira.provenance.observed_at


def raised(facts: Facts, as_of: Instant, window: Seconds) -> Raised | Unavailable:
    """Return how many severe defects were raised in the window after an instant, and in those before it, or why that
    is unknown. Type and severity are those at the end of the window."""
    count = _counted(facts, as_of + window, window)
    if isinstance(count, Unavailable):
        return count
    values, why = _before(facts, as_of, window)
    if len(values) >= FEWEST:
        return Raised(count, statistics.median(values), len(values), sum(value < count for value in values))
    return Unavailable(f"{counted(len(values), 'earlier time')} can be counted, and {FEWEST} are needed ({why})")


def _before(facts: Facts, as_of: Instant, window: Seconds) -> tuple[list[int], str]:
    """Return the numbers of the windows before an instant, newest first, and why there are no more."""
    times = facts.require_jira().always(_created, lambda: _created(facts.require_jira()))
    values: list[int] = []
    for ago in range(MOST):
        end = as_of - ago * window
        if not times or times[0][0] > end - window:
            return values, f"no issue had been raised by {iso(end - window)}"
        count = _counted(facts, end, window)
        if isinstance(count, Unavailable):
            return values, count.reason
        values.append(count)
    return values, ""


def _counted(facts: Facts, end: Instant, window: Seconds) -> int | Unavailable:
    """Return how many severe defects were raised in a window, or why that is unknown."""
    try:
        checked(facts)
        return _count(facts, end, window)
    except CannotMeasure as error:
        return Unavailable(str(error))


def _count(facts: Facts, end: Instant, window: Seconds) -> int:
    """Return how many severe defects were raised in a window. Raises CannotMeasure if unknown."""
    jira = facts.require_jira()
    times = jira.always(_created, lambda: _created(jira))
    first, last = (bisect_right(times, moment, key=itemgetter(0)) for moment in (end - window, end))
    issues = tuple(issue for _, issue in times[first:last])
    then = issues_as_of(replace(jira, issues=issues, outside=()), end)
    return len(of_severity(of_types(then, facts.settings.defect_types), SEVERE))


def _created(jira: JiraFacts) -> list[tuple[Instant, Issue]]:
    """Return the issues with their creation times, oldest first. Raises CannotMeasure if any is unknown."""
    check_created(jira.issues)
    return sorted(((issue.created or 0, issue) for issue in jira.issues), key=itemgetter(0))
