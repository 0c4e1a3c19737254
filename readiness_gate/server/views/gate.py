"""One gate: its last verdict, its rules with their development, and the committee's decisions."""

from itertools import pairwise

from readiness_gate.history import recording
from readiness_gate.history.counting import Counting
from readiness_gate.history.rows import ReadingRow, Recorded
from readiness_gate.history.store import NoHistory, Rows
from readiness_gate.history.verifying import is_edited
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant, Seconds, day_of
from readiness_gate.reports.html.strip import Mark
from readiness_gate.server.views.decisions import DecisionLine, decisions
from readiness_gate.server.views.marks import by_date, of_status
from readiness_gate.server.views.program import DATES
from readiness_gate.server.views.standing import Standing, standing


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule of a gate."""

    reading: ReadingRow
    marks: tuple[Mark, ...]
    """Its status as of each recorded date."""


@dataclass(frozen=True, slots=True)
class GateView:
    """The recorded state of a gate."""

    last: Recorded
    standing: Standing
    marks: tuple[Mark, ...]
    """The decision as of each recorded date."""
    policy_changed: tuple[str, ...]
    """The recorded dates on which the policy differed from that of the date before, oldest first. Another program with
    the same name also changes it."""
    rules: tuple[RuleLine, ...]
    """The rules, worst first."""
    decided: tuple[DecisionLine, ...]
    """The committee's decisions on this milestone, newest first."""


def gate(rows: Rows, counts: Counting, now: Instant, max_age: Seconds) -> GateView:
    """Return the recorded state of the gate whose verdict counts."""
    last = counts.recorded
    row = last.verdict
    stands = standing(counts, now, max_age, edited=is_edited(rows, last.number))
    dated = recording.last_verdicts(rows, row.program, row.milestone, DATES)
    if not dated:  # the milestone in the row is not a text
        raise NoHistory(f"verdict {last.number} is not as it was recorded. Run `readiness-gate history verify`")
    statuses = recording.statuses(rows, row.program, row.milestone, dated[0].verdict.as_of)
    days = [day_of(one.verdict.as_of, stands.zone).isoformat() for one in dated]
    of_each = [statuses.get(one.number, {}) for one in dated]
    rules = tuple(
        RuleLine(
            reading,
            tuple(of_status(day, found.get(reading.rule)) for day, found in zip(days, of_each, strict=True)),
        )
        for reading in recording.readings(rows, last.number)
    )
    return GateView(
        last,
        stands,
        tuple(by_date([(one.verdict.as_of, one.verdict.decision) for one in dated], stands.zone)),
        tuple(
            day
            for day, (before, one) in zip(days[1:], pairwise(dated), strict=True)
            if one.verdict.policy_digest != before.verdict.policy_digest
        ),
        rules,
        decisions(rows, row.program, now).of(row.milestone),
    )
