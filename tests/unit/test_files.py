"""Files are read without waiting, only if they are files, and within a size."""

import os
import socket
from pathlib import Path

import pytest

from readiness_gate.files import NoPlainFile, TooLarge, content


@pytest.mark.parametrize("written", [b"", b"x", b"x" * 100])
def test_a_file(tmp_path: Path, written: bytes) -> None:
    """Its whole content, up to the size that is allowed, also through a link."""
    where = tmp_path / "file"
    where.write_bytes(written)
    (tmp_path / "link").symlink_to("file")
    assert content(where, 100) == content(tmp_path / "link", 100) == written


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    """One byte more is refused, and so is a file with a hole of a terabyte, of which nothing is read."""
    where = tmp_path / "file"
    where.write_bytes(b"x" * 101)
    with pytest.raises(TooLarge, match="has more than 100 bytes"):
        content(where, 100)
    os.truncate(where, 1 << 40)
    with pytest.raises(TooLarge):
        content(where, 1 << 30)


@pytest.mark.parametrize("kind", ["pipe", "folder", "socket", "device", "terminal"])
def test_what_is_no_file(tmp_path: Path, kind: str) -> None:
    """It is refused in no time, though nobody writes into the pipe, and a device has no end."""
    where = tmp_path / "it"
    if kind == "pipe":
        os.mkfifo(where)
    elif kind == "folder":
        where.mkdir()
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(where))
    elif kind == "device":
        where.symlink_to("/dev/zero")
    else:
        where.symlink_to(os.ttyname(os.openpty()[1]))
    with pytest.raises(NoPlainFile, match="is not a file"):
        content(where, 100)


@pytest.mark.parametrize(
    "path", ["/proc/kmsg", "/proc/self/environ", "/proc/self/mem", "/sys/kernel/tracing/trace_pipe"]
)
def test_a_file_of_the_kernel(path: str) -> None:
    """It says that it has no bytes: nothing of it is read, and nothing is waited for."""
    if not Path(path).exists():
        pytest.skip(f"there is no {path} here")
    try:
        found = content(Path(path), 1 << 20)
    except OSError:
        return  # it may not be opened here
    assert found == b""


@pytest.mark.parametrize("becomes", [b"", b"xx", b"x" * 11])
def test_a_file_that_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, becomes: bytes) -> None:
    """Fewer bytes than it had when it was opened, or more: it may be half of what it is to be."""
    where = tmp_path / "file"
    where.write_bytes(b"x" * 10)
    real = os.fstat

    def slow(handle: int) -> os.stat_result:
        found = real(handle)
        where.write_bytes(becomes)
        return found

    monkeypatch.setattr(os, "fstat", slow)
    with pytest.raises(NoPlainFile, match="was changed while it was read"):
        content(where, 100)


def test_a_pipe_that_takes_the_place_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look and the opening: still nothing is waited for."""
    where = tmp_path / "file"
    where.write_bytes(b"x")
    real = Path.stat

    def replaced(path: Path) -> os.stat_result:
        found = real(path)
        path.unlink()
        os.mkfifo(path)
        return found

    monkeypatch.setattr(Path, "stat", replaced)
    with pytest.raises(NoPlainFile, match="is not a file"):
        content(where, 100)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """As the system says it."""
    with pytest.raises(FileNotFoundError):
        content(tmp_path / "nothing", 100)
