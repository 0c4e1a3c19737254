"""The working time, for limits in business hours."""

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.business_time import WorkingTime
from readiness_gate.model.facts import Facts


def working_time(facts: Facts) -> WorkingTime:
    """Return when people work. Raises CannotMeasure if it is not configured."""
    configured = facts.settings.of("working-time", WorkingTime)
    if configured is None:
        raise CannotMeasure(
            'when people work is not configured: add [calendar] with hours = "09:00-17:00", days = ["Mon", …] and '
            "holidays = […]"
        )
    return configured
