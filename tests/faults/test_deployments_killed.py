"""A server that is killed loses no deployment that asked, and answers none twice."""

from pathlib import Path

import pytest
from support.answered_once import killed, nothing_is_lost
from support.written import KILLS


@pytest.mark.timeout(900)
@pytest.mark.heavy
def test_a_killed_server(tmp_path: Path) -> None:
    """At any moment."""
    kills = KILLS // 4
    found, fake = killed(tmp_path / "h.sqlite", kills)
    nothing_is_lost(found, fake)
    assert found["killed"] == kills
    assert len(found["acknowledged"]) > kills // 10
