"""A table in a file, for locating problems."""

from dataclasses import replace

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.toml.document import Document
from readiness_gate.toml.positions import Path
from readiness_gate.toml.problems import Problem


@dataclass(frozen=True, slots=True)
class Place:
    """A table in a file, for locating problems."""

    document: Document
    path: Path

    def at(self, *keys: str | int) -> "Place":
        """Return the place below the table at some keys."""
        return Place(self.document, (*self.path, *keys))

    @property
    def line(self) -> int:
        """The line of the table, counted from 1; of the nearest table above if it has no line of its own."""
        at = self.document.problem(self.path, "").at
        return at.line if at is not None else 1

    def begun(self) -> "Place":
        """Return the table marked as partly read, so that missing keys are no problem."""
        return replace(self, document=replace(self.document, dropped=self.document.dropped | {(*self.path, "")}))

    def problem(self, what: str, *keys: str | int, at_value: bool = False) -> Problem:
        """Return a problem with the table, or with what is at some keys below it."""
        return self.document.problem((*self.path, *keys), what, at_value=at_value)
