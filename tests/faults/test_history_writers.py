"""What was acknowledged is in the history, whole and once, whoever else writes, and whatever ends a writer."""

from pathlib import Path

import pytest
from support.written import KILLS, all_are_there, nothing_is_lost, said


@pytest.mark.parametrize("count", [4, pytest.param(32, marks=pytest.mark.heavy)])
def test_many_writers_at_once(tmp_path: Path, count: int) -> None:
    """No verdict is lost, and the chain is one."""
    all_are_there(said("many", tmp_path / "h.sqlite", count), count)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kills", [10, pytest.param(KILLS, marks=pytest.mark.heavy)])
def test_a_killed_writer(tmp_path: Path, kills: int) -> None:
    """At any moment."""
    found = said("killed", tmp_path / "h.sqlite", kills, 1)
    nothing_is_lost(found)
    assert kills < KILLS or len(found["acknowledged"]) > KILLS // 20


def test_a_writer_that_is_killed_at_each_statement(tmp_path: Path) -> None:
    """Nothing of its verdict is there until it commits, and all of it then."""
    found = said("steps", tmp_path / "h.sqlite")
    by_number = {number: [one for one in found if one[0] == number] for number in (1, 2)}
    for number, runs in by_number.items():
        before = list(range(1, number))
        assert len(runs) > 10
        assert not runs[-1][2]
        for _, _, was_killed, there, against in runs:
            assert against == []
            assert there == ([*before, number] if not was_killed else before)
