"""The backtest as one table: a row for each rule at each go-live, safe to open as a spreadsheet."""

import csv
import io
from collections.abc import Iterator

from readiness_gate.model.backtest import Scores, Tried
from readiness_gate.model.reading import Measured
from readiness_gate.model.time import iso
from readiness_gate.model.verdict import Finding
from readiness_gate.reports.spec import Report
from readiness_gate.reports.tables.declared import Cell
from readiness_gate.reports.tables.folder import cell

COLUMNS = (
    "program",
    "go_live",
    "date",
    "as_of",
    "version",
    "origin",
    "gate",
    "went_wrong",
    "seen",
    "said_by",
    "rule",
    "title",
    "enforcement",
    "outcome",
    "waived",
    "value",
    "unit",
    "bound",
    "limit",
    "set_aside",
    "message",
    "leakage",
)
"""The names never change; new ones may be added at the end."""


def report() -> Report:
    """Return the report for a spreadsheet."""
    return Report("csv", "text/csv; charset=utf-8", render, (".csv",))


def render(scores: Scores) -> bytes:
    """Return the table; it has its header even if no go-live was tried."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    aside = {(one.program, score.rule.id) for score in scores.rules for one in score.aside}
    aside |= {(of.gate.program, one.rule.id) for of in scores.backtests for one in of.unasked}
    for one in scores.tried:
        for finding in one.replay.verdict.findings:
            is_aside = (one.program, finding.rule.id) in aside
            row = (*_of_go_live(one), *_of_finding(finding), is_aside, finding.message)
            writer.writerow(map(cell, (*row, finding.rule.id in one.replay.leaks)))
    return text.getvalue().encode()


def _of_go_live(one: Tried) -> Iterator[Cell]:
    go_live, aftermath = one.replay.go_live, one.replay.aftermath
    yield one.program
    yield go_live.name
    yield go_live.date
    yield iso(go_live.as_of)
    yield go_live.version
    yield go_live.origin
    yield one.fate
    yield aftermath.went_wrong
    yield aftermath.seen
    yield aftermath.said_by or None


def _of_finding(finding: Finding) -> Iterator[Cell]:
    rule, reading = finding.rule, finding.reading
    yield rule.id
    yield rule.title
    yield rule.enforcement
    yield finding.outcome
    yield finding.waived
    yield reading.value if isinstance(reading, Measured) and not reading.hidden else None
    yield rule.unit
    yield rule.limit.bound
    yield rule.limit.value
