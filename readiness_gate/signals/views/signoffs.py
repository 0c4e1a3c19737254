"""What sign-offs are worth: whether an authorized person reviewed the actual evidence, and what happened since.

A sign-off carries the instant as of which the gate was judged, and the digest of the evidence. It counts if the sources
and the policy still yield that evidence for that instant, every blocking rule had been measured, and since then no
blocking rule has got worse and no risk was accepted.
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
    """Why it does not count; "" if nothing is wrong."""
    unknown: str = ""
    """Why what was signed could not be measured."""

    @property
    def counts(self) -> bool:
        """Whether an authorized person signed the actual evidence."""
        return not self.invalid and not self.unknown


def status(signoff: SignOff, policy: PolicyFacts, standing: Standing, as_of: Instant) -> SignOffStatus:
    """Return what a sign-off was worth at an instant, whatever happened to the gate since."""
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
    return SignOffStatus(signoff, invalid="today's policy and sources give different evidence for that time")


def status_now(signoff: SignOff, policy: PolicyFacts, standing: Standing, now: Verdict) -> SignOffStatus:
    """Return what a sign-off is worth now; it is invalid if a blocking rule got worse since, or a risk was accepted."""
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
    """Return whether every required role has signed, by `as_of`, evidence of a time at which something had landed.
    Raises CannotMeasure if that evidence could not be measured."""
    later = [status(one, policy, standing, as_of) for one in policy.signoffs if one.signed_on >= landed]
    roles = {one.signoff.role for one in later if one.counts}
    if policy.signers and roles.issuperset(policy.signers):
        return True
    unknown = [one.unknown for one in later if one.unknown and one.signoff.role not in roles]
    if unknown:
        raise CannotMeasure(unknown[0])
    return False


def how_to_sign(standing: Standing, as_of: Instant) -> str:
    """Return how to sign the state at an instant, or why nobody can yet; "" for an instant before the one that is
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
    """Return whether an instant is the one that is judged, not an earlier one."""
    return as_of >= max(standing)


def why_too_early(now: Verdict) -> str:
    """Return sentences on why nobody can sign the present state, and what makes it possible; "" if it can be signed."""
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
    """Return why somebody may not sign in that role; None if they may."""
    if signoff.role not in policy.signers:
        return f'no role "{signoff.role}" is in [signoffs.approvers], which has {", ".join(policy.signers)}'
    if not is_named(signoff.approver, policy.signers[signoff.role]):
        return f"{signoff.approver} may not sign as {signoff.role}, by [signoffs.approvers]"
    return None


def why_undecidable(then: Verdict) -> str:
    """Return why nobody could decide on what was signed; "" if there was a blocking rule, and each had been
    measured."""
    unknown = _unknown(then)
    if unknown:
        return f"{some(unknown)} could not be measured"
    applies = any(finding.outcome != "not-applicable" for finding in _blocking(then))
    return "" if applies else "no blocking rule applied but those on sign-offs"


def _blocking(then: Verdict) -> list[Finding]:
    return [finding for finding in then.findings if finding.rule.enforcement == "block"]


def _unknown(then: Verdict) -> list[str]:
    """Return the blocking rules that could not be measured."""
    return [finding.rule.id for finding in _blocking(then) if finding.outcome == "unknown"]


def _days_until_one_applies(now: Verdict) -> int | None:
    """Return in how many days the first of the later blocking rules applies; None if there is none."""
    to_go = (now.milestone.date - day_of(now.as_of, now.zone)).days
    conditions = [finding.rule.when for finding in _blocking(now)]
    tagged = [when for when in conditions if not when.tags or when.tags & now.milestone.tags]
    at_most = [when.days_to_go_at_most for when in tagged if when.days_to_go_at_most is not None]
    return min((to_go - days for days in at_most if days < to_go), default=None)


def _lost(then: Verdict, now: Verdict | None) -> Finding | None:
    """Return a finding that could not be measured as of then but can be as of now: it may have been known when it
    was signed."""
    still = {finding.rule.id for finding in now.findings if finding.outcome == "unknown"} if now else set[str]()
    unknown = (finding for finding in then.findings if finding.outcome == "unknown")
    return next((finding for finding in unknown if finding.rule.id not in still), None)


def _accepted(policy: PolicyFacts, as_of: Instant) -> list[Waiver]:
    """Return the waivers that were properly approved, and in time, at an instant."""
    return approved(policy.waivers, policy.terms, day_of(as_of, policy.zone))


def _is_worse(now: Finding, then: Finding | None) -> bool:
    """Return whether a blocking rule newly fails or cannot be measured, or fails on more than before."""
    if now.rule.enforcement != "block" or now.outcome not in ("fail", "unknown"):
        return False
    if then is None or then.outcome != now.outcome:
        return True
    before, after = then.reading, now.reading
    return not (isinstance(before, Measured) and isinstance(after, Measured)) or _is_more(now.rule.limit, before, after)


def _is_more(limit: Limit, before: Measured, after: Measured) -> bool:
    """Return whether a failure has new evidence, or a value further beyond the limit."""
    new = {item.id for item in after.evidence} - {item.id for item in before.evidence}
    return bool(new) or limit.is_worse(after.value, before.value)
