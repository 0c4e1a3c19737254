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
"""No value is beyond it; infinity and NaN, which the reader of JSON takes for numbers, are none."""


def value_of(reading: ReadingRow) -> Value | None:
    """What was measured; None where it was not, or is not shown."""
    return None if reading.value is None else _number(reading.value, reading)


def required_of(reading: ReadingRow) -> Value:
    """What was required."""
    return _number(reading.required, reading)


def warning_of(reading: ReadingRow) -> Value | None:
    """The value beyond which the rule warns; None where it does not."""
    return None if reading.warning is None else _number(reading.warning, reading)


def unit_of(reading: ReadingRow, otherwise: str | None = None) -> Unit:
    """The unit of a reading; of one without a value, which has none, that of another."""
    unit = reading.unit or otherwise
    return cast("Unit", unit) if unit in get_args(Unit) else "count"


def now_in_words(reading: ReadingRow | None) -> str:
    """What was measured: `3 issues`, `unknown`; a dash where the rule does not apply, or was not in the gate."""
    if reading is None or not reading.state:
        return NOTHING
    if reading.state == "unavailable":
        return UNKNOWN
    value = value_of(reading)
    return HIDDEN if value is None else amount(value, unit_of(reading), required_of(reading))


def required_in_words(reading: ReadingRow | None, unit: str | None = None) -> str:
    """What was required: `at most 10 issues`; a dash where the rule was not in the gate."""
    if reading is None:
        return NOTHING
    return bound_in_words(Limit(cast("Bound", reading.bound), required_of(reading)), unit_of(reading, unit))


def _number(text: str, reading: ReadingRow) -> Value:
    try:
        value: object = json.loads(text)
    except ValueError:
        value = None
    if isinstance(value, bool | int | float) and -_LARGEST < value < _LARGEST:  # false for NaN, too
        return value
    raise NoHistory(f"the recorded value of {reading.rule} is no number. Run `readiness-gate history verify`")
