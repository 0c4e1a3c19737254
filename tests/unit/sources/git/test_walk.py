"""Every landing comes with what it changed against its first parent, whatever is in the names and the settings."""

from array import array
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.git import Repo, git

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.git import Change, Landing
from readiness_gate.sources.git import chain, process, walk
from readiness_gate.sources.git.chain import Chain

FILE, LINK, MODULE, SCRIPT = 0o100644, 0o120000, 0o160000, 0o100755
ODD = (
    "new\nline",
    "tab\t",
    'say "so"',
    "-dash",
    ":colon",
    "\x01" + "a" * 40,
    "\n:100644 100644",
    "a\\b",
    "caf\u00e9",
    "*",
)
_NOWHERE = process.Repository("/nowhere", "")


def _everything(_path: str) -> bool:
    return True


def _landings(repo: Repo, *folders: str, after: int = -1) -> list[Landing]:
    found = process.find(repo.path)
    read = chain.read(found, chain.resolve(found, "main"))
    newest = len(read.commits) - 1
    with walk.landings(found, read, walk.Stretch(newest, after), folders, _everything) as landings:
        return list(landings)


def _changes(repo: Repo, *folders: str) -> list[set[Change]]:
    return [set(landing.changes) for landing in _landings(repo, *folders)]


def test_landings_come_newest_first_with_their_changes(tmp_path: Path) -> None:
    """Additions, modifications, deletions; a rename is a deletion and an addition; the root counts from nothing."""
    repo = Repo(tmp_path)
    first = repo.commit(0, {"a": "1", "b": "1"}, "begin")
    second = repo.commit(1, {"a": "2"})
    repo.git("mv", "b", "c")
    third = repo.commit(2, {"a": None}, "move")
    assert _landings(repo) == [
        Landing(third, 1_767_398_400, "move", (Change("a", FILE, 0), Change("b", FILE, 0), Change("c", 0, FILE)), 2),
        Landing(second, 1_767_312_000, "change", (Change("a", FILE, FILE),), 1),
        Landing(first, 1_767_225_600, "begin", (Change("a", 0, FILE), Change("b", 0, FILE))),
    ]


def test_a_part_of_the_chain(tmp_path: Path) -> None:
    """Down to the landing after the one that is given."""
    repo = Repo(tmp_path)
    commits = [repo.commit(day, {"a": str(day)}) for day in range(4)]
    assert [landing.commit for landing in _landings(repo, after=1)] == [commits[3], commits[2]]


def test_contents_come_with_what_landed_late(tmp_path: Path) -> None:
    """What git calls the content before and after, for the landings after the one that is given, and for no other."""
    repo = Repo(tmp_path)
    for content in ("1", "2", "1", None):
        repo.commit(0, {"a": content})
    found = process.find(tmp_path)
    read = chain.read(found, chain.resolve(found, "main"))
    with walk.landings(found, read, walk.Stretch(3, -1, 0), (), _everything) as landings:
        contents = [[change.contents for change in each.changes] for each in landings]
    one, two = (git(tmp_path, "hash-object", "--stdin", given=each).strip() for each in (b"1", b"2"))
    assert contents == [[(one, "0" * 40)], [(two, one)], [(one, two)], [None]]


def test_a_merge_counts_by_its_first_parent(tmp_path: Path) -> None:
    """What a branch brought is one landing; what only the merge changed belongs to it."""
    repo = Repo(tmp_path)
    repo.commit(0, {"a": "1"})
    repo.branch("side")
    repo.commit(1, {"b": "1"})
    repo.commit(2, {"c": "1"})
    repo.git("switch", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "--no-commit", "side")
    repo.commit(3, {"evil": "1"})
    repo.commit(4, {})
    assert _changes(repo) == [
        set(),
        {Change("b", 0, FILE), Change("c", 0, FILE), Change("evil", 0, FILE)},
        {Change("a", 0, FILE)},
    ]


def test_no_name_is_too_odd(tmp_path: Path) -> None:
    """Whatever bytes a name has, it comes as it is, and no name passes for anything else."""
    repo = Repo(tmp_path)
    repo.commit(0, dict.fromkeys(ODD, "1"))
    (tmp_path / "bytes-\udcff\udcfe").write_text("1")
    repo.commit(1, {})
    expected = {Change(name, 0, FILE) for name in ODD}
    assert _changes(repo) == [{Change("bytes-\udcff\udcfe", 0, FILE)}, expected]


def test_modes(tmp_path: Path) -> None:
    """A mode that changed is a change; so are links and submodule pointers."""
    repo = Repo(tmp_path)
    repo.commit(0, {"a": "1", "b": "1"})
    (tmp_path / "a").chmod(0o755)
    (tmp_path / "b").unlink()
    (tmp_path / "b").symlink_to("/etc/passwd")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    (tmp_path / "module").mkdir()
    repo.commit(1, {})
    assert _changes(repo)[0] == {Change("a", FILE, SCRIPT), Change("b", FILE, LINK), Change("module", 0, MODULE)}


@pytest.mark.parametrize("subject", ["\x01" + "a" * 40, ":100644 100644", "caf\u00e9", "x" * 70_000, "two\nlines"])
def test_no_subject_is_too_odd(tmp_path: Path, subject: str) -> None:
    """A subject is a text, whatever it looks like."""
    repo = Repo(tmp_path)
    repo.commit(0, {"a": "1"}, subject)
    (landing,) = _landings(repo)
    assert (landing.subject, landing.changes) == (subject.replace("\n", " "), (Change("a", 0, FILE),))


@pytest.mark.parametrize("header", ["UTF-16", "UTF-7", "IBM037", "no-such"])
@pytest.mark.parametrize("setting", ["UTF-16", "UTF-8"])
def test_no_encoding_forges_a_landing(tmp_path: Path, header: str, setting: str) -> None:
    """Neither a commit's own word on its encoding nor the repository's makes one landing another."""
    repo = Repo(tmp_path)
    repo.git("config", "i18n.commitEncoding", header)
    repo.commit(0, {"a": "1"}, "+AAAAAQ-" + "a" * 40)
    repo.git("config", "i18n.logOutputEncoding", setting)
    assert _changes(repo) == [{Change("a", 0, FILE)}]


def test_only_wanted_paths_are_kept_and_only_their_folders_read(tmp_path: Path) -> None:
    """Folders are names, not patterns; a landing of none of them may be left out."""
    repo = Repo(tmp_path)
    repo.commit(0, {"a/x": "1", "a/y": "1", "ab/x": "1", "*/x": "1", ":(top)b/x": "1"})
    repo.commit(1, {"b/x": "1"})
    assert _changes(repo, "a") == [{Change("a/x", 0, FILE), Change("a/y", 0, FILE)}]
    assert _changes(repo, "*", ":(top)b") == [{Change("*/x", 0, FILE), Change(":(top)b/x", 0, FILE)}]
    found = process.find(tmp_path)
    read = chain.read(found, chain.resolve(found, "main"))
    with walk.landings(found, read, walk.Stretch(1, -1), (), lambda path: path.endswith("/y")) as landings:
        assert [each.changes for each in landings] == [(), (Change("a/y", 0, FILE),)]


HOSTILE = {
    "diff.ignoreSubmodules": "all",
    "diff.orderFile": "/dev/null",
    "diff.relative": "true",
    "diff.renames": "copies",
    "diff.noprefix": "true",
    "log.showRoot": "false",
    "log.follow": "true",
    "log.diffMerges": "off",
    "log.mailmap": "true",
    "log.decorate": "full",
    "log.abbrevCommit": "true",
    "log.showSignature": "true",
    "format.pretty": "oneline",
    "format.notes": "true",
    "core.quotePath": "false",
    "core.abbrev": "4",
    "core.ignoreCase": "true",
    "color.ui": "always",
    "submodule.m.path": "config/module",
    "submodule.m.ignore": "all",
    "i18n.logOutputEncoding": "UTF-16",
}


@pytest.fixture
def varied(tmp_path: Path) -> Repo:
    """A repository with a merge, a rename, a submodule that .gitmodules wants ignored, and a note."""
    repo = Repo(tmp_path)
    modules = '[submodule "m"]\n\tpath = config/module\n\turl = x\n\tignore = all\n'
    repo.commit(0, {"config/a": "1\n2\n3\n", ".gitmodules": modules})
    repo.branch("side")
    repo.commit(1, {"config/b": "1"})
    repo.merge(2, "side")
    for day in (3, 4):
        repo.git("update-index", "--add", "--cacheinfo", f"160000,{str(day) * 40},config/module")
        repo.git("commit", "-q", "-m", "bump")
    repo.git("mv", "config/a", "config/c")
    repo.git("commit", "-q", "-m", "move")
    repo.git("notes", "add", "-m", "a note")
    return repo


@pytest.mark.parametrize("folders", [(), ("config",)], ids=["everywhere", "one-folder"])
@pytest.mark.parametrize("setting", HOSTILE)
def test_no_setting_of_a_repository_changes_what_landed(varied: Repo, setting: str, folders: tuple[str, ...]) -> None:
    """Each of these changes what plain git log prints, in one version or another."""
    before = _landings(varied, *folders)
    varied.git("config", setting, HOSTILE[setting])
    assert _landings(varied, *folders) == before
    assert [len(landing.changes) for landing in before] == [2, 1, 1, 1, 1 if folders else 2]


def test_what_a_cut_off_commit_changed_is_not_known(tmp_path: Path) -> None:
    """Git shows its whole tree, as if all of it had landed then."""
    repo = Repo(tmp_path / "whole")
    for day in range(3):
        repo.commit(day, {"a": str(day), f"b{day}": "1"})
    git(tmp_path, "clone", "-q", "--depth=2", f"file://{repo.path}", "part")
    assert _changes(Repo(tmp_path / "part")) == [{Change("a", FILE, FILE), Change("b2", 0, FILE)}, set()]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[bytes]], list[Landing]]:
    """What is made of an answer that git might give, of the chain aa, bb, cc."""
    read = Chain(("aa", "bb", "cc"), array("q", (1, 2, 3)), shallow=False)

    def parse(tokens: list[bytes]) -> list[Landing]:
        @contextmanager
        def stream(*_words: object) -> Generator[Iterator[bytes]]:
            yield iter(tokens)

        monkeypatch.setattr(process, "stream", stream)
        with walk.landings(_NOWHERE, read, walk.Stretch(2, -1), (), _everything) as landings:
            return list(landings)

    return parse


ROW = b":100644 100644 1 1 M"


def test_an_answer_is_taken_token_by_token(said: Callable[[list[bytes]], list[Landing]]) -> None:
    """A path is never looked into, and the first row of a landing may begin with a line break."""
    tokens = [b"\x01cc", b"s", b"\n" + ROW, b"\x01bb", ROW, b":x", b"\x01aa", b"", ROW, b"\n"]
    changes = [(landing.commit, [change.path for change in landing.changes]) for landing in said(tokens)]
    assert changes == [("cc", ["\x01bb", ":x"]), ("aa", ["\n"])]
    assert said([]) == []


@pytest.mark.parametrize(
    ("tokens", "why"),
    [
        ([b"\x01cc", b"s", b"", b"\x01bb", b"s"], "a commit was expected"),
        ([b"", b"s"], "a commit was expected"),
        ([b"cc", b"s"], "a commit was expected"),
        ([b"\x01cc", b"s", ROW], "a path is missing"),
        ([b"\x01cc", b"s", ROW, b"", ROW, b"a"], "a path is missing"),
        ([b"\x01dd", b"s"], "git listed the commit dd, which is not on the mainline"),
        ([b"\x01bb", b"s", b"\x01cc", b"s"], "git listed the commit cc, which is not on the mainline"),
    ],
    ids=["empty-token", "empty-first", "no-mark", "ends-in-a-row", "empty-path", "stranger", "wrong-order"],
)
def test_an_answer_that_is_not_understood_is_refused(
    said: Callable[[list[bytes]], list[Landing]], tokens: list[bytes], why: str
) -> None:
    """And is never taken for the end."""
    with pytest.raises(CouldNotLook, match=why):
        said(tokens)


def test_the_tree_of_a_commit(tmp_path: Path) -> None:
    """The modes of the wanted paths in some folders, or everywhere."""
    repo = Repo(tmp_path)
    commit = repo.commit(0, {**dict.fromkeys(ODD, "1"), "a/x": "1", "a/y/z": "1", "ab": "1"})
    found = process.find(tmp_path)
    assert walk.tree(found, commit, ("a",), iter) == {"a/x": FILE, "a/y/z": FILE}
    assert set(walk.tree(found, commit, (), iter)) == {*ODD, "a/x", "a/y/z", "ab"}
    assert walk.tree(found, commit, (), lambda paths: ["ab"] if "ab" in paths else []) == {"ab": FILE}
    assert walk.tree(found, commit, ("absent",), iter) == {}
