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
"""As of how many weekly dates a report shows how the gate was judged before: half a year."""


def weeks_before(as_of: Instant, weeks: int = WEEKS) -> tuple[Instant, ...]:
    """The instants that lie whole weeks before another one, oldest first and without it."""
    return tuple(as_of - number * 7 * DAY for number in range(weeks, 0, -1))


def charted(settings: Settings, gate: Gate, instants: Sequence[Instant]) -> list[Question]:
    """What is measured besides for the charts of a report that shows the past; nothing for one that does not."""
    return questions(gate, settings.of_milestone(gate.milestone), instants) if len(instants) > 1 else []


def joined(series: Series) -> Verdict:
    """The last of the verdicts of a gate, with those before it, and what was measured for charts."""
    *past, verdict = series.verdicts
    return replace(verdict, past=tuple(past), charted=slim(series).readings)


def slim(series: Series) -> Series:
    """The same with the values alone of what was measured for charts: evidence of many dates is much, and not shown."""
    return replace(series, readings={question: _value(reading) for question, reading in series.readings.items()})


def _value(reading: Reading) -> Reading:
    return replace(reading, evidence=(), levers=(), who=frozenset()) if isinstance(reading, Measured) else reading
