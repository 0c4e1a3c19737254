"""Values and limits in words that can be read aloud, with enough digits to tell them apart."""

from decimal import Decimal
from functools import lru_cache

from readiness_gate.model.policy import Limit
from readiness_gate.model.reading import Measured, Unit, Value

_ONE: dict[Unit, str] = {
    "issues": "issue",
    "issues-per-week": "issue per week",
    "landings": "landing",
    "files": "file",
    "lines": "line",
    "days": "day",
    "hours": "hour",
    "people": "person",
}
_MANY: dict[Unit, str] = {
    **{unit: f"{word}s" for unit, word in _ONE.items()},
    "issues-per-week": "issues per week",
    "people": "people",
}
_DIGITS = 12
HIDDEN = "not shown"
"""Shown instead of the value of a group that is too small to be shown."""


def amount(value: Value, unit: Unit, *against: Value) -> str:
    """Return a value with its unit, rounded, with enough digits to stay on the same side of the values it is
    compared with."""
    return _amount(value, unit, against)


@lru_cache(maxsize=1_024, typed=True)  # `typed`, as 1 is as good a key as True
def _amount(value: Value, unit: Unit, against: tuple[Value, ...]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    exact = _exact(value, unit)
    others = [_exact(other, unit) for other in against]
    rounded = (Decimal(f"{exact:.{digits}f}") for digits in range(1, _DIGITS))
    true = (short for short in rounded if all(short.compare(other) == exact.compare(other) for other in others))
    return _with_unit(str(next(true, exact)), unit)


def now_in_words(reading: Measured, *against: Value) -> str:
    """Return the value of a reading with its unit; a hidden value as `HIDDEN`."""
    return HIDDEN if reading.hidden else amount(reading.value, reading.unit, *against)


def limit_in_words(limit: Limit, unit: Unit) -> str:
    """Return the exact requirement of a rule: `at most 0 issues`, `at least 90 %, warned below 95 %`."""
    if isinstance(limit.value, bool):
        return amount(limit.value, unit)
    bound = limit.bound.replace("equals", "exactly").replace("-", " ")
    text = f"{bound} {amount(limit.value, unit, limit.value)}"
    if limit.warn_at is None:
        return text
    side = "above" if limit.bound == "at-most" else "below"
    return f"{text}, warned {side} {amount(limit.warn_at, unit, limit.warn_at)}"


def bound_in_words(limit: Limit, unit: Unit) -> str:
    """Return a limit for a column with the heading "required": `at most 10 issues`, `0 issues`, `yes`."""
    value = amount(limit.value, unit, limit.value)
    if isinstance(limit.value, bool) or (limit.bound == "at-most" and limit.value == 0):
        return value
    return f"{limit.bound.replace('equals', 'exactly').replace('-', ' ')} {value}"


def sentence(limit: Limit, reading: Measured) -> str:
    """Return a reading with what its rule requires or allows, and the counts behind it: `3 landings; 0 allowed. …`."""
    limits = [bound for bound in (limit.value, limit.warn_at) if bound is not None]
    now = now_in_words(reading, *limits)
    return f"{now}; {required_in_words(limit, reading.unit)}{_warning(limit, reading.unit)}. {reading.summary}".rstrip()


def required_in_words(limit: Limit, unit: Unit) -> str:
    """Return what a rule requires or allows, to follow a value: `0 allowed`, `at least 90 % required`, `yes
    required`."""
    if limit.bound != "at-most":
        return f"{bound_in_words(limit, unit)} required"
    number, _, word = amount(limit.value, unit, limit.value).partition(" ")
    return f"{number} % allowed" if word == "%" else f"{number} allowed"


def _warning(limit: Limit, unit: Unit) -> str:
    """Return when a value within the limit warns: `, warning below 95 %`."""
    if limit.warn_at is None:
        return ""
    side = "above" if limit.bound == "at-most" else "below"
    return f", warning {side} {amount(limit.warn_at, unit, limit.warn_at)}"


def _exact(value: Value, unit: Unit) -> Decimal:
    """Return a number as it was written, not as it is stored; a share in percent."""
    number = Decimal(str(+value))
    return number * 100 if unit == "share" else number


def _with_unit(number: str, unit: Unit) -> str:
    """Return a number without trailing zeros in its fraction or exponent."""
    plain = number if "E" in number else number.rstrip("0").rstrip(".")
    plain = "0" if plain == "-0" else plain
    if unit == "share":
        return f"{plain} %"
    word = (_ONE if plain == "1" else _MANY).get(unit)
    return f"{plain} {word}" if word else plain
