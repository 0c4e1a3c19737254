"""Tables of records as facts, and questions put to them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from readiness_gate.model.business_time import WorkingTime
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.records import RecordFacts
from readiness_gate.model.reading import Measured, Reading, Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import DAY, When, end_of_day, instant
from support.exports import BERLIN, ask, settings

MONDAY = instant("2027-03-01T09:00:00+01:00")
"""A Monday, when work begins."""
WORKING = WorkingTime(BERLIN, holidays=frozenset({dt.date(2027, 3, 29)}))


def at(days: float = 0, hours: float = 0) -> When:
    """A time, by days and hours after that Monday."""
    moment = MONDAY + round(days * DAY + hours * 3_600)
    return When(moment, moment)


def day(days: int = 0) -> When:
    """A day of which the time is not known."""
    date = dt.date(2027, 3, 1) + dt.timedelta(days=days)
    return When(end_of_day(date - dt.timedelta(days=1), BERLIN) + 1, end_of_day(date, BERLIN))


def table(kind: type[RecordFacts], name: str, *records: object, lacking: Mapping[str, str] | None = None) -> Any:
    """The facts of a table."""
    return kind(Provenance(name, f"{name}.csv", "every row", len(records), MONDAY), {}, records, lacking or {})


def with_slices(**slices: object) -> Settings:
    """A configuration with working time, and with these sections."""
    return replace(settings(), slices={"working-time": WORKING, **slices})


def read(signal: str, *facts: Any, configured: Settings | None = None, days: float = 100, **parameters: Any) -> Reading:
    """The reading of a signal from tables, as of so many days after that Monday."""
    sources = {given.provenance.source: given for given in facts}
    as_of = MONDAY + round(days * DAY)
    given = {name.replace("_", "-"): value for name, value in parameters.items()}
    return ask(signal, sources, configured or with_slices(), as_of=as_of, **given)


def measured(*asked: Any, **parameters: Any) -> Measured:
    """The value that a signal has."""
    reading = read(*asked, **parameters)
    assert isinstance(reading, Measured), reading
    return reading


def why_not(*asked: Any, **parameters: Any) -> str:
    """Why a signal has no value."""
    reading = read(*asked, **parameters)
    assert isinstance(reading, Unavailable), reading
    return reading.reason
