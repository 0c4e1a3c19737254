"""States over time as the marks of a strip: by week for lists, by recorded date for one gate."""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from readiness_gate.model.time import DAY, Instant, day_of, iso_day
from readiness_gate.reports.html.strip import Mark
from readiness_gate.reports.trend.rows import DECISIONS, STATES, State
from readiness_gate.server.views.standing import decision_of

WEEKS = 26
WEEK = 7 * DAY
_NOT_JUDGED = "not judged"
_OF_DECISION: dict[str, State] = {"go": "pass", "no-go": "fail", "undecided": "unknown"}


def weekly(dated: Iterable[tuple[Instant, str]], now: Instant) -> list[Mark]:
    """Return the last decision of each of the last weeks, oldest first; a week without a verdict has none."""
    of_week: dict[int, str] = {}
    for as_of, decision in dated:
        of_week[(now - as_of) // WEEK] = decision
    weeks = range(WEEKS - 1, -1, -1)
    return [_of_decision(iso_day(now - (week + 1) * WEEK + DAY), of_week.get(week)) for week in weeks]


def by_date(dated: Sequence[tuple[Instant, str]], zone: ZoneInfo) -> list[Mark]:
    """Return the decision as of each date."""
    return [_of_decision(f"{day_of(as_of, zone)}", decision) for as_of, decision in dated]


def _of_decision(day: str, decision: str | None) -> Mark:
    if decision is None:
        return Mark(day, "absent", STATES["absent"][0], _NOT_JUDGED)
    state = _OF_DECISION[decision_of(decision)]
    return Mark(day, state, STATES[state][0], DECISIONS[state])


def of_status(day: str, status: str | None) -> Mark:
    """Return the status of a rule as of a day; none if the rule was not in the gate."""
    state: State = "absent"
    if status is not None:
        state = status if status in STATES else "unknown"
    return Mark(day, state, *STATES[state])
