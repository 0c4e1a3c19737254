"""The history that a configuration names: a file in its folder, or a database. It is part of no digest."""

from pathlib import Path

import pytest

from readiness_gate.config import Configuration, load
from readiness_gate.config.errors import ConfigurationError
from readiness_gate.signals import SIGNALS

BEGIN = """\
[program]
name = "x"
timezone = "UTC"
[milestones.go-live]
date = 2099-01-01
packs = ["starter"]
"""


def _loaded(more: str) -> Configuration:
    files = {"readiness-gate.toml": (BEGIN + more).encode()}
    return load("readiness-gate.toml", lambda path, _limit: files.get(path), SIGNALS, root=Path())


def test_it_decides_nothing() -> None:
    """Wherever the history is, the policy is the same."""
    usual, other = _loaded(""), _loaded('[history]\nstore = "postgresql://db.example/history"\n')
    assert usual.history == "readiness-history.sqlite"
    assert other.history == "postgresql://db.example/history"
    assert usual.gates["go-live"].policy.digest == other.gates["go-live"].policy.digest
    assert _loaded("[history]\n").history == usual.history


@pytest.mark.parametrize(
    ("store", "why"),
    [
        ("/var/history.sqlite", "is not in the folder of the configuration"),
        ("../history.sqlite", "is not in the folder of the configuration"),
        ("a/../../history.sqlite", "is not in the folder of the configuration"),
        ("mysql://db.example/x", "cannot be kept at"),
        ("postgresql://gate:secret@db.example/x", "has a password in its address"),
    ],
)
def test_what_it_may_not_name(store: str, why: str) -> None:
    """With the line; a password is not repeated."""
    with pytest.raises(ConfigurationError) as caught:
        _loaded(f'[history]\nstore = "{store}"\n')
    assert f"history.store {why}" in str(caught.value).replace(f'"{store}" ', "")
    assert ":8:" in str(caught.value)
