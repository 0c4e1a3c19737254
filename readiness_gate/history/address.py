"""The location of a history as people write it: a file name, or the URL of a PostgreSQL database."""

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from readiness_gate.errors import BadUse
from readiness_gate.history.store import Store

FILE = "readiness-history.sqlite"
"""The default file name."""
_SCHEMES = ("postgresql", "postgres")
_OPTIONS = ("sslmode", "sslrootcert", "channel_binding", "connect_timeout", "target_session_attrs")
_LONGEST = 1_000
_NEEDED = ("sqlalchemy", "psycopg", "alembic")


def is_database(text: str) -> bool:
    """Return whether a text is the URL of a database rather than a file name."""
    return "://" in text


def why_wrong(text: str) -> str | None:
    """Return what is wrong with a file name or URL and how to fix it; None if it is valid. The text does not repeat the
    URL, which may contain a password."""
    if not text.strip() or not text.isprintable() or len(text) > _LONGEST:
        return (
            "is empty, too long, or has invisible characters. Write the name of a file, or postgresql://HOST/DATABASE"
        )
    if not is_database(text):
        return None
    try:
        parts = urlsplit(text)
        password, port, options = parts.password, parts.port, [name for name, _ in parse_qsl(parts.query)]
    except ValueError:
        return "is not an address. Write postgresql://USER@HOST:PORT/DATABASE"
    del port  # reading it has checked that it is a number
    if parts.scheme not in _SCHEMES:
        return f'cannot be kept at "{parts.scheme}://". Write the name of a file, or postgresql://HOST/DATABASE'
    if password is not None:
        return "has a password in its address. Put it into PGPASSWORD or ~/.pgpass, and leave it out here"
    strange = [name for name in options if name not in _OPTIONS]
    if strange:
        return f'has the option "{strange[0]}" in its address. Allowed are {", ".join(_OPTIONS)}'
    return None


def opened(text: str, folder: Path) -> Store:
    """Return the store at a location; a file name is relative to `folder`. Nothing is read yet. Raises BadUse if the
    location is invalid, or if a required package is not installed."""
    wrong = why_wrong(text)
    if wrong:
        raise BadUse(f"the history {wrong}")
    if is_database(text):
        return _database(text)
    from readiness_gate.history.sqlite import SqliteStore  # noqa: PLC0415 - most commands need no history

    return SqliteStore(folder / text)


def _database(text: str) -> Store:
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise BadUse(f'a history in PostgreSQL needs {missing[0]}: pip install "readiness-gate[postgres]"')
    from sqlalchemy.engine import make_url  # noqa: PLC0415 - an extra

    from readiness_gate.history.postgres import connected  # noqa: PLC0415

    address = make_url(text).set(drivername="postgresql+psycopg")
    name = address.set(drivername="postgresql", query={}).render_as_string(hide_password=True)
    return connected(address, name)
