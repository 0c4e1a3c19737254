"""Signals on sign-offs: who has signed the evidence that the decision rests on, and whether somebody looked in time."""

from collections.abc import Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.governance import PolicyFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import DAY, Instant, day_of, iso
from readiness_gate.model.wording import counted, some
from readiness_gate.signals.signal import Parameter, Signal
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
    "nobody said who must sign: provide [signoffs.approvers], with each role that must sign and who may sign for it"
)


def _needs_standing(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"policy"}), standing=frozenset({as_of}), signed_until=as_of)


def missing(facts: Facts, standing: Standing, as_of: Instant, _parameters: Parameters) -> Measured:
    """How many of the roles that must sign have not signed what holds at an instant; unavailable while none of them can
    sign it yet, as nobody failed to do so then."""
    policy = facts.require("policy", PolicyFacts)
    if not policy.signers:
        raise CannotMeasure(_NOBODY)
    now = standing.get(as_of)
    if now is None:
        raise CannotMeasure(f"it was not looked at how the gate stood as of {iso(as_of)}")
    statuses = [status_now(signoff, policy, standing, now) for signoff in policy.signoffs]
    signed_by = {status.signoff.role for status in statuses if status.counts}
    for status in statuses:
        if status.unknown and status.signoff.role not in signed_by:
            raise CannotMeasure(f"{status.unknown}. {how_to_sign(standing, as_of)}".strip())
    lacking = [role for role in policy.signers if role not in signed_by]
    evidence, roles = _of_roles(lacking, policy, statuses), counted(len(policy.signers), "role")
    if not lacking:
        return Measured(
            0, f"All of {roles} signed this evidence, and nothing that blocks has got worse since.", evidence
        )
    too_early = why_too_early(now)
    if too_early:
        who = "nobody can sign this evidence yet" if is_newest(standing, as_of) else "nobody could sign this evidence"
        raise CannotMeasure(f"{who}: {too_early} Still to sign: {some(lacking)}.")
    summary = f"{len(lacking)} of {roles} did not sign this evidence ({some(lacking)}). {how_to_sign(standing, as_of)}"
    return Measured(len(lacking), summary.strip(), evidence)


SIGNOFFS_MISSING = Signal(
    name="governance.signoffs-missing",
    unit="count",
    sources=("policy",),
    meaning="Roles that must sign and have not signed the evidence as it stands.",
    needs=_needs_standing,
    measure=Seeing(missing),
)


def _of_roles(lacking: Sequence[str], policy: PolicyFacts, statuses: Sequence[SignOffStatus]) -> tuple[Evidence, ...]:
    """Every role that must sign, those that did not first, and every other one in which somebody signed."""
    roles = dict.fromkeys([*lacking, *policy.signers, *(status.signoff.role for status in statuses)])
    return tuple(
        _of_role(role, policy, [status for status in statuses if status.signoff.role == role]) for role in roles
    )


def _of_role(role: str, policy: PolicyFacts, statuses: Sequence[SignOffStatus]) -> Evidence:
    """A role with what its newest sign-off is worth, of those that count if any does."""
    newest = max(statuses, key=lambda status: (status.counts, status.signoff.signed_on), default=None)
    if newest is None:
        return Evidence("role", role, f"nobody has signed; who may: {', '.join(policy.signers[role])}")
    signature = f"by {newest.signoff.approver} as of {iso(newest.signoff.signed_on)}"
    if newest.counts:
        return Evidence("role", role, f"signed {signature}")
    return Evidence("role", role, f"the sign-off {signature} does not count: {newest.invalid}")


def _needs_policy(_parameters: Parameters, _as_of: Instant) -> Needs:
    return Needs(frozenset({"policy"}))


def early(facts: Facts, _standing: Standing, as_of: Instant, parameters: Parameters) -> Measured:
    """How many sign-offs by those who may sign lie on the days before the milestone that `from` and `to` give, both
    included: what is counted is that somebody looked in time. What they looked at is not looked at again, as the policy
    is often agreed on later."""
    policy, milestone = facts.require("policy", PolicyFacts), facts.milestone
    if milestone is None or not policy.signers:
        raise CannotMeasure(_NOBODY)
    first, last = parameters.seconds("from"), parameters.seconds("to")
    if last > first:
        raise CannotMeasure(
            f"from ({parameters.text('from')} before the milestone) must not be shorter than to "
            f"({parameters.text('to')}): correct the rule"
        )
    may_sign = [signoff for signoff in policy.signoffs if why_not_authorized(signoff, policy) is None]
    ahead = {signoff: (milestone.date - day_of(signoff.signed_on, policy.zone)).days * DAY for signoff in may_sign}
    in_time = [signoff for signoff in may_sign if first >= ahead[signoff] >= last and signoff.signed_on <= as_of]
    span = f"{parameters.text('from')} to {parameters.text('to')} before {milestone.date}"
    return Measured(
        len(in_time),
        f"{counted(len(in_time), 'sign-off')} of {len(policy.signoffs)} made {span}.",
        tuple(Evidence("role", one.role, f"signed by {one.approver} as of {iso(one.signed_on)}") for one in in_time),
    )


SIGNOFFS_EARLY = Signal(
    name="governance.signoffs-early",
    unit="count",
    sources=("policy",),
    meaning="Sign-offs made on the days before the milestone on which its first assessment belongs.",
    needs=_needs_policy,
    measure=Seeing(early),
    parameters=(
        Parameter("from", "duration", "60d", "how long before the milestone these days begin"),
        Parameter("to", "duration", "30d", "how long before the milestone they end"),
    ),
)


SIGNALS = (SIGNOFFS_MISSING, SIGNOFFS_EARLY)
