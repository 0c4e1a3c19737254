"""A portfolio over time as JSON, for programs."""

from importlib.resources import files

from readiness_gate.model.portfolio_trend import GateTrend, PortfolioTrend
from readiness_gate.model.time import iso
from readiness_gate.reports.json import SCHEMA, Json, dump, tool


def as_json(trend: PortfolioTrend) -> str:
    """The gates with their decision on each date; null where nothing was recorded."""
    return dump(
        {
            "schema": SCHEMA,
            "tool": tool(),
            "portfolio": trend.name,
            "dates": [iso(one) for one in trend.dates],
            "counts": {
                "no-go": trend.count("no-go"),
                "undecided": trend.count("undecided"),
                "not-recorded": trend.count(None),
                "go": trend.count("go"),
            },
            "tags": list(trend.tags),
            "left-out": list(trend.left_out),
            "not-in-this-portfolio": list(trend.left),
            "gates": [_gate(one) for one in trend.gates],
        }
    )


def schema_text() -> str:
    """The JSON Schema that every portfolio over time in this format keeps."""
    return (files("readiness_gate.reports.portfolio.trend") / "trend.schema.json").read_text(encoding="utf-8")


def _gate(gate: GateTrend) -> Json:
    return {
        "program": gate.program,
        "milestone": gate.milestone or None,
        "date": gate.date or None,
        "decisions": list(gate.decisions),
        "sentence": gate.sentence or None,
        "joined": gate.joined or None,
        "stopped": gate.stopped or None,
        "unknown": gate.unknown or None,
        "policy-weakened": list(gate.weakened),
        "accepted-risks": list(gate.waived),
        "remarks": list(gate.remarks),
    }
