"""The figures of a forecast in words. No share is ever 0 or 100 %, because no number of courses shows that."""

from readiness_gate.model.forecast import WEEKS_AHEAD
from readiness_gate.model.time import DAY, Instant, day_of
from readiness_gate.model.verdict import Verdict

_WEEK = 7 * DAY


def percent(share: float) -> str:
    """Return a probability in steps of 5 %."""
    if share <= 0:
        return "< 5 %"
    return "> 95 %" if share >= 1 else f"{share * 100:.0f} %"


def weeks(at: Instant | None, verdict: Verdict) -> str:
    """Return how many weeks ahead a time is, rounded up; a dash for the present."""
    if at is None:
        return f"> {WEEKS_AHEAD} w"
    number = -(-(at - verdict.as_of) // _WEEK)
    return f"{number} w" if number else "–"


def day(at: Instant, verdict: Verdict) -> str:
    """Return the program's calendar day of a time."""
    return str(day_of(at, verdict.zone))
