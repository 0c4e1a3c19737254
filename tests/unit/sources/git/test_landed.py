"""What the message of a landed commit says."""

from pathlib import Path

import pytest
from support.git import Repo, instant
from support.landings import settings

from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import Instant
from readiness_gate.sources.git import fetch

NOW: Instant = instant(100)
FREEZE = GitNeed(NOW, NOW, NOW, paths=frozenset({"config+code"}), freeze=True, frozen=instant(5))
SIGNED = "Change-Id: I0123\nSigned-off-by: a <a@example.com>"


@pytest.mark.parametrize(
    ("message", "items"),
    [
        pytest.param("Merge pull request #3 from org/x\n\nFix: totals", ["Fix: totals"], id="title-of-a-pull-request"),
        pytest.param("Sprint 12\n\n* fix: totals\n* Add a screen", ["* fix: totals"], id="squashed"),
        pytest.param(f"Add a screen\n\nBug: 12\nTest: none\n{SIGNED}", [], id="trailers"),
        pytest.param(f"Add a screen\n\nTest: none\n{SIGNED}\n", [], id="trailers-at-the-end"),
        pytest.param(f"Add a screen\n\nfeat: totals\n{SIGNED}", ["feat: totals"], id="a-feature-among-trailers"),
        pytest.param(f"Merge\n\nfix: totals\n\n{SIGNED}", ["fix: totals"], id="above-trailers"),
        pytest.param(f"Merge\n\nAs asked.\nfix: totals\n{SIGNED}", ["fix: totals"], id="text-and-trailers"),
        pytest.param("Merge\n\nfix: totals\nTest: words", ["fix: totals", "Test: words"], id="types-only"),
    ],
)
def test_lines_with_a_type(tmp_path: Path, message: str, items: list[str]) -> None:
    """Hosts write titles below the first line. Trailers are no titles."""
    repo = Repo(tmp_path / "repo")
    repo.commit(10, {"config/a": "1"}, message)
    facts = fetch(settings(repo.path), Needs(frozenset({"git"}), FREEZE), NOW, lambda _path, _limit: None)
    assert not isinstance(facts.commits, Unavailable)
    ((commit,),) = facts.commits.values()
    assert list(commit.items) == items
