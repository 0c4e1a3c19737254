"""Contradictory times in a record."""

from collections.abc import Mapping

from readiness_gate.model.time import When


def first_before(created: When, later: Mapping[str, When | None]) -> str | None:
    """Return a description of the first of the times, by column, that is certainly before the creation; None if
    there is none."""
    names = (name for name, when in later.items() if when is not None and when.end < created.start)
    return next((f"{name} is before created: correct one of them" for name in names), None)
