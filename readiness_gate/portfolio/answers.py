"""The answer of a program's process, validated strictly: anything may have written it."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from readiness_gate.model.policy import Enforcement, Outcome
from readiness_gate.model.portfolio import ChangedThing, GateState, Load, Member, MemberState, OpenRule, RoleLoad
from readiness_gate.model.time import instant
from readiness_gate.model.verdict import Decision
from readiness_gate.reports.words import weaker


def _are_weeks(weeks: dict[str, int]) -> dict[str, int]:
    for day in weeks:
        if date.fromisoformat(day).weekday():
            raise ValueError(f"{day} is not a Monday")
    return weeks


_TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"
Text = Annotated[str, Field(min_length=1, max_length=1_000_000)]
Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
Moment = Annotated[str, Field(pattern=_TIME)]
Rule = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,63}$")]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
_Pseudonym = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
_Weeks = Annotated[dict[Day, Annotated[int, Field(ge=1)]], AfterValidator(_are_weeks)]
_NO_ANSWER = "its answer cannot be used ({what}). Run `readiness-gate check` in its checkout, and report this"


class Part(BaseModel):
    """A part of an answer: what it has besides is not used."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class _Finding(Part):
    rule: Rule
    title: Text
    dimension: Text
    enforcement: Enforcement
    outcome: Outcome
    waived: bool
    message: Text
    owner: str | None = None


class _Milestone(Part):
    name: Text
    kind: Text
    date: Day


class _Policy(Part):
    digest: Digest
    weakened: Annotated[list[Text], Field(max_length=10_000)]


class _Verdict(Part):
    schema_: Annotated[Literal[1], Field(alias="schema")]
    milestone: _Milestone
    as_of: Annotated[Moment, Field(alias="as-of")]
    decision: Decision
    sentence: Text
    findings: Annotated[list[_Finding], Field(max_length=10_000)]
    not_measured: Annotated[dict[Text, str], Field(alias="not-measured", max_length=100)]
    policy: _Policy
    evidence_digest: Annotated[Digest, Field(alias="evidence-digest")]
    notes: list[Text] = []


class _Gate(Part):
    verdict: _Verdict | None = None
    milestone: str = ""
    undecided: str = ""


class _Role(Part):
    role: Text
    unit: str
    go_lives: Annotated[_Weeks, Field(alias="go-lives")]
    sessions: _Weeks
    minutes: _Weeks = {}
    changes: _Weeks = {}


class _Landing(Part):
    at: int
    commit: Annotated[str, Field(pattern=r"^[0-9a-f]{4,64}$")]


class _Freeze(Part):
    began: int
    ends: int


class _Load(Part):
    roles: Annotated[list[_Role], Field(max_length=10_000)] = []
    hidden: Annotated[int, Field(ge=0)] = 0
    super_users: Annotated[list[_Pseudonym], Field(alias="super-users", max_length=100_000)] = []
    approvers: Annotated[list[_Pseudonym], Field(max_length=100_000)] = []
    frozen: _Freeze | None = None
    things: Annotated[dict[Text, list[_Landing]], Field(max_length=10_000)] = {}
    unknown: list[Text] = []


class _Answer(Part):
    gates: Annotated[list[_Gate], Field(max_length=1_000)] = []
    load: _Load = _Load()
    undecided: str = ""


class WrongAnswer(Exception):
    """An answer contradicts itself or the request; the text says how."""


def state_of(member: Member, answer: str) -> MemberState:
    """Return the state of a program from the answer of its process; undecided if anything is wrong with the answer."""
    try:
        return _checked(member, json.loads(answer))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        what = f"{'.'.join(map(str, first['loc'])) or 'its content'}: {first['msg']}"
        return _without(member, _NO_ANSWER.format(what=what))
    except WrongAnswer as error:
        return _without(member, _NO_ANSWER.format(what=error))
    except (ValueError, RecursionError):
        return _without(member, _NO_ANSWER.format(what="it is not JSON"))


def _checked(member: Member, answer: object) -> MemberState:
    """Return the state of a program from a parsed answer. Raises ValidationError or WrongAnswer if it is wrong."""
    given = _Answer.model_validate(answer)
    if given.undecided:
        return _without(member, given.undecided)
    gates = tuple(_state(member, gate) for gate in given.gates)
    asked, got = member.milestones, tuple(gate.milestone for gate in gates)
    if (asked and got != asked) or len(got) != (len(asked) or 1):
        raise WrongAnswer("it is not about the requested milestones")
    return MemberState(member, gates, _load(given.load))


def _load(given: _Load) -> Load:
    return Load(
        roles=tuple(_role(one) for one in given.roles),
        hidden=given.hidden,
        super_users=frozenset(given.super_users),
        approvers=frozenset(given.approvers),
        frozen=None if given.frozen is None else (given.frozen.began, given.frozen.ends),
        things=tuple(
            ChangedThing(name, tuple((one.at, one.commit) for one in landed)) for name, landed in given.things.items()
        ),
        unknown=tuple(given.unknown),
    )


def _role(one: _Role) -> RoleLoad:
    return RoleLoad(one.role, one.unit, one.go_lives, one.sessions, one.minutes, one.changes)


def _without(member: Member, reason: str) -> MemberState:
    """Return the state of a program without any verdict: each of its gates is undecided for this reason."""
    return MemberState(
        member, tuple(GateState(member.name, name, "undecided", reason) for name in member.milestones or ("",))
    )


def _state(member: Member, gate: _Gate) -> GateState:
    if gate.verdict is None:
        if not gate.undecided:
            raise WrongAnswer("a gate has neither a verdict nor a reason")
        return GateState(member.name, gate.milestone, "undecided", gate.undecided)
    verdict = gate.verdict
    try:
        instant(verdict.as_of)
    except ValueError as error:
        raise WrongAnswer(f"as-of: {error}") from error
    block = [one for one in verdict.findings if one.enforcement == "block" and one.outcome != "not-applicable"]
    waived = tuple(one.rule for one in block if one.waived)
    open_ = tuple(_open(one) for one in block if one.outcome == "unknown" or (one.outcome == "fail" and not one.waived))
    if verdict.decision != (decided(open_) if block else "undecided"):
        raise WrongAnswer("its decision is not that of its rules")
    return GateState(
        program=member.name,
        milestone=verdict.milestone.name,
        decision=verdict.decision,
        sentence=verdict.sentence,
        date=verdict.milestone.date,
        kind=verdict.milestone.kind,
        as_of=verdict.as_of,
        open=open_,
        waived=waived,
        passed=sum(one.outcome in ("pass", "warn") for one in block),
        adoption=adoption_of((one.dimension, one.outcome) for one in block),
        policy_digest=verdict.policy.digest,
        evidence_digest=verdict.evidence_digest,
        notes=tuple(verdict.notes),
        weakened=len(weaker(verdict.policy.weakened, verdict.not_measured)),
    )


def _open(one: _Finding) -> OpenRule:
    return OpenRule(
        one.rule, one.title, "unknown" if one.outcome == "unknown" else "fail", one.message, one.owner or ""
    )


def adoption_of(rules: Iterable[tuple[str, str]]) -> Literal["", "pass", "fail", "unknown"]:
    """Return the worst outcome of the adoption rules among pairs of dimension and outcome; empty if there are none."""
    outcomes = {outcome for dimension, outcome in rules if dimension == "adoption"}
    if not outcomes:
        return ""
    return "fail" if "fail" in outcomes else "unknown" if "unknown" in outcomes else "pass"


def decided(open_: Iterable[OpenRule]) -> Decision:
    """Return the decision that follows from the open rules."""
    outcomes = {one.outcome for one in open_}
    return "no-go" if "fail" in outcomes else "undecided" if "unknown" in outcomes else "go"
