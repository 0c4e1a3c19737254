"""A table in a file, and what there is to say of it."""

from dataclasses import replace

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.toml.document import Document
from readiness_gate.toml.positions import Path
from readiness_gate.toml.problems import Problem


@dataclass(frozen=True, slots=True)
class Place:
    """A table in a file, for what there is to say of it."""

    document: Document
    path: Path

    def at(self, *keys: str | int) -> "Place":
        """What is below the table at some keys."""
        return Place(self.document, (*self.path, *keys))

    def begun(self) -> "Place":
        """The table, to which more may belong than can be read of it: that something is missing then says nothing."""
        return replace(self, document=replace(self.document, dropped=self.document.dropped | {(*self.path, "")}))

    def problem(self, what: str, *keys: str | int, at_value: bool = False) -> Problem:
        """A problem with the table, or with what is below it at some keys."""
        return self.document.problem((*self.path, *keys), what, at_value=at_value)
