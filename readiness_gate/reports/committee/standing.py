"""What a decision is based on and leaves out: dimensions, accepted risks, sources, and what nobody measures."""

from collections.abc import Sequence

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.comparison import Comparison
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.policy import Outcome
from readiness_gate.model.reading import Measured
from readiness_gate.model.time import DAY, Instant, local
from readiness_gate.model.verdict import DimensionOutcome, Finding, Verdict
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.reports.words import Status, localized, now_and_required, status, waiver_in_words

MONTH = 28 * DAY
"""How long ago the dimensions are compared with."""
_RANKS = {"pass": 0, "warn": 1, "fail": 2}
_WAS: dict[Outcome, str] = {
    "pass": "it passed",
    "warn": "it warned",
    "fail": "it failed",
    "unknown": "it was unknown",
    "not-applicable": "it did not apply",
}


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
    trend: str = ""
    """Whether it became better or worse in four weeks: `worse`, `same`; empty if it was not judged then."""
    before: str = ""
    """Its earlier state: `it passed`, `from 5 issues`; empty if unchanged."""


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A dimension that the decision does not cover, and who watches it."""

    dimension: str
    watched: str
    """Why it is not measured, including who watches it; empty if nobody is named."""


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
    """A source, and how complete its answer is."""

    name: str
    identity: str
    records: int
    age: str
    """The age of its newest facts: `nothing newer than 18 days`; empty if unknown."""
    state: str
    """`complete`, `not proven to be whole` or `could not be read`."""
    asked: str
    """Why it could not be read; empty if it was."""


def dimensions(verdict: Verdict) -> tuple[DimensionState, ...]:
    """Return the dimensions of the gate, each as bad as its worst rule."""
    then = next((one for one in verdict.past if one.as_of == verdict.as_of - MONTH), None)
    return tuple(_dimension(one, verdict, then) for one in verdict.dimensions)


def _dimension(dimension: DimensionOutcome, verdict: Verdict, then: Verdict | None) -> DimensionState:
    of_it = [one for one in verdict.findings if one.rule.dimension == dimension.name]
    finding = _deciding(dimension, verdict)
    now, required = now_and_required(finding)
    trend, before = _trend(dimension, finding, then, verdict.compared) if then is not None else ("", "")
    return DimensionState(dimension.name, status(finding), finding.rule.id, now, required, _tally(of_it), trend, before)


def _deciding(dimension: DimensionOutcome, verdict: Verdict) -> Finding:
    """Return the finding of the worst rule of a dimension."""
    of_it = [one for one in verdict.findings if one.rule.dimension == dimension.name]
    # A rule that only warns never makes its dimension fail, and one that only informs does not count.
    worst = [one for one in of_it if _as_counted(one) == dimension.outcome] or of_it
    return next((one for one in worst if not one.waived), worst[0])


def _trend(
    dimension: DimensionOutcome, finding: Finding, then: Verdict, compared: Comparison | None
) -> tuple[str, str]:
    """Return whether a dimension is better or worse than it was, and its earlier state: by its outcome; if that is
    unchanged and the same rule decides, by its value. Unknown is neither better nor worse."""
    old = next((one for one in then.dimensions if one.name == dimension.name), None)
    if old is None:
        return "", ""
    if old.outcome != dimension.outcome:
        known = old.outcome in _RANKS and dimension.outcome in _RANKS
        worse = known and _RANKS[dimension.outcome] > _RANKS[old.outcome]
        return "worse" if worse else "better" if known else "changed", _WAS[old.outcome]
    was = _deciding(old, then)
    if was.rule.id != finding.rule.id:
        return "same", f"by {was.rule.id} then"
    return _moved(finding, was, is_hidden=_hides(compared, was.rule.id))


def _hides(compared: Comparison | None, rule: str) -> bool:
    """Return whether a comparison hides what a rule measured earlier, because it would reveal what a few people did."""
    change = compared.of(rule) if compared is not None else None
    return change is not None and change.then is not None and change.then.hidden


def _moved(finding: Finding, was: Finding, *, is_hidden: bool) -> tuple[str, str]:
    """Return whether the value of a rule is better or worse than it was, and the earlier value; no figure if one of
    the two is hidden."""
    now, then = finding.reading, was.reading
    if not isinstance(now, Measured) or not isinstance(then, Measured) or now.hidden or then.hidden:
        return "same", ""
    limit = finding.rule.limit
    if now.value == then.value or limit.bound == "equals":
        return "same", ""
    better = now.value < then.value if limit.bound == "at-most" else now.value > then.value
    return "better" if better else "worse", "" if is_hidden else f"from {now_and_required(was)[0]}"


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
    """Return the dimensions that a go does not cover: those left out by name, then those without any rule."""
    named = [Uncovered(name, why) for name, why in verdict.not_measured.items()]
    return (*named, *(Uncovered(name, "") for name in verdict.not_covered))


def accepted_risks(verdict: Verdict) -> tuple[AcceptedRisk, ...]:
    """Return the waivers of the gate, those in force first."""
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
    """Return the sources that were read, those that failed first."""
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
    """Return the age of facts that were known until an instant; a live read may know more than the verdict needs."""
    if seen >= verdict.as_of:
        return "current"
    days = (verdict.as_of - seen) // DAY
    return f"nothing newer than {counted(days, 'day') if days else local(seen, verdict.zone)}"
