"""The verdict as JSON, schema 1: for programs, and for the record. Byte-identical for equal verdicts."""

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, TypeAlias

from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.policy import Limit, Waiver
from readiness_gate.model.reading import Measured, Parameters, Reading
from readiness_gate.model.time import Instant, iso
from readiness_gate.model.verdict import Finding, JudgedWaiver, Verdict
from readiness_gate.reports.changes_json import comparison_of, evidence_of
from readiness_gate.reports.spec import Display, Report
from readiness_gate.version import version

SCHEMA = 1
Json: TypeAlias = dict[str, Any]


def report(_display: Display) -> Report:
    """Return the report for programs."""
    return Report("json", "application/json", lambda verdict: render(verdict).encode(), (".json",), several)


def render(verdict: Verdict) -> str:
    """Return the verdict in schema 1."""
    return dump(
        {
            "schema": SCHEMA,
            "tool": tool(),
            "program": verdict.program,
            "timezone": verdict.zone.key,
            "milestone": {
                "name": verdict.milestone.name,
                "kind": verdict.milestone.kind,
                "date": verdict.milestone.date.isoformat(),
            },
            "as-of": iso(verdict.as_of),
            "decision": verdict.decision,
            "decision-without-waivers": verdict.decision_without_waivers,
            "sentence": verdict.sentence,
            "findings": [finding_of(finding) for finding in verdict.findings],
            "dimensions": [{"name": one.name, "outcome": one.outcome} for one in verdict.dimensions],
            "not-measured": dict(sorted(verdict.not_measured.items())),
            "waivers": [_judged(waiver) for waiver in verdict.waivers],
            "sources": [source(provenance) for provenance in verdict.sources],
            **noted(verdict.notes),
            "policy": {
                "digest": verdict.policy.digest,
                "ref": verdict.policy.ref,
                "packs": list(verdict.policy.packs),
                "weakened": list(verdict.policy.weakened),
            },
            "evidence-digest": verdict.evidence_digest,
            **comparison_of(verdict.compared),
        }
    )


def tool() -> Json:
    """Return what wrote a report."""
    return {"name": "readiness-gate", "version": version()}


def dump(content: Mapping[str, object]) -> str:
    """Return ASCII JSON in the given order that ends with a newline, without any `##` that a CI system would obey."""
    return json.dumps(content, indent=2, ensure_ascii=True, allow_nan=False).replace("##", r"\u0023#") + "\n"


def several(verdicts: Sequence[bytes]) -> bytes:
    """Return several verdicts in one object, each in the schema of one."""
    return dump({"schema": SCHEMA, "verdicts": [json.loads(verdict) for verdict in verdicts]}).encode()


def schema_text() -> str:
    """Return the JSON Schema of every verdict in this format."""
    return (files("readiness_gate.reports") / "verdict.schema.json").read_text(encoding="utf-8")


def reading(signal: str, parameters: Parameters, answer: Reading) -> Json:
    """Return a reading: its value with the evidence, or the reason why there is none."""
    asked: Json = {"signal": signal, "with": parameters.as_dict()}
    if not isinstance(answer, Measured):
        return {**asked, "unavailable": answer.reason}
    return {
        **asked,
        "value": None if answer.hidden else answer.value,
        "unit": answer.unit,
        "observed-at": _time(answer.observed_at),
        "evidence": [evidence_of(piece) for piece in answer.evidence],
        "facts": list(answer.facts),
        **_doubt(answer.doubts),
    }


def source(provenance: Provenance) -> Json:
    """Return where facts come from."""
    return {
        "name": provenance.source,
        **({"repository": provenance.repository} if provenance.repository else {}),
        "identity": provenance.identity,
        "asked": provenance.asked,
        "fetched-at": _time(provenance.fetched_at),
        "records": provenance.records,
        "complete": provenance.complete and not provenance.doubts,
        **_doubt(provenance.doubts),
        **noted(provenance.notes),
    }


def noted(notes: Sequence[str]) -> Json:
    """Return remarks on how the sources were read; without any, there is no such key."""
    return {"notes": list(notes)} if notes else {}


def _doubt(doubts: Sequence[str]) -> Json:
    """Return why a source may be incomplete; without any doubt, there is no such key."""
    return {"doubt": "; ".join(doubts)} if doubts else {}


def finding_of(finding: Finding) -> Json:
    """Return one rule with its reading and its outcome."""
    rule = finding.rule
    return {
        "rule": rule.id,
        "title": rule.title,
        "dimension": rule.dimension,
        "enforcement": rule.enforcement,
        "outcome": finding.outcome,
        "waived": finding.waived,
        "waiver": _waiver(finding.waiver) if finding.waiver else None,
        "reading": reading_of(finding),
        "limit": limit_of(rule.limit),
        "message": finding.message,
        "remedy": rule.remedy,
        "owner": rule.owner,
    }


def reading_of(finding: Finding) -> Json | None:
    """Return the reading of a finding; None if the rule does not apply."""
    rule = finding.rule
    return reading(rule.signal, rule.parameters, finding.reading) if finding.reading else None


def limit_of(limit: Limit) -> Json:
    """Return what a value is compared with, by the keys of the configuration."""
    if limit.warn_at is None:
        return {limit.bound: limit.value}
    return {limit.bound: limit.value, "warn-above" if limit.bound == "at-most" else "warn-below": limit.warn_at}


def _judged(judged: JudgedWaiver) -> Json:
    return {"rule": judged.waiver.rule, "state": judged.state, "why": judged.why}


def _waiver(waiver: Waiver) -> Json:
    return {
        "reason": waiver.reason,
        "requested-by": waiver.requested_by,
        "approved-by": waiver.approved_by,
        "approved-on": waiver.approved_on.isoformat(),
        "expires": waiver.expires.isoformat(),
        "issue": waiver.issue,
    }


def _time(moment: Instant | None) -> str | None:
    return iso(moment) if moment is not None else None
