"""What a decision rests on and leaves out: dimensions, accepted risks, sources, and what nobody measures."""

from collections.abc import Sequence

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.time import DAY, Instant, local
from readiness_gate.model.verdict import DimensionOutcome, Finding, Verdict
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.reports.words import Status, localized, now_and_required, status, waiver_in_words


@dataclass(frozen=True, slots=True)
class DimensionState:
    """A dimension with its worst rule."""

    name: str
    status: Status
    rule: str
    """The id of the worst rule; of several equally bad ones the first."""
    now: str
    required: str
    rules: str
    """How many rules it has, and how many of them pass."""


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A dimension that the decision says nothing about, and who watches it."""

    dimension: str
    watched: str
    """The reason why it is not measured, which names who watches it; empty where nobody is named."""


@dataclass(frozen=True, slots=True)
class AcceptedRisk:
    """A waiver, and whether it counts."""

    rule: str
    in_force: bool
    expires: str
    approved_by: str
    what: str
    """Why it was accepted, or why the waiver is void."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source, and how well its answer is known."""

    name: str
    identity: str
    records: int
    age: str
    """How old its newest facts are: `newest facts 18 days old`; empty where that is not known."""
    state: str
    """`complete`, `not proven to be whole` or `could not be read`."""
    asked: str
    """Why it could not be read; empty where it was."""


def dimensions(verdict: Verdict) -> tuple[DimensionState, ...]:
    """The dimensions of the gate, each as bad as its worst rule."""
    return tuple(_dimension(one, verdict) for one in verdict.dimensions)


def _dimension(dimension: DimensionOutcome, verdict: Verdict) -> DimensionState:
    of_it = [one for one in verdict.findings if one.rule.dimension == dimension.name]
    # A rule that only warns never makes its dimension fail, and one that only informs does not count.
    worst = [one for one in of_it if _as_counted(one) == dimension.outcome] or of_it
    finding = next((one for one in worst if not one.waived), worst[0])
    now, required = now_and_required(finding)
    return DimensionState(dimension.name, status(finding), finding.rule.id, now, required, _tally(of_it))


def _tally(findings: Sequence[Finding]) -> str:
    applying = [one for one in findings if one.outcome != "not-applicable"]
    passing = sum(one.outcome == "pass" for one in applying)
    if not applying:
        return "does not apply"
    return f"{counted(len(applying), 'rule')}, {passing or 'none'} {agreeing(passing, 'passes', 'pass')}"


def _as_counted(finding: Finding) -> str:
    if finding.rule.enforcement == "info":
        return ""
    harmless = finding.rule.enforcement == "block" or finding.outcome in ("pass", "not-applicable")
    return finding.outcome if harmless else "warn"


def uncovered(verdict: Verdict) -> tuple[Uncovered, ...]:
    """The dimensions that a go does not cover: those left out by name, then those without any rule."""
    named = [Uncovered(name, why) for name, why in verdict.not_measured.items()]
    return (*named, *(Uncovered(name, "") for name in verdict.not_covered))


def accepted_risks(verdict: Verdict) -> tuple[AcceptedRisk, ...]:
    """The waivers of the gate, those in force first."""
    judged = sorted(verdict.waivers, key=lambda one: one.state != "in-force")
    return tuple(
        AcceptedRisk(
            one.waiver.rule,
            one.state == "in-force",
            f"{one.waiver.expires}",
            one.waiver.approved_by,
            one.waiver.reason if one.state == "in-force" else waiver_in_words(one),
        )
        for one in judged
    )


def sources(verdict: Verdict) -> tuple[SourceState, ...]:
    """The sources that were asked, those that could not be read first."""
    ordered = sorted(verdict.sources, key=lambda source: (source.complete, not source.doubts))
    return tuple(_source(source, verdict) for source in ordered)


def _source(source: Provenance, verdict: Verdict) -> SourceState:
    name = f"{source.source} ({source.repository})" if source.repository else source.source
    identity = localized(source.identity, verdict.zone)
    if not source.complete:
        return SourceState(name, identity, 0, "", "could not be read", localized(source.asked, verdict.zone))
    seen = source.observed_at
    age = _age(seen, verdict) if seen is not None else ""
    state = "not proven to be whole" if source.doubts else "complete"
    return SourceState(name, identity, source.records, age, state, "")


def _age(seen: Instant, verdict: Verdict) -> str:
    """How old facts are that were known up to an instant; a live read may know more than the verdict asks for."""
    if seen >= verdict.as_of:
        return "current"
    days = (verdict.as_of - seen) // DAY
    return f"newest facts {counted(days, 'day')} old" if days else f"newest facts of {local(seen, verdict.zone)}"
