"""Where on the mainline what a ref names has landed, and which refs move by themselves."""

from pathlib import Path

import pytest
from support.git import Repo, git, instant

from readiness_gate.model.needs import GitNeed
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import GitPaths, GitSettings
from readiness_gate.sources.git import chain, process
from readiness_gate.sources.git.places import Named, baseline_place, landing_of
from readiness_gate.sources.git.wanted import Wanted

NOW = instant(100)
NEED = GitNeed(NOW, NOW, NOW, paths=frozenset({"config"}))


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Three commits on main; a branch that left after the first and landed with the fourth, and one that did not."""
    repo = Repo(tmp_path / "repo")
    for day in range(3):
        repo.commit(day, {"a": str(day)})
    repo.branch("abreast", "main")
    repo.commit(3, {"b": "1"})
    repo.merge(4, "abreast")
    repo.branch("beside", "main~1")
    repo.commit(5, {"c": "1"})
    repo.branch("behind", "main~2")
    repo.commit(6, {"d": "1"})
    repo.merge(7, "behind")
    repo.git("tag", "light", "main~3")
    repo.git("tag", "-a", "-m", "x", "full", "main~3")
    return repo


def _place(folder: Path, ref: str) -> int | Unavailable:
    found = process.find(folder)
    wanted = Wanted(Settings("p", folder, git=GitSettings(paths=GitPaths(config=("**",)))), NEED, {}, ())
    return baseline_place(found, chain.read(found, chain.resolve(found, "main")), ref, "main", wanted)


@pytest.mark.parametrize(
    ("ref", "place"),
    [("light", 1), ("full", 1), ("refs/tags/light", 1), ("tags/light", 1)],
)
def test_the_baseline_is_a_tag_or_an_id(repo: Repo, ref: str, place: int) -> None:
    """Of any form: both stay where they are, however the mainline goes on."""
    commit = repo.git("rev-parse", f"{ref}^{{commit}}").strip()
    assert [_place(repo.path, each) for each in (ref, commit, commit[:8], commit.upper())] == [place] * 4


@pytest.mark.parametrize(
    "ref",
    [
        "main",
        "HEAD",
        "@",
        "refs/heads/main",
        "heads/main",
        "abreast",
        "main~1",
        "main^0",
        "light^0",
        "light~0",
        "other",
    ],
)
def test_a_baseline_that_may_move_is_none(repo: Repo, ref: str) -> None:
    """Any other name may move with the mainline, and then nothing would ever land after it."""
    repo.git("branch", "other", "main~2")
    found = _place(repo.path, ref)
    assert isinstance(found, Unavailable)
    assert "is neither a tag nor a commit id, so it may move with the mainline" in found.reason


def test_a_branch_that_is_called_as_a_tag_is(repo: Repo) -> None:
    """The tag is named in full then."""
    repo.git("branch", "light", "main")
    found = _place(repo.path, "light")
    assert isinstance(found, Unavailable)
    assert "names several refs: write refs/tags/light for the tag" in found.reason
    assert _place(repo.path, "refs/tags/light") == 1


def test_a_baseline_inside_a_branch_is_its_content(repo: Repo) -> None:
    """The landing that brought it has the same files, or is another baseline, which lacks none of what differs."""
    repo.git("switch", "-q", "main")
    repo.branch("late", "main")
    repo.commit(8, {"e": "1"})
    repo.git("tag", "unlike")
    repo.commit(9, {"e": "2", "f": "1"})
    repo.git("tag", "alike")
    repo.merge(10, "late")
    assert _place(repo.path, "alike") == len(repo.git("rev-list", "--first-parent", "main").split()) - 1
    found = _place(repo.path, "unlike")
    assert isinstance(found, Unavailable)
    assert "is a commit inside a branch" in found.reason
    assert "differs from it in 2 files (e, f): set the baseline to the commit of the mainline" in found.reason


@pytest.mark.parametrize(
    ("ref", "why"),
    [
        ("none", 'the baseline "none" cannot be found: no branch, tag or commit is called "none"'),
        ("apart", "is not in the history of main: the mainline was rewritten later, or the commit was on"),
        ("lacking", "differs from it in 2 files (a, b): set the baseline"),
        ("tree", 'the baseline "tree" cannot be found: "tree" names no commit in this clone'),
    ],
)
def test_baselines_that_are_unknown(repo: Repo, ref: str, why: str) -> None:
    """Each with the reason, and with what to do."""
    repo.git("tag", "apart", "beside")
    repo.git("tag", "lacking", "behind")
    repo.git("tag", "tree", "main^{tree}")
    found = _place(repo.path, ref)
    assert isinstance(found, Unavailable)
    assert why in found.reason


def test_where_a_history_was_cut_off(repo: Repo, tmp_path: Path) -> None:
    """What landed there may have landed before."""
    git(tmp_path, "clone", "-q", "--depth=3", f"file://{repo.path}", "part")
    found = _place(tmp_path / "part", repo.git("rev-parse", "main~2").strip())
    assert isinstance(found, Unavailable)
    assert "landed where it was cut off or before: fetch the whole history" in found.reason


def _landing(folder: Path, ref: str) -> Named | Unavailable:
    found = process.find(folder)
    return landing_of(found, chain.read(found, chain.resolve(found, "main")), ref, "lock", "main")


@pytest.mark.parametrize(
    ("ref", "named"),
    [
        ("light", Named(1, moves=False)),
        ("full", Named(1, moves=False)),
        ("tags/light", Named(1, moves=False)),
        ("refs/tags/full", Named(1, moves=False)),
        ("main", Named(4, moves=True)),
        ("heads/main", Named(4, moves=True)),
        ("refs/heads/main", Named(4, moves=True)),
    ],
)
def test_landings_and_what_moves_by_itself(repo: Repo, ref: str, named: Named) -> None:
    """A branch does; a tag does not, nor the id of a commit, whatever else is called so."""
    assert _landing(repo.path, ref) == named
    commit = repo.git("rev-parse", f"{ref}^{{commit}}").strip()
    for each in (commit, commit.upper()):
        assert _landing(repo.path, each) == Named(named.place, moves=False)
    repo.git("tag", commit, "main~2")
    assert isinstance(_landing(repo.path, commit), Unavailable) == (named.place != 2)


AGAIN = "fetch tags with git fetch --tags"


@pytest.mark.parametrize(
    ("ref", "why", "again"),
    [
        ("none", 'the lock "none" cannot be found: no branch, tag or commit is called "none"', True),
        ("refs/tags/none", 'the lock "refs/tags/none" cannot be found', True),
        ("0" * 40, "cannot be found", False),
        ("beside", "is not in the history of main: the mainline was rewritten later, or the commit was", False),
        ("behind", "is not a landing of main itself, but came with one", False),
        ("abreast", "set it on the landing itself (the merge); if it was a landing before, a later merge", False),
        ("tree", "names no commit in this clone", False),
        ("HEAD", "is neither a ref nor a full commit id, although it leads to", False),
    ],
)
def test_landings_that_nobody_can_tell(repo: Repo, ref: str, why: str, *, again: bool) -> None:
    """What is none of the mainline's own may have come with anything; tags are fetched where one may be missing."""
    repo.git("tag", "tree", "main^{tree}")
    found = _landing(repo.path, ref)
    assert isinstance(found, Unavailable)
    assert why in found.reason
    assert (AGAIN in found.reason) == again


def test_what_is_short_for_a_commit(repo: Repo) -> None:
    """A tag that is called so would take its place, if git would name a commit by it at all."""
    for each in (repo.head()[:8], f"light-0-g{repo.head()[:8]}"):
        found = _landing(repo.path, each)
        assert isinstance(found, Unavailable)
        assert "is neither a ref nor a full commit id" in found.reason
        assert repo.head() in found.reason


def test_an_id_is_that_of_a_commit(repo: Repo) -> None:
    """Of a tag that has one of its own, or of another length than ids here have, it is none."""
    found = _landing(repo.path, repo.git("rev-parse", "full").strip())
    assert isinstance(found, Unavailable)
    assert f"though it leads to {repo.git('rev-parse', 'light').strip()}: write that id" in found.reason
    repo.git("tag", "a" * 64)
    assert isinstance(_landing(repo.path, "a" * 64), Unavailable)


@pytest.mark.parametrize("other", ["refs/heads/light", "refs/remotes/light", "refs/light", "refs/remotes/light/HEAD"])
def test_names_of_several_refs(repo: Repo, other: str) -> None:
    """Whatever they name now: one of them may be moved. The whole name of one is another's in no case."""
    repo.git("update-ref", other, "light^{commit}")
    found = _landing(repo.path, "light")
    assert isinstance(found, Unavailable)
    assert "names several refs: write refs/" in found.reason
    assert other in found.reason
    repo.git("update-ref", "refs/heads/refs/tags/light", "main")
    assert _landing(repo.path, "refs/tags/light") == Named(1, moves=False)
    repo.git("tag", "-d", "light")
    assert isinstance(_landing(repo.path, "refs/tags/light"), Unavailable)


def test_landings_of_a_clone_that_was_cut_off(repo: Repo, tmp_path: Path) -> None:
    """It lacks contents as well, so that a filter is not advised."""
    git(tmp_path, "clone", "-q", "--depth=3", f"file://{repo.path}", "part")
    for each in (repo.git("rev-parse", "main~2").strip(), repo.git("rev-parse", "abreast").strip()):
        found = _landing(tmp_path / "part", each)
        assert isinstance(found, Unavailable)
        assert "the clone is shallow" in found.reason
        assert "without a filter" in found.reason
