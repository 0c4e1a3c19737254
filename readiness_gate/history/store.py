"""The interface of storage backends for a history."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from readiness_gate.errors import GateError
from readiness_gate.history.rows import Cell
from readiness_gate.lean_dataclass import dataclass

PATIENCE = 30.0
"""The seconds to wait for another writer."""


def seconds_of(patience: float | None) -> float:
    """Return the seconds to wait: the default unless `patience` is given."""
    return PATIENCE if patience is None else patience


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits for reading a history from somebody else, which may be huge, damaged, or built to take forever."""

    seconds: float
    """The time from opening the history until all of it is read."""
    size: int
    """The total size of all cells, in bytes."""


OF_OTHERS = Bounds(60, 256 * 1024 * 1024)
"""The limits for one history when one process reads several."""


class NoHistory(GateError):
    """A history cannot be read or written: the message is why, and what to do."""


class NothingRecorded(NoHistory):
    """There is no history yet."""


class Rows(Protocol):
    """The tables of an open history."""

    def select(self, statement: str, **parameters: Cell) -> Sequence[Sequence[Cell]]:
        """Return the rows of a statement."""
        ...

    def add(self, statement: str, rows: Sequence[Mapping[str, Cell]]) -> None:
        """Insert rows with a statement, which runs once for each row."""
        ...


class Store(Protocol):
    """A file or database with a history."""

    @property
    def name(self) -> str:
        """Its name in messages; never with a password."""
        ...

    def reading(self, patience: float | None = None, bounds: Bounds | None = None) -> AbstractContextManager[Rows]:
        """Open a read-only snapshot of the tables, waiting at most `patience` seconds while another program has them
        locked. Raises NothingRecorded if there are none, and NoHistory if they cannot be read, or not within
        `bounds`."""
        ...

    def writing(self) -> AbstractContextManager[Rows]:
        """Open the tables for exclusive writing, and create them if they are missing. When the block ends, everything
        that was added is kept; if it raises, nothing is. Raises NoHistory if the history cannot be written."""
        ...

    def damage(self) -> str:
        """Return damage that the storage system itself finds in the tables; "" if there is none, or if it cannot
        check."""
        ...


def nothing_recorded(name: str, because: str = "") -> NothingRecorded:
    """Return the error for a history without records."""
    return NothingRecorded(f"{name}: {because}nothing has been recorded yet. Run `readiness-gate history record`")


def too_slow(name: str, seconds: float) -> NoHistory:
    """Return the error for a history that takes too long to read."""
    return NoHistory(
        f"{name} takes more than {seconds:.0f} s to read. Check it with `readiness-gate history verify`, and use a "
        "separate history for each program"
    )


def too_large(name: str, size: int) -> NoHistory:
    """Return the error for a history that is too large."""
    return NoHistory(
        f"{name} has more than {size // 2**20} MiB to be read. Check it with `readiness-gate history verify`, and use "
        "a separate history for each program"
    )


def too_new(name: str) -> NoHistory:
    """Return the error for a history that a newer version wrote."""
    return NoHistory(f"{name} was written by a newer version of readiness-gate. Update readiness-gate to use it")
