"""Times of one record that contradict each other."""

from collections.abc import Mapping

from readiness_gate.model.time import When


def first_before(created: When, later: Mapping[str, When | None]) -> str | None:
    """Describe the first of some times, by their columns, that is before the creation for certain; None for none."""
    names = (name for name, when in later.items() if when is not None and when.end < created.start)
    return next((f"{name} is before created: correct one of them" for name in names), None)
