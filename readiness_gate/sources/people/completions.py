"""The rows of completions: who completed which module, when, and until when it is valid."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from datetime import date

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.people import Completion
from readiness_gate.model.headers import spelled
from readiness_gate.model.time import When
from readiness_gate.model.wording import counted
from readiness_gate.sources.people.grid import Row
from readiness_gate.sources.people.identity import Identities
from readiness_gate.sources.people.rows import Rows
from readiness_gate.sources.people.wide import ModuleColumn

EARLIEST = date(2000, 1, 1)
"""The first plausible date of a completion."""
_KINDS = 8


@dataclass(slots=True)
class Completions:
    """What was completed."""

    completed: list[Completion] = field(default_factory=list[Completion])
    spots: dict[str, int] = field(default_factory=dict[str, int])
    """The row of each person's first completion."""
    uncounted: Counter[str] = field(default_factory=Counter[str])
    """How many rows do not count, by reason."""

    def add(self, row: Row, completion: Completion) -> None:
        """Add the completion in a row."""
        self.completed.append(completion)
        self.spots.setdefault(completion.person, row.spot.row)

    @property
    def left_out(self) -> Iterator[str]:
        """How many rows do not count, and why, in words."""
        for why, count in sorted(self.uncounted.items(), key=lambda kind: (-kind[1], kind[0]))[:_KINDS]:
            yield f"{counted(count, 'row')} {why}"


def read_completions(rows: Rows) -> Completions:
    """Return the completions in the rows; their problems are added to `rows`."""
    completions = Completions()
    _Reader(rows, completions).read()
    return completions


class _Reader:
    """Reads the rows of completions."""

    def __init__(self, rows: Rows, completions: Completions) -> None:
        self._rows = rows
        self._columns = rows.columns
        self._completions = completions
        self._counting = {spelled(status) for status in rows.file.completed}
        self._passing = rows.file.passing_score
        self._highest = 0.0
        self._first: dict[str, int] = {}
        """The row of each person in a wide file."""

    def read(self) -> None:
        """Read every row."""
        identities = Identities(self._rows)
        read_row = self._of_person if self._rows.file.wide else self._of_completion
        last: Row | None = None
        for row in self._rows:
            last = row
            person = self._rows.identifier(row, "person")
            identities.check(row, person)
            read_row(row, person)
        if last is not None and self._passing is not None and "score" in self._columns:
            self._check_scores(last, self._passing)

    def _of_completion(self, row: Row, person: str) -> None:
        """Read a row about one module."""
        module = self._rows.identifier(row, "module")
        if not self._counts(row):
            return
        dated = self._columns.places["completed-at"]
        when = self._rows.date(row, dated)
        if when is None:
            self._undated(row, dated, has_status="status" in self._columns)
            return
        expires = self._rows.when(row, "expires")
        version = "" if self._rows.cell(row, "version") == "" else self._rows.identifier(row, "version")
        self._completions.add(row, _completion(person, module, when, expires, version))

    def _of_person(self, row: Row, person: str) -> None:
        """Read a row of a wide file, with all modules of a person."""
        if self._first.setdefault(person, row.spot.row) != row.spot.row:
            what = f"is also in row {self._first[person]}: a matrix has one row for each person, so use one id for each"
            self._rows.wrong(row, self._columns.places["person"], what)
        for column in self._columns.modules:
            self._of_module(row, person, column)

    def _of_module(self, row: Row, person: str, column: ModuleColumn) -> None:
        """Read the cells of one module in a row of a wide file."""
        if column.status is not None and not self._is_completed(row, column.status):
            return
        when = self._rows.date(row, column.dated)
        if when is not None:
            self._completions.add(row, _completion(person, column.module, when, None))
        elif column.status is not None:
            self._undated(row, column.dated, has_status=True)

    def _undated(self, row: Row, place: int, *, has_status: bool) -> None:
        """Handle a row without a date: not completed, unless its status says that it is."""
        if row.cells[place] != "":
            return  # the date is wrong, which is noted already
        if has_status:
            self._rows.wrong(row, place, "is empty, though the status says completed: add the date")
        else:
            self._completions.uncounted["without a date"] += 1

    def _counts(self, row: Row) -> bool:
        """Return whether the status and the score of a row count as completed."""
        place = self._columns.places.get("status")
        if place is not None and not self._is_completed(row, place):
            return False
        return "score" not in self._columns or self._passing is None or self._is_passed(row, self._passing)

    def _is_passed(self, row: Row, passing: float) -> bool:
        """Return whether the score of a row counts, and count one that does not."""
        score = self._rows.score(row)
        if score is None:
            self._completions.uncounted["without a score"] += 1
            return False
        self._highest = max(self._highest, score)
        if score < passing:
            self._completions.uncounted["below the passing score"] += 1
        return score >= passing

    def _is_completed(self, row: Row, place: int) -> bool:
        """Return whether the status in a cell counts as completed, and count others by kind, without their text."""
        status = self._rows.status(row, place)
        if spelled(status) in self._counting and status:
            return True
        self._completions.uncounted["with a status that does not count" if status else "without a status"] += 1
        return False

    def _check_scores(self, row: Row, passing: float) -> None:
        """Note scores with another scale than the passing score: 0 to 1, above 100, or 0 to 100 for a score of ten."""
        scales = {
            "and all others are at most 1": 0 < self._highest <= 1 < passing,
            "or another is above 1": passing <= 1 < self._highest,
            "or another is above 100": self._highest > 100 >= passing > 1,  # noqa: PLR2004 - a percentage
            "or another is above ten times the passing score": 100 >= self._highest > 10 * passing > 10,  # noqa: PLR2004
        }
        for what in (what for what, is_so in scales.items() if is_so):
            message = f"{what}, and passing-score is {passing:g}: use one scale"
            self._rows.wrong(row, self._columns.places["score"], message)


def _completion(person: str, module: str, when: When, expires: When | None, version: str = "") -> Completion:
    return Completion(
        person,
        module,
        when.end,
        expires.end if expires else None,
        None if when.start == when.end else when.start,
        version,
    )
