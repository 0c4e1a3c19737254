"""The signal on accepted risks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from readiness_gate.model.approval import approved
from readiness_gate.model.facts import Facts
from readiness_gate.model.governance import PolicyFacts
from readiness_gate.model.levers import Expiry, expiry
from readiness_gate.model.policy import Waiver
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant, day_of, end_of_day
from readiness_gate.model.wording import counted
from readiness_gate.signals.signal import Signal, all_of


def in_force(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return how many waivers of the gate are properly approved and in time, whether or not their rules fail: each
    is a risk that somebody accepted for this milestone."""
    policy = facts.require("policy", PolicyFacts)
    today = day_of(as_of, policy.zone)
    counting = approved(policy.waivers, policy.terms, today)
    return Measured(
        len(counting),
        f"{counted(len(counting), 'waiver')} of {len(policy.waivers)} for this milestone in force on {today}.",
        tuple(
            Evidence("rule", waiver.rule, f"accepted by {waiver.approved_by} until {waiver.expires}")
            for waiver in counting
        ),
        shortfall=f"{counted(len(counting), 'waiver')} in force",
        levers=_running_out(policy, counting, today),
    )


def _running_out(policy: PolicyFacts, counting: Sequence[Waiver], today: date) -> tuple[Expiry, ...]:
    """Return when the waivers expire, each after its last day; empty if others start in the meantime."""
    later = [waiver for waiver in policy.waivers if waiver.approved_on > today]
    if any(approved([waiver], policy.terms, waiver.approved_on) for waiver in later):
        return ()
    ends = (end_of_day(waiver.expires, policy.zone) + 1 for waiver in counting)
    leaving = expiry("accept no more risks", "waiver has run out", "waivers have run out", ends)
    return (replace(leaving, instead="fix what {} of the waivers in force covers, and remove it"),)


IN_FORCE = Signal(
    name="waivers.in-force",
    unit="count",
    sources=("policy",),
    meaning="Waivers of the milestone that are properly approved and in time: each is a risk that somebody accepted.",
    needs=all_of("policy"),
    measure=in_force,
    topic="which waivers are in force",
)


SIGNALS = (IN_FORCE,)
