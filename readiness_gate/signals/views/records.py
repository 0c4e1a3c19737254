"""Checks of table records, and comparisons of their times, which may be known only to the day."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records import RecordFacts
from readiness_gate.model.time import DAY, Instant, When
from readiness_gate.signals.views.diary import LATEST

_Row = TypeVar("_Row")


def check_read(facts: RecordFacts, *fields: str) -> None:
    """Raise CannotMeasure if a field was not read for every record."""
    for field in fields:
        if field in facts.lacking:
            raise CannotMeasure(facts.lacking[field])


def check_recent(facts: Facts, read: RecordFacts, as_of: Instant) -> None:
    """Raise CannotMeasure if a table was exported too long before an instant to show the state at that time. A live
    read is of the instant itself."""
    made, name = read.provenance.observed_at, read.provenance.source
    if made is not None and made < as_of - LATEST:
        raise CannotMeasure(
            f"{read.provenance.identity} is of {facts.day(made)}, more than {LATEST // DAY} days old, so later {name} "
            "are unknown: export it again, or give its time with exported-at if it is newer than its last row"
        )


def by(when: When | None, as_of: Instant) -> bool:
    """Return whether something had certainly happened by an instant."""
    return when is not None and when.end <= as_of


def perhaps_by(when: When | None, as_of: Instant) -> bool:
    """Return whether something may have happened by an instant."""
    return when is not None and when.start <= as_of


def is_later(when: When | None, as_of: Instant) -> bool:
    """Return whether something certainly happened after an instant."""
    return when is not None and when.start > as_of


def has_occurred(when: When, as_of: Instant, *, is_good: bool) -> bool:
    """Return whether something had happened by an instant. If that is unclear, what speaks for a go had not, and
    what speaks against it had."""
    return by(when, as_of) if is_good else perhaps_by(when, as_of)


def maybe_newest(rows: Sequence[_Row], when: Callable[[_Row], When], as_of: Instant) -> list[_Row]:
    """Return the rows that may be the newest by an instant; empty if it is unknown whether any occurred.

    The order of rows on the same day is unknown, and so is whether a row of today was before the instant.
    """
    newest = max((when(row).start for row in rows if when(row).end <= as_of), default=None)
    if newest is None:
        return []
    return [row for row in rows if when(row).start <= as_of and when(row).end >= newest]
