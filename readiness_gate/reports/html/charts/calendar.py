"""The labels of a time axis: the first and the last date, and round dates between them if they fit."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import DAY, HOUR, Instant, Seconds, day_of, end_of_day, local, seconds_of
from readiness_gate.reports.html.charts.svg import width

_MINUTE = 60
_GAP = 10.0
"""The minimum gap between two labels."""
_MOST = 40
"""The maximum number of round dates: more never fit."""
_TIMES: Sequence[Seconds] = tuple(_MINUTE * one for one in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720))
_DAYS = (1, 2, 7, 14)
"""Steps in days; steps of whole weeks start on Mondays."""
_YEAR = 12
_MONTHS = (1, 2, 3, 6, *(_YEAR * years for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000)))
_FIRST = datetime.min.replace(tzinfo=UTC)
_BY_TIME = 2 * DAY
"""Axes shorter than this are labeled with times instead of days."""

Place = Callable[[Instant], float]
"""Returns the x coordinate of an instant."""


@dataclass(frozen=True, slots=True)
class Label:
    """The label below an instant."""

    at: Instant
    text: str
    anchor: str = "middle"
    day: str = ""
    """The second line of the label: the day of a time."""

    def span(self, place: Place, text: str) -> tuple[float, float]:
        """Return the left and right end of one of the label's texts."""
        x, long = place(self.at), width(text)
        start = {"start": x, "middle": x - long / 2, "end": x - long}[self.anchor]
        return start, start + long


def labels(first: Instant, last: Instant, zone: ZoneInfo, place: Place) -> list[Label]:
    """Return the labels of an axis from the first to the last instant. No two overlap."""
    if first == last:
        return [Label(first, _clock(first, zone, first), day=_day(first, zone))]
    ends = _ends(first, last, zone)
    if not _are_apart(ends, place):
        return ends[:1]
    fitting = [
        (ticks, inner)
        for ticks in _ticks(first, last, zone)
        if (inner := [one for one in ticks if _are_apart([ends[0], one, ends[1]], place)]) and _are_apart(inner, place)
    ]
    for steps in (0.5, 1):  # with larger gaps, the axis would look uneven
        for ticks, inner in fitting:
            if all(one in inner or min(one.at - first, last - one.at) <= steps * _step(ticks) for one in ticks):
                return [ends[0], *inner, ends[1]]
    return ends


def _step(ticks: Sequence[Label]) -> Seconds:
    """Return the distance between the ticks; 0 for fewer than two."""
    return ticks[1].at - ticks[0].at if len(ticks) > 1 else 0


def _ends(first: Instant, last: Instant, zone: ZoneInfo) -> list[Label]:
    days = _day(first, zone), _day(last, zone)
    if last - first >= _BY_TIME:
        return [Label(first, days[0], "start"), Label(last, days[1], "end")]
    second = days[1] if days[1] != days[0] else ""
    return [
        Label(first, _clock(first, zone, last - first), "start", days[0]),
        Label(last, _clock(last, zone, last - first), "end", second),
    ]


def _are_apart(written: Sequence[Label], place: Place) -> bool:
    """Return whether there is a gap between all neighboring labels."""
    texts = [one.span(place, one.text) for one in written]
    days = [one.span(place, one.day) for one in written if one.day]
    return all(end + _GAP <= start for spans in (texts, days) for (_, end), (start, _) in pairwise(spans))


def _ticks(first: Instant, last: Instant, zone: ZoneInfo) -> Iterator[list[Label]]:
    """Yield lists of round times or days between two instants, the finest first."""
    if last - first < _BY_TIME:
        midnight = _midnight(day_of(first, zone), zone)
        for step in _TIMES:
            times = range(midnight + (first - midnight) // step * step + step, last, step)
            yield [Label(one, _clock(one, zone, HOUR)) for one in _few(times)]
        return
    begin, end = day_of(first, zone), day_of(last, zone)
    for step in _DAYS:
        ordinals = range(begin.toordinal() // step * step + 1, end.toordinal() + 1, step)
        yield _within(map(date.fromordinal, _few(ordinals)), 10, first, last, zone)
    for step in _MONTHS:
        months = range(_month(begin) // step * step + step, _month(end) + 1, step)
        firsts = (date(one // 12, one % 12 + 1, 1) for one in _few(months))
        yield _within(firsts, 7 if step < _YEAR else 4, first, last, zone)


def _few(steps: range) -> range:
    """Return the steps; no steps if there are more than can fit."""
    return steps if len(steps) <= _MOST else range(0)


def _within(days: Iterable[date], letters: int, first: Instant, last: Instant, zone: ZoneInfo) -> list[Label]:
    """Return labels for the days that begin between two instants, with the first `letters` characters of each."""
    found = (Label(_midnight(day, zone), day.isoformat()[:letters]) for day in days)
    return [one for one in found if first < one.at < last]


def _month(day: date) -> int:
    """Return the number of a month, counted from the year 0."""
    return day.year * 12 + day.month - 1


def _midnight(day: date, zone: ZoneInfo) -> Instant:
    """Return when a day begins in a zone; the first day of the calendar begins in UTC."""
    return end_of_day(day - timedelta(days=1), zone) + 1 if day > date.min else seconds_of(_FIRST)


def _day(at: Instant, zone: ZoneInfo) -> str:
    return day_of(at, zone).isoformat()


def _clock(at: Instant, zone: ZoneInfo, span: Seconds) -> str:
    """Return the time of day, with seconds if `span` is less than two minutes."""
    text = local(at, zone)[11:19]
    minutes, seconds = text[:5], text[5:] if text[5:6] == ":" else ":00"
    return f"{minutes}{seconds}" if span < 2 * _MINUTE else minutes


__all__ = ["Label", "labels"]
