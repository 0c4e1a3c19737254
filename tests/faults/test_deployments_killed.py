"""A server that is killed loses no deployment that asked, and answers none twice."""

from pathlib import Path

import pytest
from support.answered_once import killed, nothing_is_lost
from support.written import KILLS


@pytest.mark.timeout(900)
@pytest.mark.parametrize("kills", [6, pytest.param(KILLS // 3, marks=pytest.mark.heavy)])
def test_a_killed_server(tmp_path: Path, kills: int) -> None:
    """At any moment."""
    found, fake = killed(tmp_path / "h.sqlite", kills)
    nothing_is_lost(found, fake)
    assert found["killed"] == kills
    assert kills < KILLS // 3 or len(found["acknowledged"]) > kills // 10
