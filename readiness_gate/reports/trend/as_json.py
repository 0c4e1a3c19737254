"""A trend as JSON, schema 1: for programs. Byte-identical for equal trends."""

from importlib.resources import files

from readiness_gate.model.time import iso
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.json import SCHEMA, Json, dump, noted, tool
from readiness_gate.reports.spec import Report
from readiness_gate.reports.trend.rows import Red, Row, rows
from readiness_gate.reports.trend.stated import PolicyChoice, series, stated


def report(policy: PolicyChoice) -> Report:
    """Return the report for programs."""
    return Report("json", "application/json", lambda verdict: render(verdict, policy).encode(), (".json",))


def render(verdict: Verdict, policy: PolicyChoice) -> str:
    """Return the trend in schema 1."""
    dated, (decision, *rules) = series(verdict), rows(verdict)
    milestone = verdict.milestone
    return dump(
        {
            "schema": SCHEMA,
            "tool": tool(),
            "program": verdict.program,
            "timezone": verdict.zone.key,
            "milestone": {"name": milestone.name, "kind": milestone.kind, "date": milestone.date.isoformat()},
            "policy": policy,
            "policy-in-words": stated(verdict, policy),
            "since": iso(dated[0].as_of),
            "as-of": iso(verdict.as_of),
            "dates": [_date(one) for one in dated],
            "red": _red_times(decision),
            "rules": [_rule(row) for row in rules],
            **noted(verdict.notes),
        }
    )


def schema_text() -> str:
    """Return the JSON Schema of every trend in this format."""
    return (files("readiness_gate.reports.trend") / "trend.schema.json").read_text(encoding="utf-8")


def _date(verdict: Verdict) -> Json:
    """Return the verdict as of a date; if the policy is unknown, why."""
    known = verdict.policy.is_known
    return {
        "as-of": iso(verdict.as_of),
        "decision": verdict.decision,
        "decision-without-waivers": verdict.decision_without_waivers,
        "sentence": verdict.sentence,
        "policy": {"digest": verdict.policy.digest, "ref": verdict.policy.ref} if known else None,
        "evidence-digest": verdict.evidence_digest if known else None,
    }


def _rule(row: Row) -> Json:
    return {"rule": row.name, "title": row.title, "states": list(row.states), "red": _red_times(row)}


def _red_times(row: Row) -> Json:
    """Return when a row was red: now, and the longest time of all."""
    return {
        "now": None if row.now is None else _red(row.now),
        "longest": None if row.longest is None else _red(row.longest),
    }


def _red(red: Red) -> Json:
    return {"from": iso(red.first), "to": iso(red.last), "at-least-days": red.days, "or-before": red.or_before}
