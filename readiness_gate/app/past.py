"""How a gate was judged in the weeks before."""

from collections.abc import Sequence
from dataclasses import replace

from readiness_gate.model.policy import Gate
from readiness_gate.model.reading import Measured, Question, Reading
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.committee.charts import questions
from readiness_gate.run import Series

WEEKS = 26
"""How many weekly dates of the past a report shows: half a year."""


def weeks_before(as_of: Instant, weeks: int = WEEKS) -> tuple[Instant, ...]:
    """Return the instants whole weeks before another one, oldest first and without it."""
    return tuple(as_of - number * 7 * DAY for number in range(weeks, 0, -1))


def charted(settings: Settings, gate: Gate, instants: Sequence[Instant]) -> list[Question]:
    """Return what else is measured for the charts of a report that shows the past; empty for others."""
    return questions(gate, settings.of_milestone(gate.milestone), instants) if len(instants) > 1 else []


def joined(series: Series) -> Verdict:
    """Return the last verdict of a gate, with the earlier ones as its past, and what was measured for charts."""
    *past, verdict = series.verdicts
    return replace(verdict, past=tuple(past), charted=slim(series).readings)


def slim(series: Series) -> Series:
    """Return the series with only the values of what was measured for charts: evidence for many dates is large and
    not shown."""
    return replace(series, readings={question: _value(reading) for question, reading in series.readings.items()})


def _value(reading: Reading) -> Reading:
    return replace(reading, evidence=(), levers=(), who=frozenset()) if isinstance(reading, Measured) else reading
