"""The figures of a forecast, in words: no share is ever said to be 0 or 100 %, as no number of courses shows that."""

from readiness_gate.model.forecast import WEEKS_AHEAD
from readiness_gate.model.time import DAY, Instant, day_of
from readiness_gate.model.verdict import Verdict

_WEEK = 7 * DAY


def percent(share: float) -> str:
    """A probability in steps of 5 %."""
    if share <= 0:
        return "< 5 %"
    return "> 95 %" if share >= 1 else f"{share * 100:.0f} %"


def weeks(at: Instant | None, verdict: Verdict) -> str:
    """How many weeks ahead a time is, begun ones as whole ones; a dash for what is so already."""
    if at is None:
        return f"> {WEEKS_AHEAD} w"
    number = -(-(at - verdict.as_of) // _WEEK)
    return f"{number} w" if number else "–"


def day(at: Instant, verdict: Verdict) -> str:
    """The day of a time, as the program counts days."""
    return str(day_of(at, verdict.zone))
