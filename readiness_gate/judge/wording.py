"""Values and limits in words that can be read aloud, with digits enough to tell them apart."""

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


def amount(value: Value, unit: Unit, against: Value | None = None) -> str:
    """A value with its unit; told with more digits where it would else look the same as what it is held against."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    digits = 1
    while (
        against is not None
        and value != against
        and digits < _DIGITS
        and _number(value, unit, digits) == _number(against, unit, digits)
    ):
        digits += 1
    number = _number(value, unit, digits)
    if unit == "share":
        return f"{number} %"
    word = (_ONE if number == "1" else _MANY).get(unit)
    return f"{number} {word}" if word else number


def _number(value: Value, unit: Unit, digits: int) -> str:
    if isinstance(value, int) and unit != "share":
        return str(value)
    text = f"{value * 100 if unit == 'share' else value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _share(distance: Value) -> str:
    """A difference of shares in percentage points, with digits enough not to read as none."""
    digits = next((each for each in range(1, _DIGITS) if _number(distance, "share", each) != "0"), _DIGITS)
    return _number(distance, "share", digits)


def limit_in_words(limit: Limit, unit: Unit) -> str:
    """What a rule asks for: `at most 0 issues`, `at least 90 %, warned below 95 %`."""
    text = f"{limit.bound.replace('equals', 'exactly').replace('-', ' ')} {amount(limit.value, unit)}"
    if limit.warn_at is None:
        return text
    side = "above" if limit.bound == "at-most" else "below"
    return f"{text}, warned {side} {amount(limit.warn_at, unit)}"


def sentence(limit: Limit, reading: Measured) -> str:
    """A reading held against its limit, with the counts behind it."""
    now = amount(reading.value, reading.unit, limit.value)
    return f"{now}; the limit is {limit_in_words(limit, reading.unit)}. {reading.summary}"


def gap(limit: Limit, reading: Measured) -> str:
    """How far a value is beyond its limit: `3 fewer issues`, `12.5 percentage points more`; empty when it is not."""
    if limit.judge(reading.value) != "fail":
        return ""
    if limit.bound == "equals":
        return f"{amount(limit.value, reading.unit)} instead of {amount(reading.value, reading.unit, limit.value)}"
    distance = abs(reading.value - limit.value)
    if reading.unit == "share":
        return f"{_share(distance)} percentage points {'less' if limit.bound == 'at-most' else 'more'}"
    number, _, word = amount(distance, reading.unit).partition(" ")
    return f"{number} {'fewer' if limit.bound == 'at-most' else 'more'} {word}".rstrip()
