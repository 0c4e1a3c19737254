"""Limits that no reading reaches, so that a rule can never fail, pass or warn."""

from collections.abc import Iterator
from math import ceil, floor

from readiness_gate.model.policy import Limit, Rule
from readiness_gate.model.reading import Unit

_WHOLE: frozenset[Unit] = frozenset({"issues", "landings", "files", "lines", "people"})
_COUNTED_OF = {"defects.converging-weeks": "weeks"}
"""Signals whose count cannot exceed one of their parameters."""


def unreachable(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield the limits of a rule that no reading exceeds: the key of each, and the consequence."""
    highest = _highest(rule)
    beyond = _beyond(rule, highest) if highest is not None else None
    if beyond is not None:
        yield beyond
    elif rule.unit in _WHOLE or highest is not None:
        yield from _between_integers(rule)


def _highest(rule: Rule) -> int | float | None:
    """Return the highest value of a signal whose count a parameter limits; None for other signals."""
    value = dict(rule.parameters.values).get(_COUNTED_OF.get(rule.signal, ""))
    return value if isinstance(value, int | float) else None


def _beyond(rule: Rule, highest: float) -> tuple[str, str] | None:
    """Return the limit that exceeds the highest value of the signal, with the consequence."""
    limit, why = rule.limit, f"{rule.signal} is at most {highest}"
    if limit.bound == "at-most":
        return ("at-most", f"{rule.id} can never fail: {why}") if limit.value >= highest else None
    if limit.value > highest:
        return limit.bound, f"{rule.id} can never pass: {why}"
    if limit.warn_at is not None and limit.warn_at > highest:
        return "warn-below", f"{rule.id} always warns when it does not fail: {why}"
    return None


def _between_integers(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield the limits between whole numbers, where there are no readings."""
    limit, of = rule.limit, f" of {rule.unit}" if rule.unit in _WHOLE else ""
    whole = f"{rule.signal} is always a whole number{of}"
    if limit.bound == "equals" and limit.value != floor(limit.value):
        yield "equals", f"{rule.id} can never pass: {whole}, never {limit.value}"
    key = _never_warning(limit)
    if key is not None:
        yield key, f"{rule.id} can never warn: {whole}, and none is between the two limits"


def _never_warning(limit: Limit) -> str | None:
    """Return the key of the warning if there is no whole number between it and the limit."""
    if limit.warn_at is None:
        return None
    if limit.bound == "at-most":
        return "warn-above" if floor(limit.value) <= limit.warn_at else None
    return "warn-below" if limit.bound == "at-least" and ceil(limit.value) >= limit.warn_at else None
