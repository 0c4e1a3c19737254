"""The chain over the rows of a history: the digest of each has the digest of the one before, so that nobody can edit,
remove, insert or swap a row by hand without a trace.

A chain cannot see that its end was cut off, nor that somebody computed all of it again: for that, compare the last
digest with one that was written down elsewhere.
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
"""In place of the digest of a row before the first one."""


def sealed(kind: Kind, cells: Iterable[object]) -> str:
    """The digest over a row: `sha256:` and 64 digits. What belongs to it, such as the digest of the row before, is
    among the cells. A value that no row of ours has, such as bytes that somebody put there, counts as Python has it."""
    text = json.dumps([kind, *cells], ensure_ascii=True, separators=(",", ":"), default=repr)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def of_reading(verdict: int, place: int, cells: Iterable[Cell]) -> str:
    """The digest of a reading, which is the one of its verdict alone."""
    return sealed("reading", (verdict, place, *_there(cells)))


def of_verdict(previous: str, number: int, cells: Iterable[Cell], readings: Sequence[str]) -> str:
    """The digest of a verdict, over those of its readings and of the verdict before it."""
    return sealed("verdict", (previous, number, *_there(cells), list(readings)))


def _there(cells: Iterable[Cell]) -> list[Cell]:
    """The cells of a row. A last one without a value counts as not there: rows that were recorded before it was added
    keep their digests."""
    own = list(cells)
    return own[:-1] if own and own[-1] is None else own


@dataclass(frozen=True, slots=True)
class Link:
    """A row with what its place in a chain rests on."""

    kind: Kind
    number: int
    says: str
    """Which row it is, in words."""
    previous: str
    chain: str
    computed: str
    """The digest over what the row has now."""
    flaws: tuple[str, ...] = ()
    """What is known to be wrong with what belongs to it, each as a sentence without its end."""

    @property
    def name(self) -> str:
        """What the row is called in messages."""
        return f"{self.kind} {self.number} ({self.says})"


def broken(links: Iterable[Link]) -> Iterator[str]:
    """What is wrong with a chain, each as a sentence without its end: nothing where it holds. The rows are in the order
    of their numbers."""
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
    """That a row does not follow the one before it in the chain."""
    after = f"after {last.name}" if last else "first"
    if written_after is not None:
        was = f"it was written after {written_after.name}"
    else:
        was = "the row that it was written after is not before it"
    return f"{link.name} is out of place: it comes {after}, and {was}. Rows were swapped or inserted"


def flaws_of_readings(verdict: str, expected: int, readings: Sequence[tuple[str, str, str]]) -> tuple[str, ...]:
    """What is wrong with the readings of a verdict, each given as its rule, its digest, and the digest over what it has
    now."""
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
    """The readings of each verdict by its number: the rule, the digest, and the digest over what there is now."""
    found: dict[int, list[tuple[str, str, str]]] = {}
    for verdict, place, *cells, digest in rows:
        of, at = number(verdict), number(place)
        found.setdefault(of, []).append((str(cells[0]), str(digest), of_reading(of, at, cells)))
    return found


def number(cell: Cell) -> int:
    """A whole number that a row has; -1 where somebody put something else there."""
    return cell if isinstance(cell, int) else -1
