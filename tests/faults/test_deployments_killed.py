"""A server that is killed loses nothing that asked, and answers nothing twice."""

from pathlib import Path

import pytest
from support.answered_once import KILLED, killed, nothing_is_lost
from support.asking import ASKING
from support.written import KILLS


@pytest.mark.timeout(900)
@pytest.mark.heavy
@pytest.mark.parametrize("service", sorted(ASKING))
def test_a_killed_server(tmp_path: Path, service: str) -> None:
    """At any moment, whichever service asks."""
    kills = KILLS // KILLED
    found, fake = killed(tmp_path / "h.sqlite", kills, service=service)
    nothing_is_lost(found, fake)
    assert found["killed"] == kills
    assert len(found["acknowledged"]) > kills // 10
