"""The problems of a people file: each kind once, with count and places; never the content of a cell."""

from collections.abc import Iterable, Mapping, Sequence

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.wording import some

_PLACES = 5
_KINDS = 8


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file."""

    row: int
    """A row of a sheet, or a line of a text file."""
    sheet: str = ""
    column: str = ""
    """The letters of a column, for a cell of a sheet."""

    @property
    def label(self) -> str:
        """The place within its file or sheet, as people call it: `7`, `C7`."""
        return f"{self.column}{self.row}"


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem at a place, in words that do not repeat the content of a cell."""

    spot: Spot
    what: str


class Refused(CouldNotLook):
    """A people file that is not reliable."""


def described(name: str, problems: Iterable[Problem]) -> list[str]:
    """Return each kind of problem with its first places, in order."""
    kinds: dict[str, list[Spot]] = {}
    for problem in sorted(dict.fromkeys(problems), key=lambda problem: (problem.spot.sheet, problem.spot.row)):
        kinds.setdefault(problem.what, []).append(problem.spot)
    lines = [_line(name, what, spots) for what, spots in kinds.items()]
    more = [f"{name}: and {len(lines) - _KINDS} more kinds of problems"] if len(lines) > _KINDS else []
    return [*lines[:_KINDS], *more]


def _line(name: str, what: str, spots: Sequence[Spot]) -> str:
    first = spots[0]
    where = f'{name}, sheet "{first.sheet}", {first.label}' if first.sheet else f"{name}:{first.label}"
    if len(spots) == 1:
        return f"{where}: {what}"
    labels = some([spot.label for spot in spots], _PLACES)
    kind = "cells" if first.column else "rows" if first.sheet else "lines"
    return f"{where}: {what} ({len(spots)} {kind}: {labels})"


def refuse(of_files: Mapping[str, Sequence[Problem]]) -> None:
    """Raise Refused with all problems of the files, by file name, if there are any."""
    lines = [line for name, problems in of_files.items() for line in described(name, problems)]
    if lines:
        raise Refused("; ".join(lines))
