"""Where a history is, as it is written; a password stands in no address, and in no message."""

import sys
from pathlib import Path

import pytest

from readiness_gate.errors import BadUse
from readiness_gate.history import opened
from readiness_gate.history.address import why_wrong

MARK = "zq7"


@pytest.mark.parametrize(
    "text",
    [
        "history.sqlite",
        "data/history",
        "postgresql://gate@db.example/history",
        "postgres://db.example:5433/history?sslmode=verify-full&sslrootcert=ca.pem",
        "postgresql:///history",
    ],
)
def test_good_addresses(text: str) -> None:
    """Files and databases."""
    assert why_wrong(text) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        (" ", "is empty"),
        ("a\x00b", "invisible characters"),
        ("x" * 1_001, "too long"),
        ("mysql://db.example/x", 'cannot be kept at "mysql://"'),
        ("sqlite:///x", 'cannot be kept at "sqlite://"'),
        (
            f"postgresql://gate:{MARK}@db.example/x",
            "has a password in its address. Put it into PGPASSWORD or ~/.pgpass",
        ),
        (f"postgresql://db.example/x?password={MARK}", 'has the option "password"'),
        ("postgresql://db.example/x?passfile=a", 'has the option "passfile"'),
        ("postgresql://db.example/x?options=-c", 'has the option "options"'),
        ("postgresql://db.example:port/x", "is not an address"),
        ("postgresql://[db/x", "is not an address"),
    ],
)
def test_bad_addresses(text: str, why: str) -> None:
    """Each with what to do, and without what must not be shown."""
    with pytest.raises(BadUse) as caught:
        opened(text, Path())
    assert why in str(caught.value)
    assert MARK not in str(caught.value)


def test_a_database_is_named_without_its_options() -> None:
    """And nothing is asked of it before it is read."""
    store = opened("postgres://gate@db.example:1/history?sslmode=require", Path())
    assert store.name == "postgresql://gate@db.example:1/history"


def _all_but_alembic(name: str) -> str | None:
    return None if name == "alembic" else name


def test_a_missing_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files do without."""
    monkeypatch.setitem(sys.modules, "alembic", None)
    monkeypatch.setattr("readiness_gate.history.address.find_spec", _all_but_alembic)
    with pytest.raises(BadUse, match=r'needs alembic: pip install "readiness-gate\[postgres\]"'):
        opened("postgresql://db.example/history", Path())
    assert opened("history.sqlite", Path()).name == "history.sqlite"
