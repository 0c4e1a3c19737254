"""Clones that lack the contents of their largest files, made whole: what is missing there is no text here."""

import zlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from readiness_gate.sources.git import process

_NO_TEXT = zlib.compress(b"blob 1\0\0")
"""A file of one zero byte, as git stores it."""


def clone(folder: Path, name: str) -> Path:
    """Where the clone of a repository is: `owner+name/repo` below the folder."""
    return folder / name.replace("/", "+") / "repo"


@contextmanager
def whole(path: Path) -> Generator[Path]:
    """A repository with the history of a bare clone, in which each file that the clone lacks is no text, so that its
    lines are not counted."""
    lines = process.whole(process.find(path), "rev-list", "--objects", "--all", "--missing=print").splitlines()
    missing = [line[1:].decode() for line in lines if line.startswith(b"?")]
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file in ("HEAD", "packed-refs"):
            copyfile(path / file, folder / file)
        (folder / "refs").mkdir()
        (folder / "objects" / "info").mkdir(parents=True)
        (folder / "objects" / "info" / "alternates").write_text(f"{path.absolute()}/objects\n", encoding="utf-8")
        for one in missing:
            stored = folder / "objects" / one[:2] / one[2:]
            stored.parent.mkdir(exist_ok=True)
            stored.write_bytes(_NO_TEXT)
        yield folder
