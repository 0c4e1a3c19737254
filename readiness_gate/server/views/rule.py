"""One rule of a gate: its value compared with its limit, over the recorded dates."""

from readiness_gate.history import recording
from readiness_gate.history.counting import Counting
from readiness_gate.history.rows import ReadingRow, Recorded
from readiness_gate.history.store import Rows
from readiness_gate.history.verifying import is_edited
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.reading import Value
from readiness_gate.model.time import Instant, Seconds, day_of
from readiness_gate.reports.chart import Chart, Line, Point, Times
from readiness_gate.reports.html.strip import Mark
from readiness_gate.server.views.amounts import now_in_words, required_in_words, required_of, value_of
from readiness_gate.server.views.marks import of_status
from readiness_gate.server.views.standing import Standing, standing

DATES = 104
"""The number of recorded dates shown for a rule."""


@dataclass(frozen=True, slots=True)
class DateLine:
    """A rule as of a date."""

    recorded: Recorded
    day: str
    reading: ReadingRow | None
    """None if the rule was not in the gate."""
    unit: str | None
    """The unit in which the rule was measured on any of the dates."""

    @property
    def value(self) -> Value | None:
        """The measured value; None if nothing was measured, or if it is not shown."""
        return None if self.reading is None else value_of(self.reading)

    @property
    def now(self) -> str:
        """The measured value, in words."""
        return now_in_words(self.reading)

    @property
    def required(self) -> str:
        """The requirement, in words."""
        return required_in_words(self.reading, self.unit)

    @property
    def mark(self) -> Mark:
        """The status of the rule on that date."""
        return of_status(self.day, self.reading.status if self.reading else None)


@dataclass(frozen=True, slots=True)
class RuleView:
    """The recorded state of a rule of a gate."""

    last: Recorded
    standing: Standing
    reading: ReadingRow
    """The newest recorded reading."""
    dates: tuple[DateLine, ...]
    """The rule as of each recorded date, oldest first."""

    @property
    def is_in_gate(self) -> bool:
        """Whether the last verdict has the rule."""
        return self.dates[-1].reading is not None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The status as of each date."""
        return tuple(one.mark for one in self.dates)

    @property
    def chart(self) -> Chart | None:
        """The values on the dates, to scale and compared with the limit; None if the value is not an amount (yes or
        no), or is below 0."""
        values = [one.value for one in self.dates]
        known = [value for value in values if value is not None]
        if any(isinstance(value, bool) or value < 0 for value in known):
            return None
        points = tuple(Point(value, one.now) for value, one in zip(values, self.dates, strict=True))
        limits = [one.required for one in self.dates if one.reading is not None]
        remarks = ("The limit changed over time; the line is the newest.",) if len(set(limits)) > 1 else ()
        return Chart(
            id="value",
            kind="dots",
            title="Value on each recorded date",
            summary="; ".join(f"{one.day}: {one.now}" for one in self.dates),
            heading="Date",
            columns=tuple(one.day for one in self.dates),
            lines=(Line("value", points),),
            is_share=self.dates[-1].unit == "share",
            limit=float(required_of(self.reading)),
            required=limits[-1],
            times=Times(tuple(one.recorded.verdict.as_of for one in self.dates), self.standing.zone),
            remarks=remarks,
        )


def rule(rows: Rows, counts: Counting, id_: str, now: Instant, max_age: Seconds) -> RuleView | None:
    """Return the recorded state of a rule of the gate whose verdict counts; None if none of its verdicts has the
    rule."""
    last = counts.recorded
    row = last.verdict
    stands = standing(counts, now, max_age, edited=is_edited(rows, last.number))
    dated = recording.last_verdicts(rows, row.program, row.milestone, DATES)
    found = recording.readings_of_rule(rows, row.program, row.milestone, id_, dated[0].verdict.as_of)
    readings = [found[one.number] for one in dated if one.number in found]
    if not readings:
        return None
    unit = next((one.unit for one in reversed(readings) if one.unit), None)
    dates = tuple(
        DateLine(one, day_of(one.verdict.as_of, stands.zone).isoformat(), found.get(one.number), unit) for one in dated
    )
    return RuleView(last, stands, readings[-1], dates)
