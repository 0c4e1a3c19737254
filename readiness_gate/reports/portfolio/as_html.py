"""A portfolio as one HTML page: no scripts, no external resources, readable on paper and phones."""

import base64
import hashlib

from markupsafe import Markup

from readiness_gate.model.portfolio import Assessment
from readiness_gate.reports.cutting import cut_apart
from readiness_gate.reports.escape import printable
from readiness_gate.reports.html.drawing import LONGEST_NAME, environment, read
from readiness_gate.reports.portfolio.words import about, after, changes, headline, nothing_changed, reason, rules
from readiness_gate.reports.words import DECISIONS

_PACKAGE = "readiness_gate.reports.portfolio"
_GATES, _REMARKS = 1_000, 100
_KINDS = {"no-go": "fail", "undecided": "unknown", "go": "pass"}


def as_html(assessment: Assessment) -> str:
    """Return the page: the counts, the changes, every gate worst first, and what only several programs together
    show."""
    style = read("style.css") + read("portfolio.css", _PACKAGE)
    gates, since = assessment.gates, assessment.since
    return (
        environment(_PACKAGE)
        .get_template("portfolio.html.jinja")
        .render(
            assessment=assessment,
            headline=headline(assessment),
            about=about(assessment),
            called=assessment.decision.upper(),
            gates=[
                (
                    gate,
                    DECISIONS[gate.decision],
                    _KINDS[gate.decision],
                    reason(gate),
                    rules(gate),
                    after(assessment, gate),
                )
                for gate in gates[:_GATES]
            ],
            names=cut_apart((printable(gate.program.strip()) for gate in gates[:_GATES]), LONGEST_NAME),
            left_out=max(len(gates) - _GATES, 0),
            since=since,
            changes=list(changes(since)) if since is not None else [],
            same=nothing_changed(since) if since is not None else "",
            warnings=assessment.warnings[:_REMARKS],
            more_warnings=max(len(assessment.warnings) - _REMARKS, 0),
            unknown=assessment.unknown[:_REMARKS],
            style=Markup(style),  # noqa: S704 - our own files
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        )
    )
