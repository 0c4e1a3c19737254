"""Histories for the tests, and every way in which somebody could edit one by hand."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from readiness_gate.app.history.rows import rows_of
from readiness_gate.history import Store
from readiness_gate.history.recording import record, record_decision
from readiness_gate.history.rows import DecisionRow, Recorded, Recording
from readiness_gate.history.sqlite import SqliteStore
from readiness_gate.history.verifying import Verified, verified
from readiness_gate.model.time import DAY
from readiness_gate.model.verdict import Verdict
from support.verdicts import AS_OF, VERDICTS

NOW = AS_OF + DAY
RECORDED = AS_OF + 400 * DAY
"""When all of several verdicts were recorded, in any order."""


def recordings(count: int = 5, program: str = "CRM rollout") -> list[Recording]:
    """Verdicts of different kinds, one a week, that were recorded afterwards."""
    kinds = list(VERDICTS.values())
    verdicts = (
        replace(kinds[number % len(kinds)], program=program, as_of=AS_OF + number * 7 * DAY) for number in range(count)
    )
    return [rows_of(verdict, RECORDED) for verdict in verdicts]


def decision(line: int, program: str = "CRM rollout") -> DecisionRow:
    """A line of a decision log."""
    return DecisionRow(
        program=program,
        line=line,
        line_digest=f"sha256:{line:064}",
        what="decision",
        decided_at=AS_OF + line,
        milestone="wave-2",
        choice="go",
        gate="no-go",
        against=1,
        as_of=AS_OF,
        policy_digest="sha256:1",
        evidence_digest="sha256:2",
        conditions='[["1.1", "2027-02-28"]]',
        closes="",
        revisit="",
        recorded_at=NOW,
    )


def fill(store: Store, given: Iterable[Recording], decisions: Iterable[DecisionRow] = ()) -> list[Recorded]:
    """Record verdicts and decisions."""
    with store.writing() as rows:
        done = [record(rows, one)[0] for one in given]
        for one in decisions:
            record_decision(rows, one)
    return done


def check(store: Store, last: str | None = None) -> Verified:
    """Whether a history is as it was recorded."""
    with store.reading() as rows:
        return verified(rows, last)


def verdict_rows(verdicts: Iterable[Verdict]) -> list[Recording]:
    """Verdicts to be recorded."""
    return [rows_of(verdict, NOW) for verdict in verdicts]


@dataclass(frozen=True)
class Tampering:
    """What somebody does to a history of five verdicts of two programs and two decisions, and what verify then says."""

    statements: tuple[str, ...]
    says: str


def _swapped(table: str, one: int, other: int) -> tuple[str, ...]:
    """Rows that trade their numbers."""
    trades = ((1000, one), (one, other), (other, 1000))
    return tuple(f"UPDATE {table} SET number = {to} WHERE number = {number}" for to, number in trades)  # noqa: S608


_COPY = """INSERT INTO verdicts SELECT 99, program, milestone, kind, milestone_date, timezone, as_of + 5, 'go', 'go',
sentence, policy_digest, evidence_digest, waived, weakened, tool_version, recorded_at, readings, previous, chain,
policy_source, facts_source FROM verdicts WHERE number = 3"""
_COPY_READING = """INSERT INTO readings SELECT verdict, 99, 'NEW-01', title, dimension, enforcement, outcome, waived,
status, result, due, signal, state, value, unit, observed_at, bound, required, warning, digest, why
FROM readings WHERE verdict = 2 AND place = 1"""
TAMPERINGS: dict[str, Tampering] = {
    "verdict-edited": Tampering(
        ("UPDATE verdicts SET decision = 'undecided' WHERE number = 3",),
        "verdict 3 (wave-2 as of 2027-02-28T09:00:00Z, CRM rollout) or one of its readings was edited",
    ),
    "time-edited": Tampering(("UPDATE verdicts SET as_of = as_of + 1 WHERE number = 3",), "verdict 3 ("),
    "sentence-edited": Tampering(("UPDATE verdicts SET sentence = 'Go.' WHERE number = 5",), "verdict 5 ("),
    "source-edited": Tampering(("UPDATE verdicts SET policy_source = 'a' WHERE number = 5",), "verdict 5 ("),
    "source-removed": Tampering(("UPDATE verdicts SET policy_source = NULL WHERE number = 5",), "verdict 5 ("),
    "facts-edited": Tampering(("UPDATE verdicts SET facts_source = 'a' WHERE number = 5",), "verdict 5 ("),
    "facts-removed": Tampering(("UPDATE verdicts SET facts_source = NULL WHERE number = 5",), "verdict 5 ("),
    "both-removed": Tampering(
        ("UPDATE verdicts SET policy_source = NULL, facts_source = NULL WHERE number = 5",), "verdict 5 ("
    ),
    "reading-edited": Tampering(
        ("UPDATE readings SET value = '7' WHERE verdict = 2 AND place = 1",),
        "of verdict 2 (wave-2 as of 2027-02-21T09:00:00Z, CRM rollout) was edited",
    ),
    "reading-sealed-again": Tampering(
        ("UPDATE readings SET value = '7', digest = 'sha256:1' WHERE verdict = 2 AND place = 1",), "of verdict 2 ("
    ),
    "reading-removed": Tampering(
        ("DELETE FROM readings WHERE verdict = 2 AND place = 3",), "readings of verdict 2 (wave-2 as of"
    ),
    "reading-inserted": Tampering(
        (_COPY_READING,),
        "of verdict 2 (",
    ),
    "reason-edited": Tampering(
        ("UPDATE readings SET why = 'nobody asked' WHERE verdict = 2 AND place = 1",), "of verdict 2 ("
    ),
    "reason-removed": Tampering(("UPDATE readings SET why = NULL",), "of verdict "),
    "readings-swapped": Tampering(
        (
            "UPDATE readings SET place = 99 WHERE verdict = 2 AND place = 1",
            "UPDATE readings SET place = 1 WHERE verdict = 2 AND place = 2",
            "UPDATE readings SET place = 2 WHERE verdict = 2 AND place = 99",
        ),
        "of verdict 2 (",
    ),
    "verdict-removed": Tampering(
        ("DELETE FROM readings WHERE verdict = 3", "DELETE FROM verdicts WHERE number = 3"), "verdict 3 was removed"
    ),
    "verdicts-removed": Tampering(
        ("DELETE FROM readings WHERE verdict < 3", "DELETE FROM verdicts WHERE number < 3"),
        "verdicts 1 to 2 were removed",
    ),
    "verdict-removed-and-closed-up": Tampering(
        (
            "DELETE FROM readings WHERE verdict = 3",
            "DELETE FROM verdicts WHERE number = 3",
            "UPDATE verdicts SET number = 3 WHERE number = 4",
            "UPDATE readings SET verdict = 3 WHERE verdict = 4",
        ),
        "verdict 3 (",
    ),
    "verdict-appended": Tampering((_COPY.replace("99", "6"),), "verdict 6 ("),
    "verdict-inserted": Tampering(
        (
            "UPDATE verdicts SET number = 105 WHERE number = 5",
            "UPDATE verdicts SET number = 104 WHERE number = 4",
            "UPDATE readings SET verdict = 105 WHERE verdict = 5",
            "UPDATE readings SET verdict = 104 WHERE verdict = 4",
            _COPY.replace("99", "4"),
            "UPDATE verdicts SET number = 6 WHERE number = 105",
            "UPDATE verdicts SET number = 5 WHERE number = 104",
            "UPDATE readings SET verdict = 6 WHERE verdict = 105",
            "UPDATE readings SET verdict = 5 WHERE verdict = 104",
        ),
        "verdict 4 (",
    ),
    "verdicts-swapped": Tampering(
        _swapped("verdicts", 2, 4), "verdict 2 (wave-2 as of 2027-03-07T09:00:00Z, CRM rollout)"
    ),
    "program-renamed": Tampering(
        (
            "UPDATE programs SET name = 'ERP' WHERE number = 2",
            "UPDATE verdicts SET program = 'ERP' WHERE program = 'Other rollout'",
        ),
        "program 2 (ERP) was edited",
    ),
    "program-removed": Tampering(("DELETE FROM programs WHERE number = 1",), "program 1 was removed"),
    "decision-edited": Tampering(
        ("UPDATE decisions SET against = 0 WHERE number = 1",),
        "decision 1 (line 1 of the log of CRM rollout) was edited",
    ),
    "decision-removed": Tampering(("DELETE FROM decisions WHERE number = 1",), "decision 1 was removed"),
    "decisions-swapped": Tampering(_swapped("decisions", 1, 2), "decision 1 (line 2"),
}
"""By what is done. Where rows trade places both are named; each says one of its names."""


def tamper(path: Path, statements: Sequence[str]) -> None:
    """Edit a file by hand."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            connection.execute(statement)


def to_be_tampered(store: Store) -> str:
    """Fill a history of five verdicts of two programs and two decisions; the digest of the last verdict."""
    fill(store, recordings(4))
    return fill(store, recordings(1, "Other rollout"), [decision(1), decision(2)])[-1].chain


Make = Callable[[], Store]


def in_file(folder: Path) -> SqliteStore:
    """A history in a file of a folder."""
    return SqliteStore(folder / "readiness-history.sqlite")
