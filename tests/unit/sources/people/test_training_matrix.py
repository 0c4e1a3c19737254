"""A training matrix is described without the columns that rows of single completions have."""

from pathlib import Path

import pytest

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.load import FILE, load
from readiness_gate.signals import SIGNALS

TEXT = """\
[program]
name = "P"
timezone = "UTC"

[people]
roster = "r.csv"
completions = { file = "c.csv", modules = "columns", columns = { person = "Id"%s } }
"""


@pytest.mark.parametrize("column", ["module", "completed-at", "status", "expires"])
def test_a_matrix_names_only_its_person(column: str) -> None:
    """Another column would be passed over, and whoever named it would believe that it counts."""
    _load("")
    with pytest.raises(ConfigurationError, match=f"each module has its own column: do not name {column}"):
        _load(f', {column} = "Other"')


def _load(more: str) -> None:
    given = {FILE: (TEXT % more).encode()}
    load(FILE, lambda name, _limit: given.get(name), SIGNALS, root=Path())
