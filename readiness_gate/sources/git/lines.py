"""Count the lines that landings changed. Only this needs the contents of all files, which a clone may lack."""

from collections.abc import Iterator, Sequence

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.globs import PathSet
from readiness_gate.sources.git import process
from readiness_gate.sources.git.borrowed import borrowed
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import HEADER, LOG, MAINLINE, commit_of, span

_COLUMNS = 3
_NO_TEXT = b"-"


def lines(
    repository: Repository, chain: Chain, newest: int, after: int, folders: Sequence[str], paths: PathSet
) -> dict[str, dict[str, int]]:
    """For each landing of the chain after the index `after` and up to the index `newest`, the lines added and deleted
    by path, without binary files. `folders` contain the paths, none for everywhere.

    Raises MissingObjects if contents of files are missing.
    """
    words = (*LOG, *MAINLINE, "--numstat", "--format=%x01%H", "--end-of-options", span(chain, newest, after))
    with (
        borrowed(repository, chain.commits[0]) as bare,
        process.stream(bare, b"\0", *words, "--", *folders) as tokens,
    ):
        return _counted(tokens, paths)


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
