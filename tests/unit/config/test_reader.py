"""Policy files of a work tree, and everything else that may stand where one is expected."""

import os
from pathlib import Path

import pytest

from readiness_gate.config.reader import WorkTree
from readiness_gate.errors import ExitCode, Unreadable


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with one of everything."""
    (tmp_path / "file.toml").write_bytes(b"12345")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "inner.toml").write_bytes(b"inner")
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link").symlink_to("folder/inner.toml")
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "below-a-file").symlink_to("file.toml/inner.toml")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "circle").symlink_to(".")
    return tmp_path


@pytest.mark.parametrize(
    ("path", "content"),
    [
        pytest.param("file.toml", b"12345", id="file"),
        pytest.param("folder/inner.toml", b"inner", id="in-a-folder"),
        pytest.param("folder/../file.toml", b"12345", id="back-up"),
        pytest.param("link", b"inner", id="link"),
        pytest.param("circle/circle/file.toml", b"12345", id="through-a-folder-that-holds-itself"),
        pytest.param("missing.toml", None, id="missing"),
        pytest.param("nowhere/missing.toml", None, id="in-a-missing-folder"),
        pytest.param("file.toml/missing.toml", None, id="below-a-file"),
    ],
)
def test_what_is_there(root: Path, path: str, content: bytes | None) -> None:
    """A file is read, through links too; what is not there is nothing."""
    assert WorkTree(root).read(path, 5) == content


def test_an_absolute_path(root: Path) -> None:
    """A path from the top is taken as it stands."""
    assert WorkTree(Path("/nowhere")).read(str(root / "file.toml"), 5) == b"12345"


@pytest.mark.parametrize(
    ("path", "limit", "why"),
    [
        pytest.param("folder", 9, "folder is not a file", id="folder"),
        pytest.param("fifo", 9, "fifo is not a file", id="fifo"),
        pytest.param("/dev/zero", 9, "/dev/zero is not a file", id="device"),
        pytest.param("dangling", 9, "dangling cannot be read: it is a symbolic link that leads nowhere", id="dangling"),
        pytest.param(
            "circle/dangling", 9, "circle/dangling cannot be read: it is a symbolic link", id="dangling-below"
        ),
        pytest.param("below-a-file", 9, "it is a symbolic link that leads nowhere", id="link-below-a-file"),
        pytest.param("loop", 9, "loop cannot be read: Too many levels of symbolic links", id="link-to-itself"),
        pytest.param("circle/" * 50 + "file.toml", 9, "Too many levels of symbolic links", id="links-without-end"),
        pytest.param("a\0b", 9, "cannot be read: embedded null byte", id="nul"),
        pytest.param("x" * 300, 9, "cannot be read: File name too long", id="long-name"),
        pytest.param("file.toml", 4, "file.toml has more than 4 bytes", id="too-large"),
    ],
)
def test_what_cannot_be_read(root: Path, path: str, limit: int, why: str) -> None:
    """What is there and is no file of that size is an error, told at once and without waiting for anything."""
    with pytest.raises(Unreadable) as caught:
        WorkTree(root).read(path, limit)
    assert why in str(caught.value)
    assert caught.value.exit_code == ExitCode.BAD_USE


def test_no_permission(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be opened is an error, and not a missing one."""

    def refuse(path: Path, *_words: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(Unreadable, match=r"file\.toml cannot be read: Permission denied"):
        WorkTree(root).read("file.toml", 5)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
@pytest.mark.parametrize("mode_of_folder", [0o000, 0o755], ids=["folder", "file"])
def test_no_permission_on_disk(root: Path, mode_of_folder: int) -> None:
    """So it is on a real disk, for a file or for the folder that holds it."""
    (root / "folder" / "inner.toml").chmod(0o000)
    (root / "folder").chmod(mode_of_folder)
    try:
        with pytest.raises(Unreadable, match="Permission denied"):
            WorkTree(root).read("folder/inner.toml", 5)
    finally:
        (root / "folder").chmod(0o755)


@pytest.mark.parametrize("name", ["packs.toml", "below/packs.toml"])
def test_a_link_out_of_the_folder(tmp_path: Path, name: str) -> None:
    """Is refused, and nothing of what it leads to is shown."""
    (tmp_path / "secret").write_text("s3cret")
    (tmp_path / "root/below").mkdir(parents=True)
    (tmp_path / "root" / name).symlink_to(tmp_path / "secret")
    why = f"^{name} is or follows a symbolic link that leads elsewhere: name the file itself$"
    with pytest.raises(Unreadable, match=why):
        WorkTree(tmp_path / "root").read(name, 99)
