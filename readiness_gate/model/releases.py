"""Releases by their names: which are patches of a line, and which one a version is."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import folded

_NAME = re.compile(r"(?P<before>.*?)(?P<numbers>[0-9]+(?:\.[0-9]+)*)(?P<after>[^0-9].*)?", re.ASCII | re.DOTALL)
_TRIAL = re.compile(
    r"[-._+ ]*(rc|cr|alpha|beta|a|b|c|m|ea|pre|preview|dev|snapshot|nightly|milestone|candidate|test|draft)"
    r"[-._+ ]*[0-9]*([-._+ ].*)?",
    re.ASCII | re.DOTALL,
)
_SHORTEST = 3
"""A version without its third number is the first of its line: 2.4 is 2.4.0."""


@dataclass(frozen=True, slots=True)
class Release:
    """A tag or a version: something that was released."""

    name: str
    at: Instant | None
    """When; None where that is unknown."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the name of a release is made of."""

    before: str
    """The words before its number, folded: `v`, `release`."""
    numbers: tuple[int, ...]
    is_trial: bool
    """Whether it is no release yet, as 2.4.0-rc.1 is none."""
    number: str
    """Its number as it is written."""


@lru_cache(maxsize=4_096)
def parts_of(name: str) -> Parts | None:
    """The parts of a release's name; None for one without a number."""
    match = _NAME.fullmatch(folded(name))
    if match is None:
        return None
    numbers = tuple(int(number) for number in match["numbers"].split("."))
    is_trial = _TRIAL.fullmatch(match["after"] or "") is not None
    return Parts(match["before"].strip(" -_"), numbers, is_trial, match["numbers"])


def is_patch(name: str, of: str) -> bool:
    """Whether a release is a later one of the same line: 2.4.1 and 2.4.2 of 2.4.0, and no 2.5.0. A trial is none."""
    one, first = parts_of(name), parts_of(of)
    if one is None or first is None or one.is_trial or one.before != first.before:
        return False
    length = max(_SHORTEST, len(one.numbers), len(first.numbers))
    ours, theirs = _filled(one.numbers, length), _filled(first.numbers, length)
    line = max(_SHORTEST, len(first.numbers)) - 1
    return ours[:line] == theirs[:line] and ours > theirs


def is_same(name: str, other: str) -> bool:
    """Whether two names, of a tag and of a version, are of the same release: they have the same numbers."""
    one, two = parts_of(name), parts_of(other)
    if one is None or two is None or one.is_trial or two.is_trial:
        return False
    length = max(len(one.numbers), len(two.numbers))
    return _filled(one.numbers, length) == _filled(two.numbers, length)


def called(name: str, releases: Iterable[Release]) -> Sequence[Release]:
    """The releases that a name may mean: the one that is called so, else all with the same numbers."""
    known = list(releases)
    exactly = [release for release in known if release.name == name]
    return exactly or [release for release in known if is_same(release.name, name)]


def _filled(numbers: tuple[int, ...], length: int) -> tuple[int, ...]:
    return numbers + (0,) * (length - len(numbers))
