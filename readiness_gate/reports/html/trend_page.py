"""The page of a trend: a strip of states for the decision and for each rule, with the same states as a table."""

import base64
import hashlib

from markupsafe import Markup

from readiness_gate.model.time import day_of, local
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import counted
from readiness_gate.reports.html.drawing import environment, read
from readiness_gate.reports.html.strips import drawn
from readiness_gate.reports.trend.rows import rows
from readiness_gate.reports.trend.stated import PolicyChoice, series, stated
from readiness_gate.reports.trend.words import legend

_MOST_ROWS = 200
"""The most rules that are drawn; the JSON report has all."""


def draw(verdict: Verdict, policy: PolicyChoice) -> str:
    """Return the page of a verdict and its past."""
    found = rows(verdict)
    dated = series(verdict)
    days = [str(day_of(one.as_of, one.zone)) for one in dated]
    style = read("style.css") + read("strip.css") + read("trend.css")
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
            rows=[drawn(row, days, verdict) for row in found[: _MOST_ROWS + 1]],
            left_out=max(len(found) - 1 - _MOST_ROWS, 0),
            used=legend(found),
            dates=[(day, one.decision.upper(), one.sentence) for day, one in zip(days, dated, strict=True)][::-1],
            style=Markup(style),  # noqa: S704 - our own files
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        )
    )
