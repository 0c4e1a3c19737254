"""The day on which people start to use the system."""

from datetime import timedelta

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.time import Instant, When, end_of_day
from readiness_gate.model.wording import keyed


def go_live(facts: Facts) -> When:
    """Return the day of the go-live. Raises CannotMeasure if it is not configured."""
    milestone = facts.require_milestone("go-live")
    if milestone.go_live is None:
        raise CannotMeasure(
            "the day from which people use the system is unknown: add go-live = 2027-03-01, with that day, to "
            f"[milestones.{keyed(milestone.name)}]"
        )
    return day_after_go_live(facts, 0)


def day_after_go_live(facts: Facts, days: int) -> When:
    """Return the day this many days after the go-live (before it, if negative). Raises CannotMeasure if it is
    unknown."""
    milestone, zone = facts.require_milestone("go-live"), facts.settings.calendar
    day = (milestone.go_live or milestone.date) + timedelta(days=days)
    return When(end_of_day(day - timedelta(days=1), zone) + 1, end_of_day(day, zone))


def live_since(facts: Facts, as_of: Instant) -> When:
    """Return the day of a go-live that has passed. Raises CannotMeasure before it has begun."""
    live = go_live(facts)
    if as_of < live.start:
        raise CannotMeasure(f"people use the system from {facts.day(live.start)} on: measure this after that day")
    return live
