"""Weekly readings of a verdict's charts."""

from collections.abc import Iterable, Sequence

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.amounts import HIDDEN, amount
from readiness_gate.model.policy import Limit
from readiness_gate.model.reading import Measured, ParameterValue, Reading, Unavailable
from readiness_gate.model.time import DAY, Instant, day_of
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import capitalized, counted
from readiness_gate.reports.chart import UNKNOWN, Line, Point
from readiness_gate.reports.words import localized, short

WEEK = 7 * DAY
_REASON = 240


@dataclass(frozen=True, slots=True)
class Series:
    """The readings of a signal as of weekly instants, oldest first."""

    readings: tuple[tuple[Instant, Reading], ...]

    @property
    def instants(self) -> tuple[Instant, ...]:
        """The instants as of which it was measured."""
        return tuple(instant for instant, _ in self.readings)

    @property
    def values(self) -> tuple[float | None, ...]:
        """The value of each week; None if it is unknown or hidden."""
        return tuple(_value(reading) for _, reading in self.readings)

    @property
    def is_known(self) -> bool:
        """Whether any value is known."""
        return any(value is not None for value in self.values)


def series(verdict: Verdict, signal: str, **given: ParameterValue) -> Series:
    """Return what was measured for the charts of a signal with the given parameters."""
    return Series(
        tuple(
            (question.as_of, reading)
            for question, reading in sorted(verdict.charted.items(), key=lambda one: one[0].as_of)
            if question.signal == signal and given.items() <= question.parameters.as_dict().items()
        )
    )


def latest(verdict: Verdict, signal: str) -> float | None:
    """Return the last value of a signal that was measured for the charts; None if there is none."""
    return next(reversed(series(verdict, signal).values), None)


def days(verdict: Verdict, instants: Iterable[Instant]) -> tuple[str, ...]:
    """Return instants as days of the program's calendar."""
    return tuple(f"{day_of(instant, verdict.zone)}" for instant in instants)


def counts(name: str, values: Iterable[float | None]) -> Line:
    """Return a line of whole numbers."""
    return Line(name, tuple(Point(value, UNKNOWN if value is None else f"{value:.0f}") for value in values))


def share(reading: Reading) -> Point:
    """Return the value of a share, with the number of people behind it if it is about people."""
    if isinstance(reading, Unavailable):
        return Point(None, UNKNOWN)
    if reading.hidden:
        return Point(None, HIDDEN)
    return shared(reading.value, reading.people)


def shared(value: float, people: int) -> Point:
    """Return a share of this many people; zero people if it is not about people."""
    of = f" ({round(value * people)} of {people})" if people else ""
    return Point(float(value), f"{amount(value, 'share')}{of}")


def why_unknown(verdict: Verdict, readings: Iterable[tuple[Instant, Reading]]) -> tuple[str, ...]:
    """Return in how many weeks something is unknown, and why in the last of them; empty if everything is known."""
    unknown = [(instant, one.reason) for instant, one in readings if isinstance(one, Unavailable)]
    if not unknown:
        return ()
    instant, reason = unknown[-1]
    weeks = counted(len({instant for instant, _ in unknown}), "week")
    last = days(verdict, (instant,))[0]
    return (f"Unknown in {weeks}, last in the week to {last}: {short(localized(reason, verdict.zone), _REASON)}",)


def required(verdict: Verdict, signal: str, **given: ParameterValue) -> tuple[Limit, str] | None:
    """Return the limit of a rule on a signal with the given parameters, and the rule's id; None if no rule has one."""
    rules = (finding.rule for finding in verdict.findings)
    return next(
        (
            (rule.limit, rule.id)
            for rule in rules
            if rule.signal == signal and given.items() <= rule.parameters.as_dict().items()
        ),
        None,
    )


def summary(heading: str, lines: Sequence[Line]) -> str:
    """Return what lines over weeks show, in words: the range of each, and its last value."""
    return " ".join([f"{heading}.", *(_range(line) for line in lines)])


def _range(line: Line) -> str:
    known = [point for point in line.points if point.value is not None]
    name = capitalized(line.name)
    if not known:
        return f"{name}: {UNKNOWN}."
    lowest, highest = (pick(known, key=lambda point: point.value or 0).text for pick in (min, max))
    between = f"always {lowest}" if lowest == highest else f"{lowest} to {highest}"
    gaps = len(line.points) - len(known)
    missing = f", {UNKNOWN} in {counted(gaps, 'week')}" if gaps else ""
    return f"{name}: {between}{missing}, in the last week {line.points[-1].text}."


def _value(reading: Reading) -> float | None:
    return float(reading.value) if isinstance(reading, Measured) and not reading.hidden else None
