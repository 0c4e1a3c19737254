"""The meaning of cells in a column with fixed values: the words of the configuration, and ours; anything else is
unknown."""

from collections.abc import Iterator, Mapping, Sequence

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.headers import spelled
from readiness_gate.sources.people.declaration import Column

_FLAGS = {"yes": ("yes", "y", "true", "x", "1"), "no": ("no", "n", "false", "0")}


@dataclass(frozen=True, slots=True)
class ValueNames:
    """The words for the values of a column."""

    column: Column
    by_word: Mapping[str, str]
    """The value of each word; words are compared by spelling."""

    @staticmethod
    def of(column: Column, configured: Mapping[str, Sequence[str]]) -> "ValueNames":
        """Return our words and those of the configuration, which wins if both have the same word."""
        words = {spelled(word): value for value in column.values for word in _own_words(column, value)}
        words |= {spelled(word): value for value, given in configured.items() for word in given}
        return ValueNames(column, words)

    def value(self, cell: str) -> str | None:
        """Return the value of a cell; None for an unknown word."""
        return self.by_word.get(spelled(cell))

    @property
    def unknown(self) -> str:
        """What to do about an unknown word."""
        values = ", ".join(self.column.values)
        return f"is none of {values}: add its word to values.{self.column.name} in the file's section"


def _own_words(column: Column, value: str) -> Iterator[str]:
    if column.kind == "flag":
        yield from _FLAGS[value]
        return
    yield value
    yield value.replace("-", " ")
