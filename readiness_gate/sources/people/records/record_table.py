"""A table whose rows become records of one kind, with all that is specific to it."""

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
"""Makes facts of their provenance, the known times of their files, the records, and what was not read."""


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
    """Makes a record of the values of a row, by the names of the columns' fields."""
    facts: FactsOf
    problem: Callable[[Any], str | None] = _no_problem
    """What contradicts itself in a record, in words that do not repeat the content of a cell; None for nothing."""
    earliest: date = EARLIEST
    """The first plausible date."""
    convert: Callable[[bytes], bytes | None] = _no_conversion
    """Makes a CSV file of a file of another kind; None for one that it does not know."""
    read: Callable[[Rows], Iterator[Any]] | None = None
    """Reads rows that are no records as they are; None where each row is one."""
    form: type[Form] = Form
    """The keys of its section beside `columns` and `values`."""
    entry: type[Entry] = Entry
    """The keys of its section that no preset has."""
    skips: Callable[[Rows, Row], bool] = _no_row
    """Whether a row is left out, as it says nothing."""
    notes: Callable[[Any, ZoneInfo], Iterator[str]] = _no_notes
    """What `doctor` shows of its facts beside the number of rows."""
    complete: Callable[[Any, PeopleFile, Instant], SourceFacts] = _as_they_are
    """Adds to facts what the section says of the file as a whole, as of now. Raises CouldNotLook for what cannot be."""

    @property
    def key(self) -> str:
        """The key of its section in [people], and the name of its source."""
        return self.table.key
