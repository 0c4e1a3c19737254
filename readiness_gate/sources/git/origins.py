"""Where contents of documents were before they landed as documents: at other paths, or in another history that was
joined with the mainline."""

import itertools
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import field, replace

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.git import Held, Touch
from readiness_gate.model.globs import PathSet
from readiness_gate.model.time import Instant
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import Chain, brought
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, MAINLINE, rows
from readiness_gate.sources.git.wanted import folders

_ANYTHING = PathSet(("**",))


@dataclass(slots=True)
class _Made:
    """The earliest dates of authors and of committers of the commits that made each content."""

    authored: dict[str, Instant] = field(default_factory=dict[str, Instant])
    committed: dict[str, Instant] = field(default_factory=dict[str, Instant])


@dataclass(frozen=True, slots=True)
class Origins:
    """Where the contents of documents come from."""

    first: Mapping[str, Touch]
    """The landing that first brought each content, dated back if the content is older."""
    authored: Mapping[str, Instant]
    """When the author made each content."""
    roots: frozenset[str]
    """The landings with which a history began."""


def trace(
    repository: Repository, chain: Chain, tip: str, documents: Mapping[str, Sequence[Held]], docs: PathSet
) -> Origins:
    """Find where the contents of documents come from, in a complete history."""
    first = _first(chain, documents.values())
    if not first:
        return Origins({}, {}, frozenset())
    joined = _joined(repository, chain, tip)
    _date_back(first, _landed_anywhere(repository, chain, tip, first))
    for commit in joined.intersection(touch.commit for touch in first.values()):
        contents = {content for content, touch in first.items() if touch.commit == commit}
        _date_back(first, _made(repository, commit, _ANYTHING, contents).committed)
    authored = _made(repository, tip, docs, first).authored
    return Origins(first, authored, frozenset({chain.commits[0], *joined}))


def _date_back(first: dict[str, Touch], dates: Mapping[str, Instant]) -> None:
    """Date contents back if they are older than their landing."""
    for content, date in dates.items():
        first[content] = replace(first[content], landed=min(first[content].landed, date))


def _first(chain: Chain, documents: Iterable[Iterable[Held]]) -> dict[str, Touch]:
    """Return the landing that first brought each content to any document."""
    places = chain.places
    first: dict[str, Touch] = {}
    for held in sorted(itertools.chain.from_iterable(documents), key=lambda held: places[held.commit]):
        if held.content:
            first.setdefault(held.content, Touch(held.commit, held.landed))
    return first


def _joined(repository: Repository, chain: Chain, tip: str) -> set[str]:
    """Return the landings that joined another history with the mainline."""
    roots = process.whole(repository, "rev-list", "--max-parents=0", "--end-of-options", tip).decode().split()
    places = (brought(repository, chain, root) for root in roots if root != chain.commits[0])
    return {chain.commits[place] for place in places if place}


def _made(repository: Repository, tip: str, paths: PathSet, asked: Container[str]) -> _Made:
    """Return when contents of some paths were made, by all commits that are not merges."""
    made = _Made()
    words = (*LOG, "--no-merges", "--full-history", "--raw", "--format=%x01%at %ct%x00", "--end-of-options", tip)
    with process.stream(repository, b"\0", *words, "--", *folders(paths.globs)) as tokens:
        for dates, path, _, content in rows(tokens):
            if content in asked and path in paths:
                authored, _, committed = dates.partition(" ")
                _keep(made.authored, content, authored)
                _keep(made.committed, content, committed)
    return made


def _keep(dates: dict[str, Instant], content: str, date: str) -> None:
    """Keep the earliest date of a content. A date that cannot be read is ignored."""
    if date.isdigit():
        dates[content] = min(int(date), dates.get(content, int(date)))


def _landed_anywhere(repository: Repository, chain: Chain, tip: str, asked: Container[str]) -> dict[str, Instant]:
    """Return when contents first landed at any path: publishing a draft does not make it new."""
    landed = dict(zip(chain.commits, chain.landed, strict=True))
    earliest: dict[str, Instant] = {}
    words = (*LOG, *MAINLINE, "--raw", "--format=%x01%H%x00", "--end-of-options", tip)
    with process.stream(repository, b"\0", *words, "--") as tokens:
        for commit, _, _, after in rows(tokens):
            if after in asked:
                earliest[after] = min(landed[commit], earliest.get(after, landed[commit]))
    return earliest
