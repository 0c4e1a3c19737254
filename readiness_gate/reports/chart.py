"""What a chart shows, before it is drawn: values in columns, where a value that is not known stays unknown."""

from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant

ChartKind: TypeAlias = Literal["steps", "pairs", "bars", "rows", "dots"]
"""`steps`: lines through the columns; `pairs`: two bars a column; `bars`: one; `rows`: bars below the names of the
columns, from left to right; `dots`: a dot for each column at its time, to scale."""
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Times:
    """When the columns of a chart are, oldest first, and where."""

    at: tuple[Instant, ...]
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a chart."""

    value: float | None
    """None where it is not known, which is never drawn as zero."""
    text: str
    """The value as the table shows it: `3`, `62.5 % (15 of 24)`, `unknown`."""


@dataclass(frozen=True, slots=True)
class Line:
    """The values of one thing, one for each column."""

    name: str
    points: tuple[Point, ...]

    @property
    def values(self) -> tuple[float | None, ...]:
        """The values alone."""
        return tuple(point.value for point in self.points)


@dataclass(frozen=True, slots=True)
class Mark:
    """A day that a chart marks, such as the beginning of the freeze."""

    name: str
    place: float
    """Where it is, in columns from the beginning of the first: 1.5 is the middle of the second."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over the same columns, with what a reader must know of them."""

    id: str
    """A short word, which no other chart has."""
    kind: ChartKind
    title: str
    summary: str
    """What the chart shows, in words: for those who do not see it."""
    heading: str
    """What the columns are: `Week to`, `Role`."""
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    is_share: bool = False
    """Whether the values are shares, from 0 to 1."""
    limit: float | None = None
    """What a rule requires of the values, if they can be compared with it."""
    required: str = ""
    """The limit in words: `at least 90 % (DOC-01)`."""
    marks: tuple[Mark, ...] = ()
    times: Times | None = None
    """Of a chart of `dots`, when each column is."""
    remarks: tuple[str, ...] = ()
    """What is not shown or not known, and why."""

    @property
    def shows_development(self) -> bool:
        """Whether there is anything to see: of a chart over time, the values of at least two columns."""
        known = [any(line.points[place].value is not None for line in self.lines) for place in range(len(self.columns))]
        return sum(known) > 1 or self.kind == "rows"
