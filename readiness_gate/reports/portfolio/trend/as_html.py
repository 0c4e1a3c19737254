"""A portfolio over time as one page: no script, nothing fetched, readable on paper and phones."""

import base64
import hashlib

from markupsafe import Markup

from readiness_gate.model.portfolio_trend import GateTrend, PortfolioTrend
from readiness_gate.model.time import iso_day
from readiness_gate.model.verdict import Decision
from readiness_gate.reports.html.drawing import environment, read
from readiness_gate.reports.html.strip import Mark, stretches, strip
from readiness_gate.reports.portfolio.trend.words import (
    CHECK,
    HOW,
    STATES,
    State,
    about,
    changes,
    headline,
    said,
    state,
    title,
)
from readiness_gate.reports.words import short

_PACKAGE = "readiness_gate.reports.portfolio.trend"
_GATES = 500
"""So many gates are drawn; the JSON report has all."""


def as_html(trend: PortfolioTrend) -> str:
    """The counts of the last date, who joined, left and stopped, and every gate worst first as a strip of states."""
    style = read("style.css") + read("strip.css") + read("trend.css")
    days = [iso_day(one) for one in trend.dates]
    worst = next((one for one in trend.gates), None)
    return (
        environment(_PACKAGE)
        .get_template("trend.html.jinja")
        .render(
            trend=trend,
            called=_called(worst),
            decision=_decision(worst),
            headline=headline(trend),
            about=about(trend),
            how=HOW,
            check=CHECK,
            changes=list(changes(trend)),
            states=[(name, *STATES[name]) for name in STATES],
            first=days[0],
            last=days[-1],
            rows=[_row(gate, trend, days) for gate in trend.gates[:_GATES]],
            left_out=max(len(trend.gates) - _GATES, 0),
            style=Markup(style),  # noqa: S704 - our own files
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        )
    )


def _called(worst: GateTrend | None) -> str:
    return "UNKNOWN" if worst is None or worst.decision is None else worst.decision.upper()


def _decision(worst: GateTrend | None) -> Decision:
    return "undecided" if worst is None or worst.decision is None else worst.decision


def _row(
    gate: GateTrend, trend: PortfolioTrend, days: list[str]
) -> tuple[GateTrend, State, str, Markup, list[tuple[str, str, str]]]:
    """A gate, its state on the last date, what is said of it, and its states as a picture and as rows of a table."""
    states: list[State] = [state(one) for one in gate.decisions]
    marks = [Mark(day, one, *STATES[one]) for day, one in zip(days, states, strict=True)]
    return gate, states[-1], said(gate, trend), strip(short(title(gate)), marks), stretches(marks)
