"""Rules as JSON, schema 1: their own statements, and how one is judged in a gate."""

from collections.abc import Iterable, Sequence

from readiness_gate.model.policy import Applies, Rule
from readiness_gate.model.time import DAY, Instant, iso
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.reports import json
from readiness_gate.reports.json import Json
from readiness_gate.signals import Signal


def explained(rule: Rule, signal: Signal, packs: Sequence[str]) -> Json:
    """Return everything that a rule says about itself, and the shipped packs that contain it."""
    return {
        "schema": json.SCHEMA,
        "rule": as_json(rule),
        "meaning": signal.meaning,
        "facts": list(signal.sources),
        "packs": list(packs),
    }


def standing(finding: Finding, verdict: Verdict, weeks: Iterable[tuple[Instant, Finding]]) -> Json:
    """Return the result of a rule in a gate, and in the weeks before, by today's policy and without waivers."""
    milestone = verdict.milestone
    return {
        "milestone": {"name": milestone.name, "kind": milestone.kind, "date": milestone.date.isoformat()},
        "as-of": iso(verdict.as_of),
        "finding": json.finding_of(finding),
        "history": [_past(moment, past) for moment, past in weeks],
        "sources": [json.source(source) for source in verdict.sources],
        **json.noted(verdict.notes),
    }


def _past(moment: Instant, finding: Finding) -> Json:
    return {"as-of": iso(moment), "outcome": finding.outcome, "reading": json.reading_of(finding)}


def listed(groups: Iterable[tuple[str, str, Sequence[Rule]]]) -> str:
    """Return rules in groups: each of a `pack` or of a `milestone`, with its name."""
    content = [{kind: name, "rules": [as_json(rule) for rule in rules]} for kind, name, rules in groups]
    return json.dump({"schema": json.SCHEMA, "groups": content})


def as_json(rule: Rule) -> Json:
    """Return a rule, by the keys of the configuration."""
    return {
        "id": rule.id,
        "title": rule.title,
        "dimension": rule.dimension,
        "milestones": sorted(rule.milestones),
        "when": _when(rule.when),
        "signal": rule.signal,
        "with": rule.parameters.as_dict(),
        "unit": rule.unit,
        "limit": json.limit_of(rule.limit),
        "for": f"{rule.held_for // DAY}d",
        "enforcement": rule.enforcement,
        "waivable": rule.waivable,
        "owner": rule.owner,
        **({} if rule.owner_due is None else {"owner-due": f"{rule.owner_due // DAY}d"}),
        "why": rule.why,
        "remedy": rule.remedy,
        "source": rule.source,
        "evidence": rule.evidence,
    }


def _when(when: Applies) -> Json:
    conditions: Json = {
        "days-to-go-at-most": when.days_to_go_at_most,
        "days-to-go-at-least": when.days_to_go_at_least,
        "tags": sorted(when.tags) or None,
    }
    return {name: value for name, value in conditions.items() if value is not None}
