"""What the records of a table say, where that is known."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records import RecordFacts
from readiness_gate.model.time import DAY, Instant, When
from readiness_gate.signals.views.diary import LATEST

_Row = TypeVar("_Row")


def check_read(facts: RecordFacts, *fields: str) -> None:
    """Raise CannotMeasure when any of some fields was not read of every record."""
    for field in fields:
        if field in facts.lacking:
            raise CannotMeasure(facts.lacking[field])


def check_recent(facts: Facts, read: RecordFacts, as_of: Instant) -> None:
    """Raise CannotMeasure for a table that was exported so long before an instant that it does not show how things are
    by then. What is read live is of the instant."""
    made, name = read.provenance.observed_at, read.provenance.source
    if made is not None and made < as_of - LATEST:
        raise CannotMeasure(
            f"{read.provenance.identity} is of {facts.day(made)}, more than {LATEST // DAY} days old, so later {name} "
            "are unknown: export it again, or give its time with exported-at if it is newer than its last row"
        )


def by(when: When | None, as_of: Instant) -> bool:
    """Whether something had happened by an instant for certain."""
    return when is not None and when.end <= as_of


def perhaps_by(when: When | None, as_of: Instant) -> bool:
    """Whether something may have happened by an instant."""
    return when is not None and when.start <= as_of


def is_later(when: When | None, as_of: Instant) -> bool:
    """Whether something happened later than an instant for certain."""
    return when is not None and when.start > as_of


def has_occurred(when: When, as_of: Instant, *, is_good: bool) -> bool:
    """Whether something had happened by an instant: in doubt what speaks for a go had not, and what speaks against it
    had."""
    return by(when, as_of) if is_good else perhaps_by(when, as_of)


def maybe_newest(rows: Sequence[_Row], when: Callable[[_Row], When], as_of: Instant) -> list[_Row]:
    """Those of some rows that may be the newest by an instant; none where it is unknown whether any occurred.

    The order of rows on one day is unknown, and so is whether one of today was before the instant.
    """
    newest = max((when(row).start for row in rows if when(row).end <= as_of), default=None)
    if newest is None:
        return []
    return [row for row in rows if when(row).start <= as_of and when(row).end >= newest]
