"""Releases of a repository are measured as of their landings, from nothing that came later."""

from pathlib import Path

import pytest
from support.git import Repo, git, instant

from benchmarks.evidence import git_rows
from benchmarks.evidence.clones import whole
from benchmarks.evidence.design import Scheme
from benchmarks.evidence.tags import Releases, Tag

DAYS = 320


def _repository(folder: Path, days: int) -> Repo:
    """A repository that changes every few days, with a release every 50."""
    repo = Repo(folder)
    for day in range(0, days, 5):
        kind = "feat" if day % 15 else "fix"
        repo.commit(day, {f"src/m{day % 7}.py": f"{day}\n" * (day % 11 + 1)}, f"{kind}: change {day}")
        if day and day % 50 == 0:
            repo.git("tag", f"v1.{day // 50}.0")
    return repo


def _releases(repo: Repo) -> Releases:
    tags = repo.git("tag", "--list", "--sort=creatordate").split()
    found = [
        Tag(name, name[1:-2], repo.git("rev-parse", name).strip(), int(repo.git("log", "-1", "--format=%ct", name)))
        for name in tags
    ]
    patch = Tag("v1.4.1", "1.4", "0" * 40, found[3].committed + 3 * 86_400)
    return Releases(Scheme(), tuple(found), (patch,), instant(DAYS))


def _bare(repo: Repo, folder: Path) -> Path:
    git(repo.path, "clone", "-q", "--bare", str(repo.path), str(folder))
    git(folder, "pack-refs", "--all")
    return folder


@pytest.mark.heavy
def test_what_comes_later_changes_nothing(tmp_path: Path) -> None:
    """The rows of the first four releases are the same in a repository that ends with the fourth."""
    long, short = _repository(tmp_path / "long", DAYS), _repository(tmp_path / "short", 205)
    rows = [
        list(git_rows.rows_of(_bare(repo, tmp_path / f"{repo.path.name}.git"), "a/b", _releases(repo)))
        for repo in (long, short)
    ]
    assert len(rows[0]) > len(rows[1]) == 4
    assert rows[0][:4] == rows[1]
    last = rows[1][-1]
    assert (last["tag"], last["patched-7d"], last["landings"], last["features"]) == ("v1.4.0", 1, "3", "2")
    assert last["size-landings"] == "9"


@pytest.mark.heavy
def test_a_file_that_the_clone_lacks_counts_no_lines(tmp_path: Path) -> None:
    """Where the contents of a file are missing, its lines are not counted, and all others are."""
    repo = _repository(tmp_path / "full", DAYS)
    clone, of = _bare(repo, tmp_path / "clone"), _releases(repo)
    blob = git(clone, "rev-parse", "v1.4.0:src/m1.py").strip()
    with whole(clone) as made:
        full = list(git_rows.rows_of(made, "a/b", of))
    (clone / "objects" / blob[:2] / blob[2:]).unlink()
    with whole(clone) as made:
        lacking = list(git_rows.rows_of(made, "a/b", of))
    assert [row["landings"] for row in full] == [row["landings"] for row in lacking]
    pairs = [(int(str(one["lines"])), int(str(other["lines"]))) for one, other in zip(full, lacking, strict=True)]
    assert all(fewer <= all_of_them for all_of_them, fewer in pairs)
    assert any(fewer < all_of_them for all_of_them, fewer in pairs)
