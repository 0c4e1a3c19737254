"""The page of a trend: a strip of states for the decision and for each rule, with the same as a table."""

import base64
import hashlib

from markupsafe import Markup

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import day_of, local
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import counted
from readiness_gate.reports.html.drawing import environment, read
from readiness_gate.reports.html.strip import Mark, stretches, strip
from readiness_gate.reports.trend.rows import DECISIONS, STATES, Row, State, rows
from readiness_gate.reports.trend.stated import PolicyChoice, series, stated
from readiness_gate.reports.trend.words import beside, legend

_MOST_ROWS = 200
"""So many rules are drawn; the JSON report has all."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A row of the page."""

    name: str
    title: str
    said: str
    """What the last date says, and for how long it was red."""
    kind: str
    """The state as of the last date."""
    picture: Markup
    stretches: list[tuple[str, str, str]]
    """The table of the same: from, to, state."""


def draw(verdict: Verdict, policy: PolicyChoice) -> str:
    """The page of a verdict and its past."""
    found = rows(verdict)
    dated = series(verdict)
    days = [str(day_of(one.as_of, one.zone)) for one in dated]
    style = read("style.css") + read("trend.css")
    return (
        environment()
        .get_template("trend.html.jinja")
        .render(
            verdict=verdict,
            called=verdict.decision.upper(),
            when=str(verdict.milestone.date),
            as_of=local(verdict.as_of, verdict.zone),
            stated=stated(verdict, policy),
            counted=counted(len(dated), "date"),
            first=days[0],
            last=days[-1],
            rows=[_drawn(row, days, verdict) for row in found[: _MOST_ROWS + 1]],
            left_out=max(len(found) - 1 - _MOST_ROWS, 0),
            used=legend(found),
            dates=[(day, one.decision.upper(), one.sentence) for day, one in zip(days, dated, strict=True)][::-1],
            style=Markup(style),  # noqa: S704 - our own files
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        )
    )


def _drawn(row: Row, days: list[str], verdict: Verdict) -> Drawn:
    marks = [Mark(day, state, STATES[state][0], _name(row, state)) for day, state in zip(days, row.states, strict=True)]
    title = f"{row.name} {row.title}".strip()
    return Drawn(row.name, row.title, beside(row, verdict), row.states[-1], strip(title, marks), stretches(marks))


def _name(row: Row, state: State) -> str:
    return STATES[state][1] if row.title or state == "absent" else DECISIONS[state]
