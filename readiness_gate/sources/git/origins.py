"""Where the contents of documents come from, before they landed as documents: other places in the repository, and
histories of their own that were joined with it."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

from readiness_gate.model.facts import Held, Touch
from readiness_gate.model.time import Instant
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import Chain, brought
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, MAINLINE, rows

_AT_ONCE = 500


@dataclass(slots=True)
class _Made:
    """The earliest dates of authors and committers of the commits that made each content, and those of the commits
    without parents that made any."""

    authored: dict[str, Instant] = field(default_factory=dict[str, Instant])
    committed: dict[str, Instant] = field(default_factory=dict[str, Instant])
    roots: set[str] = field(default_factory=set[str])


@dataclass(frozen=True, slots=True)
class Origins:
    """The landing that first brought each content, dated back where it is older than that; when its author made it; and
    the landings with which a history began."""

    first: Mapping[str, Touch]
    authored: Mapping[str, Instant]
    roots: frozenset[str]


def trace(
    repository: Repository,
    chain: Chain,
    tip: str,
    first: Mapping[str, Touch],
    documents: Mapping[str, Sequence[Held]],
    folders: Sequence[str],
) -> Origins:
    """Where contents come from. Of history that was cut off nothing more is known than the landings."""
    if chain.shallow or not first:
        return Origins(first, {}, frozenset())
    made = _made(repository, tip, folders, first.keys())
    outside = _outside(repository, chain, first, documents, made)
    if outside and folders:
        made = _made(repository, tip, (), first.keys())
    begun = {chain.commits[0]: chain.commits[0]}
    for root in made.roots - {chain.commits[0]}:
        place = brought(repository, chain, root)
        if place:
            begun[root] = chain.commits[place]
    joined = set(begun.values()) - {chain.commits[0]}
    dated = {
        each: replace(touch, landed=min(touch.landed, made.committed.get(each, touch.landed)))
        for each, touch in first.items()
        if each in outside or touch.commit in joined
    }
    return Origins({**first, **dated}, made.authored, frozenset(begun.values()))


def _made(repository: Repository, tip: str, folders: Sequence[str], asked: Container[str]) -> _Made:
    """Who made the contents, by every commit that is no merge."""
    made = _Made()
    words = (*LOG, "--no-merges", "--full-history", "--raw", "--format=%x01%H %at %ct %P%x00", "--end-of-options", tip)
    with process.stream(repository, b"\0", *words, "--", *folders) as tokens:
        for head, _, _, content in rows(tokens):
            if content in asked:
                commit, authored, committed, parent = head.split(" ")[:4]
                made.roots.update(() if parent else (commit,))
                _earlier(made.authored, content, authored)
                _earlier(made.committed, content, committed)
    return made


def _earlier(dates: dict[str, Instant], content: str, date: str) -> None:
    """Keep the earliest date of a content; one that cannot be read says nothing."""
    if date.isdigit():
        dates[content] = min(int(date), dates.get(content, int(date)))


def _outside(
    repository: Repository,
    chain: Chain,
    first: Mapping[str, Touch],
    documents: Mapping[str, Sequence[Held]],
    made: _Made,
) -> set[str]:
    """The contents that came to documents from other places in the repository, or by no commit that made a document:
    with a history that was merged into another folder."""
    added = {
        each.content: each.commit
        for versions in documents.values()
        for before, each in zip((None, *versions), versions, strict=False)
        if each.content and not (before and before.content) and first[each.content].commit == each.commit
    }
    commits = sorted({*added.values()} - {chain.commits[0]})
    outside = {each for each in added if each not in made.committed}
    for start in range(0, len(commits), _AT_ONCE):
        words = (*LOG, *MAINLINE, "--no-walk=unsorted", "--raw", "--format=%x01%H%x00", "--end-of-options")
        with process.stream(repository, b"\0", *words, *commits[start : start + _AT_ONCE], "--") as tokens:
            outside.update(
                before for commit, _, before, after in rows(tokens) if after != before and added.get(before) == commit
            )
    return outside
