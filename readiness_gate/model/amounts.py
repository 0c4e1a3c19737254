"""Values and limits in words that can be read aloud, with digits enough to tell them apart."""

from decimal import Decimal
from fractions import Fraction
from math import ceil

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


def amount(value: Value, unit: Unit, *against: Value) -> str:
    """A value with its unit, rounded; with digits enough to stand on its own side of what it is held against."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    exact = _exact(value, unit)
    others = [_exact(other, unit) for other in against]
    rounded = (Decimal(f"{exact:.{digits}f}") for digits in range(1, _DIGITS))
    true = (short for short in rounded if all(short.compare(other) == exact.compare(other) for other in others))
    return _with_unit(str(next(true, exact)), unit)


def limit_in_words(limit: Limit, unit: Unit) -> str:
    """What a rule asks for, exactly: `at most 0 issues`, `at least 90 %, warned below 95 %`."""
    if isinstance(limit.value, bool):
        return amount(limit.value, unit)
    bound = limit.bound.replace("equals", "exactly").replace("-", " ")
    text = f"{bound} {amount(limit.value, unit, limit.value)}"
    if limit.warn_at is None:
        return text
    side = "above" if limit.bound == "at-most" else "below"
    return f"{text}, warned {side} {amount(limit.warn_at, unit, limit.warn_at)}"


def required_in_words(limit: Limit, unit: Unit) -> str:
    """What a rule asks for, to follow a value: `0 issues allowed`, `at least 90 % required`, `yes required`."""
    value = amount(limit.value, unit, limit.value)
    if isinstance(limit.value, bool):
        return f"{value} required"
    if limit.bound == "at-most":
        return f"{value if limit.value == 0 else f'at most {value}'} allowed"
    return f"{limit.bound.replace('equals', 'exactly').replace('-', ' ')} {value} required"


def bound_in_words(limit: Limit, unit: Unit) -> str:
    """A limit for a column that is called "required": `at most 10 issues`, `0 issues`, `yes`."""
    value = amount(limit.value, unit, limit.value)
    if isinstance(limit.value, bool) or (limit.bound == "at-most" and limit.value == 0):
        return value
    return f"{limit.bound.replace('equals', 'exactly').replace('-', ' ')} {value}"


def sentence(limit: Limit, reading: Measured) -> str:
    """A reading held against its limit, with the counts behind it."""
    limits = [bound for bound in (limit.value, limit.warn_at) if bound is not None]
    now = amount(reading.value, reading.unit, *limits)
    return f"{now}; the limit is {limit_in_words(limit, reading.unit)}. {reading.summary}"


def gap(limit: Limit, reading: Measured) -> str:
    """How far a value is beyond its limit, rounded up to what is sure to suffice: `3 fewer issues`,
    `12.5 percentage points more`; empty when it is not beyond."""
    value, unit = reading.value, reading.unit
    if limit.judge(value) != "fail":
        return ""
    if limit.bound == "equals":
        return f"{amount(limit.value, unit, limit.value)} instead of {amount(value, unit, limit.value)}"
    tenths = ceil(abs(Fraction(_exact(value, unit)) - Fraction(_exact(limit.value, unit))) * 10)
    number = f"{tenths // 10}.{tenths % 10}"
    if unit == "share":
        points = _with_unit(number, "count")
        return f"{points} percentage point{'s' * (points != '1')} {'less' if limit.bound == 'at-most' else 'more'}"
    number, _, word = _with_unit(number, unit).partition(" ")
    return f"{number} {'fewer' if limit.bound == 'at-most' else 'more'} {word}".rstrip()


def _exact(value: Value, unit: Unit) -> Decimal:
    """A number as it was written, not as it is stored: a share in percent."""
    number = Decimal(str(+value))
    return number * 100 if unit == "share" else number


def _with_unit(number: str, unit: Unit) -> str:
    """A number with digits after a point, or an exponent, without the zeros that say nothing."""
    plain = number if "E" in number else number.rstrip("0").rstrip(".")
    plain = "0" if plain == "-0" else plain
    if unit == "share":
        return f"{plain} %"
    word = (_ONE if plain == "1" else _MANY).get(unit)
    return f"{plain} {word}" if word else plain
