"""Every rule with why it exists, its result, what to do, and how its value is calculated."""

from collections.abc import Iterator, Sequence

from readiness_gate.judge.results import counts_behind
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.policy import Rule
from readiness_gate.model.reading import Measured
from readiness_gate.model.time import Instant, day_of, duration, local
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.reports.committee.history import red_times
from readiness_gate.reports.page import Requirement
from readiness_gate.reports.rule_words import GRADES, demand
from readiness_gate.reports.trend.rows import Row, rows
from readiness_gate.reports.words import parameters_in_words
from readiness_gate.signals import SIGNALS

MOST_DETAILS = 2_000
"""The most rules with details: no page has room for more."""


@dataclass(frozen=True, slots=True)
class Property:
    """One line on how a value is calculated."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Detail:
    """A requirement with everything there is to say about it."""

    requirement: Requirement
    dimension: str
    why: str
    remedy: str
    history: tuple[Property, ...]
    """How long it has failed, and how long earlier failures lasted until somebody reacted; empty if no earlier date
    was judged."""
    calculation: tuple[Property, ...]
    """How the value is calculated: its sources, parameters, time and limit."""


def details(verdict: Verdict, requirements: Sequence[Requirement]) -> tuple[Detail, ...]:
    """Return the details of the first findings of a verdict, given their requirements."""
    found = {row.name: row for row in rows(verdict)} if verdict.past else {}
    return tuple(
        Detail(
            requirement,
            finding.rule.dimension,
            finding.rule.why,
            finding.rule.remedy,
            tuple(_history(found.get(finding.rule.id), verdict)),
            tuple(one for one in _calculation(finding, verdict) if one.text),
        )
        for finding, requirement in zip(verdict.findings, requirements, strict=False)
    )


def _history(row: Row | None, verdict: Verdict) -> Iterator[Property]:
    if row is not None:
        yield from (Property(name, text) for name, text in red_times(row, verdict))


def _calculation(finding: Finding, verdict: Verdict) -> Iterator[Property]:
    rule, reading, judged_at = finding.rule, finding.reading, finding.judged_at
    signal = SIGNALS.get(rule.signal)
    yield Property("Signal", f"{rule.signal}: {signal.meaning}" if signal is not None else rule.signal)
    yield Property("As asked", parameters_in_words(rule.parameters))
    yield Property("Window", _window(rule, judged_at or verdict.as_of, verdict))
    if isinstance(reading, Measured):
        yield Property("Counts", counts_behind(reading))
        yield Property("People counted", f"{reading.people}" if reading.people else "")
        yield Property("Sources", ", ".join(reading.facts))
        seen = reading.observed_at
        yield Property("Facts known up to", local(seen, verdict.zone) if seen is not None else "")
    if judged_at is not None and judged_at != verdict.as_of:
        yield Property("Day that decides", f"{day_of(judged_at, verdict.zone)}")
    yield Property("Required", demand(rule))
    yield Property("Basis of the limit", f"{rule.source} ({GRADES[rule.evidence]})" if rule.source else "")


def _window(rule: Rule, instant: Instant, verdict: Verdict) -> str:
    """Return the window of a rule with its ends; "" for a rule without one."""
    length = rule.parameters.get("window")
    if not isinstance(length, str):
        return ""
    return f"{local(instant - duration(length), verdict.zone)} to {local(instant, verdict.zone)}"
