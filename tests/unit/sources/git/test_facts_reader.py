"""People files are read beside a ref only where no change could put them, or lead the way elsewhere."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.git import Repo

from readiness_gate.config.reader import WorkTree
from readiness_gate.errors import Unreadable
from readiness_gate.sources.git.facts_reader import FactsReader
from readiness_gate.sources.git.reader import at_ref


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A branch, main, and a change of it that is checked out; git has people files in `gate` only."""
    made = Repo(tmp_path / "repo")
    made.commit(0, {"gate/roster.csv": "as landed", "gate/policy.toml": "", "top": "1"})
    made.branch("change")
    made.commit(1, {"gate/roster.csv": "edited", "gate/Ours.csv": "brought", "gate/\u00fcber.csv": "brought"})
    return made


@pytest.fixture
def files(repo: Repo) -> FactsReader:
    """The reader, in the folder `gate`."""
    return reader(repo.path / "gate")


def reader(folder: Path) -> FactsReader:
    """A reader under main in a folder."""
    return FactsReader(folder, "main", at_ref(folder, "main").read, WorkTree(folder).read)


def put(repo: Repo, name: str, content: str = "put") -> None:
    """Write a file that git does not have."""
    where = repo.path / name
    where.parent.mkdir(parents=True, exist_ok=True)
    where.write_text(content)


@pytest.mark.parametrize(
    ("path", "content", "notes"),
    [
        ("roster.csv", b"as landed", ()),
        ("put.csv", b"put", ("put.csv is not in git: read from the work tree",)),
        ("./deep/../put.csv", b"put", ("./deep/../put.csv is not in git: read from the work tree",)),
        ("deep/put.csv", b"put", ("deep/put.csv is not in git: read from the work tree",)),
        ("../put.csv", b"put", ("../put.csv is not in git: read from the work tree",)),
        ("../../put.csv", b"put", ("../../put.csv is not in git: read from outside the repository",)),
        ("../../repo/put.csv", b"put", ("../../repo/put.csv is not in git: read from the work tree",)),
        ("absent.csv", None, ()),
        ("absent/file.csv", None, ()),
        ("../../absent.csv", None, ()),
    ],
)
def test_a_file_is_read_from_where_it_is(
    repo: Repo, files: FactsReader, path: str, content: bytes | None, notes: tuple[str, ...]
) -> None:
    """From the ref if that has it; what is read from elsewhere is named."""
    for name in ("gate/put.csv", "gate/deep/put.csv", "put.csv", "../put.csv"):
        put(repo, name)
    assert (files.read(path, 99), files.notes) == (content, notes)
    assert (files.read(path, 99), files.notes) == (content, notes)


def test_what_a_job_wrote_over_a_file_of_the_ref(repo: Repo, files: FactsReader) -> None:
    """Is read as long as the change leaves the file alone; even nothing at all is what the job wrote."""
    files = replace(files, written=frozenset({"same.csv", "roster.csv", "gone.csv", "../top"}))
    put(repo, "top", "written")
    put(repo, "gate/roster.csv", "written")
    assert (files.read("../top", 99), files.notes) == (b"written", ())
    put(repo, "top", "")
    assert files.read("../top", 99) == b""
    (repo.path / "top").unlink()
    assert files.read("../top", 99) == b"1"
    (repo.path / "top").symlink_to(repo.path.parent / "elsewhere")
    with pytest.raises(Unreadable, match="symbolic link that leads elsewhere"):
        files.read("../top", 99)
    assert files.read("roster.csv", 99) == b"as landed"
    assert files.notes == (
        (
            "roster.csv is edited by this change: check judges main's version and the change's, and the worse verdict "
            "counts"
        ),
    )
    assert replace(files, with_edits=True).read("roster.csv", 99) == b"written"
    assert replace(files, written=frozenset()).read("../top", 99) == b"1"


@pytest.mark.parametrize(
    ("where", "through"),
    [("gate/deep", ""), ("gate", ", through gate/.gitattributes"), (".", ", through .gitattributes")],
)
def test_attributes_that_give_a_file_another_text(repo: Repo, files: FactsReader, where: str, through: str) -> None:
    """Git writes the same content otherwise: the change has edited the file by them, in any folder above it."""
    repo.git("checkout", "-q", "main", "--", "gate/roster.csv")
    put(repo, f"{where}/.gitattributes", "*.csv working-tree-encoding=UTF-16")
    repo.git("add", f"{where}/.gitattributes")
    repo.git("commit", "-q", "-m", "attributes")
    put(repo, "gate/roster.csv", "written")
    files = replace(files, written=frozenset({"roster.csv"}))
    assert files.read("roster.csv", 99) == (b"as landed" if through else b"written")
    assert [f"edited by this change{through}: check judges" in note for note in files.notes] == [True] * bool(through)


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("gate/Roster.csv", True),
        ("GATE/roster.csv", True),
        ("gate/ro\u200bster.csv", True),
        ("gate/\uff52oster.csv", True),
        ("Gate", True),
        ("gate/ROSTER.CSV/file", True),
        ("gate/roster.csv.bak", False),
        ("gate/roster", False),
        ("gates/roster.csv", False),
    ],
)
def test_another_name_that_some_file_systems_take_for_it(
    repo: Repo, files: FactsReader, name: str, *, taken: bool
) -> None:
    """Where case and accents are ignored, the checkout may have the content of the other: the change has edited it."""
    repo.git("checkout", "-q", "main", "--", "gate/roster.csv")
    content = repo.git("hash-object", "-w", "top").strip()
    repo.git("update-index", "--add", "--cacheinfo", f"100644,{content},{name}")
    repo.git("commit", "-q", "-m", "a namesake")
    put(repo, "gate/roster.csv", "written")
    files = replace(files, written=frozenset({"roster.csv"}))
    assert files.read("roster.csv", 99) == (b"as landed" if taken else b"written")
    said = f"edited by this change, through {name}, which some file systems take for it: check judges"
    assert [said in note for note in files.notes] == [True] * taken


def test_a_namesake_that_the_ref_has_too(repo: Repo, files: FactsReader) -> None:
    """It is no edit of the change."""
    repo.git("switch", "-q", "main")
    repo.commit(2, {"gate/Roster.csv": "a namesake"})
    repo.git("switch", "-q", "-C", "change")
    put(repo, "gate/roster.csv", "written")
    assert replace(files, written=frozenset({"roster.csv"})).read("roster.csv", 99) == b"written"


@pytest.mark.parametrize("how", ["deleted", "a-link", "a-folder", "executable"])
def test_a_change_that_puts_something_else_in_the_place(repo: Repo, files: FactsReader, how: str) -> None:
    """Is an edit like any other, whatever stands there."""
    files = replace(files, written=frozenset({"../top"}))
    place = repo.path / "top"
    place.unlink()
    if how == "a-link":
        place.symlink_to("gate/Ours.csv")
    elif how == "a-folder":
        put(repo, "top/file", "brought")
    elif how == "executable":
        put(repo, "top", "1")
        place.chmod(0o755)
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "put something else there")
    assert (files.read("../top", 99), files.edited) == (b"1", {"../top"})


def test_an_absolute_path(repo: Repo, files: FactsReader) -> None:
    """Is read like any other; one that leads to what git has is refused, whoever has it."""
    put(repo, "put.csv")
    assert files.read(str(repo.path / "put.csv"), 99) == b"put"
    with pytest.raises(Unreadable, match=r"leads to gate/roster\.csv, which is in git: name that file"):
        files.read(str(repo.path / "gate/roster.csv"), 99)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("Ours.csv", r"^Ours\.csv is added by this change, and main does not have it: merge it first, or keep it"),
        ("ours.csv", r"^ours\.csv is in git as gate/Ours\.csv: name it so, or keep it out of git$"),
        ("roster.CSV", r"^roster\.CSV is in git as gate/roster\.csv: name it so"),
        ("u\u0308ber.csv", "^u\u0308ber.csv is in git as gate/\u00fcber.csv: name it so"),
        ("our\u200ds.csv", "is in git as gate/Ours.csv"),
        ("../Gate", "^../Gate is a folder in git: name a file$"),
        ("../top/put.csv", "^../top/put.csv cannot be read: its path leads over top, a file in git"),
        ("..", "^.. is not a file at main$"),
        ("../..", "^../.. is not a file$"),
        ("/", "^/ is not a file$"),
        ("put.csv/", None),
        ("loop.csv", "^loop.csv cannot be read, as it is unknown whether git tracks it: it has more than 40 symbolic"),
        ("folder.csv", "^folder.csv is not a file$"),
        ("long.csv", "^long.csv has more than 9 bytes$"),
        ("a\0b", "^a\0b cannot be read, as it is unknown whether git tracks it: "),
    ],
)
def test_what_is_refused(repo: Repo, files: FactsReader, path: str, why: str | None) -> None:
    """What git has under this name in any form of it, what is no file, and what cannot be looked at."""
    put(repo, "gate/folder.csv/file")
    put(repo, "gate/long.csv", "0123456789")
    (repo.path / "gate/loop.csv").symlink_to("loop.csv")
    if why is None:
        assert files.read(path, 9) is None
    else:
        with pytest.raises(Unreadable, match=why):
            files.read(path, 9)
    assert files.notes == ()


def test_a_link_that_git_does_not_have(repo: Repo, files: FactsReader) -> None:
    """Is followed: whoever runs the gate put it there. Back into the work tree it does not make a tracked file a free
    one."""
    put(repo, "../hr/people.csv")
    (repo.path / "gate/out").symlink_to("../../hr")
    (repo.path / "gate/around").symlink_to(repo.path.parent / "hr/back")
    (repo.path.parent / "hr/back").symlink_to(repo.path / "gate")
    put(repo, "gate/put.csv")
    assert files.read("out/people.csv", 99) == b"put"
    assert files.read("around/put.csv", 99) == b"put"
    assert files.notes == (
        "out/people.csv is not in git: read from outside the repository",
        "around/put.csv is not in git: read from the work tree",
    )
    with pytest.raises(Unreadable, match=r"^around/Ours\.csv leads to gate/Ours\.csv, which is in git"):
        files.read("around/Ours.csv", 99)
    (repo.path / "gate/nowhere.csv").symlink_to("absent.csv")
    with pytest.raises(Unreadable, match=r"^nowhere\.csv cannot be read: it is a symbolic link that leads nowhere$"):
        files.read("nowhere.csv", 99)


def test_another_name_of_the_work_tree(repo: Repo) -> None:
    """The folder may be reached by a link; what git has is known by where it is."""
    other = repo.path.parent / "other"
    other.symlink_to(repo.path)
    files = reader(other / "gate")
    put(repo, "gate/put.csv")
    assert files.read("put.csv", 99) == b"put"
    with pytest.raises(Unreadable, match=r"^Ours\.csv is added by this change"):
        files.read("Ours.csv", 99)
    with pytest.raises(Unreadable, match=r"leads to gate/Ours\.csv"):
        files.read(str(other / "gate/Ours.csv"), 99)


def _head(repo: Repo) -> None:
    repo.git("symbolic-ref", "HEAD", "refs/heads/nothing")


def _index(repo: Repo) -> None:
    (repo.path / ".git/index").write_bytes(b"DIRC, but no more")


def _objects(repo: Repo) -> None:
    tree = repo.git("rev-parse", "HEAD:gate").strip()
    (repo.path / ".git/objects" / tree[:2] / tree[2:]).unlink()


@pytest.mark.parametrize("damage", [_head, _index, _objects])
def test_what_cannot_be_ruled_out_is_refused(repo: Repo, files: FactsReader, damage: Callable[[Repo], None]) -> None:
    """Nothing is read from the work tree unless all that git tracks is known."""
    put(repo, "gate/put.csv")
    damage(repo)
    with pytest.raises(Unreadable, match=r"^put\.csv cannot be read, as it is unknown whether git tracks it: "):
        files.read("put.csv", 99)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look everywhere")
def test_a_folder_that_may_not_be_looked_at(repo: Repo, files: FactsReader) -> None:
    """Is refused, and not taken for one without the file."""
    put(repo, "../hr/put.csv")
    (repo.path.parent / "hr").chmod(0)
    with pytest.raises(Unreadable, match="Permission denied"):
        files.read("../../hr/put.csv", 99)


def test_the_settings_of_the_repository_change_nothing(repo: Repo, files: FactsReader) -> None:
    """A work tree that is said to be elsewhere, or submodules that git is to look into."""
    repo.git("config", "submodule.recurse", "true")
    repo.git("config", "core.worktree", str(repo.path))
    put(repo, "gate/put.csv")
    assert files.read("put.csv", 99) == b"put"
    with pytest.raises(Unreadable, match="is added by this change"):
        files.read("Ours.csv", 99)
