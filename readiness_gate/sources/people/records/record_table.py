"""A table whose rows become records of one kind, with everything that is specific to it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.model.time import Instant
from readiness_gate.sources.people.declaration import Table
from readiness_gate.sources.people.forms import Entry, Form
from readiness_gate.sources.people.grid import Row
from readiness_gate.sources.people.rows import Rows

EARLIEST = date(2000, 1, 1)
FactsOf: TypeAlias = Callable[[Provenance, Mapping[str, Instant], tuple[Any, ...], Mapping[str, str]], SourceFacts]
"""Makes facts from their provenance, the known times of their files, the records, and what was not read."""


def _no_problem(_record: object) -> None:
    return None


def _as_they_are(facts: Any, _file: PeopleFile, _now: Instant) -> Any:  # noqa: ANN401 - the facts of any table
    return facts


def _no_notes(_facts: object, _zone: ZoneInfo) -> Iterator[str]:
    return iter(())


def _no_row(_rows: Rows, _row: Row) -> bool:
    return False


def _no_conversion(_content: bytes) -> None:
    return None


@dataclass(frozen=True, slots=True, eq=False)
class RecordTable:
    """A table, and the records that its rows become."""

    table: Table
    record: Callable[..., Any]
    """Makes a record from the values of a row, by the names of the columns' fields."""
    facts: FactsOf
    problem: Callable[[Any], str | None] = _no_problem
    """Returns what is contradictory in a record, without the content of a cell; None if nothing is."""
    earliest: date = EARLIEST
    """The first plausible date."""
    convert: Callable[[bytes], bytes | None] = _no_conversion
    """Converts a file of another kind to CSV; returns None for an unknown kind."""
    read: Callable[[Rows], Iterator[Any]] | None = None
    """Reads rows that are not records themselves; None if each row is one."""
    form: type[Form] = Form
    """The keys of its section besides `columns` and `values`."""
    entry: type[Entry] = Entry
    """The keys of its section that presets do not have."""
    skips: Callable[[Rows, Row], bool] = _no_row
    """Returns whether a row is left out because it says nothing."""
    notes: Callable[[Any, ZoneInfo], Iterator[str]] = _no_notes
    """Yields what `doctor` shows of its facts besides the number of rows."""
    complete: Callable[[Any, PeopleFile, Instant], SourceFacts] = _as_they_are
    """Adds to the facts what the section says about the file as a whole, as of now. Raises CouldNotLook for what is
    impossible."""

    @property
    def key(self) -> str:
        """The key of its section in [people], and the name of its source."""
        return self.table.key
