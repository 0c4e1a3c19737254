"""The commits that each landing brought, with their authors and messages."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from readiness_gate.errors import DEEPEN, CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.commit_types import is_feature, is_typed
from readiness_gate.model.facts.git import Commit
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import Chain, is_shallow
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, commit_of, span

# As Jira finds keys in the names of branches: upper or lower case, beside _, -, . and /.
_KEY = re.compile(r"(?<![A-Za-z0-9])([A-Za-z][A-Za-z0-9_]{0,254})-([1-9][0-9]{0,17})(?![A-Za-z0-9])", re.ASCII)
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D), "-")
_LONGEST_LINE = 300
_TRAILER = re.compile(r"[A-Za-z][A-Za-z-]*: \S")


@dataclass(frozen=True, slots=True)
class _Header:
    commit: Commit
    parents: Sequence[str]


def commits(repository: Repository, chain: Chain, newest: int, after: int) -> dict[str, tuple[Commit, ...]]:
    """For each landing of the chain after the index `after` and up to the index `newest`, every commit that landed with
    it: those in its history that are in the history of no earlier landing. Reads headers once, without any diff.

    Raises CouldNotLook if a branch that landed may have been cut off.
    """
    if is_shallow(repository):
        raise CouldNotLook(
            f"the clone is shallow, so the commits that landed with a merge may not all be here: {DEEPEN}"
        )
    words = (*LOG, "-s", "--format=%x01%H%x00%P%x00%ae%x00%B", "--end-of-options", span(chain, newest, after))
    with process.stream(repository, b"\0", *words) as tokens:
        left = {header.commit.id: header for header in _headers(tokens)}
    if after >= 0:
        _without_earlier(repository, chain.commits[after], left)
    return {landing: tuple(_taken(left, landing)) for landing in chain.commits[after + 1 : newest + 1]}


def _without_earlier(repository: Repository, earlier: str, left: dict[str, _Header]) -> None:
    """Remove commits in the history of an earlier landing, which git lists too when clocks were wrong."""
    with process.stream(repository, b"\n", "rev-list", "--end-of-options", earlier) as commits_before:
        for commit in commits_before:
            left.pop(commit.decode(), None)


def _headers(tokens: Iterator[bytes]) -> Iterator[_Header]:
    for first in tokens:
        name = commit_of(first)
        parents, author, message = (next(tokens, None) for _ in range(3))
        if parents is None or author is None or message is None:
            raise CouldNotLook(f"git's answer cannot be understood: it ends in the middle of commit {name}")
        text = message.decode(errors="replace").strip().removeprefix("\ufeff")
        subject, _, body = text.partition("\n")
        commit = Commit(name, author.decode(errors="replace"), subject, mentions(text), _titles(body))
        yield _Header(commit, parents.decode().split())


def mentions(text: str) -> tuple[str, ...]:
    """Everything in a text that looks like an issue key, in capitals, without duplicates. In `feature_crm-12` it is
    unknown where the key begins, so both FEATURE_CRM-12 and CRM-12 are returned."""
    keys: dict[str, None] = {}
    for match in _KEY.finditer(text.translate(_DASHES)):
        project = match[1].upper()
        while project:
            keys[f"{project}-{match[2]}"] = None
            project = project.partition("_")[2].lstrip("_0123456789")
    return tuple(keys)


def _titles(body: str) -> tuple[str, ...]:
    """Return the lines of a message below the first that have a commit type: hosts write the titles of pull requests
    and of squashed commits there. A trailer such as `Test: none` is no title, unless it names a feature."""
    lines = [unicodedata.normalize("NFKC", line[:_LONGEST_LINE]).strip() for line in body.rstrip().split("\n")]
    end = _trailers(lines)
    return tuple(line for place, line in enumerate(lines) if is_feature(line) or (place < end and is_typed(line)))


def _trailers(lines: Sequence[str]) -> int:
    """Return the index at which the trailers of a message begin: its last paragraph, if each line is `Key: value` and
    one of the keys is no type, such as Change-Id; the number of lines if there are none."""
    begin = len(lines)
    while begin and _TRAILER.match(lines[begin - 1]):
        begin -= 1
    follows_a_gap = not begin or not lines[begin - 1]
    return begin if follows_a_gap and any(not is_typed(line) for line in lines[begin:]) else len(lines)


def _taken(left: dict[str, _Header], landing: str) -> Iterator[Commit]:
    """Take the remaining commits in the history of a landing, itself first, out of `left`."""
    ahead = [landing]
    while ahead:
        header = left.pop(ahead.pop(), None)
        if header is not None:
            yield header.commit
            ahead += reversed(header.parents)
