"""Signals on sign-offs: who has signed the evidence for the decision, and whether somebody reviewed it early enough."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from zoneinfo import ZoneInfo

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.governance import PolicyFacts
from readiness_gate.model.levers import work
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import SignOff
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import DAY, Instant, Seconds, day_of, iso
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import counted, some
from readiness_gate.signals.signal import Parameter, Signal, all_of
from readiness_gate.signals.standing import Seeing, Standing
from readiness_gate.signals.views.signoffs import (
    SignOffStatus,
    how_to_sign,
    is_newest,
    status_now,
    why_not_authorized,
    why_too_early,
)

_NOBODY = (
    "who must sign is not configured: add [signoffs.approvers], with each role that must sign and who may sign for it"
)
_ONLY_NOW = "is about sign-offs for the coming milestone: nobody can sign for a go-live that has been"


def _needs_standing(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"policy"}), standing=frozenset({as_of}), signed_until=as_of)


def missing(facts: Facts, standing: Standing, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return how many required roles have not signed the state as of an instant. While none of them can sign yet,
    the reading is unavailable, because nobody has failed to sign."""
    policy = facts.require("policy", PolicyFacts)
    if not policy.signers:
        raise CannotMeasure(_NOBODY)
    now = standing.get(as_of)
    if now is None:
        raise CannotMeasure(f"the gate was not judged as of {iso(as_of)}")
    statuses = [status_now(signoff, policy, standing, now) for signoff in policy.signoffs]
    signed_by = {status.signoff.role for status in statuses if status.counts}
    _check_known(statuses, signed_by, how_to_sign(standing, as_of))
    lacking = [role for role in policy.signers if role not in signed_by]
    evidence, roles = _of_roles(lacking, policy, statuses), counted(len(policy.signers), "role")
    if not lacking:
        summary = f"All of {roles} signed this evidence, and nothing that blocks has got worse since."
        return Measured(0, summary, evidence)
    _check_not_too_early(lacking, standing, now)
    summary = f"{len(lacking)} of {roles} did not sign this evidence ({some(lacking)}). {how_to_sign(standing, as_of)}"
    levers = (work("get the sign-off of", "role", tuple(lacking)),)
    shortfall = f"no sign-off by {some(lacking)}"
    return Measured(len(lacking), summary.strip(), evidence, shortfall=shortfall, levers=levers)


SIGNOFFS_MISSING = Signal(
    name="governance.signoffs-missing",
    unit="count",
    sources=("policy",),
    meaning="Roles that must sign and have not signed the current evidence.",
    needs=_needs_standing,
    measure=Seeing(missing),
    topic="who signed this evidence",
    only_now=_ONLY_NOW,
)


def _check_known(statuses: Iterable[SignOffStatus], signed_by: AbstractSet[str], how: str) -> None:
    """Raise CannotMeasure if it is unknown what somebody signed, and nobody else signed in that role."""
    for status in statuses:
        if status.unknown and status.signoff.role not in signed_by:
            raise CannotMeasure(f"{status.unknown}. {how}".strip())


def _check_not_too_early(lacking: Sequence[str], standing: Standing, now: Verdict) -> None:
    """Raise CannotMeasure while nobody can sign yet."""
    too_early = why_too_early(now)
    if too_early:
        cannot = "cannot be signed yet" if is_newest(standing, now.as_of) else "could not be signed"
        raise CannotMeasure(f"this evidence {cannot}: {too_early} Still to sign: {some(lacking)}.")


def _of_roles(lacking: Sequence[str], policy: PolicyFacts, statuses: Sequence[SignOffStatus]) -> tuple[Evidence, ...]:
    """Return every required role, those without a sign-off first, then every other role in which somebody signed."""
    roles = dict.fromkeys([*lacking, *policy.signers, *(status.signoff.role for status in statuses)])
    return tuple(
        _of_role(role, policy, [status for status in statuses if status.signoff.role == role]) for role in roles
    )


def _of_role(role: str, policy: PolicyFacts, statuses: Sequence[SignOffStatus]) -> Evidence:
    """Return a role with the state of its newest sign-off; if any sign-off counts, of the newest that does."""
    newest = max(statuses, key=lambda status: (status.counts, status.signoff.signed_on), default=None)
    if newest is None:
        return Evidence("role", role, f"not signed yet; may be signed by {', '.join(policy.signers[role])}")
    signature = f"by {newest.signoff.approver} as of {iso(newest.signoff.signed_on)}"
    if newest.counts:
        return Evidence("role", role, f"signed {signature}")
    return Evidence("role", role, f"the sign-off {signature} does not count: {newest.invalid}")


def _days_before(parameters: Parameters) -> tuple[Seconds, Seconds]:
    """Return how long before the milestone the days start and end."""
    first, last = parameters.seconds("from"), parameters.seconds("to")
    if last > first:
        raise CannotMeasure(
            f"from ({parameters.text('from')} before the milestone) must not be shorter than to "
            f"({parameters.text('to')}): correct the rule"
        )
    return first, last


def early(facts: Facts, _standing: Standing, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many sign-offs by authorized people fall on the days before the milestone from `from` to `to`, both
    included. This counts that somebody reviewed in time. What they signed is not measured again, because the policy
    is often agreed on later."""
    policy, milestone = facts.require("policy", PolicyFacts), facts.milestone
    if milestone is None or not policy.signers:
        raise CannotMeasure(_NOBODY)
    first, last = _days_before(parameters)
    made = [signoff for signoff in policy.signoffs if signoff.signed_on <= as_of]
    may_sign = [signoff for signoff in made if why_not_authorized(signoff, policy) is None]
    in_time = [signoff for signoff in may_sign if first >= _ahead(signoff, milestone, policy.zone) >= last]
    span = f"{parameters.text('from')} to {parameters.text('to')} before {milestone.date}"
    return Measured(
        len(in_time),
        f"{counted(len(in_time), 'sign-off')} of {len(policy.signoffs)} made {span}.",
        tuple(Evidence("role", one.role, f"signed by {one.approver} as of {iso(one.signed_on)}") for one in in_time),
        shortfall=f"{counted(len(in_time), 'sign-off')} made {span}",
    )


SIGNOFFS_EARLY = Signal(
    name="governance.signoffs-early",
    unit="count",
    sources=("policy",),
    meaning="Sign-offs made on the days before the milestone on which its first assessment belongs.",
    needs=all_of("policy"),
    measure=Seeing(early),
    parameters=(
        Parameter("from", "duration", "60d", "how long before the milestone these days begin"),
        Parameter("to", "duration", "30d", "how long before the milestone they end"),
    ),
    topic="who reviewed readiness early",
    only_now=_ONLY_NOW,
)


def _ahead(signoff: SignOff, milestone: Milestone, zone: ZoneInfo) -> Seconds:
    """Return how long before the milestone a sign-off was made, in whole calendar days."""
    return (milestone.date - day_of(signoff.signed_on, zone)).days * DAY


SIGNALS = (SIGNOFFS_MISSING, SIGNOFFS_EARLY)
