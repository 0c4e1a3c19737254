"""Count the lines that landings changed. Only this needs the contents of all files, which a clone may lack."""

import os
import shutil
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.globs import PathSet
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import HEADER, LOG, MAINLINE, commit_of, span

_COLUMNS = 3
_NO_TEXT = b"-"
_SHA1 = 40


def lines(
    repository: Repository, chain: Chain, newest: int, after: int, folders: Sequence[str], paths: PathSet
) -> dict[str, dict[str, int]]:
    """For each landing of the chain after the index `after` and up to the index `newest`, the lines added and deleted
    by path, without binary files. `folders` contain the paths, none for everywhere.

    Raises MissingObjects when contents of files are missing.
    """
    words = (*LOG, *MAINLINE, "--numstat", "--format=%x01%H", "--end-of-options", span(chain, newest, after))
    with (
        _without_settings(repository, chain.commits[0]) as bare,
        process.stream(bare, b"\0", *words, "--", *folders) as tokens,
    ):
        return _counted(tokens, paths)


@contextmanager
def _without_settings(repository: Repository, commit: str) -> Generator[Repository]:
    """Create a temporary repository with the objects of another one and without its settings.

    Attributes in the work tree, the index or info/attributes, and drivers and algorithms in the configuration can make
    a text a binary file, which has no lines. No option of git turns them all off.
    """
    objects, shallow = (_path(repository, name) for name in ("objects", "shallow"))
    with tempfile.TemporaryDirectory(prefix="readiness-gate-") as name:
        folder = Path(name)
        (folder / "refs").mkdir()
        (folder / "objects" / "info").mkdir(parents=True)
        (folder / "objects" / "info" / "alternates").write_bytes(os.fsencode(objects) + b"\n")
        (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
        form = "sha1" if len(commit) == _SHA1 else "sha256"
        version = 0 if form == "sha1" else 1
        extension = f"[extensions]\nobjectFormat = {form}\n" if version else ""
        settings = f"[core]\nrepositoryFormatVersion = {version}\nbare = true\n{extension}"
        (folder / "config").write_text(settings, encoding="ascii")
        if shallow.is_file():
            shutil.copyfile(shallow, folder / "shallow")
        yield Repository(name, "")


def _path(repository: Repository, name: str) -> Path:
    """The path of a part of a repository, which linked work trees share."""
    path = process.whole(repository, "rev-parse", "--git-path", name).removesuffix(b"\n")
    return Path(os.sep) / os.fsdecode(path)


def _counted(tokens: Iterator[bytes], paths: PathSet) -> dict[str, dict[str, int]]:
    lines: dict[str, dict[str, int]] = {}
    of_landing: dict[str, int] = {}
    for token in tokens:
        if token.startswith(HEADER):
            of_landing = lines[commit_of(token)] = {}
            continue
        row = token.removeprefix(b"\n").split(b"\t", _COLUMNS - 1)
        if len(row) != _COLUMNS:
            raise CouldNotLook("git's answer cannot be understood: a count of lines was expected")
        path = row[2].decode(errors="surrogateescape")
        if row[0] != _NO_TEXT and path in paths:
            of_landing[path] = int(row[0]) + int(row[1])
    return lines
