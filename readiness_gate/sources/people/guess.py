"""The probable meaning of a column, from its name: for proposals that a person confirms, never for reading."""

from collections.abc import Iterable, Mapping

from readiness_gate.model.headers import plain
from readiness_gate.sources.people.declaration import Table
from readiness_gate.sources.people.declared import ALSO


def guesses(table: Table, headers: Iterable[str]) -> dict[str, str]:
    """Return our names for the columns of a table, each with the header that probably means it: the first of the
    words that people use for it."""
    names = {plain(header): header for header in reversed(list(headers))}
    likely: dict[str, str] = {}
    for field, words in _words(table).items():
        matching = [names[word] for word in words.split() if word in names]
        if matching and matching[0] not in likely.values():
            likely[field] = matching[0]
    return likely


def _words(table: Table) -> Mapping[str, str]:
    """Return the names that people use for each column of a table."""
    return {column.name: column.aliases for column in table.columns} | ALSO.get(table.key, {})
