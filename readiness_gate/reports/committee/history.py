"""How long rules have failed, as far as the judged dates show."""

from collections.abc import Iterator

from readiness_gate.model.time import Instant, day_of
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import counted
from readiness_gate.reports.trend.rows import Red, Row, State
from readiness_gate.reports.trend.stated import series

WAS: dict[State, str] = {
    "pass": "it passed",
    "warn": "it warned",
    "waived": "it was an accepted risk",
    "unknown": "it was unknown",
    "not-applicable": "it did not apply",
    "info": "it informed only",
    "absent": "it was not in the gate",
}
"""What a rule did on a date on which it did not fail."""


def red_times(row: Row, verdict: Verdict) -> Iterator[tuple[str, str]]:
    """Yield how long a rule has failed, and how long it failed before until somebody reacted, as name and text. Only
    the judged dates are known, so it was at least that long."""
    if not verdict.past:
        return
    if row.now is not None:
        yield "Failing for", _current_failure(row.now, row, verdict)
    longest = max((one for one in row.red if one is not row.now), key=lambda one: one.days, default=None)
    if longest is not None:
        yield "Longest failing before", _longest_failure(longest, row, verdict)


def _current_failure(red: Red, row: Row, verdict: Verdict) -> str:
    """Return how long a rule has failed that fails now."""
    first, place = _day(red.first, verdict), _place(red.first, verdict)
    days = counted(red.days, "day")
    length = f"At least {days}, by weekly dates: since {first}" if red.days else f"Since {first}, by weekly dates"
    return f"{length}; {_state_on(place - 1, row, verdict)}." if place else f"{length}, the first one looked at."


def _longest_failure(red: Red, row: Row, verdict: Verdict) -> str:
    """Return the longest failure of a rule that ended."""
    first, last = _day(red.first, verdict), _day(red.last, verdict)
    days = counted(red.days, "day")
    span = f"At least {days}, by weekly dates: {first} to {last}" if red.days else f"On one weekly date, {first}"
    return f"{span}; {_state_on(_place(red.last, verdict) + 1, row, verdict)}."


def _state_on(place: int, row: Row, verdict: Verdict) -> str:
    """Return what a rule did on a date on which it did not fail: `on 2027-01-31 it passed`."""
    return f"on {_day(series(verdict)[place].as_of, verdict)} {WAS[row.states[place]]}"


def _place(instant: Instant, verdict: Verdict) -> int:
    return [one.as_of for one in series(verdict)].index(instant)


def _day(instant: Instant, verdict: Verdict) -> str:
    return f"{day_of(instant, verdict.zone)}"
