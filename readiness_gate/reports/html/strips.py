"""The decision and each rule as a strip of states by date, with the same states as a table."""

from collections.abc import Sequence

from markupsafe import Markup

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import day_of
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.html.strip import Mark, stretches, strip
from readiness_gate.reports.trend.rows import DECISIONS, STATES, Row, State, rows
from readiness_gate.reports.trend.stated import series
from readiness_gate.reports.trend.words import beside, legend
from readiness_gate.reports.words import short

MOST = 40
"""The most rules drawn on a page that shows more than a trend; the JSON report of `trend` has all."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of states."""

    name: str
    title: str
    said: str
    """The state on the last date, and how long it was red."""
    kind: str
    """The state as of the last date."""
    picture: Markup
    stretches: list[tuple[str, str, str]]
    """The states as a table: from, to, state."""


@dataclass(frozen=True, slots=True)
class Strips:
    """The strips of a verdict, and their dates."""

    first: str
    last: str
    """The date of the verdict; `first` is the earliest date."""
    used: list[tuple[State, str, str]]
    """The states that occur, each with its symbol and its name."""
    rows: list[Strip]
    left_out: int
    """The number of rules without a strip here."""


def strips(verdict: Verdict) -> Strips | None:
    """Return the strips of the decision and of the rules of a verdict; None for one without a past."""
    if not verdict.past:
        return None
    found = rows(verdict)
    days = [f"{day_of(one.as_of, one.zone)}" for one in series(verdict)]
    shown = found[: MOST + 1]
    drawings = [drawn(row, days, verdict) for row in shown]
    return Strips(days[0], days[-1], legend(shown), drawings, len(found) - len(shown))


def drawn(row: Row, days: Sequence[str], verdict: Verdict) -> Strip:
    """Return a row over some days, drawn."""
    marks = [Mark(day, state, STATES[state][0], _name(row, state)) for day, state in zip(days, row.states, strict=True)]
    title = short(f"{row.name} {row.title}".strip())
    return Strip(row.name, row.title, beside(row, verdict), row.states[-1], strip(title, marks), stretches(marks))


def _name(row: Row, state: State) -> str:
    return STATES[state][1] if row.title or state == "absent" else DECISIONS[state]
