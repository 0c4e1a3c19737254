"""Writes a large history of a program that never was, for measuring on: the same one for the same numbers.

    python benchmarks/git/synthetic.py FOLDER [--commits N] [--files N] [--documents N]

A bare repository: configuration in 200 folders and documents beside it, changed at random, every tenth commit a merge
of a branch of some commits; one commit an hour.
"""

import argparse
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

HOUR = 3_600
BEGIN = 1_500_000_000
FOLDERS = 200
EVERY_MERGE, BRANCH = 10, 4
DOCUMENTS_CHANGE = 0.15


def stream(commits: int, files: int, documents: int) -> Iterator[bytes]:
    """The history as a fast-import stream."""
    draw = random.Random(commits)  # noqa: S311 - the same history each time is what is wanted
    yield from _commit(1, BEGIN, None, None, [_config(number) for number in range(files)], 0)
    for number in range(documents):
        yield b"M 100644 inline %s\ndata 2\n0\n\n" % _document(number)
    main, mark = 1, 1
    while mark < commits:
        mark += 1
        if mark % EVERY_MERGE == 0 and mark + BRANCH < commits:
            side = main
            for _ in range(BRANCH):
                yield from _commit(mark, BEGIN + mark * HOUR, side, None, _some(draw, files, documents), mark)
                side, mark = mark, mark + 1
            changed = _some(draw, files, documents)
            yield from _commit(mark, BEGIN + mark * HOUR, main, side, changed, mark)
        else:
            yield from _commit(mark, BEGIN + mark * HOUR, main, None, _some(draw, files, documents), mark)
        main = mark
    yield b"reset refs/heads/main\nfrom :%d\n\ndone\n" % main


def _commit(
    mark: int, date: int, parent: int | None, other: int | None, paths: list[bytes], content: int
) -> Iterator[bytes]:
    message = b"CRM-%d change" % (mark % 5_000)
    yield b"commit refs/heads/work\nmark :%d\n" % mark
    yield b"author a <a@example.com> %d +0000\ncommitter c <c@example.com> %d +0000\n" % (date, date)
    yield b"data %d\n%s\n" % (len(message), message)
    yield b"from :%d\n" % parent if parent else b""
    yield b"merge :%d\n" % other if other else b""
    text = b"%d" % content
    for path in paths:
        yield b"M 100644 inline %s\ndata %d\n%s\n" % (path, len(text), text)


def _some(draw: random.Random, files: int, documents: int) -> list[bytes]:
    chosen = [_config(draw.randrange(files)) for _ in range(draw.choice((1, 1, 2, 3, 8)))]
    if draw.random() < DOCUMENTS_CHANGE:
        chosen.append(_document(draw.randrange(documents)))
    return sorted(set(chosen))


def _config(number: int) -> bytes:
    return b"config/part-%03d/file-%05d.xml" % (number % FOLDERS, number)


def _document(number: int) -> bytes:
    return b"docs/part-%03d/page-%05d.md" % (number % FOLDERS, number)


def main() -> None:
    """Write the repository."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--commits", type=int, default=80_000)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--documents", type=int, default=2_000)
    given = parser.parse_args()
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", given.folder], check=True)  # noqa: S603, S607
    words = ["git", f"--git-dir={given.folder}", "fast-import", "--quiet", "--done"]
    with subprocess.Popen(words, stdin=subprocess.PIPE) as process:  # noqa: S603
        assert process.stdin is not None  # noqa: S101 - it was asked for
        for part in stream(given.commits, given.files, given.documents):
            process.stdin.write(part)
    if process.returncode:
        raise SystemExit(process.returncode)
    subprocess.run(["git", f"--git-dir={given.folder}", "gc", "-q"], check=True)  # noqa: S603, S607


if __name__ == "__main__":
    main()
