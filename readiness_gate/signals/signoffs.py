"""Signals on sign-offs: who has signed the evidence that the decision rests on, and whether somebody looked in time.

A sign-off bears the instant as of which the gate was judged, and the digest of the evidence that it had. It counts when
the sources and the policy still tell that evidence of that instant, when every blocking rule had been measured, and as
long as none of them has got worse, and no risk was accepted, since.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.approval import is_named, why_not_approved
from readiness_gate.model.facts import Facts
from readiness_gate.model.governance import PolicyFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Limit, SignOff, Waiver
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import DAY, Instant, day_of, iso
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.signals.spec import Parameter, Signal, counted, some
from readiness_gate.signals.standing import Seeing, Standing

_NOBODY = (
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


def missing(facts: Facts, standing: Standing, as_of: Instant, _parameters: Parameters) -> Measured:
    """How many of the roles that must sign have not signed what holds at an instant; unavailable while none of them can
    sign it yet, as nobody failed to do so then."""
    policy = facts.require("policy", PolicyFacts)
    if not policy.signers:
        raise CannotMeasure(_NOBODY)
    now = standing.get(as_of)
    if now is None:
        raise CannotMeasure(f"it was not looked at how the gate stood as of {iso(as_of)}")
    worths = [_since(worth(each, policy, standing, as_of), policy, standing, now) for each in policy.signoffs]
    signed_by = {each.signoff.role for each in worths if each.counts}
    for each in worths:
        if each.unknown and each.signoff.role not in signed_by:
            raise CannotMeasure(f"{each.unknown}. {how(standing, as_of)}".strip())
    lacking = [role for role in policy.signers if role not in signed_by]
    roles = dict.fromkeys([*lacking, *policy.signers, *(each.signoff.role for each in worths)])
    evidence = tuple(_of_role(role, policy, [each for each in worths if each.signoff.role == role]) for role in roles)
    of = counted(len(policy.signers), "role")
    if not lacking:
        return Measured(0, f"All of {of} signed this evidence, and nothing that blocks has got worse since.", evidence)
    too_early = _too_early(now)
    if too_early:
        who = "nobody can sign this evidence yet" if _is_newest(standing, as_of) else "nobody could sign this evidence"
        raise CannotMeasure(f"{who}: {too_early} Still to sign: {some(lacking)}.")
    told = f"{len(lacking)} of {of} did not sign this evidence ({some(lacking)}). {how(standing, as_of)}"
    return Measured(len(lacking), told.strip(), evidence)


def how(standing: Standing, as_of: Instant) -> str:
    """How what holds at an instant is signed, or why it cannot be yet; nothing of an instant before the one that is
    judged, which nobody should sign any more."""
    now = standing.get(as_of)
    if now is None or not _is_newest(standing, as_of):
        return ""
    too_early = _too_early(now)
    if too_early:
        return f"Nobody can sign it yet: {too_early}"
    return (
        f'To sign it, add a [[signoffs]] with milestone = "{now.milestone.name}", role, approver, '
        f'signed-on = {iso(as_of)} and evidence = "{now.evidence_digest}".'
    )


def _is_newest(standing: Standing, as_of: Instant) -> bool:
    return as_of >= max(standing)


def _too_early(now: Verdict) -> str:
    """Why nobody can sign what holds now, and what makes it possible, in sentences; empty when it can be signed."""
    why = _in_the_dark(now)
    if not why:
        return ""
    if _unknown(now):
        return f"{why}. Fix that first, as the finding of each says."
    ahead = _days_until_one_applies(now)
    if ahead is not None:
        return f"{why}. The first of the others applies in {counted(ahead, 'day')}: sign then."
    return f"{why}. First give the milestone a pack with blocking rules."


def _days_until_one_applies(now: Verdict) -> int | None:
    """In how many days the first of the blocking rules applies, of those that apply to the milestone later; None when
    there is none."""
    to_go = (now.milestone.date - day_of(now.as_of, now.zone)).days
    whens = [each.rule.when for each in now.findings if each.rule.enforcement == "block"]
    tagged = [when for when in whens if not when.tags or when.tags & now.milestone.tags]
    most = [when.days_to_go_at_most for when in tagged if when.days_to_go_at_most is not None]
    return min((to_go - days for days in most if days < to_go), default=None)


def _of_role(role: str, policy: PolicyFacts, worths: Sequence[Worth]) -> Evidence:
    """A role with what its newest sign-off is worth, of those that count if any does."""
    newest = max(worths, key=lambda each: (each.counts, each.signoff.signed_on), default=None)
    if newest is None:
        return Evidence("role", role, f"nobody has signed; who may: {', '.join(policy.signers[role])}")
    signature = f"by {newest.signoff.approver} as of {iso(newest.signoff.signed_on)}"
    if newest.counts:
        return Evidence("role", role, f"signed {signature}")
    return Evidence("role", role, f"the sign-off {signature} does not count: {newest.void}")


def worth(signoff: SignOff, policy: PolicyFacts, standing: Standing, as_of: Instant) -> Worth:
    """What a sign-off is worth by then, whatever has become of the gate since."""
    void = _not_authorised(signoff, policy)
    if void is None and signoff.signed_on > as_of:
        void = "it is dated later"
    if void is not None:
        return Worth(signoff, void=void)
    when, then = iso(signoff.signed_on), standing.get(signoff.signed_on)
    if then is None:
        return Worth(signoff, unknown=f"it was not looked at how the gate stood as of {when}, which was signed")
    if then.evidence_digest == signoff.evidence:
        return Worth(signoff, void=_in_the_dark(then))
    lost = _lost(then, standing.get(as_of))
    if lost is not None:
        told = f"what was signed as {signoff.role} as of {when} can no longer be looked at"
        return Worth(signoff, unknown=f"{told}, so let it be signed anew ({lost.rule.id}: {lost.message})")
    return Worth(signoff, void="by today's policy and sources the evidence as of then is another")


def _not_authorised(signoff: SignOff, policy: PolicyFacts) -> str | None:
    if signoff.role not in policy.signers:
        return f'no role "{signoff.role}" is in [signoffs.approvers], which has {", ".join(policy.signers)}'
    if not is_named(signoff.approver, policy.signers[signoff.role]):
        return f"{signoff.approver} may not sign as {signoff.role}, by [signoffs.approvers]"
    return None


def _in_the_dark(then: Verdict) -> str:
    """Why nobody could decide on what was signed; empty when there was a blocking rule, and each had been measured."""
    unknown = _unknown(then)
    if unknown:
        return f"{some(unknown)} could not be measured"
    applies = any(each.rule.enforcement == "block" and each.outcome != "not-applicable" for each in then.findings)
    return "" if applies else "no blocking rule applied but those on sign-offs"


def _unknown(then: Verdict) -> list[str]:
    """The blocking rules that could not be measured."""
    return [each.rule.id for each in then.findings if each.rule.enforcement == "block" and each.outcome == "unknown"]


def _lost(then: Verdict, now: Verdict | None) -> Finding | None:
    """A finding that could not be measured as of then, and can as of now: it may well have been known when it was
    signed."""
    still = {each.rule.id for each in now.findings if each.outcome == "unknown"} if now else set[str]()
    return next((each for each in then.findings if each.outcome == "unknown" and each.rule.id not in still), None)


def _since(worth_then: Worth, policy: PolicyFacts, standing: Standing, now: Verdict) -> Worth:
    """The same, void when a blocking rule has got worse since it was signed, or a risk was accepted."""
    if not worth_then.counts:
        return worth_then
    before = standing[worth_then.signoff.signed_on]
    then = {each.rule.id: each for each in before.findings}
    worse = [each.rule.id for each in now.findings if _is_worse(each, then.get(each.rule.id))]
    accepted = [each.rule for each in _accepted(policy, now.as_of) if each not in _accepted(policy, before.as_of)]
    told = {"worse since": worse, "accepted by waiver since": accepted}
    void = "; ".join(f"{what}: {some(sorted(set(ids)))}" for what, ids in told.items() if ids)
    return Worth(worth_then.signoff, void=void)


def _accepted(policy: PolicyFacts, as_of: Instant) -> list[Waiver]:
    """The waivers that were properly approved, and in time, at an instant."""
    today = day_of(as_of, policy.zone)
    return [each for each in policy.waivers if why_not_approved(each, policy.terms, today) is None]


def _is_worse(now: Finding, then: Finding | None) -> bool:
    """Whether a blocking rule fails, or could not be measured, that was not so before; or fails on more than before."""
    if now.rule.enforcement != "block" or now.outcome not in ("fail", "unknown"):
        return False
    if then is None or then.outcome != now.outcome:
        return True
    before, after = then.reading, now.reading
    return not (isinstance(before, Measured) and isinstance(after, Measured)) or _is_more(now.rule.limit, before, after)


def _is_more(limit: Limit, before: Measured, after: Measured) -> bool:
    """Whether what fails has evidence that it did not have, or a value that is further beyond the limit."""
    new = {each.id for each in after.evidence} - {each.id for each in before.evidence}
    return bool(new) or _is_further(limit, before, after)


def _is_further(limit: Limit, before: Measured, after: Measured) -> bool:
    if limit.bound == "at-most":
        return after.value > before.value
    return after.value < before.value if limit.bound == "at-least" else after.value != before.value


def signed(policy: PolicyFacts, standing: Standing, landed: Instant, as_of: Instant) -> bool:
    """Whether every role that must sign has signed, by then, evidence of a time at which something had landed.
    Raises CannotMeasure where that could not be looked at."""
    later = [worth(each, policy, standing, as_of) for each in policy.signoffs if each.signed_on >= landed]
    roles = {each.signoff.role for each in later if each.counts}
    unknown = [each.unknown for each in later if each.unknown and each.signoff.role not in roles]
    if policy.signers and all(role in roles for role in policy.signers):
        return True
    if unknown:
        raise CannotMeasure(unknown[0])
    return False


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
    may_sign = [each for each in policy.signoffs if _not_authorised(each, policy) is None]
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
        Seeing(missing),
    ),
    Signal(
        "governance.signoffs-early",
        "count",
        ("policy",),
        "Sign-offs made on the days before the milestone on which its first assessment belongs.",
        _needs_policy,
        Seeing(early),
        (
            Parameter("from", "duration", "60d", "how long before the milestone these days begin"),
            Parameter("to", "duration", "30d", "how long before the milestone they end"),
        ),
    ),
)
