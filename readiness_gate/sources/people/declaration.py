"""How a table of facts is declared: once for its reader, its section in the configuration, its JSON descriptor, its
template, its page in the documentation, and the personal data in it."""

from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass

ColumnKind: TypeAlias = Literal["person", "id", "name", "text", "when", "number", "count", "flag", "choice"]
"""What the cells of a column are:

- `person`: the id of a person;
- `id`: an id of something else, such as a training module;
- `name`: a text that names something, and is never empty in a column that is required;
- `text`: any text;
- `when`: a day or a time;
- `number`: a number with or without decimals, `count`: a whole number from 0;
- `flag`: yes or no;
- `choice`: one of the column's `options`.
"""
FLAG = ("yes", "no")
"""The values of a flag."""
Privacy: TypeAlias = Literal["person", "about-person", "group", "none"]
"""Whom the cells of a column are about: they identify a `person`, say something about one (`about-person`), name the
`group` that a person belongs to, or are about nobody. Only the last two may be shown."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    """Its name in a file in the standard form, in lower case with dashes."""
    meaning: str
    """Half a sentence for the reader of the documentation."""
    kind: ColumnKind = "name"
    required: bool = False
    privacy: Privacy = "none"
    aliases: str = ""
    """Its names in other systems, for proposals: `plain` names, separated by blanks."""
    options: tuple[str, ...] = ()
    """The values of a choice."""
    common: bool = False
    """Whether files often have a column with this name for something else. Unless it is mapped, such a column is
    read only if nothing else is read from it, whatever its cells have."""

    filled: bool = False
    """Whether every row must have a value if the file has the column, because an empty cell would be ambiguous."""

    @property
    def values(self) -> tuple[str, ...]:
        """The possible values of its cells; empty if they are of another kind."""
        return FLAG if self.kind == "flag" else self.options

    @property
    def field(self) -> str:
        """The name of its field in a record."""
        return self.name.replace("-", "_")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of facts that is read from a file."""

    key: str
    """The key of its section in [people]."""
    title: str
    """A file with it is called so: `a roster`."""
    says: str
    """What its columns may say, for messages about unknown ones: `who works in which role or until when`."""
    columns: tuple[Column, ...]
    examples: tuple[tuple[str, ...], ...] = ()
    """Rows of an example, with a text for each column."""
    unique: tuple[str, ...] = ()
    """The columns whose cells, taken together, identify a row."""
    plans: bool = False
    """Whether its rows may be about the future. In other tables, such a row is a mistake: it would count for
    nothing, and could hide earlier rows."""

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the columns that a file must have."""
        return tuple(column.name for column in self.columns if column.required)

    @property
    def optional(self) -> tuple[str, ...]:
        """The names of the columns that a file may have."""
        return tuple(column.name for column in self.columns if not column.required)

    @property
    def form(self) -> str:
        """The columns of the standard form in short: `person, role[, from, to]`."""
        optional = f"[, {', '.join(self.optional)}]" if self.optional else ""
        return f"{', '.join(self.required)}{optional}"

    @property
    def with_values(self) -> tuple[Column, ...]:
        """The columns with a fixed set of values."""
        return tuple(column for column in self.columns if column.values)

    def column(self, name: str) -> Column | None:
        """Return the column with this name; None if there is none."""
        return next((column for column in self.columns if column.name == name), None)
