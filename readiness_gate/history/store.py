"""Where a history is kept, whichever system it is kept in."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from readiness_gate.errors import GateError
from readiness_gate.history.rows import Cell
from readiness_gate.lean_dataclass import dataclass

PATIENCE = 30.0
"""Seconds to wait for another writer."""


def seconds_of(patience: float | None) -> float:
    """How long to wait, where nobody says otherwise."""
    return PATIENCE if patience is None else patience


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may be read of a history that somebody else wrote: it may be huge, damaged, or made to take for ever."""

    seconds: float
    """From when it was opened until all of it was read."""
    size: int
    """Bytes of all cells together."""


OF_OTHERS = Bounds(60, 256 * 1024 * 1024)
"""What one history may take of several that are read in one process."""


class NoHistory(GateError):
    """A history cannot be read or written: the text says why, and what to do."""


class NothingRecorded(NoHistory):
    """There is no history yet."""


class Rows(Protocol):
    """The tables of a history while they are open."""

    def select(self, statement: str, **parameters: Cell) -> Sequence[Sequence[Cell]]:
        """The rows of a statement."""
        ...

    def add(self, statement: str, rows: Sequence[Mapping[str, Cell]]) -> None:
        """Add rows by a statement, one for each."""
        ...


class Store(Protocol):
    """A file or a database with a history."""

    @property
    def name(self) -> str:
        """What it is called in messages; never with a password."""
        ...

    def reading(self, patience: float | None = None, bounds: Bounds | None = None) -> AbstractContextManager[Rows]:
        """Open the tables as they are now, after so many seconds at most while another program has them locked. Raises
        NothingRecorded when there are none, and NoHistory when they cannot be read, or not within some bounds."""
        ...

    def writing(self) -> AbstractContextManager[Rows]:
        """Open the tables for one writer alone, made where they are not there. What is added is kept when the block
        ends, all of it or, when anything raises, none of it. Raises NoHistory when it cannot be written."""
        ...

    def damage(self) -> str:
        """What the system itself finds wrong with how the tables are stored; "" for nothing, or where it cannot be
        asked."""
        ...


def nothing_recorded(name: str, because: str = "") -> NothingRecorded:
    """Why there is nothing to read."""
    return NothingRecorded(f"{name}: {because}nothing has been recorded yet. Run `readiness-gate history record`")


def too_slow(name: str, seconds: float) -> NoHistory:
    """Why a history is not read to its end."""
    return NoHistory(
        f"{name} takes more than {seconds:.0f} s to read. Check it with `readiness-gate history verify`, and use a "
        "separate history for each program"
    )


def too_large(name: str, size: int) -> NoHistory:
    """Why a history is not read to its end."""
    return NoHistory(
        f"{name} has more than {size // 2**20} MiB to be read. Check it with `readiness-gate history verify`, and use "
        "a separate history for each program"
    )


def too_new(name: str) -> NoHistory:
    """Why a history cannot be used that a later version wrote."""
    return NoHistory(f"{name} was written by a newer version of readiness-gate. Update readiness-gate to use it")
