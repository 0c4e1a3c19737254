"""The committee's decisions on a program, next to those of its gates. Who decided and why is only in the log."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from readiness_gate.history import recording
from readiness_gate.history.rows import DecisionRow
from readiness_gate.history.store import Rows
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant, day_of
from readiness_gate.server.views.standing import zone_of

State: TypeAlias = Literal["open", "overdue", "closed"]


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A condition of a decision."""

    id: str
    due: str
    state: State


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A line of the log, and the state of its conditions."""

    row: DecisionRow
    conditions: tuple[ConditionLine, ...]
    is_recorded_twice: bool
    """Whether the history has another text of the same line: the log was changed after it was recorded."""

    @property
    def open(self) -> tuple[ConditionLine, ...]:
        """The conditions that are not closed."""
        return tuple(one for one in self.conditions if one.state != "closed")


@dataclass(frozen=True, slots=True)
class DecisionsView:
    """The decisions on a program, newest first."""

    program: str
    zone: ZoneInfo
    lines: tuple[DecisionLine, ...]

    def of(self, milestone: str) -> tuple[DecisionLine, ...]:
        """Return the decisions on a milestone."""
        return tuple(line for line in self.lines if line.row.milestone == milestone)

    @property
    def is_changed(self) -> bool:
        """Whether the log was changed after it was recorded."""
        return any(line.is_recorded_twice for line in self.lines)


def decisions(rows: Rows, program: str, now: Instant) -> DecisionsView:
    """Return the decision log of a program, as it was recorded."""
    found = recording.decisions(rows, program)
    last = recording.latest_of_program(rows, program)
    zone = zone_of(last[-1].verdict) if last else ZoneInfo("UTC")
    closed = {row.closes for row in found if row.closes}
    today = day_of(now, zone)
    numbers = [row.line for row in found]
    lines = [DecisionLine(row, _conditions(row, closed, today), numbers.count(row.line) > 1) for row in found]
    return DecisionsView(program, zone, tuple(lines[::-1]))


def _conditions(row: DecisionRow, closed: Iterable[str], today: date) -> tuple[ConditionLine, ...]:
    return tuple(ConditionLine(id_, due, _state(id_, due, closed, today)) for id_, due in _pairs(row.conditions))


def _state(id_: str, due: str, closed: Iterable[str], today: date) -> State:
    if id_ in closed:
        return "closed"
    return "overdue" if due < today.isoformat() else "open"


def _pairs(text: str) -> Sequence[tuple[str, str]]:
    """Return the ids of the conditions with their due dates."""
    try:
        return [(str(id_), str(due)) for id_, due in json.loads(text)]
    except (ValueError, TypeError):  # somebody edited it; `history verify` reports that
        return [("?", "?")]
