"""Add records to a history, and query them."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from readiness_gate.history import chain
from readiness_gate.history import statements as sql
from readiness_gate.history.cells import row_of
from readiness_gate.history.counting import Counting, Gate, decision_by_rules, of_each_gate
from readiness_gate.history.rows import Cell, DecisionRow, ReadingRow, Recorded, Recording, VerdictRow
from readiness_gate.history.store import Rows
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Decision

FIRST, LAST = -(2**62), 2**62
"""Bounds that include every time."""


# Adding -------------------------------------------------------------------------------------------------------------


def record(rows: Rows, recording: Recording) -> tuple[Recorded, bool]:
    """Add a verdict with its readings, and return whether it is new: a verdict that is already recorded changes
    nothing."""
    verdict = recording.verdict
    there = rows.select(
        sql.SAME_VERDICT,
        program=verdict.program,
        milestone=verdict.milestone,
        as_of=verdict.as_of,
        policy_digest=verdict.policy_digest,
        evidence_digest=verdict.evidence_digest,
    )
    if there:
        [(number, sealed)] = there
        return Recorded(chain.number(number), verdict, str(sealed)), False
    _add_program(rows, verdict.program)
    number, previous = _last(rows, sql.LAST_VERDICT)
    number += 1
    readings = [_cells(each) for each in recording.readings]
    digests = [chain.of_reading(number, place, cells) for place, cells in enumerate(readings, 1)]
    cells = _cells(verdict)
    sealed = chain.of_verdict(previous, number, cells, digests)
    own = dict(zip(sql.OF_VERDICT, cells, strict=True))
    rows.add(
        sql.ADD_VERDICT,
        [{**own, "number": number, "readings": len(readings), "previous": previous, "chain": sealed}],
    )
    added = (
        {**dict(zip(sql.OF_READING, each, strict=True)), "verdict": number, "place": place, "digest": digest}
        for place, (each, digest) in enumerate(zip(readings, digests, strict=True), 1)
    )
    rows.add(sql.ADD_READING, list(added))
    return Recorded(number, verdict, sealed), True


def record_decision(rows: Rows, decision: DecisionRow) -> bool:
    """Add a line of a decision log, and return whether it is new."""
    if rows.select(sql.SAME_DECISION, program=decision.program, line=decision.line, line_digest=decision.line_digest):
        return False
    _add_program(rows, decision.program)
    number, previous = _last(rows, sql.LAST_DECISION)
    cells = _cells(decision)
    sealed = chain.sealed("decision", (previous, number + 1, *cells))
    own = dict(zip(sql.OF_DECISION, cells, strict=True))
    rows.add(sql.ADD_DECISION, [{**own, "number": number + 1, "previous": previous, "chain": sealed}])
    return True


def _add_program(rows: Rows, name: str) -> None:
    if not rows.select(sql.PROGRAM, name=name):
        number, previous = _last(rows, sql.LAST_PROGRAM)
        sealed = chain.sealed("program", (previous, number + 1, name))
        rows.add(sql.ADD_PROGRAM, [{"number": number + 1, "name": name, "previous": previous, "chain": sealed}])


def _last(rows: Rows, statement: str) -> tuple[int, str]:
    """Return the number and the digest of the last row of a table."""
    for number, sealed in rows.select(statement):
        return chain.number(number), str(sealed)
    return 0, chain.BEGINNING


_VALUES: dict[type, Any] = {kind: attrgetter(*sql.names(kind)) for kind in (VerdictRow, ReadingRow, DecisionRow)}


def _cells(row: VerdictRow | ReadingRow | DecisionRow) -> tuple[Cell, ...]:
    """Return the cells of a row, in the order of the columns."""
    cells: tuple[Cell, ...] = _VALUES[type(row)](row)
    return cells


# Asking -------------------------------------------------------------------------------------------------------------


def programs(rows: Rows) -> list[str]:
    """Return the names of the programs."""
    return [str(name) for (name,) in rows.select(sql.PROGRAMS)]


def trend(
    rows: Rows, program: str, milestone: str, first: Instant = FIRST, last: Instant = LAST
) -> list[tuple[Instant, str]]:
    """Return the times as of which a milestone was judged, oldest first, each with its decision."""
    found = rows.select(sql.TREND, program=program, milestone=milestone, first=first, last=last)
    return [(chain.number(as_of), str(decision)) for as_of, decision in found]


def verdicts(
    rows: Rows, program: str, milestone: str | None = None, first: Instant = FIRST, last: Instant = LAST
) -> list[Recorded]:
    """Return the verdicts of a program, or of one of its milestones, by their as-of times, oldest first."""
    if milestone is None:
        return _recorded(rows.select(sql.OF_PROGRAM, program=program, first=first, last=last))
    return _recorded(rows.select(sql.OF_MILESTONE, program=program, milestone=milestone, first=first, last=last))


def counting(rows: Rows) -> dict[Gate, Counting]:
    """Return the verdict that counts for each milestone of each program, in the order of programs and milestones."""
    return of_each_gate(_recorded(rows.select(sql.LATEST)))


def counting_of_program(rows: Rows, program: str) -> dict[Gate, Counting]:
    """Return the same for one program."""
    return of_each_gate(_recorded(rows.select(sql.LATEST_OF_PROGRAM, program=program)))


def latest(rows: Rows) -> list[Recorded]:
    """Return the verdict that counts for each milestone of each program, without contradicting verdicts."""
    return [one.recorded for one in counting(rows).values()]


def latest_of_program(rows: Rows, program: str) -> list[Recorded]:
    """Return the same for one program."""
    return [one.recorded for one in counting_of_program(rows, program).values()]


def last_verdicts(rows: Rows, program: str, milestone: str, most: int) -> list[Recorded]:
    """Return the last verdicts of a milestone, `most` at the most, by their as-of times, oldest first."""
    found = rows.select(sql.LATEST_OF_MILESTONE, program=program, milestone=milestone, most=most)
    return _recorded(found)[::-1]


def first_of_each(rows: Rows) -> dict[tuple[str, str], Instant]:
    """Return the earliest time as of which each milestone of each program was judged."""
    found = rows.select(sql.FIRST_OF_EACH)
    return {(str(program), str(milestone)): chain.number(as_of) for program, milestone, as_of in found}


def last_until(rows: Rows, last: Instant) -> dict[tuple[str, str], list[tuple[Instant, str, str]]]:
    """Return the latest verdicts of each milestone of each program as of `last` or earlier, each with its as-of time,
    its decision and the digest of its policy. There are several if a milestone was judged more than once as of that
    time."""
    of: dict[tuple[str, str], list[tuple[Instant, str, str]]] = {}
    for program, milestone, as_of, decision, policy in rows.select(sql.LAST_UNTIL, last=last):
        dated = (chain.number(as_of), str(decision), str(policy))
        of.setdefault((str(program), str(milestone)), []).append(dated)
    return of


def trends(rows: Rows, first: Instant, last: Instant = LAST) -> dict[tuple[str, str], list[tuple[Instant, str, str]]]:
    """Return the times as of which each milestone of each program was judged, oldest first, each with its decision and
    the digest of its policy."""
    of: dict[tuple[str, str], list[tuple[Instant, str, str]]] = {}
    for program, milestone, as_of, decision, policy in rows.select(sql.TRENDS, first=first, last=last):
        dated = (chain.number(as_of), str(decision), str(policy))
        of.setdefault((str(program), str(milestone)), []).append(dated)
    return of


def statuses(
    rows: Rows, program: str, milestone: str, first: Instant = FIRST, last: Instant = LAST
) -> dict[int, dict[str, str]]:
    """Return the status of each rule by its id, for each verdict of a milestone by its number."""
    of: dict[int, dict[str, str]] = {}
    for number, rule, status in rows.select(sql.STATUSES, program=program, milestone=milestone, first=first, last=last):
        of.setdefault(chain.number(number), {})[str(rule)] = str(status)
    return of


def by_rules(
    rows: Rows, program: str, milestone: str, first: Instant = FIRST, last: Instant = LAST
) -> dict[int, Decision]:
    """Return the decision by the recorded rules, for each verdict of a milestone by its number. Verdicts without
    blocking rules are left out."""
    of: dict[int, set[tuple[str, bool]]] = {}
    for number, outcome, waived in rows.select(
        sql.BLOCKING, program=program, milestone=milestone, first=first, last=last
    ):
        of.setdefault(chain.number(number), set()).add((str(outcome), bool(waived)))
    return {number: decision_by_rules(outcomes) for number, outcomes in of.items()}


def readings_of_rule(
    rows: Rows, program: str, milestone: str, rule: str, first: Instant = FIRST, last: Instant = LAST
) -> dict[int, ReadingRow]:
    """Return the reading of a rule for each verdict of a milestone by its number. Verdicts without the rule are left
    out."""
    found = rows.select(sql.READINGS_OF_RULE, program=program, milestone=milestone, rule=rule, first=first, last=last)
    return {chain.number(number): row_of(ReadingRow, cells) for number, *cells in found}


def has_go(rows: Rows, milestone: str, policy_digest: str, evidence_digest: str, since: Instant, now: Instant) -> bool:
    """Return whether a go of a milestone was recorded as of a time between `since` and `now`, with these digests of
    policy and evidence."""
    digests = {"policy_digest": policy_digest, "evidence_digest": evidence_digest}
    return bool(rows.select(sql.RECORDED_GO, milestone=milestone, **digests, first=since, last=now))


def readings(rows: Rows, number: int) -> list[ReadingRow]:
    """Return the readings of a verdict, worst first."""
    return [row_of(ReadingRow, cells) for cells in rows.select(sql.READINGS, verdict=number)]


def decisions(rows: Rows, program: str) -> list[DecisionRow]:
    """Return the recorded decisions on a program, in the order of its log."""
    return [row_of(DecisionRow, cells) for cells in rows.select(sql.DECISIONS, program=program)]


def everything(rows: Rows) -> list[tuple[Recorded, list[ReadingRow]]]:
    """Return every verdict with its readings, in the order in which they were recorded."""
    of: dict[int, list[ReadingRow]] = {}
    for verdict, _place, *cells, _digest in rows.select(sql.ALL_READINGS):
        of.setdefault(chain.number(verdict), []).append(row_of(ReadingRow, cells))
    found = _recorded([(*row[:-3], row[-1]) for row in rows.select(sql.ALL_VERDICTS)])
    return [(one, of.get(one.number, [])) for one in found]


def _recorded(found: Iterable[Sequence[Cell]]) -> list[Recorded]:
    return [Recorded(chain.number(number), row_of(VerdictRow, cells), str(sealed)) for number, *cells, sealed in found]
