"""Tables of records as facts, and questions put to them."""

from collections.abc import Mapping
from typing import Any

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.facts.people import Membership, PeopleFacts
from readiness_gate.model.reading import Measured, Question, Reading, Unavailable
from readiness_gate.model.time import DAY, Instant, When
from readiness_gate.signals import SIGNALS, measure
from support.exports import people_settings, settings
from support.git import instant

AT: Instant = instant(100)


def day(number: int) -> When:
    """A day, so many days before the question: its first and its last second."""
    start = AT - AT % DAY - number * DAY
    return When(start, start + DAY - 1)


def moment(hours: float) -> When:
    """An instant, so many hours before the question."""
    at = AT - int(hours * 3600)
    return When(at, at)


def provenance(source: str, records: int) -> Provenance:
    """Where facts come from."""
    return Provenance(source, f"{source}.csv", "every row", records, AT)


def roster(*roles: str) -> PeopleFacts:
    """One person for each of these roles."""
    rows = tuple(Membership(f"E{number}", role) for number, role in enumerate(roles))
    return PeopleFacts(provenance("people", len(rows)), rows, ())


def table(kind: Any, *records: object) -> Any:
    """The facts of a table with these records."""
    return kind(provenance("table", len(records)), {}, records)


def ask(signal: str, sources: Mapping[str, SourceFacts], *, as_of: Instant = AT, **parameters: Any) -> Reading:
    """The reading of a signal."""
    given = SIGNALS[signal].with_defaults({name.replace("_", "-"): value for name, value in parameters.items()})
    return measure(
        SIGNALS, Facts(settings(people=people_settings()), None, dict(sources)), Question(signal, as_of, given)
    )


def value(signal: str, sources: Mapping[str, SourceFacts], **asked: Any) -> Any:
    """The value of a signal."""
    reading = ask(signal, sources, **asked)
    assert isinstance(reading, Measured), reading
    return reading.value


def why(signal: str, sources: Mapping[str, SourceFacts], **asked: Any) -> str:
    """Why a signal has no value."""
    reading = ask(signal, sources, **asked)
    assert isinstance(reading, Unavailable), reading
    return reading.reason
