"""Verify that a history is unchanged since it was recorded."""

from collections.abc import Iterator, Mapping, Sequence

from readiness_gate.history import chain
from readiness_gate.history import statements as sql
from readiness_gate.history.chain import Link
from readiness_gate.history.rows import Cell
from readiness_gate.history.store import Rows
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import iso


@dataclass(frozen=True, slots=True)
class Verified:
    """The result of verifying a history: it is intact if no flaw was found."""

    programs: int
    verdicts: int
    readings: int
    decisions: int
    last: str
    """The digest of the last verdict; empty if there is none."""
    against: tuple[str, ...]
    """The flaws, as sentences without their final period."""

    @property
    def holds(self) -> bool:
        """Whether it is unchanged since it was recorded."""
        return not self.against


def verified(rows: Rows, last: str | None = None) -> Verified:
    """Verify every row. `last` is the digest of the last verdict at an earlier time, which must still exist: a history
    can be cut off at its end, or rewritten, without a trace in itself."""
    readings = chain.by_verdict(rows.select(sql.ALL_READINGS))
    verdicts = [_verdict(row, readings) for row in rows.select(sql.ALL_VERDICTS)]
    programs = [_program(row) for row in rows.select(sql.ALL_PROGRAMS)]
    decisions = [_decision(row) for row in rows.select(sql.ALL_DECISIONS)]
    links = (programs, verdicts, decisions)
    against = [what for of_one in links for what in chain.broken(of_one)]
    against += _orphans(readings, verdicts)
    if last is not None and all(last != link.chain for link in verdicts):
        against.append(f"no verdict has the digest {last}: the end of the history was cut off, or it was written again")
    return Verified(
        len(programs),
        len(verdicts),
        sum(map(len, readings.values())),
        len(decisions),
        verdicts[-1].chain if verdicts else "",
        tuple(against),
    )


def edited(rows: Rows, program: str | None = None) -> frozenset[int]:
    """Return the numbers of the edited verdicts among the latest ones of all milestones, or of those of a program.
    Their readings and the rows around them are not checked; `verified` does that."""
    if program is None:
        digests, verdicts = rows.select(sql.DIGESTS_OF_LATEST), rows.select(sql.SEALED_LATEST)
    else:
        digests = rows.select(sql.DIGESTS_OF_LATEST_OF_PROGRAM, program=program)
        verdicts = rows.select(sql.SEALED_LATEST_OF_PROGRAM, program=program)
    of: dict[Cell, list[str]] = {}
    for verdict, digest in digests:
        of.setdefault(verdict, []).append(str(digest))
    found: set[int] = set()
    for first, *cells, _count, previous, sealed in verdicts:
        number = chain.number(first)
        if chain.of_verdict(str(previous), number, cells, of.get(number, [])) != sealed:
            found.add(number)
    return frozenset(found)


def is_edited(rows: Rows, number: int) -> bool:
    """Return whether somebody edited a verdict or one of its readings."""
    readings = chain.by_verdict(rows.select(sql.SEALED_READINGS, number=number))
    links = [_verdict(row, readings) for row in rows.select(sql.SEALED_VERDICT, number=number)]
    return any(link.flaws or link.computed != link.chain for link in links)


def _verdict(row: Sequence[Cell], readings: Mapping[int, list[tuple[str, str, str]]]) -> Link:
    first, *cells, count, previous, sealed = row
    number = chain.number(first)
    own = readings.get(number, [])
    computed = chain.of_verdict(str(previous), number, cells, [stored for _, stored, _ in own])
    program, milestone, as_of = cells[0], cells[1], cells[5]
    says = f"{milestone} as of {iso(as_of) if isinstance(as_of, int) else as_of}, {program}"
    name = f"verdict {number} ({says})"
    flaws = chain.flaws_of_readings(name, chain.number(count), own)
    return Link("verdict", number, says, str(previous), str(sealed), computed, flaws)


def _program(row: Sequence[Cell]) -> Link:
    number, name, previous, sealed = row
    computed = chain.sealed("program", (previous, number, name))
    return Link("program", chain.number(number), str(name), str(previous), str(sealed), computed)


def _decision(row: Sequence[Cell]) -> Link:
    number, *cells, previous, sealed = row
    computed = chain.sealed("decision", (previous, number, *cells))
    says = f"line {cells[1]} of the log of {cells[0]}"
    return Link("decision", chain.number(number), says, str(previous), str(sealed), computed)


def _orphans(readings: Mapping[int, object], verdicts: Sequence[Link]) -> Iterator[str]:
    """Yield the removed verdicts whose readings still exist."""
    there = {link.number for link in verdicts}
    gone = (number for number in readings if number not in there)
    yield from (f"verdict {number} was removed: its readings are still there" for number in gone)
