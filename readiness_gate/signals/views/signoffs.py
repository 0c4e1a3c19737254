"""What sign-offs are worth: whether somebody who may sign looked at what was so, and what has become of it since.

A sign-off bears the instant as of which the gate was judged, and the digest of the evidence that it had. It counts when
the sources and the policy still tell that evidence of that instant, when every blocking rule had been measured, and as
long as none of them has got worse, and no risk was accepted, since.
"""

from dataclasses import replace

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.approval import approved, is_named
from readiness_gate.model.governance import PolicyFacts
from readiness_gate.model.policy import Limit, SignOff, Waiver
from readiness_gate.model.reading import Measured
from readiness_gate.model.time import Instant, day_of, iso
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.model.wording import counted, some
from readiness_gate.signals.standing import Standing


@dataclass(frozen=True, slots=True)
class SignOffStatus:
    """What a sign-off is worth."""

    signoff: SignOff
    invalid: str = ""
    """Why it is worth nothing."""
    unknown: str = ""
    """Why what was signed could not be measured."""

    @property
    def counts(self) -> bool:
        """Whether somebody who may sign did sign what was so."""
        return not self.invalid and not self.unknown


def status(signoff: SignOff, policy: PolicyFacts, standing: Standing, as_of: Instant) -> SignOffStatus:
    """What a sign-off is worth by then, whatever has become of the gate since."""
    invalid = why_not_authorized(signoff, policy)
    if invalid is None and signoff.signed_on > as_of:
        invalid = "it is dated later"
    if invalid is not None:
        return SignOffStatus(signoff, invalid=invalid)
    when, then = iso(signoff.signed_on), standing.get(signoff.signed_on)
    if then is None:
        unknown = f"the gate was not judged as of {when}, which was signed"
        return SignOffStatus(signoff, unknown=unknown)
    if then.evidence_digest == signoff.evidence:
        return SignOffStatus(signoff, invalid=why_undecidable(then))
    lost = _lost(then, standing.get(as_of))
    if lost is not None:
        gone = f"the evidence that was signed as {signoff.role} as of {when} can no longer be measured"
        return SignOffStatus(signoff, unknown=f"{gone}: have it signed again ({lost.rule.id}: {lost.message})")
    return SignOffStatus(signoff, invalid="today's policy and sources give other evidence as of then")


def status_now(signoff: SignOff, policy: PolicyFacts, standing: Standing, now: Verdict) -> SignOffStatus:
    """The same, worth nothing when a blocking rule has got worse since it was signed, or a risk was accepted."""
    signed_then = status(signoff, policy, standing, now.as_of)
    if not signed_then.counts:
        return signed_then
    before = standing[signoff.signed_on]
    then = {finding.rule.id: finding for finding in before.findings}
    worse = [finding.rule.id for finding in now.findings if _is_worse(finding, then.get(finding.rule.id))]
    accepted_then = _accepted(policy, before.as_of)
    accepted = [waiver.rule for waiver in _accepted(policy, now.as_of) if waiver not in accepted_then]
    changes = {"worse since": worse, "accepted by waiver since": accepted}
    invalid = "; ".join(f"{what}: {some(sorted(set(ids)))}" for what, ids in changes.items() if ids)
    return replace(signed_then, invalid=invalid)


def signed(policy: PolicyFacts, standing: Standing, landed: Instant, as_of: Instant) -> bool:
    """Whether every role that must sign has signed, by then, evidence of a time at which something had landed.
    Raises CannotMeasure where that could not be measured."""
    later = [status(one, policy, standing, as_of) for one in policy.signoffs if one.signed_on >= landed]
    roles = {one.signoff.role for one in later if one.counts}
    if policy.signers and roles.issuperset(policy.signers):
        return True
    unknown = [one.unknown for one in later if one.unknown and one.signoff.role not in roles]
    if unknown:
        raise CannotMeasure(unknown[0])
    return False


def how_to_sign(standing: Standing, as_of: Instant) -> str:
    """How what holds at an instant is signed, or why it cannot be yet; nothing of an instant before the one that is
    judged, which nobody should sign any more."""
    now = standing.get(as_of)
    if now is None or not is_newest(standing, as_of):
        return ""
    too_early = why_too_early(now)
    if too_early:
        return f"It cannot be signed yet: {too_early}"
    return (
        f'To sign it, add a [[signoffs]] with milestone = "{now.milestone.name}", role, approver, '
        f'signed-on = {iso(as_of)} and evidence = "{now.evidence_digest}".'
    )


def is_newest(standing: Standing, as_of: Instant) -> bool:
    """Whether an instant is the one that is judged, and none before it."""
    return as_of >= max(standing)


def why_too_early(now: Verdict) -> str:
    """Why nobody can sign what holds now, and what makes it possible, in sentences; empty when it can be signed."""
    why = why_undecidable(now)
    if not why:
        return ""
    if _unknown(now):
        return f"{why}. Fix that first, as the finding of each says."
    ahead = _days_until_one_applies(now)
    if ahead is not None:
        return f"{why}. The first of the others applies in {counted(ahead, 'day')}: sign then."
    return f"{why}. First give the milestone a pack with blocking rules."


def why_not_authorized(signoff: SignOff, policy: PolicyFacts) -> str | None:
    """Why somebody may not sign in that role; None when they may."""
    if signoff.role not in policy.signers:
        return f'no role "{signoff.role}" is in [signoffs.approvers], which has {", ".join(policy.signers)}'
    if not is_named(signoff.approver, policy.signers[signoff.role]):
        return f"{signoff.approver} may not sign as {signoff.role}, by [signoffs.approvers]"
    return None


def why_undecidable(then: Verdict) -> str:
    """Why nobody could decide on what was signed; empty when there was a blocking rule, and each had been measured."""
    unknown = _unknown(then)
    if unknown:
        return f"{some(unknown)} could not be measured"
    applies = any(finding.outcome != "not-applicable" for finding in _blocking(then))
    return "" if applies else "no blocking rule applied but those on sign-offs"


def _blocking(then: Verdict) -> list[Finding]:
    return [finding for finding in then.findings if finding.rule.enforcement == "block"]


def _unknown(then: Verdict) -> list[str]:
    """The blocking rules that could not be measured."""
    return [finding.rule.id for finding in _blocking(then) if finding.outcome == "unknown"]


def _days_until_one_applies(now: Verdict) -> int | None:
    """In how many days the first of the blocking rules applies, of those that apply to the milestone later; None when
    there is none."""
    to_go = (now.milestone.date - day_of(now.as_of, now.zone)).days
    conditions = [finding.rule.when for finding in _blocking(now)]
    tagged = [when for when in conditions if not when.tags or when.tags & now.milestone.tags]
    at_most = [when.days_to_go_at_most for when in tagged if when.days_to_go_at_most is not None]
    return min((to_go - days for days in at_most if days < to_go), default=None)


def _lost(then: Verdict, now: Verdict | None) -> Finding | None:
    """A finding that could not be measured as of then, and can as of now: it may well have been known when it was
    signed."""
    still = {finding.rule.id for finding in now.findings if finding.outcome == "unknown"} if now else set[str]()
    unknown = (finding for finding in then.findings if finding.outcome == "unknown")
    return next((finding for finding in unknown if finding.rule.id not in still), None)


def _accepted(policy: PolicyFacts, as_of: Instant) -> list[Waiver]:
    """The waivers that were properly approved, and in time, at an instant."""
    return approved(policy.waivers, policy.terms, day_of(as_of, policy.zone))


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
    new = {item.id for item in after.evidence} - {item.id for item in before.evidence}
    return bool(new) or limit.is_worse(after.value, before.value)
