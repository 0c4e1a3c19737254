"""A sample program is written into a folder that has nothing in it, and into no other."""

from pathlib import Path

import pytest

from readiness_gate.errors import BadUse
from readiness_gate.sample.folder import prepare, write


def test_files_are_written(tmp_path: Path) -> None:
    """In folders of their own; a later version takes the place of an earlier one."""
    folder = tmp_path / "new" / "one"
    prepare(folder)
    write(folder, {"a.csv": "a\n", "people/b.csv": "é\n"})
    write(folder, {"a.csv": "later\n"})
    assert (folder / "a.csv").read_bytes() == b"later\n"
    assert (folder / "people" / "b.csv").read_bytes() == "é\n".encode()


def test_what_is_there_stays(tmp_path: Path) -> None:
    """A folder with a hidden file is not empty."""
    (tmp_path / ".mine").write_text("mine")
    with pytest.raises(BadUse, match="is not empty: choose another folder"):
        prepare(tmp_path)


def test_a_file_in_the_way(tmp_path: Path) -> None:
    """In place of the folder, or of one in it."""
    (tmp_path / "people").write_text("mine")
    with pytest.raises(BadUse, match="cannot be written: File exists"):
        prepare(tmp_path / "people")
    with pytest.raises(BadUse, match="cannot be written: "):
        write(tmp_path, {"people/b.csv": "b\n"})
