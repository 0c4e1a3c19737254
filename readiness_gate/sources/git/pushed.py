"""Doubts about the mainline that the dates of commits leave open: git does not store when a commit was pushed."""

import re
from collections.abc import Iterable, Iterator, Sequence

from readiness_gate.model.facts.git import Landing
from readiness_gate.model.needs import GitNeed
from readiness_gate.model.time import DAY, Instant, iso_day
from readiness_gate.model.wording import counted, some
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import HEADER, LOG, MAINLINE, commit_of, span

_BEFORE = 28 * DAY
_USUAL = ("main", "master", "develop", "trunk")
# GitHub commits merges and squashes in the browser with this address and its own clock.
_BY_HOST = b"noreply@github.com"


def doubts(
    repository: Repository, chain: Chain, need: GitNeed, recent: Sequence[Landing], branch: str, folders: Sequence[str]
) -> tuple[str, ...]:
    """Return why landings may be later than their dates, or hide others.

    `branch` is the short name of the mainline, if it has one; `folders` contain the wanted paths, none for everywhere.
    """
    frozen = need.frozen if need.freeze else None
    late = () if frozen is None or frozen >= need.newest else _perhaps_later(repository, chain, frozen, folders)
    return (*foxtrots(((landing.commit, landing.subject) for landing in recent), branch), *late)


def foxtrots(subjects: Iterable[tuple[str, str]], branch: str) -> Iterator[str]:
    """Merges of the mainline into a branch that are now on the mainline, by the subjects of its landings."""
    names = "|".join(re.escape(name) for name in ((branch,) if branch else _USUAL))
    merging = re.compile(rf"Merge (?:remote-tracking )?branch '(?:[^']+/)?(?:{names})'(?: of \S+)?(?: into .+)?")
    merges = [commit[:12] for commit, subject in subjects if merging.fullmatch(subject)]
    if merges:
        yield (
            f"{some(merges)} merged the mainline into a branch that then became the mainline, which hides earlier "
            "landings: protect the branch, and merge into it only"
        )


def _perhaps_later(repository: Repository, chain: Chain, frozen: Instant, folders: Sequence[str]) -> Iterator[str]:
    """Landings shortly before a freeze by date that may have been pushed after it. Merges are dated when they are made
    on the mainline, so they are not in doubt."""
    tip, after = chain.tip(frozen), chain.tip(frozen - _BEFORE)
    if tip == after:
        return
    words = (*LOG, *MAINLINE, "-s", "--max-parents=1", "--format=%x01%H%x00%ce", "--end-of-options")
    with process.stream(repository, b"\0", *words, span(chain, tip, after), "--", *folders) as tokens:
        direct = [commit for commit, committer in _pairs(tokens) if committer != _BY_HOST]
    if direct:
        landed = iso_day(chain.landed[chain.commits.index(direct[0])])
        are = "is not a merge" if len(direct) == 1 else "are not merges"
        yield (
            f"a freeze by date relies on the dates of commits, and {counted(len(direct), 'landing')} of the 4 weeks "
            f"before it {are}: {direct[0][:12]} of {landed} may have been pushed later; merge with merge commits, or "
            "begin the freeze with git.baseline"
        )


def _pairs(tokens: Iterator[bytes]) -> Iterator[tuple[str, bytes]]:
    for token in tokens:
        header = token.removeprefix(b"\n")
        if header[:1] == HEADER:
            yield commit_of(header), next(tokens, b"").strip()
