"""Render the pages as JSON of schema 1, for programs. `decision` is the current one, so an old *go* is `undecided`
here, too."""

from collections.abc import Sequence
from functools import cache

from readiness_gate.history.rows import ReadingRow, Recorded
from readiness_gate.model.time import iso
from readiness_gate.reports.html.strip import Mark
from readiness_gate.reports.json import SCHEMA, Json, dump, tool
from readiness_gate.server.keys import key
from readiness_gate.server.views.amounts import required_of, value_of, warning_of
from readiness_gate.server.views.decisions import DecisionLine, DecisionsView
from readiness_gate.server.views.gate import GateView
from readiness_gate.server.views.portfolio import Changes, GateLine, PortfolioView
from readiness_gate.server.views.program import ProgramView
from readiness_gate.server.views.rule import RuleView
from readiness_gate.server.views.standing import Standing


def portfolio(view: PortfolioView) -> str:
    """Return the page of all programs."""
    return _dump(
        {
            "decision": view.decision,
            "headline": view.headline,
            "programs": [_named(name) for name in view.programs],
            "since": _changes(view.changes),
            "gates": [_line(gate) for gate in view.all_gates],
        }
    )


def program(view: ProgramView) -> str:
    """Return the page of one program."""
    return _dump(
        {
            "program": _named(view.name),
            "decision": view.decision,
            "headline": view.headline,
            "gates": [{**_line(gate), "dates": _marks(gate.marks)} for gate in view.gates],
            "decisions": [_decided(line) for line in view.decisions.lines],
        }
    )


def gate(view: GateView) -> str:
    """Return the page of one gate."""
    return _dump(
        {
            **_recorded(view.last, view.standing),
            "dates": _marks(view.marks),
            "policy-changed": list(view.policy_changed),
            "rules": [{**_reading(line.reading), "dates": _marks(line.marks)} for line in view.rules],
            "decisions": [_decided(line) for line in view.decided],
        }
    )


def rule(view: RuleView) -> str:
    """Return the page of one rule of a gate."""
    return _dump(
        {
            **_recorded(view.last, view.standing),
            "rule": _reading(view.reading),
            "in-gate": view.is_in_gate,
            "dates": [
                {
                    "as-of": iso(one.recorded.verdict.as_of),
                    "status": one.reading.status if one.reading else None,
                    "value": value_of(one.reading) if one.reading else None,
                    "required": required_of(one.reading) if one.reading else None,
                }
                for one in view.dates
            ],
        }
    )


def decisions(view: DecisionsView) -> str:
    """Return the decision log of a program."""
    return _dump(
        {
            "program": _named(view.program),
            "log-changed": view.is_changed,
            "decisions": [_decided(line) for line in view.lines],
        }
    )


def _dump(content: Json) -> str:
    return dump({"schema": SCHEMA, "tool": _tool(), **content})


@cache
def _tool() -> Json:
    """Return the description of readiness-gate itself, which is read from files."""
    return tool()


def _named(name: str) -> Json:
    return {"name": name, "key": key(name)}


def _changes(changes: Changes) -> Json:
    return {
        "weeks": changes.weeks,
        "joined": list(changes.joined),
        "no-longer-recorded": list(changes.stopped),
        "new-gates": list(changes.new),
        "worse": list(changes.worse),
        "better": list(changes.better),
    }


def _line(gate: GateLine) -> Json:
    return _recorded(gate.last, gate.standing)


def _recorded(last: Recorded, standing: Standing) -> Json:
    """Return a verdict with its present meaning; `recorded` has its original one."""
    row = last.verdict
    return {
        "program": _named(row.program),
        "milestone": {**_named(row.milestone), "kind": row.kind, "date": row.milestone_date},
        "decision": standing.today,
        "is-current": standing.is_current,
        "current-until": iso(standing.until) if standing.is_current else None,
        "why-not-current": None if standing.is_current else standing.kind,
        "contradicts": list(standing.remarks),
        "recorded": {
            "decision": standing.recorded,
            "decision-without-waivers": row.decision_without_waivers,
            "sentence": row.sentence,
            "as-of": iso(row.as_of),
            "recorded-at": iso(row.recorded_at),
            "policy-digest": row.policy_digest,
            "policy-source": row.policy_source,
            "facts-source": row.facts_source,
            "evidence-digest": row.evidence_digest,
            "waived": row.waived,
            "weakened": row.weakened,
            "tool-version": row.tool_version,
            "digest": last.chain,
        },
    }


def _marks(marks: Sequence[Mark]) -> list[Json]:
    return [{"day": mark.day, "state": mark.kind} for mark in marks]


def _reading(reading: ReadingRow) -> Json:
    return {
        "rule": reading.rule,
        "key": key(reading.rule),
        "title": reading.title,
        "dimension": reading.dimension,
        "enforcement": reading.enforcement,
        "status": reading.status,
        "outcome": reading.outcome,
        "result": reading.result or None,
        "due": reading.due,
        "signal": reading.signal,
        "state": reading.state or None,
        "why-unknown": reading.why,
        "value": value_of(reading),
        "unit": reading.unit,
        "observed-at": None if reading.observed_at is None else iso(reading.observed_at),
        "bound": reading.bound,
        "required": required_of(reading),
        "warning": warning_of(reading),
    }


def _decided(line: DecisionLine) -> Json:
    row = line.row
    return {
        "line": row.line,
        "line-digest": row.line_digest,
        "recorded-twice": line.is_recorded_twice,
        "what": row.kind,
        "decided-at": iso(row.decided_at),
        "milestone": row.milestone or None,
        "choice": row.choice or None,
        "gate": row.gate or None,
        "against": bool(row.against),
        "conditions": [{"id": one.id, "due": one.due, "state": one.state} for one in line.conditions],
        "closes": row.closes or None,
        "revisit": row.revisit or None,
    }
