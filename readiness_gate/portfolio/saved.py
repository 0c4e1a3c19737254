"""Reads a portfolio from the JSON of an earlier run, validated strictly: anyone may have edited it."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from readiness_gate import files
from readiness_gate.errors import BadUse
from readiness_gate.history.counting import SKEW
from readiness_gate.model.portfolio import (
    Assessment,
    Concern,
    GateState,
    Member,
    MemberState,
    OpenRule,
    SignalName,
    SinceThen,
)
from readiness_gate.model.time import Instant, day, instant, iso
from readiness_gate.model.verdict import WORST_FIRST, Decision
from readiness_gate.portfolio.answers import Day, Digest, Moment, Part, Rule, Text, WrongAnswer, decided
from readiness_gate.portfolio.since import LARGEST, refuse_other_gates, unedited

_HOW = "Give a file that `readiness-gate portfolio check --format json` wrote"
_Many = Annotated[list[Text], Field(max_length=10_000)]


class _Program(Part):
    name: Text
    checkout: Text
    config: Text
    tags: _Many
    after: _Many


class _Rule(Part):
    rule: Rule
    title: Text
    outcome: Literal["fail", "unknown"]
    message: Text
    owner: str | None


class _Gate(Part):
    program: Text
    milestone: Text | None
    kind: Text | None
    date: Day | None
    as_of: Annotated[Moment | None, Field(alias="as-of")]
    decision: Decision
    has_verdict: Annotated[bool, Field(alias="has-verdict")]
    sentence: Text
    open_rules: Annotated[list[_Rule], Field(alias="open-rules", max_length=10_000)]
    waived_rules: Annotated[_Many, Field(alias="waived-rules")]
    passed_rules: Annotated[int, Field(alias="passed-rules", ge=0)]
    policy_weakened: Annotated[int | None, Field(alias="policy-weakened", ge=0)] = None
    policy_digest: Annotated[Digest | None, Field(alias="policy-digest")]
    evidence_digest: Annotated[Digest | None, Field(alias="evidence-digest")]
    notes: _Many


class _Warning(Part):
    signal: SignalName
    programs: _Many
    message: Text
    remedy: Text


class _Since(Part):
    earlier: Moment
    joined: _Many
    left: _Many
    stopped: Annotated[_Many, Field(alias="no-longer-evaluated")]
    worse: _Many
    better: _Many
    moved: _Many = Field(alias="another-checkout", default_factory=list[str])
    started: Annotated[_Many, Field(alias="newly-evaluated", default_factory=list)]


class _Counts(Part):
    no_go: Annotated[int, Field(alias="no-go")]
    undecided: int
    go: int


class _Report(Part):
    schema_: Annotated[Literal[1], Field(alias="schema")]
    portfolio: Text
    evaluated_at: Annotated[Moment, Field(alias="evaluated-at")]
    decision: Decision
    counts: _Counts
    tags: _Many
    left_out: Annotated[_Many, Field(alias="left-out")]
    programs: Annotated[list[_Program], Field(max_length=10_000)]
    gates: Annotated[list[_Gate], Field(max_length=100_000)]
    warnings: Annotated[list[_Warning], Field(max_length=100_000)]
    unknown: _Many
    digest: Digest
    since: _Since | None = None


def saved(path: Path, now: Instant) -> Assessment:
    """Return the portfolio in a file. Raises BadUse if there is none, if it contradicts itself or was edited, or if
    its time is in the future, which makes its age unknown."""
    try:
        found = _assessment(_Report.model_validate(unedited(files.content(path, LARGEST))))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "its content"
        raise BadUse(f"--from {path}: no report of a portfolio ({where}: {first['msg']}). {_HOW}") from error
    except files.NoPlainFile as error:
        raise BadUse(f"--from {path}: {error}. {_HOW}") from error
    except OSError as error:
        raise BadUse(f"--from {path}: {error.strerror}. {_HOW}") from error
    except WrongAnswer as error:
        raise BadUse(f"--from {path}: {error}. {_HOW}") from error
    except (ValueError, RecursionError) as error:
        raise BadUse(f"--from {path}: no report of a portfolio. {_HOW}") from error
    if found.evaluated_at > now + SKEW:
        raise BadUse(
            f"--from {path}: it was evaluated at {iso(found.evaluated_at)}, and now it is {iso(now)}, so it is unknown "
            "how old it is. Correct the clock that is wrong, and run `readiness-gate portfolio check` again"
        )
    return found


def _assessment(report: _Report) -> Assessment:
    """Return the assessment in a report. Raises WrongAnswer if the report contradicts itself."""
    gates = [_state(one) for one in report.gates]
    refuse_other_gates([one.name for one in report.programs], [(one.program, one.milestone) for one in report.gates])
    found = Assessment(
        name=report.portfolio,
        evaluated_at=instant(report.evaluated_at),
        states=tuple(
            MemberState(_member(one), tuple(gate for gate in gates if gate.program == one.name))
            for one in report.programs
        ),
        tags=tuple(report.tags),
        left_out=tuple(report.left_out),
        warnings=tuple(Concern(one.signal, tuple(one.programs), one.message, one.remedy) for one in report.warnings),
        unknown=tuple(report.unknown),
        since=None if report.since is None else _since(report.since),
    )
    if found.decision != report.decision:
        raise WrongAnswer("its decision is not that of its gates, so somebody edited it")
    _refuse_ahead(found)
    counts = [len(found.with_decision(one)) for one in WORST_FIRST]
    if counts != [report.counts.no_go, report.counts.undecided, report.counts.go]:
        raise WrongAnswer("its counts are not those of its gates, so somebody edited it")
    return found


def _refuse_ahead(found: Assessment) -> None:
    """Raise WrongAnswer if a gate is judged as of a time after the report: a run does not judge the future."""
    for gate in found.gates:
        if gate.as_of and instant(gate.as_of) > found.evaluated_at + (0 if gate.decision == "go" else SKEW):
            raise WrongAnswer(f"{gate.program} is judged as of a time after the report, so somebody edited it")


def _member(one: _Program) -> Member:
    return Member(one.name, one.checkout, one.config, tags=frozenset(one.tags), after=tuple(one.after))


def _state(gate: _Gate) -> GateState:
    open_ = tuple(OpenRule(one.rule, one.title, one.outcome, one.message, one.owner or "") for one in gate.open_rules)
    has_rules = bool(open_ or gate.waived_rules or gate.passed_rules)
    expected = decided(open_) if has_rules and gate.has_verdict else "undecided"
    if gate.decision != expected or gate.has_verdict != (gate.evidence_digest is not None):
        raise WrongAnswer(f"the decision on {gate.program} is not that of its rules, so somebody edited it")
    if gate.has_verdict and not gate.sentence.startswith(gate.decision.capitalize()):
        raise WrongAnswer(f"the decision on {gate.program} is not that of its sentence, so somebody edited it")
    if gate.has_verdict and None in (gate.milestone, gate.date, gate.as_of, gate.policy_digest):
        raise WrongAnswer(f"the verdict on {gate.program} has no milestone, day, time or policy, so somebody edited it")
    if gate.date is not None:
        day(gate.date)
    return GateState(
        program=gate.program,
        milestone=gate.milestone or "",
        decision=gate.decision,
        sentence=gate.sentence,
        date=gate.date or "",
        kind=gate.kind or "",
        as_of=gate.as_of or "",
        open=open_,
        waived=tuple(gate.waived_rules),
        passed=gate.passed_rules,
        weakened=gate.policy_weakened,
        policy_digest=gate.policy_digest or "",
        evidence_digest=gate.evidence_digest or "",
        notes=tuple(gate.notes),
    )


def _since(one: _Since) -> SinceThen:
    return SinceThen(
        one.earlier,
        tuple(one.joined),
        tuple(one.left),
        tuple(one.stopped),
        tuple(one.worse),
        tuple(one.better),
        tuple(one.moved),
        tuple(one.started),
    )
