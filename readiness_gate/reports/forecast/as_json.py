"""A forecast as JSON, schema 1: for programs. Byte-identical for the same facts."""

from importlib.resources import files

from readiness_gate.model.forecast import Condition, Forecast, Outlook, RuleOutlook, Tried, TriedRule
from readiness_gate.model.time import DAY, iso
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.forecast import words as say
from readiness_gate.reports.forecast.figures import day
from readiness_gate.reports.forecast.headline import gate
from readiness_gate.reports.forecast.record import record
from readiness_gate.reports.json import SCHEMA, Json, dump, noted, tool

_WEEK = 7 * DAY
_STEP = 0.05


def render(forecast: Forecast) -> str:
    """Return the forecast in schema 1."""
    verdict = forecast.verdict
    milestone = verdict.milestone
    return dump(
        {
            "schema": SCHEMA,
            "tool": tool(),
            "program": verdict.program,
            "timezone": verdict.zone.key,
            "milestone": {"name": milestone.name, "kind": milestone.kind, "date": milestone.date.isoformat()},
            "as-of": iso(verdict.as_of),
            "decision": verdict.decision,
            "sentence": " ".join(filter(None, (*gate(forecast), say.binding(forecast)))),
            "gate": None if forecast.gate is None else _outlook(forecast.gate, verdict),
            "binding": forecast.binding,
            "rules": [_rule(one, forecast) for one in forecast.rules],
            "conditions": [_condition(one, verdict) for one in forecast.conditions],
            "assumed": list(forecast.assumed),
            "record": {
                "sentence": record(forecast),
                "counts": [_tried(one) for one in forecast.tried],
                "rules": [_tried_rule(one) for one in forecast.tried_rules],
            },
            **noted(forecast.notes),
        }
    )


def schema_text() -> str:
    """Return the JSON Schema of every forecast in this format."""
    return (files("readiness_gate.reports.forecast") / "forecast.schema.json").read_text(encoding="utf-8")


def _outlook(outlook: Outlook, verdict: Verdict) -> Json:
    within = {
        f"p{percent}": None if at is None else {"weeks": -(-(at - verdict.as_of) // _WEEK), "date": day(at, verdict)}
        for percent, at in outlook.within.items()
    }
    return {
        "green-by-day": outlook.by_day,
        "green-by-day-at-most": None if outlook.by_day is None else round(min(outlook.by_day + _STEP, 1), 2),
        "within": within or None,
        "not-within-26-weeks": outlook.never,
        "not-within-26-weeks-at-least": round(max(outlook.never - _STEP, 0), 2),
        "no-date": outlook.no_date,
    }


def _rule(one: RuleOutlook, forecast: Forecast) -> Json:
    rule = one.finding.rule
    return {
        "rule": rule.id,
        "title": rule.title,
        "outcome": one.finding.outcome,
        "waived": one.finding.waived,
        "outlook": None if one.outlook is None else _outlook(one.outlook, forecast.verdict),
        "unavailable": one.said or None,
        "learned": one.learned or None,
        "tried": one.tried or None,
        "has-skill": one.has_skill,
        "to-be-green": one.way or None,
        "open-by-day": None if one.open_by_day is None else dict(zip(("low", "high"), one.open_by_day, strict=True)),
    }


def _condition(one: Condition, verdict: Verdict) -> Json:
    return {
        "rule": one.finding.rule.id,
        "title": one.finding.rule.title,
        "why": one.why,
        "in-words": say.condition(one, verdict),
    }


def _tried(one: Tried) -> Json:
    return {
        "quantity": one.quantity,
        "weeks-ahead": one.ahead,
        "dates": one.dates,
        "intervals-held": one.held,
        "crps-better": _interval(one.better),
    }


def _tried_rule(one: TriedRule) -> Json:
    return {
        "rule": one.rule,
        "weeks-ahead": one.ahead,
        "dates": one.dates,
        "green": one.green,
        "brier": round(one.brier, 6),
        "base-rate": round(one.base, 6),
        "brier-better": _interval(one.better),
        "skill": one.skill,
    }


def _interval(better: tuple[float, float, float]) -> Json:
    mean, low, high = (round(value, 6) for value in better)
    return {"mean": mean, "low": low, "high": high}
