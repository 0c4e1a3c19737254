"""The impact of a change as JSON, schema 1: for programs."""

from collections.abc import Callable
from importlib.resources import files
from typing import TypeVar

from readiness_gate.model.comparison import State
from readiness_gate.model.impact import Clock, Delay, Documents, Effect, Impact, Measures, Retraining, Training
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import iso
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.json import SCHEMA, Json, dump, limit_of, noted, tool

_Known = TypeVar("_Known")


def as_json(impact: Impact) -> str:
    """Return the impact in schema 1."""
    milestone, landing = impact.gate.milestone, impact.landing
    measured = impact.measured
    return dump(
        {
            "schema": SCHEMA,
            "tool": tool(),
            "program": impact.gate.program,
            "timezone": impact.gate.zone.key,
            "milestone": {"name": milestone.name, "kind": milestone.kind, "date": milestone.date.isoformat()},
            "as-of": iso(impact.as_of),
            "change": {
                "repository": landing.repository or None,
                "base": {"name": landing.base, "commit": landing.base_commit},
                "head": {"name": landing.head, "commit": landing.head_commit},
                "commits": landing.commits,
                "files": landing.files,
                "files-seen": landing.seen,
                "files-read": list(landing.read),
            },
            "impact": impact.judgement,
            **({"unknown": measured.reason} if isinstance(measured, Unavailable) else _measures(measured)),
            **noted(tuple(impact.notes)),
        }
    )


def schema_text() -> str:
    """Return the JSON Schema of every impact in this format."""
    return (files("readiness_gate.reports.impact") / "impact.schema.json").read_text(encoding="utf-8")


def _measures(measured: Measures) -> Json:
    return {
        "training": _known(measured.training, _training),
        "documents": _known(measured.documents, _documents),
        "clocks": [_clock(one) for one in measured.clocks],
        "delays": [_delay(one) for one in measured.delays],
        "before": _verdict(measured.before),
        "after": _verdict(measured.after),
        "rules": [_effect(one) for one in measured.effects],
        "unknown-rules": [_effect(one) for one in measured.undetermined],
        "policy": {
            "digest": measured.before.policy.digest,
            "ref": measured.before.policy.ref,
            "loosened": list(measured.edited.loosens),
            "edit": measured.edited.decision,
        },
    }


def _known(found: _Known | Unavailable, draw: Callable[[_Known], Json]) -> Json:
    return {"unavailable": found.reason} if isinstance(found, Unavailable) else draw(found)


def _training(found: Training) -> Json:
    return {
        "roles": [_role(one) for one in found.roles],
        "again-without-the-change": found.already,
        "some-not-shown": found.hidden,
    }


def _role(one: Retraining) -> Json:
    return {"role": one.role, "again": one.again, "trained": one.trained, "modules": list(one.modules)}


def _documents(found: Documents) -> Json:
    return {
        "behind": list(found.behind),
        "current-again": list(found.current),
        "no-longer-judged": list(found.gone),
    }


def _clock(one: Clock) -> Json:
    return {
        "rule": one.rule or None,
        "title": one.title,
        "signal": one.signal,
        "days-before": one.held,
        "days-after": one.after,
        "days-required": one.required,
    }


def _delay(one: Delay) -> Json:
    return {
        "rule": one.rule,
        "title": one.title,
        "passes-from-before": None if one.before is None else iso(one.before),
        "passes-from-after": iso(one.after),
    }


def _verdict(verdict: Verdict) -> Json:
    return {
        "decision": verdict.decision,
        "decision-without-waivers": verdict.decision_without_waivers,
        "sentence": verdict.sentence,
    }


def _effect(one: Effect) -> Json:
    rule = one.rule
    return {
        "rule": rule.id,
        "title": rule.title,
        "dimension": rule.dimension,
        "enforcement": rule.enforcement,
        "owner": rule.owner,
        "limit": limit_of(rule.limit),
        "before": _state(one.before),
        "after": _state(one.after),
        "worse": one.worse or None,
        "unknown": one.unknown or None,
        "message": one.message,
    }


def _state(state: State) -> Json:
    return {"outcome": state.outcome, "waived": state.waived, "value": state.value, "unit": state.unit}
