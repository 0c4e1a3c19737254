"""Releases by their names: which are patches of a release line, which may be, and which one a version is."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import folded

_RUN = re.compile(r"[0-9]+(?:\.[0-9]+)*", re.ASCII)
_TRIAL = re.compile(
    r"[-._+ ]*(rc|cr|alpha|beta|a|b|c|m|ea|pre|preview|dev|snapshot|nightly|milestone|candidate|test|draft)"
    r"[-._+ ]*[0-9]*([-._+ ].*)?",
    re.ASCII | re.DOTALL,
)
_LETTER = re.compile("[a-z]", re.ASCII)
"""A letter after a number: some projects use it for a pre-release, others for a patch."""
_PATCH = re.compile(r"fix|patch|(?<![a-z])hf(?![a-z])", re.ASCII)
_WORDS = re.compile("[a-z0-9]+", re.ASCII)
_KINDS = frozenset({"v", "ver", "version", "r", "rel", "release", "releases", "tag", "tags"})
"""The words before a number that name its kind, and not a component."""
_SHORTEST = 3
"""A version without its third number is the first of its line: 2.4 is 2.4.0."""
_LONGEST = 255
_DATE = 5
"""A single number with at least this many digits is a date or a build number."""
_YEARS = range(1990, 2100)


@dataclass(frozen=True, slots=True)
class Release:
    """A tag or a version: something that was released."""

    name: str
    at: Instant | None
    """When; of a day its beginning; None if unknown."""
    until: Instant | None = None
    """The end of that day, if only the day is known."""
    committed: Instant | None = None
    """When its commit was made, if it is dated otherwise: a tag may have a date of its own."""
    is_go_live: bool = False
    """Whether the configuration states it as a go-live itself."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a release's name."""

    before: str
    """The words before its number, case-folded: `v`, `release`."""
    numbers: tuple[int, ...]
    after: str
    """What follows the number."""
    is_trial: bool
    """Whether it is a pre-release, such as 2.4.0-rc.1."""
    number: str
    """Its number as it is written."""
    is_clear: bool
    """Whether it is clear what its number is: not in `release-2025-01-06` or `20250106`."""

    @property
    def component(self) -> frozenset[str]:
        """The words that name the released component; empty if there are none, as in `v` and `hotfix/`."""
        words = _WORDS.findall(self.before)
        return frozenset(word for word in words if word not in _KINDS and not _PATCH.search(word))

    @property
    def is_day(self) -> bool:
        """Whether its number may be a date: 2025.03.06."""
        if len(self.numbers) != 3:  # noqa: PLR2004 - a year, a month and a day
            return False
        year, month, day = self.numbers
        return year in _YEARS and 1 <= month <= 12 and 1 <= day <= 31  # noqa: PLR2004 - the last month and day


@lru_cache(maxsize=16_384)
def parts_of(name: str) -> Parts | None:
    """Return the parts of a release's name; None for one without a number. The number is the one with dots: 2.4.1 in
    `crm2-2.4.1`."""
    text = folded(name)
    runs = list(_RUN.finditer(text)) if len(text) <= _LONGEST else []
    if not runs:
        return None
    candidates = [run for run in runs if "." in run[0]] or runs
    number = candidates[0]
    after = text[number.end() :]
    is_trial = _TRIAL.fullmatch(after) is not None
    is_clear = (is_trial or len(candidates) == 1) and ("." in number[0] or len(number[0]) < _DATE)
    numbers = tuple(map(int, number[0].split(".")))
    return Parts(text[: number.start()].strip(" -_./"), numbers, after, is_trial, number[0], is_clear)


def is_patch(name: str, of: str) -> bool:
    """Return whether a release is a later one of the same line: 2.4.1 and 2.4.2 of 2.4.0, but not 2.5.0. A
    pre-release is none."""
    one, first = parts_of(name), parts_of(of)
    if one is None or first is None or one.is_trial or one.before != first.before:
        return False
    return one.is_clear and first.is_clear and _is_later(one, first)


def may_be_patch(name: str, of: str, known: Iterable[Release]) -> bool:
    """Return whether something released later may be a patch under another name, so that there may have been one:
    2.4.0-hotfix.1 or hotfix/2.4.1 of v2.4.0, or anything whose number is unclear. `known` has all other releases: a
    patch of another component among them does not count."""
    one, first = parts_of(name), parts_of(of)
    if one is not None and one.is_trial and one.is_clear and not _may_be_no_trial(one, first):
        return False
    if first is None or not first.is_clear:
        return True
    if one is None or not one.is_clear or ("." not in one.number and _PATCH.search(one.before)):
        return _PATCH.search(folded(name)) is not None or _has_line(name, first)
    if first.is_day:
        return one.component == first.component
    if _is_equal(one, first):
        return one.component == first.component
    return _is_later(one, first) and (one.component == first.component or not _is_of_another(one, first, known))


def counts_up(name: str, of: str, known: Iterable[Release]) -> bool:
    """Return whether a release is, or may be, a patch of another by a number that is clear and not a date."""
    first = parts_of(of)
    if first is None or not first.is_clear or first.is_day:
        return False
    return is_patch(name, of) or may_be_patch(name, of, known)


def is_same(name: str, other: str) -> bool:
    """Return whether the names of a tag and a version belong to the same release: they have the same numbers."""
    one, two = parts_of(name), parts_of(other)
    if one is None or two is None or one.is_trial or two.is_trial:
        return False
    return one.is_clear and two.is_clear and _is_equal(one, two)


def called(name: str, releases: Iterable[Release]) -> Sequence[Release]:
    """Return the releases that a name may mean: the one with that name, else all with the same numbers."""
    known = list(releases)
    exactly = [release for release in known if release.name == name]
    return exactly or [release for release in known if is_same(release.name, name)]


def _may_be_no_trial(one: Parts, first: Parts | None) -> bool:
    """Return whether an apparent pre-release may be a patch: its release is already out, or it is ambiguous, as
    2.4.1a."""
    return first is not None and (_is_equal(one, first) or _LETTER.fullmatch(one.after) is not None)


def _is_equal(one: Parts, other: Parts) -> bool:
    length = max(len(one.numbers), len(other.numbers))
    return _filled(one.numbers, length) == _filled(other.numbers, length)


def _is_later(one: Parts, first: Parts) -> bool:
    """Return whether one is a later release of the other's line, by their numbers."""
    length = max(_SHORTEST, len(one.numbers), len(first.numbers))
    ours, theirs = _filled(one.numbers, length), _filled(first.numbers, length)
    return _is_in_line(one, first) and ours > theirs


def _is_in_line(one: Parts, first: Parts) -> bool:
    line = max(_SHORTEST, len(first.numbers)) - 1
    return _filled(one.numbers, line)[:line] == _filled(first.numbers, line)[:line]


def _is_of_another(one: Parts, first: Parts, known: Iterable[Release]) -> bool:
    """Return whether a release is a patch of another component, whose line begins among the known releases."""
    others = (parts_of(release.name) for release in known)
    return any(
        other is not None and other.before == one.before and _is_in_line(other, first) and not _is_later(other, first)
        for other in others
    )


def _has_line(name: str, first: Parts) -> bool:
    """Return whether the numbers in a name belong to a line, whatever separates them: 2_4_1 belongs to 2.4."""
    length = max(_SHORTEST, len(first.numbers)) - 1
    line = list(_filled(first.numbers, length)[:length])
    numbers = [int(number) for number in re.findall("[0-9]{1,18}", name, re.ASCII)]
    return any(numbers[place : place + length] == line for place in range(len(numbers)))


def _filled(numbers: tuple[int, ...], length: int) -> tuple[int, ...]:
    return numbers + (0,) * (length - len(numbers))
