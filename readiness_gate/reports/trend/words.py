"""What is said of a row of a trend: what the last date says, and for how long it was red."""

from collections.abc import Sequence

from readiness_gate.model.time import Instant, day_of
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.trend.rows import DECISIONS, STATES, Red, Row, State

_NOW: dict[State, str] = {"not-applicable": "does not apply", "absent": "no longer in the gate"}

_MEANINGS: dict[State, str] = {"pass": "go or PASS", "fail": "no-go or FAIL", "unknown": "undecided or UNKNOWN"}


def beside(row: Row, verdict: Verdict) -> str:
    """What a row says beside its states: `red since 2027-01-04 (14+ days)`."""
    longest = row.longest
    if row.now is not None:
        more = f"; longest {_length(longest)}" if longest is not None and longest.days > row.now.days else ""
        return f"red since {_since(row.now, verdict)}{_long(row.now)}{more}"
    state = row.states[-1]
    now = _NOW.get(state, STATES[state][1]) if row.title or state == "absent" else DECISIONS[state]
    return now if longest is None else f"{now}; longest red {_length(longest)}, to {day(verdict, longest.last)}"


def legend(shown: Sequence[Row]) -> list[tuple[State, str, str]]:
    """The states that some rows have, each with its symbol and what it means."""
    used = {state for row in shown for state in row.states}
    return [(state, STATES[state][0], _MEANINGS.get(state, STATES[state][1])) for state in STATES if state in used]


def day(verdict: Verdict, moment: Instant) -> str:
    """The day of an instant, as the program counts days."""
    return str(day_of(moment, verdict.zone))


def _since(red: Red, verdict: Verdict) -> str:
    return f"{day(verdict, red.first)}{' or before' if red.or_before else ''}"


def _long(red: Red) -> str:
    return f" ({_length(red)})" if red.days else ""


def _length(red: Red) -> str:
    """How long a row was red at least: `14+ days`; `1 date` where it was red as of one date only."""
    return f"{red.days}+ days" if red.days else "1 date"
