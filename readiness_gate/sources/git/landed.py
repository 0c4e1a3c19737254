"""The commits that landed, beneath the landings that brought them: what their messages say, and who wrote them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readiness_gate.errors import DEEPEN, CouldNotLook
from readiness_gate.model.facts import Commit
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import Chain, is_shallow
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, commit_of, span

_KEY = re.compile(r"(?<![A-Za-z0-9_-])[A-Z][A-Z0-9_]{1,254}-[1-9][0-9]{0,17}(?![A-Za-z0-9_])", re.ASCII)


_ITEM = re.compile(r"^\s*[*-] +(\S.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Header:
    commit: Commit
    parents: Sequence[str]


def commits(repository: Repository, chain: Chain, newest: int, after: int) -> dict[str, tuple[Commit, ...]]:
    """For each landing of the chain up to the index `newest` and after the index `after`, every commit that landed with
    it: those in its history that are in no earlier landing's. One walk of headers, without any diff.

    Raises CouldNotLook when a branch that landed may have been cut off.
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
    """Take out what is in the history of an earlier landing: where clocks went wrong, git tells of that, too."""
    with process.stream(repository, b"\n", "rev-list", "--end-of-options", earlier) as commits_before:
        for commit in commits_before:
            left.pop(commit.decode(), None)


def _headers(tokens: Iterator[bytes]) -> Iterator[_Header]:
    for first in tokens:
        name = commit_of(first)
        parents, author, message = (next(tokens, None) for _ in range(3))
        if parents is None or author is None or message is None:
            raise CouldNotLook(f"git's answer cannot be understood: it ends amid the commit {name}")
        text = message.decode(errors="replace").strip()
        mentions = tuple(dict.fromkeys(_KEY.findall(text)))
        items = tuple(_ITEM.findall(text))
        commit = Commit(name, author.decode(errors="replace"), text.partition("\n")[0], mentions, items)
        yield _Header(commit, parents.decode().split())


def _taken(left: dict[str, _Header], landing: str) -> Iterator[Commit]:
    """The commits that are still left in the history of a landing, itself first; they are no longer left then."""
    ahead = [landing]
    while ahead:
        header = left.pop(ahead.pop(), None)
        if header is not None:
            yield header.commit
            ahead += reversed(header.parents)
