"""The mainline is the first-parent chain of one commit, and lands in an order that no clock can upset."""

from array import array
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.git import EPOCH, Repo, git

from readiness_gate.errors import CouldNotLook
from readiness_gate.sources.git import chain, process
from readiness_gate.sources.git.chain import Chain


def _chain(*landed: int) -> Chain:
    return Chain(tuple("abcdefgh"[: len(landed)]), array("q", landed), shallow=False)


def _dated(folder: Path, *dates: str) -> Repo:
    """A repository whose commits bear these dates; they are written as they stand, valid or not."""
    repo = Repo(folder)
    empty = repo.git("hash-object", "-t", "tree", "-w", "--stdin").strip()
    parent = ""
    for number, date in enumerate(dates):
        text = (
            f"tree {empty}\n{parent}author a <a@example.com> 1 +0000\ncommitter c <c@example.com> {date}\n\n{number}\n"
        )
        commit = git(folder, "hash-object", "-t", "commit", "-w", "--literally", "--stdin", given=text.encode()).strip()
        parent = f"parent {commit}\n"
        repo.git("update-ref", "refs/heads/main", commit)
    return repo


def _read(repo: Repo, ref: str = "main") -> Chain:
    found = process.find(repo.path)
    return chain.read(found, chain.resolve(found, ref))


@pytest.mark.parametrize(
    ("dates", "landed"),
    [
        (["100 +0000"], [100]),
        (["100 +0000", "200 -1200", "200 +1400", "300 +0000"], [100, 200, 200, 300]),
        (["100 +0000", "50 +0000", "150 +0000", "0 +0000"], [100, 100, 150, 150]),
        (["100 +0000", "soon +0000", "150 +0000"], [100, 100, 150]),
        (["100 +0000", f"{2**70} +0000", "150 +0000"], [100, 2**63 - 1, 2**63 - 1]),
        (["100 +0000", "-5 +0000"], [100, 2**63 - 1]),
    ],
    ids=["one", "in-order", "set-back", "unreadable", "beyond-all-numbers", "below-zero"],
)
def test_a_landing_is_the_running_maximum(tmp_path: Path, dates: list[str], landed: list[int]) -> None:
    """Of the committer's dates, from the root on; a date that git cannot read is never the later one."""
    found = _read(_dated(tmp_path, *dates))
    assert (list(found.landed), found.shallow) == (landed, False)


def test_the_chain_follows_first_parents_from_the_root(tmp_path: Path) -> None:
    """Commits of a merged branch are not on it; dates of authors do not matter."""
    repo = Repo(tmp_path)
    first = repo.commit(0, {"a": "1"})
    repo.branch("side")
    repo.commit(5, {"b": "1"})
    second = repo.commit(2, {}) and repo.merge(10, "side")
    third = repo.commit(11, {"a": "2"}, author_day=-900)
    found = _read(repo)
    assert found.commits == (first, second, third)
    assert list(found.landed) == [EPOCH, EPOCH + 864_000, EPOCH + 950_400]


@pytest.mark.parametrize("header", ["UTF-16", "IBM037", "UTF-7", "no-such"])
def test_no_encoding_of_a_commit_hides_its_date(tmp_path: Path, header: str) -> None:
    """A commit says how its text is encoded, and may lie; so may the repository's settings."""
    repo = Repo(tmp_path)
    repo.git("config", "i18n.commitEncoding", header)
    repo.commit(3, {"a": "1"})
    repo.git("config", "i18n.logOutputEncoding", "UTF-16")
    assert list(_read(repo).landed) == [EPOCH + 3 * 86_400]


@pytest.mark.parametrize(("moment", "index"), [(99, -1), (100, 0), (149, 0), (150, 2), (151, 2), (200, 3), (10**12, 3)])
def test_the_tip_as_of_an_instant(moment: int, index: int) -> None:
    """Is the newest commit that landed by then; of several in one second the last."""
    assert _chain(100, 150, 150, 200).tip(moment) == index


@given(st.lists(st.integers(0, 50), min_size=1, max_size=8), st.integers(-1, 51))
def test_the_tip_splits_the_chain(dates: list[int], moment: int) -> None:
    """What is up to the tip has landed, what follows has not."""
    landed = sorted(dates)
    tip = _chain(*landed).tip(moment)
    assert all(each <= moment for each in landed[: tip + 1])
    assert all(each > moment for each in landed[tip + 1 :])


@pytest.mark.parametrize(
    ("landed", "doubtful"),
    [
        ((100, 1_000), None),
        ((100, 1_300), None),
        ((100, 1_301), 100),
        ((100, 200, 5_000, 6_000), 200),
        ((5_000,), 0),
    ],
    ids=["past", "five-minutes-ahead", "more", "two-ahead", "all-ahead"],
)
def test_a_commit_from_the_future_makes_what_follows_doubtful(landed: tuple[int, ...], doubtful: int | None) -> None:
    """From the landing before it; clocks may differ by five minutes."""
    assert _chain(*landed).doubtful_from(1_000) == doubtful


@pytest.mark.parametrize(
    ("landed", "seen"),
    [
        ((100, 1_000), [100, 1_000]),
        ((100, 1_001, 1_300), [100, 1_000, 1_000]),
        ((100, 1_200, 1_301), [100, 1_000, 1_301]),
        ((1_250,), [1_000]),
    ],
    ids=["past", "ahead", "and-more", "the-first"],
)
def test_what_another_clock_dates_a_little_later_has_landed(landed: tuple[int, ...], seen: list[int]) -> None:
    """It is on the mainline, so it counts now, and not minutes later."""
    found = _chain(*landed).seen_at(1_000)
    assert list(found.landed) == seen
    assert found.doubtful(1_000) == _chain(*landed).doubtful(1_000)


def _written(repo: Repo, committer: str) -> str:
    """A commit on top of the mainline whose committer's line ends so; put on top of it."""
    tree, parent = (repo.git("rev-parse", name).strip() for name in ("HEAD^{tree}", "HEAD"))
    people = f"author a <a@example.com> 1 +0000\ncommitter a <a@example.com{committer}"
    text = f"tree {tree}\nparent {parent}\n{people}\n\nx\n"
    words = ("hash-object", "-t", "commit", "-w", "--stdin", "--literally")
    commit = git(repo.path, *words, given=text.encode()).strip()
    repo.git("update-ref", "refs/heads/main", commit)
    return commit


@pytest.mark.parametrize(
    ("committer", "dated"),
    [
        ("> 1789900000 +0000", True),
        ("> 0 +0000", True),
        ("> Sun Sep 20 2026 +0000", False),
        ("> 99999999999999999999 +0000", False),
        ("> -1 +0000", False),
        ("> ", False),
        (">> 1789900000 +0000", False),
        ("> b> 1789900000 +0000", False),
    ],
)
def test_a_date_that_git_did_not_write_is_not_known(tmp_path: Path, committer: str, *, dated: bool) -> None:
    """Git reads 1970 from it; what landed with it and after it cannot be placed in time."""
    repo = Repo(tmp_path)
    repo.commit(0, {"a": "1"})
    commit = _written(repo, committer)
    found = _read(repo)
    assert found.doubtful(2**40) == (None if dated else 1)
    assert found.doubtful_from(2**40) == (None if dated else EPOCH)
    repo.commit(900, {"a": "2"})
    ignoring = _ignoring(repo, commit.upper())
    assert (ignoring.undated, list(ignoring.landed)) == (None, [EPOCH, EPOCH + 900 * 86_400, EPOCH + 900 * 86_400])


def _ignoring(repo: Repo, *ignored: str) -> Chain:
    found = process.find(repo.path)
    return chain.read(found, chain.resolve(found, "main"), ignored)


def test_the_date_of_a_commit_can_be_ignored(tmp_path: Path) -> None:
    """It landed with the next one whose date counts; as the last one it cannot be placed until another lands."""
    repo = Repo(tmp_path)
    first = repo.commit(0, {"a": "1"})
    wrong = repo.commit(20_000, {"a": "2"})
    assert (_ignoring(repo, wrong).undated, _ignoring(repo, wrong).doubtful_from(EPOCH)) == (1, EPOCH)
    assert _ignoring(repo, first, wrong).undated == 0
    repo.commit(3, {"a": "3"})
    assert list(_ignoring(repo, wrong).landed) == [EPOCH, EPOCH + 3 * 86_400, EPOCH + 3 * 86_400]
    assert list(_ignoring(repo, first, wrong).landed) == [EPOCH + 3 * 86_400] * 3
    assert _ignoring(repo, wrong).doubtful(EPOCH + 3 * 86_400) is None
    with pytest.raises(
        CouldNotLook, match=f'git.ignore-dates-of names "{"0" * 40}", which is not a commit of the main'
    ):
        _ignoring(repo, "0" * 40)


@pytest.mark.parametrize(
    "ref", ["main", "refs/heads/main", "HEAD", "noted", "refs/tags/noted", "origin/main", "origin"]
)
def test_a_ref_names_a_commit(tmp_path: Path, ref: str) -> None:
    """Branches, annotated tags, remote branches, and commits by their id."""
    repo = Repo(tmp_path)
    commit = repo.commit(0, {"a": "1"})
    repo.git("tag", "-a", "-m", "noted", "noted", at=EPOCH)
    repo.git("update-ref", "refs/remotes/origin/main", commit)
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    found = process.find(tmp_path)
    assert chain.resolve(found, ref) == chain.resolve(found, commit) == chain.resolve(found, commit[:12]) == commit


@pytest.mark.parametrize(
    ("ref", "elsewhere"),
    [
        ("main", "refs/tags/main"),
        ("main", "refs/main"),
        ("origin/main", "refs/tags/origin/main"),
        ("origin/main", "refs/heads/origin/main"),
        ("origin", "refs/tags/origin"),
    ],
)
def test_a_name_of_two_commits_is_refused(tmp_path: Path, ref: str, elsewhere: str) -> None:
    """Git would choose one of them and go on: whoever may push a tag could choose the mainline."""
    repo = Repo(tmp_path)
    other = repo.commit(0, {"a": "1"})
    commit = repo.commit(1, {"a": "2"})
    repo.git("update-ref", "refs/remotes/origin/main", commit)
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    repo.git("update-ref", elsewhere, other)
    found = process.find(tmp_path)
    with pytest.raises(
        CouldNotLook, match=f'"{ref}" is ambiguous, because it names different commits: write one of .*{elsewhere}'
    ):
        chain.resolve(found, ref)
    repo.git("update-ref", elsewhere, commit)
    assert chain.resolve(found, ref) == commit


def test_a_damaged_object_hides_no_other_commit_of_a_name(tmp_path: Path) -> None:
    """It ends the process that answers for all places, so that the places behind it have no answer from that."""
    repo = Repo(tmp_path)
    other, commit = repo.commit(0, {"a": "1"}), repo.commit(1, {"a": "2"})
    repo.git("tag", "-a", "-m", "x", "damaged")
    damaged = repo.git("rev-parse", "refs/tags/damaged").strip()
    where = tmp_path / ".git" / "objects" / damaged[:2] / damaged[2:]
    where.chmod(0o644)
    where.write_bytes(b"no object")
    _write_ref(repo, "refs/tags/x", commit)
    _write_ref(repo, "refs/heads/x", damaged)
    found = process.find(tmp_path)
    assert chain.resolve(found, "x") == commit
    _write_ref(repo, "refs/remotes/x", other)
    with pytest.raises(CouldNotLook, match=r'"x" is ambiguous.*: write one of refs/tags/x, refs/remotes/x$'):
        chain.resolve(found, "x")


@pytest.mark.parametrize("digits", [7, 10, 20, 39])
@pytest.mark.parametrize("place", ["refs/tags/{}", "refs/heads/{}", "refs/remotes/{}/HEAD", "refs/{}"])
def test_a_part_of_an_id_is_no_ref_that_is_called_so(tmp_path: Path, digits: int, place: str) -> None:
    """Git would choose the ref: whoever may push a tag could take the commit's place."""
    repo = Repo(tmp_path)
    commit = repo.commit(0, {"a": "1"})
    other = repo.commit(1, {"a": "2"})
    found, short = process.find(tmp_path), commit[:digits]
    assert chain.resolve(found, short) == commit
    _write_ref(repo, place.format(short), other)
    with pytest.raises(
        CouldNotLook, match=f'"{short}" is ambiguous, because it names different commits: write one of .*{commit}'
    ):
        chain.resolve(found, short)
    _write_ref(repo, place.format(short), commit)
    assert chain.resolve(found, short) == commit


def test_a_name_that_only_looks_like_a_part_of_an_id(tmp_path: Path) -> None:
    """A branch called by its day, or by a word of such letters, is that branch."""
    repo = Repo(tmp_path)
    commit = repo.commit(0, {"a": "1"})
    for name in ("20260401", "deadbeef", "decade", "1234567"):
        repo.git("update-ref", f"refs/heads/{name}", commit)
        assert chain.resolve(process.find(tmp_path), name) == commit


@pytest.mark.parametrize("ref", ["HEAD", "@"])
@pytest.mark.parametrize("place", ["refs/tags/HEAD", "refs/heads/HEAD", "refs/HEAD", "refs/remotes/HEAD/HEAD"])
def test_what_is_checked_out_is_no_ref_that_is_called_so(tmp_path: Path, ref: str, place: str) -> None:
    """Where no commit is checked out, git would choose that ref."""
    repo = Repo(tmp_path)
    commit = repo.commit(0, {"a": "1"})
    other = repo.commit(1, {"a": "2"})
    _write_ref(repo, place, commit)
    assert chain.resolve(process.find(tmp_path), ref) == other
    repo.git("symbolic-ref", "HEAD", "refs/heads/none")
    with pytest.raises(CouldNotLook, match=r"^HEAD names no commit"):
        chain.resolve(process.find(tmp_path), ref)


def _write_ref(repo: Repo, name: str, commit: str) -> None:
    """Some of these names git itself would not write."""
    where = repo.path / ".git" / name
    where.parent.mkdir(parents=True, exist_ok=True)
    where.write_text(f"{commit}\n")


def _nothing(*_anything: object) -> None:
    """Do nothing, and tell nothing."""


def _tree(repo: Repo) -> None:
    repo.git("tag", "it", "HEAD^{tree}")


def _blob(repo: Repo) -> None:
    repo.git("tag", "it", "HEAD:a")


def _gone(repo: Repo) -> None:
    """A branch whose commit was not fetched."""
    (repo.path / ".git/refs/heads/it").write_text("1" * 40 + "\n")


@pytest.mark.parametrize(
    ("prepare", "ref", "why"),
    [
        (
            _nothing,
            "it",
            r'^no branch, tag or commit is called "it": fetch it \(git fetch origin \+refs/heads/it:',
        ),
        (
            _nothing,
            "origin/it",
            r"\(git fetch origin \+refs/heads/it:refs/remotes/origin/it\), or correct the name \(branches",
        ),
        (_nothing, "--all", '^no branch, tag or commit is called "--all"'),
        (_nothing, "main..main", "^no branch, tag or commit is called"),
        (_tree, "it", '^"it" names no commit in this clone: it names something else'),
        (_blob, "it", '^"it" names no commit in this clone: it names something else'),
        (_gone, "it", "or its commit was not fetched$"),
    ],
    ids=["absent", "absent-remote", "option", "range", "tree", "blob", "not-fetched"],
)
def test_a_ref_that_names_no_commit(tmp_path: Path, prepare: Callable[[Repo], None], ref: str, why: str) -> None:
    """The reason says what else it may be."""
    repo = Repo(tmp_path)
    repo.commit(0, {"a": "1"})
    prepare(repo)
    with pytest.raises(CouldNotLook, match=why):
        chain.resolve(process.find(tmp_path), ref)


def test_an_empty_repository(tmp_path: Path) -> None:
    """Has nothing that could have landed."""
    Repo(tmp_path)
    with pytest.raises(CouldNotLook, match="HEAD names no commit: the repository or its branch is empty"):
        chain.resolve(process.find(tmp_path), "HEAD")


@pytest.mark.parametrize(("depth", "commits", "shallow"), [(1, 1, True), (2, 2, True), (3, 3, False), (9, 3, False)])
def test_a_shallow_clone_is_cut_off_where_a_parent_is_not_read(
    tmp_path: Path, depth: int, commits: int, *, shallow: bool
) -> None:
    """And not because git says that the clone is shallow: all that is asked for may be in it."""
    repo = Repo(tmp_path / "whole")
    for day in range(3):
        repo.commit(day, {"a": str(day)})
    git(tmp_path, "clone", "-q", f"--depth={depth}", f"file://{repo.path}", "part")
    found = process.find(tmp_path / "part")
    read = chain.read(found, chain.resolve(found, "main"))
    assert (len(read.commits), read.shallow) == (commits, shallow)


def test_a_file_that_says_shallow_of_a_whole_clone_is_believed_to_the_cautious_side(tmp_path: Path) -> None:
    """What git leaves out is not known, whatever the reason."""
    repo = Repo(tmp_path)
    repo.commit(0, {"a": "1"})
    cut = repo.commit(1, {"a": "2"})
    (tmp_path / ".git/shallow").write_text(f"{cut}\n")
    assert _read(repo).shallow


def test_an_oldest_commit_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it has parents is not known then."""
    repo = Repo(tmp_path)
    repo.commit(0, {"a": "1"})
    found = process.find(tmp_path)
    commit = chain.resolve(found, "main")
    monkeypatch.setattr(process, "output", _nothing)
    with pytest.raises(CouldNotLook, match=r"the oldest commit of the mainline, .{12}, cannot be read"):
        chain.read(found, commit)


def _replaced(repo: Repo) -> None:
    lone = repo.git("commit-tree", "-m", "lone", "HEAD^{tree}", at=EPOCH).strip()
    repo.git("replace", "HEAD", lone)


def _grafted(repo: Repo) -> None:
    where = repo.path / ".git/info/grafts"
    where.parent.mkdir(exist_ok=True)
    where.write_text(repo.head() + "\n")


def _graph_without_parents(repo: Repo) -> None:
    """A commit graph of the repository in which every commit has become a root."""
    repo.git("commit-graph", "write", "--reachable")
    graph = repo.path / ".git/objects/info/commit-graph"
    content = bytearray(graph.read_bytes())
    entry = content.index(b"CDAT")
    start, end = (int.from_bytes(content[at : at + 8], "big") for at in (entry + 4, entry + 16))
    for commit in range(start, end, 36):
        content[commit + 20 : commit + 24] = b"\x70\x00\x00\x00"
    graph.chmod(0o644)
    graph.write_bytes(content)


@pytest.mark.parametrize("pretend", [_replaced, _grafted, _graph_without_parents])
def test_what_git_can_be_made_to_believe_of_parents_does_not_count(
    tmp_path: Path, pretend: Callable[[Repo], None]
) -> None:
    """Plain git sees one commit then; we see them all."""
    repo = Repo(tmp_path)
    commits = [repo.commit(day, {"a": str(day)}) for day in range(5)]
    pretend(repo)
    assert repo.git("rev-list", "--count", "HEAD") == "1\n"
    assert _read(repo).commits == tuple(commits)


@pytest.mark.parametrize("ref", ["it", "refs/heads/it", "origin/it", "refs/remotes/origin/it"])
def test_a_branch_that_only_origin_has(tmp_path: Path, ref: str) -> None:
    """Is that of origin, as in a clone that a CI system made of something else."""
    repo = Repo(tmp_path)
    commit = repo.commit(0, {"a": "1"})
    repo.git("update-ref", "refs/remotes/origin/it", commit)
    repo.commit(1, {"a": "2"})
    assert chain.resolve(process.find(tmp_path), ref, of_origin=True) == commit
    if not ref.endswith("origin/it"):
        with pytest.raises(CouldNotLook, match="no branch, tag or commit is called"):
            chain.resolve(process.find(tmp_path), ref)
