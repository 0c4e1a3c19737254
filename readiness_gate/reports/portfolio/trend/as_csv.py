"""A portfolio over time as one table for a spreadsheet: a row for each gate on each date, gates worst first."""

import csv
import io
from itertools import zip_longest

from readiness_gate.model.portfolio_trend import PortfolioTrend
from readiness_gate.model.time import iso
from readiness_gate.reports.tables.folder import cell

COLUMNS = (
    *("program", "milestone", "milestone_date", "as_of", "is_recorded", "decision", "joined", "stopped", "unknown"),
    *("policy_weakened", "accepted_risks"),
)


def as_csv(trend: PortfolioTrend) -> str:
    """The table in the form of RFC 4180; the decision is empty where none was recorded."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for gate in trend.gates:
        first, rest = (gate.program, gate.milestone, gate.date), (gate.joined, gate.stopped, gate.unknown)
        counts = zip_longest(trend.dates, gate.decisions, gate.weakened, gate.waived)
        for as_of, decision, *numbers in counts:
            writer.writerow(map(cell, (*first, iso(as_of), decision is not None, decision, *rest, *numbers)))
    return text.getvalue()
