"""The text on a row of a trend: the state on the last date, and how long it was red."""

from collections.abc import Sequence

from readiness_gate.model.time import Instant, day_of
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.trend.rows import DECISIONS, STATES, Red, Row, State

_NOW: dict[State, str] = {"not-applicable": "does not apply", "absent": "no longer in the gate"}

_MEANINGS: dict[State, str] = {"pass": "go or PASS", "fail": "no-go or FAIL", "unknown": "undecided or UNKNOWN"}


def beside(row: Row, verdict: Verdict) -> str:
    """Return the text next to a row's states: `red since 2027-01-04 (14+ days)`."""
    longest = row.longest
    if row.now is not None:
        more = f"; longest {_length(longest)}" if longest is not None and longest.days > row.now.days else ""
        return f"red since {_since(row.now, verdict)}{_long(row.now)}{more}"
    state = row.states[-1]
    now = _NOW.get(state, STATES[state][1]) if row.title or state == "absent" else DECISIONS[state]
    return now if longest is None else f"{now}; longest red {_length(longest)}, to {day(verdict, longest.last)}"


def legend(shown: Sequence[Row]) -> list[tuple[State, str, str]]:
    """Return the states in the rows, each with its symbol and what it means."""
    used = {state for row in shown for state in row.states}
    return [(state, STATES[state][0], _MEANINGS.get(state, STATES[state][1])) for state in STATES if state in used]


def day(verdict: Verdict, moment: Instant) -> str:
    """Return the program's calendar day of an instant."""
    return str(day_of(moment, verdict.zone))


def _since(red: Red, verdict: Verdict) -> str:
    return f"{day(verdict, red.first)}{' or before' if red.or_before else ''}"


def _long(red: Red) -> str:
    return f" ({_length(red)})" if red.days else ""


def _length(red: Red) -> str:
    """Return how long a row was red at least: `14+ days`; `1 date` if it was red as of one date only."""
    return f"{red.days}+ days" if red.days else "1 date"
