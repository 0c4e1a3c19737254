"""The backtest as JSON, schema 1: for programs. Byte-identical for the same facts."""

from importlib.resources import files
from math import isinf

from readiness_gate.model.backtest import AtLimit, Backtest, Bounds, Choice, Ninety, RuleScore, Scores, Skill, Tried
from readiness_gate.model.reading import Measured, Value
from readiness_gate.model.tallies import Outcomes, Tally
from readiness_gate.model.time import iso
from readiness_gate.model.verdict import Finding
from readiness_gate.reports.backtest import words as say
from readiness_gate.reports.backtest.headline import sentences
from readiness_gate.reports.json import SCHEMA, Json, dump, limit_of, noted, tool
from readiness_gate.reports.spec import Report

_DIGITS = 6


def report() -> Report:
    """Return the report for programs."""
    return Report("json", "application/json", lambda scores: render(scores).encode(), (".json",))


def render(scores: Scores) -> str:
    """Return the backtest in schema 1."""
    return dump(
        {
            "schema": SCHEMA,
            "tool": tool(),
            "programs": [_program(backtest) for backtest in scores.backtests],
            "sentence": " ".join(sentences(scores)),
            "gate": {
                "rules": len(scores.blocking),
                "set-aside": [score.rule.id for score in scores.set_aside],
                "left-out": [{"rule": one.rule.id, "why": one.why} for one in scores.unasked],
                "counts": _tally(scores.tally),
                "enough": scores.tally.is_enough,
                "skill": _skill(scores.skill, among_all=False),
                "undecided": None if scores.bounds is None else _bounds(scores.bounds),
                "configured": None if scores.configured is None else _tally(scores.configured),
            },
            "rules-looked-at": scores.looked_at,
            "go-lives": [_tried(one) for one in scores.tried],
            "rules": [_rule(score) for score in scores.rules],
            "unknown": list(say.unknowns(scores)),
        }
    )


def schema_text() -> str:
    """Return the JSON Schema of every backtest in this format."""
    return (files("readiness_gate.reports.backtest") / "backtest.schema.json").read_text(encoding="utf-8")


def _program(backtest: Backtest) -> Json:
    gate = backtest.gate
    milestone = gate.milestone
    return {
        "program": gate.program,
        "timezone": gate.zone.key,
        "milestone": {"name": milestone.name, "kind": milestone.kind, "date": milestone.date.isoformat()},
        "policy": {"digest": gate.policy.digest, "ref": gate.policy.ref},
        "went-wrong-means": list(backtest.meaning),
        "changed": list(backtest.changed),
        "left-out": list(backtest.left_out),
        **noted(backtest.notes),
    }


# Go-lives -------------------------------------------------------------------------------------------------------------


def _tried(one: Tried) -> Json:
    go_live, aftermath, verdict = one.replay.go_live, one.replay.aftermath, one.replay.verdict
    return {
        "program": one.program,
        "name": go_live.name,
        "date": go_live.date.isoformat(),
        "as-of": iso(go_live.as_of),
        "version": go_live.version,
        "origin": go_live.origin,
        "gate": one.fate,
        "stopped-by": list(one.stopped_by),
        "unknown-rules": list(one.unknown),
        "went-wrong": aftermath.went_wrong,
        "seen": aftermath.seen,
        "said-by": aftermath.said_by or None,
        "decision": verdict.decision,
        "sentence": verdict.sentence,
        "leakage": {"rules": list(one.replay.leaks), "outcome": aftermath.is_leaking},
        "findings": [_finding(finding) for finding in verdict.findings],
    }


def _finding(finding: Finding) -> Json:
    reading = finding.reading
    return {
        "rule": finding.rule.id,
        "outcome": finding.outcome,
        "waived": finding.waived,
        "value": reading.value if isinstance(reading, Measured) and not reading.hidden else None,
        "message": finding.message,
    }


# Numbers --------------------------------------------------------------------------------------------------------------


def _rule(score: RuleScore) -> Json:
    rule = score.rule
    return {
        "rule": rule.id,
        "title": rule.title,
        "dimension": rule.dimension,
        "enforcement": rule.enforcement,
        "limit": limit_of(rule.limit),
        "unit": rule.unit,
        "set-aside": [{"program": one.program, "why": one.why} for one in score.aside],
        "counts": _tally(score.tally),
        "enough": score.tally.is_enough,
        "skill": _skill(score.skill),
        "limits": [_at_limit(one) for one in score.curve],
        "choice": None if score.choice is None else _choice(score.choice),
    }


def _tally(tally: Tally) -> Json:
    return {
        "stopped": _outcomes(tally.stopped),
        "let-pass": _outcomes(tally.passed),
        "undecided": _outcomes(tally.undecided),
        "not-applicable": tally.not_applicable,
    }


def _outcomes(outcomes: Outcomes) -> Json:
    return {"went-wrong": outcomes.wrong, "went-well": outcomes.well, "unknown": outcomes.unknown}


def _skill(skill: Skill | None, *, among_all: bool = True) -> Json | None:
    """Return the ratios; None with too few go-lives."""
    if skill is None:
        return None
    corrected = {"p-holm": round(skill.among_all, _DIGITS)} if among_all else {}
    return {
        "risk-ratio": None if skill.ratio is None else _ninety(skill.ratio),
        "area": _ninety(skill.area),
        "readings": skill.readings.known,
        "p": round(skill.chance, _DIGITS),
        **corrected,
    }


def _bounds(bounds: Bounds) -> Json:
    return {"risk-ratio-if-stopped": _ninety(bounds.stopped), "risk-ratio-if-let-pass": _ninety(bounds.passed)}


def _ninety(found: Ninety) -> Json:
    """Return a number with its interval; null if it is not finite, or unknown."""
    return {"value": _finite(found.value), "low": _finite(found.low), "high": _finite(found.high)}


def _finite(value: float | None) -> float | None:
    return None if value is None or isinf(value) else round(value, _DIGITS)


def _at_limit(one: AtLimit) -> Json:
    return {"limit": one.limit, "stopped": _outcomes(one.stopped)}


def _choice(choice: Choice) -> Json:
    suggested: Value | None = choice.limit if choice.is_suggested else None
    return {
        "suggested-limit": suggested,
        "limits-tried": choice.tried,
        "chosen-on-the-past": _tally(choice.chosen),
        "configured": _tally(choice.configured),
        "better": choice.is_better,
        "p": round(choice.chance, _DIGITS),
    }
