"""A portfolio as JSON, schema 1: for other software, and for comparison with later portfolios."""

from importlib.resources import files

from readiness_gate.model.portfolio import Assessment, GateState, MemberState, SinceThen
from readiness_gate.model.time import iso
from readiness_gate.reports.json import SCHEMA, Json, dump, tool
from readiness_gate.reports.portfolio.sealing import sealed


def as_json(assessment: Assessment) -> str:
    """Return the portfolio as JSON, schema 1, with its digest."""
    return dump(
        sealed(
            {
                "schema": SCHEMA,
                "tool": tool(),
                "portfolio": assessment.name,
                "evaluated-at": iso(assessment.evaluated_at),
                "decision": assessment.decision,
                "counts": {
                    "no-go": len(assessment.with_decision("no-go")),
                    "undecided": len(assessment.with_decision("undecided")),
                    "go": len(assessment.with_decision("go")),
                },
                "tags": list(assessment.tags),
                "left-out": list(assessment.left_out),
                "programs": [_program(state) for state in assessment.states],
                "gates": [_gate(gate) for gate in assessment.gates],
                "warnings": [
                    {
                        "signal": one.signal,
                        "programs": list(one.programs),
                        "message": one.message,
                        "remedy": one.remedy,
                    }
                    for one in assessment.warnings
                ],
                "unknown": list(assessment.unknown),
                **({"since": _since(assessment.since)} if assessment.since is not None else {}),
            }
        )
    )


def schema_text() -> str:
    """Return the JSON Schema that every portfolio in this format conforms to."""
    return (files("readiness_gate.reports.portfolio") / "portfolio.schema.json").read_text(encoding="utf-8")


def _program(state: MemberState) -> Json:
    member = state.member
    return {
        "name": member.name,
        "checkout": member.checkout,
        "config": member.config,
        "tags": sorted(member.tags),
        "after": list(member.after),
    }


def _gate(gate: GateState) -> Json:
    return {
        "program": gate.program,
        "milestone": gate.milestone or None,
        "kind": gate.kind or None,
        "date": gate.date or None,
        "as-of": gate.as_of or None,
        "decision": gate.decision,
        "decision-without-waivers": gate.decision_without_waivers,
        "has-verdict": gate.has_verdict,
        "sentence": gate.sentence,
        "open-rules": [
            {
                "rule": one.rule,
                "title": one.title,
                "outcome": one.outcome,
                "message": one.message,
                "owner": one.owner or None,
            }
            for one in gate.open
        ],
        "waived-rules": list(gate.waived),
        "passed-rules": gate.passed,
        "policy-weakened": gate.weakened if gate.has_verdict else None,
        "policy-digest": gate.policy_digest or None,
        "evidence-digest": gate.evidence_digest or None,
        "notes": list(gate.notes),
    }


def _since(since: SinceThen) -> Json:
    return {
        "earlier": since.earlier,
        "joined": list(since.joined),
        "left": list(since.left),
        "no-longer-evaluated": list(since.stopped),
        "worse": list(since.worse),
        "better": list(since.better),
        "another-checkout": list(since.moved),
        "newly-evaluated": list(since.started),
    }
