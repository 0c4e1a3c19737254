"""What the log of the mainline and the dates of its commits say of landings whose time they hide."""

from dataclasses import replace
from pathlib import Path

import pytest
from support.git import Repo, git, instant

from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import GitPaths, GitSettings
from readiness_gate.sources.git import fetch

NOW = instant(100)
PATHS = GitPaths(config=("config/**",))
NEED = GitNeed(NOW, instant(50), NOW, paths=frozenset({"config"}))
DAY = 86_400


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A change of configuration before the window, and one in it."""
    made = Repo(tmp_path / "repo")
    made.commit(0, {"config/a": "1"})
    made.commit(60, {"config/a": "2"})
    return made


def _notes(folder: Path, need: GitNeed = NEED, **changes: object) -> tuple[str, ...]:
    git_settings = replace(GitSettings(mainline="main", paths=PATHS), **changes)  # type: ignore[arg-type]
    found = fetch(Settings("p", folder, git=git_settings), Needs(frozenset({"git"}), need), NOW, lambda _, __: None)
    return found.provenance.notes


def test_a_fast_forward_hides_when_something_landed(repo: Repo) -> None:
    """Where the log of the branch here tells; a promotion within days is none, nor a merge commit."""
    repo.git("switch", "-qc", "develop")
    repo.commit(61, {"config/a": "3"})
    repo.commit(62, {"config/a": "4"})
    repo.git("switch", "-q", "main")
    repo.git("merge", "-q", "--ff-only", "develop", at=instant(90))
    head = repo.head()[:12]
    (found,) = _notes(repo.path)
    assert found == (
        f"2 landings up to {head} reached main on 2026-04-01 by a fast-forward, up to 29 days after the dates by which "
        "they count: merge with merge commits"
    )
    assert _notes(repo.path, late_after=30 * 86_400) == ()
    (repo.path / ".git/logs/refs/heads/main").write_text("broken\n")
    assert _notes(repo.path) == ()


def test_a_linked_work_tree_shares_the_log(repo: Repo, tmp_path: Path) -> None:
    """Which is in the directory of the repository that it belongs to."""
    repo.git("switch", "-qc", "develop")
    repo.commit(61, {"config/a": "3"})
    repo.git("switch", "-q", "main")
    repo.git("merge", "-q", "--ff-only", "develop", at=instant(90))
    repo.git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"))
    (found,) = _notes(tmp_path / "linked")
    assert "reached main on 2026-04-01 by a fast-forward" in found


def test_a_mainline_that_was_rewritten(repo: Repo) -> None:
    """Commits of its own log are no longer in its history; an amended one is in its place."""
    gone = repo.head()
    repo.git("reset", "-q", "--hard", "HEAD~1", at=instant(80))
    repo.commit(81, {"config/a": "3"})
    (found,) = _notes(repo.path)
    assert found == (
        f"main was rewritten on 2026-03-22: {gone[:12]} is no longer in its history, so it is unknown what landed when "
        "before that: protect the branch from force pushes"
    )
    assert _notes(repo.path, replace(NEED, since=instant(85), newest=NOW)) == ()
    repo.git("commit", "-q", "--amend", "-m", "again", at=instant(82))
    assert _notes(repo.path) == (found,)
    repo.git("reset", "-q", "--hard", "HEAD~1", at=instant(90))
    (found,) = _notes(repo.path)
    assert found.startswith("main was rewritten on 2026-04-01, 2 times in all: ")


def test_what_was_merged_is_still_in_the_history(repo: Repo) -> None:
    """A tip that is a second parent now is not gone."""
    repo.git("switch", "-qc", "other", "HEAD~1")
    repo.commit(70, {"config/b": "1"})
    repo.git("merge", "-q", "-m", "join", "main", at=instant(71))
    repo.git("switch", "-q", "main")
    repo.git("reset", "-q", "--hard", "other", at=instant(72))
    assert not [each for each in _notes(repo.path) if "was rewritten" in each]


def test_a_forced_update_of_what_was_fetched(repo: Repo, tmp_path: Path) -> None:
    """The log of a remote's branch shows it, too."""
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", f"file://{repo.path}", "clone")
    gone = repo.head()
    repo.git("reset", "-q", "--hard", "HEAD~1", at=instant(80))
    repo.commit(81, {"config/a": "3"})
    git(clone, "fetch", "-q", at=instant(90))
    (found,) = [each for each in _notes(clone, mainline="origin/main") if "rewritten" in each]
    assert found.startswith(f"origin/main was rewritten on 2026-04-01: {gone[:12]} is no longer in its history")


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ([(61, 80), (65, 80), (75, 80)], "3 landings"),
        ([(61, 80), (75, 80 + 9 / DAY)], "2 landings"),
        ([(61, 80), (75, 80 + 11 / DAY)], ""),
        ([(74, 80), (75, 80)], ""),
        ([(61, 80)], ""),
        ([(61, 80), (75, 80), (80, 85), (62, 90), (75, 90)], " (and 1 more series)"),
    ],
)
def test_neighbors_that_were_rebased(repo: Repo, dates: list[tuple[float, float]], told: str) -> None:
    """Within seconds, though they were made over more than the time that is late."""
    for authored, committed in dates:
        repo.commit(committed, {"config/a": f"{authored} {committed}"}, author_day=authored)
    found = _notes(repo.path)
    assert (told in "".join(found), bool(found)) == (True, bool(told))
    assert not found or "have committer dates within seconds of each other, and author dates from 2026-03-" in found[0]
    assert _notes(repo.path, late_after=30 * DAY) == ()


def test_dates_that_cannot_be_read_say_nothing(repo: Repo) -> None:
    """Of an author as of a committer."""
    repo.commit(80, {"config/a": "3"}, author_day=61)
    repo.commit(80, {"config/a": "4"}, author_day=75)
    head = repo.git("cat-file", "commit", "HEAD").replace(f"{instant(75)} +0000", "x +0000")
    words = ("hash-object", "-t", "commit", "-w", "--literally", "--stdin")
    commit = git(repo.path, *words, given=head.encode()).strip()
    repo.git("update-ref", "refs/heads/main", commit)
    assert not [each for each in _notes(repo.path) if "rebased" in each]
