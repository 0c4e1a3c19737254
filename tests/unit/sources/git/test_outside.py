"""What configuration became that left all path sets after the freeze."""

from pathlib import Path

from support.git import Repo, instant
from support.landings import settings

from readiness_gate.config.reader import WorkTree
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.sources.git import fetch


def _fetched(repo: Repo, *, frozen: float = 20) -> GitFacts:
    now = instant(100)
    need = GitNeed(now, now, now, paths=frozenset({"config+code"}), freeze=True, frozen=instant(frozen))
    return fetch(settings(repo.path), Needs(frozenset({"git"}), need), now, WorkTree(repo.path).read)


def _outside(facts: GitFacts) -> list[tuple[int, list[str]]]:
    return [((each.landed - instant(0)) // 86_400, [change.path for change in each.changes]) for each in facts.outside]


def test_what_had_the_content_or_the_name_of_a_file(tmp_path: Path) -> None:
    """Newest first, with all that happened to it later; other files are left out."""
    repo = Repo(tmp_path)
    repo.commit(0, {"config/a": "0", "src/b": "0", "old/c": "0"})
    repo.commit(30, {"config/x": "new", "old/c": "1"})
    repo.commit(40, {"config/x": None, "old/y": "new", "old/c": "2"})
    repo.commit(50, {"src/b": None, "old/b": "edited", "old/z": "3"})
    repo.commit(60, {"old/y": "other", "old/b": None})
    assert _outside(_fetched(repo)) == [(60, ["old/b", "old/y"]), (50, ["old/b"]), (40, ["old/y"])]


def test_nothing_left_where_nothing_changed(tmp_path: Path) -> None:
    """Neither of configuration and code after the freeze, nor at all."""
    repo = Repo(tmp_path)
    repo.commit(0, {"config/a": "0"})
    repo.commit(30, {"old/c": "0"})
    assert _fetched(repo).outside == ()
    assert _fetched(repo, frozen=50).outside == ()
