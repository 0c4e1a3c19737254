"""A forecast for calendars: the week by whose end the gate is 80 % likely green.

It is the same entry in every calendar, so that an import replaces that of an earlier forecast, also where there is no
such week any more.
"""

from collections.abc import Iterator
from datetime import timedelta

from readiness_gate.model.forecast import Forecast
from readiness_gate.model.time import day_of
from readiness_gate.reports import ics
from readiness_gate.reports.forecast import words as say

_LIKELY = 80
_WEEK = timedelta(days=6)


def render(forecast: Forecast) -> str:
    """The calendar of a forecast."""
    return ics.calendar((entry(forecast),), forecast.verdict)


def entry(forecast: Forecast) -> ics.Entry:
    """The week that ends with that day; the milestone's day where there is no such week, or it is over."""
    verdict, outlook = forecast.verdict, forecast.gate
    name, planned = verdict.milestone.name, verdict.milestone.date
    at = None if outlook is None else outlook.within.get(_LIKELY)
    depends = say.on_condition(forecast)
    if at is None:
        first = last = planned
        summary = f"{name} is not {_LIKELY} % likely green in any week"
    elif at <= verdict.as_of:
        first = last = planned
        summary = f"{name} is green now{depends}"
    else:
        last = day_of(at, verdict.zone)
        first = max(last - _WEEK, day_of(verdict.as_of, verdict.zone))
        summary = f"{name} is {_LIKELY} % likely green by the end of this week{depends}"
    return ics.Entry("forecast", summary, " ".join(_said(forecast)), first, last)


def _said(forecast: Forecast) -> Iterator[str]:
    yield from say.gate(forecast)
    yield from filter(None, (say.binding(forecast),))
