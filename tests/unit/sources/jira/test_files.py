"""The bytes of an export: plain or gzip, whole or refused."""

import gzip
import os
from pathlib import Path

import pytest

from readiness_gate.errors import CouldNotLook
from readiness_gate.sources.jira import files

CONTENT = b'{"issues": []}' * 1000
PACKED = gzip.compress(CONTENT, mtime=0)


def _write(folder: Path, content: bytes) -> Path:
    where = folder / "export.json"
    where.write_bytes(content)
    return where


def _why(where: Path) -> str:
    with pytest.raises(CouldNotLook) as refused:
        files.read(where, "export.json")
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "read"),
    [
        pytest.param(CONTENT, CONTENT, id="plain"),
        pytest.param(PACKED, CONTENT, id="gzip"),
        pytest.param(PACKED + PACKED, CONTENT * 2, id="gzip-of-two-members"),
        pytest.param(b"", b"", id="empty"),
        pytest.param(b"\x1f", b"\x1f", id="one-byte"),
    ],
)
def test_content_is_read_whole(tmp_path: Path, content: bytes, read: bytes) -> None:
    """A plain file is read as it is, and a gzip file unpacked, whatever its name."""
    assert files.read(_write(tmp_path, content), "export.json") == read


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(PACKED[:-1], id="last-byte-missing"),
        pytest.param(PACKED[:2], id="only-the-beginning"),
        pytest.param(PACKED[: len(PACKED) // 2], id="half"),
        pytest.param(PACKED[:-8] + b"\0" + PACKED[-7:], id="checksum"),
        pytest.param(PACKED[:30] + b"\xff\xff\xff" + PACKED[33:], id="data"),
        pytest.param(PACKED + b"more", id="something-behind-it"),
    ],
)
def test_a_damaged_gzip_file_is_refused(tmp_path: Path, damage: bytes) -> None:
    """A gzip file that is cut off or damaged gives nothing at all, rather than a part."""
    assert "the export export.json is a damaged or cut-off gzip file" in _why(_write(tmp_path, damage))


@pytest.mark.parametrize("content", [CONTENT, PACKED], ids=["plain", "gzip"])
def test_a_file_beyond_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """What is unpacked counts against the limit; a file of just that size is read."""
    where = _write(tmp_path, content)
    monkeypatch.setattr(files, "LARGEST", len(CONTENT))
    assert files.read(where, "export.json") == CONTENT
    monkeypatch.setattr(files, "LARGEST", len(CONTENT) - 1)
    assert "has more than" in _why(where)


def test_a_missing_file_is_told_as_missing(tmp_path: Path) -> None:
    """The reason says that there is no such file, and what to do."""
    assert _why(tmp_path / "export.json") == (
        "the export export.json is missing: export the issues to this file, or correct jira.export"
    )


def test_a_folder_is_no_export(tmp_path: Path) -> None:
    """A folder is refused for what it is."""
    assert "the export export.json is not a file" in _why(tmp_path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A named pipe that nobody writes to is refused at once."""
    os.mkfifo(tmp_path / "pipe")
    assert "is not a file" in _why(tmp_path / "pipe")


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    """A NUL in the name is a reason, and no crash."""
    assert _why(tmp_path / "a\0b") == "the export export.json cannot be read: embedded null byte"


def test_a_path_through_a_file_is_refused(tmp_path: Path) -> None:
    """The system's own words say why a file cannot be opened."""
    _write(tmp_path, CONTENT)
    assert "cannot be read: Not a directory" in _why(tmp_path / "export.json" / "below")
