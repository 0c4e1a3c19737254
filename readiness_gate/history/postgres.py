"""A history in a PostgreSQL database: the same statements through SQLAlchemy Core, with tables created by alembic."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from readiness_gate.history import store
from readiness_gate.history.rows import Cell
from readiness_gate.history.statements import APPLICATION, MIGRATIONS, for_version
from readiness_gate.history.store import Bounds, NoHistory, Rows, nothing_recorded, seconds_of, too_new, too_slow
from readiness_gate.lean_dataclass import dataclass

if TYPE_CHECKING:
    from alembic.runtime.migration import MigrationContext, MigrationStep
    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import URL

_VERSIONS = "readiness_gate_schema"
"""The table in which alembic keeps the schema version."""
_LOCK = "SELECT pg_advisory_xact_lock(:key)"
_LOCK_TIMEOUT = "SET LOCAL lock_timeout = '{seconds:.0f}s'"
_STATEMENT_TIMEOUT = "SET LOCAL statement_timeout = '{seconds:.0f}s'"
_SETTINGS = (_LOCK_TIMEOUT, "SET LOCAL synchronous_commit = on")
_DAMAGED = ("57", "58", "XX")
"""The classes of server errors: it stops, its disk fails, or its data is damaged."""
_FULL, _LOCKED, _THERE, _FORBIDDEN, _CANCELED = "53100", "55P03", "42P07", "42501", "57014"


@dataclass(frozen=True, slots=True)
class PostgresStore:
    """A history in a PostgreSQL database."""

    name: str
    """Its URL without the password."""
    engine: "Engine"

    @contextmanager
    def reading(self, patience: float | None = None, bounds: Bounds | None = None) -> Generator[Rows]:
        """Open a read-only snapshot of the tables."""
        from sqlalchemy import text  # noqa: PLC0415 - an extra
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - an extra

        seconds = seconds_of(patience)
        try:
            with self.engine.connect() as opened:
                connection = opened.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                with connection.begin():
                    connection.execute(text(_LOCK_TIMEOUT.format(seconds=seconds)))
                    if bounds is not None:
                        connection.execute(text(_STATEMENT_TIMEOUT.format(seconds=bounds.seconds)))
                    version = _version(connection, self.name)
                    if version == 0:
                        raise nothing_recorded(self.name)
                    yield PostgresRows(connection, version)
        except SQLAlchemyError as error:
            if bounds is not None and getattr(getattr(error, "orig", None), "sqlstate", "") == _CANCELED:
                raise too_slow(self.name, bounds.seconds) from error
            raise NoHistory(f"{self.name}: {_why(error, seconds)}") from error

    @contextmanager
    def writing(self) -> Generator[Rows]:
        """Open the tables for exclusive writing, under an advisory lock that the transaction holds."""
        from sqlalchemy import text  # noqa: PLC0415 - an extra
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

        try:
            with self.engine.begin() as connection:
                for setting in _SETTINGS:
                    connection.execute(text(setting.format(seconds=store.PATIENCE)))
                connection.execute(text(_LOCK), {"key": APPLICATION})
                _migrate(connection, _version(connection, self.name))
                yield PostgresRows(connection, len(MIGRATIONS))
        except SQLAlchemyError as error:
            raise NoHistory(f"{self.name}: {_why(error, store.PATIENCE)}") from error

    def damage(self) -> str:
        """Return an empty string: a client cannot check the files of the server."""
        return ""


@dataclass(frozen=True, slots=True)
class PostgresRows:
    """The tables of a database, in a transaction."""

    connection: "Connection"
    version: int
    """The schema version of the tables; readers also support older ones."""

    def select(self, statement: str, **parameters: Cell) -> Sequence[Sequence[Cell]]:
        """Return the rows of a statement."""
        found: Sequence[Any] = self.connection.execute(
            _text(for_version(statement, self.version)), parameters
        ).fetchall()
        return found

    def add(self, statement: str, rows: Sequence[Mapping[str, Cell]]) -> None:
        """Insert rows with a statement."""
        if rows:
            self.connection.execute(_text(statement), [dict(row) for row in rows])


@cache
def _text(statement: str) -> Any:  # noqa: ANN401 - a statement of SQLAlchemy
    from sqlalchemy import text  # noqa: PLC0415 - an extra

    return text(statement)


def connected(address: "URL", name: str) -> PostgresStore:
    """Return the history at a URL. A password is never sent in clear text, nor in a form that can be guessed offline:
    an edited configuration may name an attacker's server."""
    from sqlalchemy import NullPool, create_engine  # noqa: PLC0415 - an extra

    options = {
        "connect_timeout": int(min(store.PATIENCE, 10)),
        "application_name": "readiness-gate",
        "require_auth": "scram-sha-256,gss,sspi,none",
        "client_encoding": "utf8",
    }
    engine = create_engine(address, connect_args={**options, **address.query}, poolclass=NullPool)
    return PostgresStore(name, engine)


# The tables ---------------------------------------------------------------------------------------------------------


def _context(connection: "Connection", steps: "Sequence[MigrationStep]" = ()) -> "MigrationContext":
    """Return an alembic context that runs these steps."""
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 - an extra

    def made(_heads: object, _context: object) -> "Sequence[MigrationStep]":
        return steps

    return MigrationContext.configure(connection, opts={"version_table": _VERSIONS, "fn": made})


def _version(connection: "Connection", name: str) -> int:
    """Return the schema version of the tables; 0 if there are none."""
    current = _context(connection).get_current_revision()
    if current is None:
        return 0
    if current not in map(_revision, range(1, len(MIGRATIONS) + 1)):
        raise too_new(name)
    return int(current)


def _revision(version: int) -> str:
    return f"{version:04}"


def _migrate(connection: "Connection", version: int) -> None:
    """Migrate the tables to the current version, in the transaction of the writer."""
    if version == len(MIGRATIONS):
        return
    from alembic.operations import Operations  # noqa: PLC0415 - an extra
    from alembic.runtime.migration import RevisionStep  # noqa: PLC0415
    from alembic.script import Script  # noqa: PLC0415
    from alembic.script.revision import RevisionMap  # noqa: PLC0415

    scripts = [Script(_module(each, connection), _revision(each), "") for each in range(1, len(MIGRATIONS) + 1)]
    known = RevisionMap(lambda: scripts)
    linked = [one for script in scripts[version:] if isinstance(one := known.get_revision(script.revision), Script)]
    context = _context(connection, [RevisionStep(known, script, is_upgrade=True) for script in linked])
    with Operations.context(context):
        context.run_migrations()


def _module(version: int, connection: "Connection") -> ModuleType:
    """Return a version in the form that alembic requires: a module with a function."""
    module: Any = ModuleType(f"version {version}")
    module.revision = _revision(version)
    module.down_revision = _revision(version - 1) if version > 1 else None
    module.upgrade = lambda: [connection.execute(_text(statement)) for statement in MIGRATIONS[version - 1]]
    return module  # type: ignore[no-any-return]


def _why(error: Exception, seconds: float) -> str:
    """Return what went wrong, without any content of the statement."""
    cause: Any = getattr(error, "orig", None)
    state = getattr(cause, "sqlstate", None) or ""
    said = " ".join(str(cause if cause is not None else type(error).__name__).split("\n")[0].split())
    if state == _LOCKED:
        return f"another program has had it locked for {seconds:.0f} s. Run this again once that has ended"
    if state == _FULL:
        return "its disk is full. Make room, and run this again"
    if state == _THERE:
        return f"it has tables of another program ({said}). Use a separate database for the history"
    if state == _FORBIDDEN:
        return f"this is forbidden to the user ({said}). Allow it to make, read and add to tables"
    if state[:2] in _DAMAGED:
        return f"the server failed ({said}). Run this again: recording twice changes nothing"
    return f"the database cannot be used ({said}). Check the address and the password, and run this again"


__all__ = ["PostgresStore", "connected"]
