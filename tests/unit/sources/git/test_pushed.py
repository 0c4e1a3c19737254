"""What the dates of commits cannot show is a doubt."""

from dataclasses import replace
from pathlib import Path

import pytest
from support.git import Repo, instant
from support.landings import settings

from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.sources.git import fetch, pushed

NOW = instant(100)
NEED = GitNeed(NOW, instant(50), NOW, paths=frozenset({"config+code"}))
FROZEN = replace(NEED, freeze=True, frozen=instant(80))


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A change of configuration long ago."""
    made = Repo(tmp_path)
    made.commit(0, {"config/a": "1", "docs/a": "1"})
    return made


def _doubts(repo: Repo, need: GitNeed, mainline: str = "main") -> tuple[str, ...]:
    configured = settings(repo.path)
    configured = replace(configured, git=replace(configured.git, mainline=mainline))
    return fetch(configured, Needs(frozenset({"git"}), need), NOW, lambda _, __: None).provenance.doubts


@pytest.mark.parametrize("mainline", ["main", "HEAD", "refs/heads/main"])
def test_a_merge_of_the_mainline_into_a_branch(repo: Repo, mainline: str) -> None:
    """That then became the mainline, whatever name of it is configured."""
    commit = repo.commit(70, {"config/a": "3"}, "Merge branch 'main' of example.com:crm into develop")
    (doubt,) = _doubts(repo, NEED, mainline)
    assert doubt == (
        f"{commit[:12]} merged the mainline into a branch that then became the mainline, which hides earlier "
        "landings: protect the branch, and merge into it only"
    )


@pytest.mark.parametrize(
    ("subject", "branch", "told"),
    [
        ("Merge branch 'main'", "main", True),
        ("Merge remote-tracking branch 'origin/main'", "main", True),
        ("Merge branch 'main' into develop", "main", True),
        ("Merge branch 'release/1' of https://example.com/crm", "release/1", True),
        ("Merge branch 'main' of ../crm", "", True),
        ("Merge branch 'develop'", "", True),
        ("Merge branch 'develop'", "main", False),
        ("Merge branch 'maintenance'", "main", False),
        ("Merge branch 'feature/x' into main", "main", False),
        ("Merge branch 'feature/x'", "", False),
    ],
)
def test_foxtrots_are_known_by_their_subjects(subject: str, branch: str, *, told: bool) -> None:
    """As git writes them; where the branch is not known, the usual names count."""
    assert bool(list(pushed.foxtrots([("a" * 40, subject)], branch))) == told


def test_a_freeze_of_a_day_goes_by_dates(repo: Repo) -> None:
    """What is no merge may have been pushed after the freeze, however it is dated."""
    repo.commit(60, {"config/a": "2"})
    commit = repo.commit(70, {"config/a": "3"})
    repo.commit(75, {"docs/a": "2"})
    (doubt,) = _doubts(repo, FROZEN)
    assert doubt == (
        "a freeze by date relies on the dates of commits, and 2 landings of the 4 weeks before it are not merges: "
        f"{commit[:12]} of 2026-03-12 may have been pushed later; merge with merge commits, or begin the freeze with "
        "git.baseline"
    )
    assert _doubts(repo, replace(FROZEN, freeze=False)) == ()
    assert _doubts(repo, replace(FROZEN, frozen=None)) == ()
    assert _doubts(repo, replace(FROZEN, frozen=instant(101))) == ()
    assert _doubts(repo, replace(FROZEN, frozen=instant(99))) == ()


def test_merges_and_commits_of_a_host_have_their_time(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """They were made on the mainline."""
    repo.branch("feature")
    repo.commit(60, {"config/a": "2"})
    repo.merge(70, "feature")
    assert _doubts(repo, FROZEN) == ()
    monkeypatch.setitem(Repo.git.__globals__["_ENVIRONMENT"], "GIT_COMMITTER_EMAIL", "noreply@github.com")
    repo.commit(72, {"config/a": "3"})
    assert _doubts(repo, FROZEN) == ()
    monkeypatch.undo()
    repo.commit(74, {"src/a": "3"})
    assert len(_doubts(repo, FROZEN)) == 1
