"""A history in a SQLite file."""

import sqlite3
import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import quote

from readiness_gate.history import store
from readiness_gate.history.rows import Cell
from readiness_gate.history.statements import APPLICATION, MIGRATIONS, for_version
from readiness_gate.history.store import (
    Bounds,
    NoHistory,
    Rows,
    nothing_recorded,
    seconds_of,
    too_large,
    too_new,
    too_slow,
)
from readiness_gate.lean_dataclass import dataclass

_PAUSE = 0.02
_SCHEMA = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name LIMIT 64"
"""The schema of a file, or enough of it to recognize another program's file."""
_STEPS = 10_000
"""The number of virtual machine steps between time checks: about a millisecond."""
_LONGEST = 4 * 1024 * 1024
"""The maximum size of a cell or row, in bytes."""
_CACHE = 16_384
"""The cache size, in KiB."""
_NUMBER = 8
"""The bytes counted for a number or a NULL."""
_LOCKED = ("SQLITE_BUSY", "SQLITE_LOCKED")
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT")
_CLOSED = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")


@dataclass(frozen=True, slots=True)
class SqliteStore:
    """A history in a SQLite file."""

    path: Path

    @property
    def name(self) -> str:
        """The name of the file."""
        return str(self.path)

    @contextmanager
    def reading(self, patience: float | None = None, bounds: Bounds | None = None) -> Generator[Rows]:
        """Open a read-only snapshot of the tables."""
        if not self.path.exists():
            raise nothing_recorded(self.name, "there is no such file, so ")
        with _saying(self.name, patience, bounds), closing(self._connected("ro", patience)) as connection:
            if bounds is not None:
                _bind(connection, bounds)
            connection.execute("BEGIN")
            version = _version(connection, self.name)
            if version == 0:
                raise nothing_recorded(self.name)
            yield SqliteRows(connection, version, _Budget(self.name, bounds) if bounds is not None else None)

    @contextmanager
    def writing(self) -> Generator[Rows]:
        """Open the tables for exclusive writing."""
        with _saying(self.name), closing(self._connected("rwc")) as connection:
            connection.execute("BEGIN")  # tables that another writer is creating are visible completely, or not at all
            _version(connection, self.name)  # a file of another program stays unchanged
            connection.execute("ROLLBACK")
            _write_ahead(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("BEGIN IMMEDIATE")
            try:
                _migrate(connection, _version(connection, self.name))
                yield SqliteRows(connection, len(MIGRATIONS))
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def damage(self) -> str:
        """Return what SQLite finds wrong with the file; "" if nothing."""
        with _saying(self.name), closing(self._connected("ro")) as connection:
            [first, *_] = connection.execute("PRAGMA integrity_check(1)").fetchall()
            return "" if first == ("ok",) else f"{self.name} is damaged: {first[0]}"

    def _connected(self, mode: str, patience: float | None = None) -> sqlite3.Connection:
        if self.path.exists() and not self.path.is_file():
            raise NoHistory(f"{self.name} is not a file. Name a file for the history")
        address = f"file:{quote(str(self.path.absolute()))}?mode={mode}"
        connection = sqlite3.connect(address, uri=True, timeout=seconds_of(patience), isolation_level=None)
        connection.execute("PRAGMA trusted_schema = OFF")
        return connection


class _Budget:
    """The amount of data that may still be read."""

    def __init__(self, name: str, bounds: Bounds) -> None:
        self._name = name
        self._most = self._left = bounds.size

    def taken(self, rows: Iterable[Sequence[Cell]]) -> list[Sequence[Cell]]:
        """Return the rows, read one by one. Raises NoHistory if they exceed the limit."""
        kept: list[Sequence[Cell]] = []
        for row in rows:
            self._left -= sum(len(cell) if isinstance(cell, str | bytes) else _NUMBER for cell in row)
            if self._left < 0:
                raise too_large(self._name, self._most)
            kept.append(row)
        return kept


def _bind(connection: sqlite3.Connection, bounds: Bounds) -> None:
    """Limit the time of a connection, the size of its cells and its cache."""
    until = time.monotonic() + bounds.seconds
    connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    connection.execute("PRAGMA mmap_size = 0")
    connection.execute("PRAGMA cell_size_check = ON")


@dataclass(frozen=True, slots=True)
class SqliteRows:
    """The tables of a file, in a transaction."""

    connection: sqlite3.Connection
    version: int
    """The schema version of the tables; readers also support older ones."""
    budget: _Budget | None = None

    def select(self, statement: str, **parameters: Cell) -> Sequence[Sequence[Cell]]:
        """Return the rows of a statement."""
        found = self.connection.execute(for_version(statement, self.version), parameters)
        return found.fetchall() if self.budget is None else self.budget.taken(found)

    def add(self, statement: str, rows: Sequence[Mapping[str, Cell]]) -> None:
        """Insert rows with a statement."""
        self.connection.executemany(statement, rows)


def _version(connection: sqlite3.Connection, name: str) -> int:
    """Return the schema version of a file, in a transaction; 0 for an empty file. Raises NoHistory for a file of
    another program, and for tables that differ from those of any version of ours: a trigger would run with every
    row."""
    [(application,)] = connection.execute("PRAGMA application_id")
    [(version,)] = connection.execute("PRAGMA user_version")
    schema = tuple(connection.execute(_SCHEMA).fetchall())
    if not schema and (application, version) == (0, 0):
        return 0
    if application != APPLICATION:
        raise NoHistory(f"{name} is a SQLite file of another program. Name another file for the history")
    if version > len(MIGRATIONS):
        raise too_new(name)
    if schema != _schema(version):
        raise NoHistory(f"{name} has tables that readiness-gate did not make. Restore the file from a backup")
    return int(version)


@cache
def _schema(version: int) -> tuple[tuple[str, str, str], ...]:
    """Return the schema of a file of a version."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for statements in MIGRATIONS[:version]:
            for statement in statements:
                connection.execute(statement)
        return tuple(connection.execute(_SCHEMA).fetchall())


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn on the write-ahead log of the file, so that readers never wait. If several writers create the file at the
    same time, SQLite itself does not wait for them. A file system without shared memory has no such log."""
    until = time.monotonic() + store.PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith(_LOCKED) or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _migrate(connection: sqlite3.Connection, version: int) -> None:
    """Migrate the tables to the current version, in the transaction of the writer."""
    if version == len(MIGRATIONS):
        return
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


@contextmanager
def _saying(name: str, patience: float | None = None, bounds: Bounds | None = None) -> Generator[None]:
    """Turn the errors of SQLite into NoHistory, in plain words."""
    try:
        yield
    except (UnicodeDecodeError, MemoryError) as error:  # SQLite's message quotes damaged data; a damaged length is huge
        raise NoHistory(f"{name} is damaged. Restore it from a backup, or name another file") from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorname", "")
        if bounds is not None and code.startswith("SQLITE_INTERRUPT"):
            raise too_slow(name, bounds.seconds) from error
        if bounds is not None and code.startswith("SQLITE_TOOBIG"):
            raise too_large(name, _LONGEST) from error
        raise NoHistory(f"{name} {_why(error, seconds_of(patience))}") from error


def _why(error: sqlite3.Error, seconds: float) -> str:
    code = getattr(error, "sqlite_errorname", "")
    if code.startswith(_LOCKED):
        return f"has been locked by another program for {seconds:.0f} s. Run this again once that has ended"
    if code.startswith("SQLITE_FULL"):
        return "cannot be written: the disk is full. Make room, and run this again"
    if code.startswith(_DAMAGED):
        return f"is damaged, or no SQLite file ({error}). Restore it from a backup, or name another file"
    if code.startswith(_CLOSED):
        return f"cannot be opened ({error}). Allow this user to read and write it, and its folder"
    return f"cannot be used ({error}). Check the disk and the file's permissions"


__all__ = ["SqliteStore"]
