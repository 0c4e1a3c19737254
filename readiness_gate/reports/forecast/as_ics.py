"""A forecast for calendars: the week by whose end the gate is 80 % likely to be green.

It is the same entry in every calendar, so that an import replaces that of an earlier forecast, even if there is no such
week any more.
"""

from datetime import timedelta

from readiness_gate.model.forecast import Forecast
from readiness_gate.model.time import day_of
from readiness_gate.reports import ics
from readiness_gate.reports.forecast import words as say
from readiness_gate.reports.forecast.headline import gate, title

_LIKELY = 80
_WEEK = timedelta(days=6)


def render(forecast: Forecast) -> str:
    """Return the calendar of a forecast."""
    return ics.calendar((entry(forecast),), forecast.verdict)


def entry(forecast: Forecast) -> ics.Entry:
    """Return the week that ends with that day; the milestone's day if there is no such week, or it is over. The
    title has the figure for the milestone's day, about which a first time says nothing."""
    verdict, outlook = forecast.verdict, forecast.gate
    planned = verdict.milestone.date
    at = None if outlook is None or forecast.blocked else outlook.within.get(_LIKELY)
    summary = title(forecast)
    if at is None or at <= verdict.as_of:
        return ics.Entry("forecast", summary, _said(forecast), planned, planned)
    last = day_of(at, verdict.zone)
    first = max(last - _WEEK, day_of(verdict.as_of, verdict.zone))
    summary = f"{summary}; first green by the end of this week: {_LIKELY} % likely"
    return ics.Entry("forecast", summary, _said(forecast), first, last)


def _said(forecast: Forecast) -> str:
    return " ".join(filter(None, (*gate(forecast), say.binding(forecast))))
