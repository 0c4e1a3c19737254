"""Signals on sign-offs: who has signed the evidence that the decision rests on, and when the first assessment was made.

A sign-off bears the instant as of which the gate was judged, and the digest of the evidence that it had. It counts when
the sources still tell that evidence of that instant, when every blocking rule had been measured, and as long as none of
them has got worse since.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from readiness_gate.model.facts import Facts
from readiness_gate.model.governance import PolicyFacts, Standing
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Limit, SignOff
from readiness_gate.model.reading import Evidence, Measured, Parameters, Reading, Unavailable
from readiness_gate.model.time import DAY, Instant, day_of, iso
from readiness_gate.model.verdict import Finding
from readiness_gate.signals.spec import Parameter, Signal, counted, some

_NOBODY = Unavailable(
    "nobody said who must sign: provide [signoffs.approvers], with each role that must sign and who may sign for it"
)


@dataclass(frozen=True, slots=True)
class Worth:
    """What a sign-off is worth: nothing when there is a reason why it is `void`; `unknown` has the reason when it could
    not be looked at what was signed."""

    signoff: SignOff
    void: str = ""
    unknown: str = ""

    @property
    def counts(self) -> bool:
        """Whether somebody who may sign did sign what was so."""
        return not self.void and not self.unknown


def _needs_standing(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"policy"}), standing=frozenset({as_of}), signed_until=as_of)


def missing(facts: Facts, as_of: Instant, _parameters: Parameters) -> Reading:
    """How many of the roles that must sign have not signed what holds at an instant."""
    policy = facts.of("policy", PolicyFacts)
    if isinstance(policy, Unavailable):
        return policy
    if not policy.signers:
        return _NOBODY
    now = policy.stood.get(as_of)
    if now is None:
        return Unavailable(f"it was not looked at how the gate stood as of {iso(as_of)}")
    worths = [_since(worth(each, policy, as_of), policy, now) for each in policy.signoffs]
    signed = {each.signoff.role for each in worths if each.counts}
    for each in worths:
        if each.unknown and each.signoff.role not in signed:
            return Unavailable(each.unknown)
    lacking = [role for role in policy.signers if role not in signed]
    roles = dict.fromkeys([*lacking, *policy.signers, *(each.signoff.role for each in worths)])
    evidence = tuple(_of_role(role, [each for each in worths if each.signoff.role == role]) for role in roles)
    return Measured(len(lacking), _told(policy, lacking, as_of, now), evidence)


def _told(policy: PolicyFacts, lacking: list[str], as_of: Instant, now: Standing) -> str:
    roles = counted(len(policy.signers), "role")
    if not lacking:
        return f"All of {roles} signed this evidence, and no blocking rule has got worse since."
    entry = f'signed-on = {iso(as_of)} and evidence = "{now.evidence_digest}"'
    return f"{len(lacking)} of {roles} have not signed this evidence ({some(lacking)}); its sign-off has {entry}."


def _of_role(role: str, worths: list[Worth]) -> Evidence:
    """A role with what its newest sign-off is worth, of those that count if any does."""
    newest = max(worths, key=lambda each: (each.counts, each.signoff.signed_on), default=None)
    if newest is None:
        return Evidence("role", role, "nobody has signed")
    signature = f"by {newest.signoff.approver} as of {iso(newest.signoff.signed_on)}"
    if newest.counts:
        return Evidence("role", role, f"signed {signature}")
    return Evidence("role", role, f"the sign-off {signature} does not count: {newest.void}")


def worth(signoff: SignOff, policy: PolicyFacts, as_of: Instant) -> Worth:
    """What a sign-off is worth by then, whatever has become of the gate since."""
    void = _not_authorised(signoff, policy.signers)
    if void is None and signoff.signed_on > as_of:
        void = "it is dated later"
    if void is not None:
        return Worth(signoff, void=void)
    when, then = iso(signoff.signed_on), policy.stood.get(signoff.signed_on)
    if then is None:
        return Worth(signoff, unknown=f"it was not looked at how the gate stood as of {when}, which was signed")
    if then.evidence_digest == signoff.evidence:
        return Worth(signoff, void=_in_the_dark(then))
    lost = _lost(then, policy.stood.get(as_of))
    if lost is not None:
        told = f"what was signed as {signoff.role} as of {when} can no longer be looked at"
        return Worth(signoff, unknown=f"{told} ({lost.rule.id}: {lost.message}): let it be signed anew")
    return Worth(signoff, void=f"by today's policy and sources the evidence as of then is {then.evidence_digest}")


def _in_the_dark(then: Standing) -> str:
    """Why nobody could decide on what was signed; empty when every blocking rule had been measured."""
    blocking = (each for each in then.findings if each.rule.enforcement == "block")
    unknown = [each.rule.id for each in blocking if each.outcome == "unknown"]
    return f"it was signed while {some(unknown)} could not be measured" if unknown else ""


def _lost(then: Standing, now: Standing | None) -> Finding | None:
    """A finding that could not be measured as of then, and can as of now: it may well have been known when it was
    signed."""
    still = {each.rule.id for each in now.findings if each.outcome == "unknown"} if now else set[str]()
    return next((each for each in then.findings if each.outcome == "unknown" and each.rule.id not in still), None)


def _not_authorised(signoff: SignOff, signers: Mapping[str, tuple[str, ...]]) -> str | None:
    named = {each.strip().casefold() for each in signers.get(signoff.role, ())}
    if signoff.approver.strip().casefold() not in named:
        return f"{signoff.approver} may not sign as {signoff.role}, by [signoffs.approvers]"
    return None


def _since(worth_then: Worth, policy: PolicyFacts, now: Standing) -> Worth:
    """The same, void when a blocking rule has got worse since it was signed."""
    if not worth_then.counts:
        return worth_then
    then = {each.rule.id: each for each in policy.stood[worth_then.signoff.signed_on].findings}
    worse = sorted(each.rule.id for each in now.findings if _is_worse(each, then.get(each.rule.id)))
    return Worth(worth_then.signoff, void=f"worse since: {some(worse)}") if worse else worth_then


def _is_worse(now: Finding, then: Finding | None) -> bool:
    """Whether a blocking rule fails, or could not be measured, that was not so before; or fails on more than before."""
    if now.rule.enforcement != "block" or now.outcome not in ("fail", "unknown"):
        return False
    if then is None or then.outcome != now.outcome:
        return True
    before, after = then.reading, now.reading
    if not isinstance(before, Measured) or not isinstance(after, Measured):
        return False
    new = {each.id for each in after.evidence} - {each.id for each in before.evidence}
    return bool(new) or _is_further(now.rule.limit, before, after)


def _is_further(limit: Limit, before: Measured, after: Measured) -> bool:
    if limit.bound == "at-most":
        return after.value > before.value
    return after.value < before.value if limit.bound == "at-least" else after.value != before.value


def signed(policy: PolicyFacts, landed: Instant, as_of: Instant) -> bool | Unavailable:
    """Whether every role that must sign has signed, by then, evidence of a time at which something had landed."""
    later = [worth(each, policy, as_of) for each in policy.signoffs if each.signed_on >= landed]
    roles = {each.signoff.role for each in later if each.counts}
    unknown = [each.unknown for each in later if each.unknown and each.signoff.role not in roles]
    if policy.signers and all(role in roles for role in policy.signers):
        return True
    return Unavailable(unknown[0]) if unknown else False


def early(facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
    """How many sign-offs by those who may sign lie on the days before the milestone that `from` and `to` give, both
    included: what is counted is that somebody looked in time, whatever became of the evidence since."""
    policy, milestone = facts.of("policy", PolicyFacts), facts.milestone
    if isinstance(policy, Unavailable):
        return policy
    if milestone is None or not policy.signers:
        return _NOBODY
    first, last = parameters.seconds("from"), parameters.seconds("to")
    if last > first:
        return Unavailable(
            f"from ({parameters.text('from')} before the milestone) must not be shorter than to "
            f"({parameters.text('to')}): correct the rule"
        )
    may_sign = [each for each in policy.signoffs if _not_authorised(each, policy.signers) is None]
    ahead = {each: (milestone.date - day_of(each.signed_on, policy.zone)).days * DAY for each in may_sign}
    in_time = [each for each in may_sign if first >= ahead[each] >= last and each.signed_on <= as_of]
    span = f"{parameters.text('from')} to {parameters.text('to')} before {milestone.date}"
    told = f"{counted(len(in_time), 'sign-off')} of {len(policy.signoffs)} made {span}."
    return Measured(
        len(in_time),
        told,
        tuple(
            Evidence("role", each.role, f"signed by {each.approver} as of {iso(each.signed_on)}") for each in in_time
        ),
    )


def _needs_policy(_parameters: Parameters, _as_of: Instant) -> Needs:
    return Needs(frozenset({"policy"}))


SIGNALS = (
    Signal(
        "governance.signoffs-missing",
        "count",
        ("policy",),
        "Roles that must sign and have not signed the evidence as it stands.",
        _needs_standing,
        missing,
    ),
    Signal(
        "governance.signoffs-early",
        "count",
        ("policy",),
        "Sign-offs made on the days before the milestone on which its first assessment belongs.",
        _needs_policy,
        early,
        (
            Parameter("from", "duration", "60d", "how long before the milestone these days begin"),
            Parameter("to", "duration", "30d", "how long before the milestone they end"),
        ),
    ),
)
