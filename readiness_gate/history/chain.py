"""The hash chain over the rows of a history. Each digest covers the one before it, so nobody can edit, remove, insert
or swap a row by hand without a trace.

A chain cannot reveal that its end was cut off, or that all of it was recomputed. To detect that, compare the last
digest with a copy kept elsewhere.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from readiness_gate.history.rows import Cell
from readiness_gate.lean_dataclass import dataclass

Kind: TypeAlias = Literal["program", "verdict", "reading", "decision"]
Row: TypeAlias = Sequence[Cell]

BEGINNING = ""
"""The previous digest of the first row."""
_ADDED_TO_READINGS = 1
_ADDED_TO_VERDICTS = 2


def sealed(kind: Kind, cells: Iterable[object]) -> str:
    """Return the digest of a row: `sha256:` and 64 digits. The cells include everything that it covers, such as the
    digest of the row before. A value of a type that we never write, such as bytes from an edit, is represented by its
    repr."""
    text = json.dumps([kind, *cells], ensure_ascii=True, separators=(",", ":"), default=repr)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def of_reading(verdict: int, place: int, cells: Iterable[Cell]) -> str:
    """Return the digest of a reading, over the number of its verdict, its place and its cells."""
    return sealed("reading", (verdict, place, *_without_added(cells, _ADDED_TO_READINGS)))


def of_verdict(previous: str, number: int, cells: Iterable[Cell], readings: Sequence[str]) -> str:
    """Return the digest of a verdict, which covers the digests of its readings and of the previous verdict."""
    return sealed("verdict", (previous, number, *_without_added(cells, _ADDED_TO_VERDICTS), list(readings)))


def _without_added(cells: Iterable[Cell], added: int) -> list[Cell]:
    """Return the cells of a row without those that are None in the last columns, of which `added` were added later:
    rows that were recorded before such a column existed keep their digests."""
    own = list(cells)
    fewest = len(own) - added
    while len(own) > fewest and own[-1] is None:
        own.pop()
    return own


@dataclass(frozen=True, slots=True)
class Link:
    """A row, and everything that its place in the chain depends on."""

    kind: Kind
    number: int
    says: str
    """A description of the row."""
    previous: str
    chain: str
    computed: str
    """The digest of the row's current content."""
    flaws: tuple[str, ...] = ()
    """The known flaws of what belongs to it, such as its readings, as sentences without their final period."""

    @property
    def name(self) -> str:
        """The name of the row in messages."""
        return f"{self.kind} {self.number} ({self.says})"


def broken(links: Iterable[Link]) -> Iterator[str]:
    """Yield the flaws of a chain, as sentences without their final period; none if it is intact. The links are in the
    order of their numbers."""
    number, before, seen = 0, BEGINNING, dict[str, Link]()
    last: Link | None = None
    for link in links:
        yield from link.flaws
        if link.computed != link.chain and not link.flaws:
            what = "or one of its readings was edited" if link.kind == "verdict" else "was edited"
            yield f"{link.name} {what}: its digest does not match its content"
        if link.number != number + 1:
            yield f"{_missing(link.kind, number + 1, link.number - 1)} removed: {link.name} comes next"
        elif link.previous != before:
            yield _out_of_place(link, last, seen.get(link.previous))
        seen[link.chain] = link
        number, before, last = link.number, link.chain, link


def _missing(kind: Kind, first: int, last: int) -> str:
    if first >= last:
        return f"{kind} {first} was"
    return f"{kind}s {first} to {last} were"


def _out_of_place(link: Link, last: Link | None, written_after: Link | None) -> str:
    """Return the flaw of a row that does not follow the row before it in the chain."""
    after = f"after {last.name}" if last else "first"
    if written_after is not None:
        was = f"it was written after {written_after.name}"
    else:
        was = "the row that it was written after is not before it"
    return f"{link.name} is out of place: it comes {after}, and {was}. Rows were swapped or inserted"


def flaws_of_readings(verdict: str, expected: int, readings: Sequence[tuple[str, str, str]]) -> tuple[str, ...]:
    """Return the flaws of a verdict's readings, which are given as rule, stored digest, and digest of the current
    content."""
    edited = tuple(
        f"the reading of {rule} of {verdict} was edited: its digest does not match its content"
        for rule, stored, computed in readings
        if stored != computed
    )
    if len(readings) == expected:
        return edited
    change = "removed" if len(readings) < expected else "inserted"
    rules = ", ".join(rule for rule, _, _ in readings) or "none"
    count = f"readings of {verdict} were {change}: it was recorded with {expected}, and has {len(readings)} ({rules})"
    return (*edited, count)


def by_verdict(rows: Iterable[Row]) -> Mapping[int, list[tuple[str, str, str]]]:
    """Return the readings of each verdict by its number, as rule, stored digest, and digest of the current content."""
    found: dict[int, list[tuple[str, str, str]]] = {}
    for verdict, place, *cells, digest in rows:
        of, at = number(verdict), number(place)
        found.setdefault(of, []).append((str(cells[0]), str(digest), of_reading(of, at, cells)))
    return found


def number(cell: Cell) -> int:
    """Return a cell as an integer; -1 if somebody put something else there."""
    return cell if isinstance(cell, int) else -1
