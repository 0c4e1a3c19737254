"""The value and the limit of a recorded reading, as numbers and in words."""

import json
from typing import cast, get_args

from readiness_gate.history.rows import ReadingRow
from readiness_gate.history.store import NoHistory
from readiness_gate.model.amounts import HIDDEN, amount, bound_in_words
from readiness_gate.model.policy import Bound, Limit
from readiness_gate.model.reading import Unit, Value
from readiness_gate.reports.chart import UNKNOWN
from readiness_gate.reports.words import NOTHING

_LARGEST = 1e300
"""No value exceeds this. It excludes infinity and NaN, which the JSON parser accepts as numbers."""


def value_of(reading: ReadingRow) -> Value | None:
    """Return the measured value; None if nothing was measured, or if it is not shown."""
    return None if reading.value is None else _number(reading.value, reading)


def required_of(reading: ReadingRow) -> Value:
    """Return the required value."""
    return _number(reading.required, reading)


def warning_of(reading: ReadingRow) -> Value | None:
    """Return the value beyond which the rule warns; None if it never warns."""
    return None if reading.warning is None else _number(reading.warning, reading)


def unit_of(reading: ReadingRow, otherwise: str | None = None) -> Unit:
    """Return the unit of a reading, or that of another reading if this one has no value and so no unit."""
    unit = reading.unit or otherwise
    return cast("Unit", unit) if unit in get_args(Unit) else "count"


def now_in_words(reading: ReadingRow | None) -> str:
    """Return the measured value in words: `3 issues`, `unknown`; a dash if the rule does not apply, or was not in the
    gate."""
    if reading is None or not reading.state:
        return NOTHING
    if reading.state == "unavailable":
        return UNKNOWN
    value = value_of(reading)
    return HIDDEN if value is None else amount(value, unit_of(reading), required_of(reading))


def required_in_words(reading: ReadingRow | None, unit: str | None = None) -> str:
    """Return the requirement in words: `at most 10 issues`; a dash if the rule was not in the gate."""
    if reading is None:
        return NOTHING
    return bound_in_words(Limit(cast("Bound", reading.bound), required_of(reading)), unit_of(reading, unit))


def _number(text: str, reading: ReadingRow) -> Value:
    try:
        value: object = json.loads(text)
    except ValueError:
        value = None
    if isinstance(value, bool | int | float) and -_LARGEST < value < _LARGEST:  # also false for NaN
        return value
    raise NoHistory(f"the recorded value of {reading.rule} is no number. Run `readiness-gate history verify`")
