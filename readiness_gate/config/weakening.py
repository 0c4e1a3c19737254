"""In words, what a rule of a configuration loosens against the rule of the pack that it overrides."""

from readiness_gate.judge.wording import limit_in_words
from readiness_gate.model.policy import ENFORCEMENTS, Limit, Rule


def weakened(shipped: Rule, ours: Rule) -> list[str]:
    """Every way in which our rule asks for less, or for something else, than the shipped one."""
    told: list[str] = []
    if _looser(shipped.limit, ours.limit):
        before, after = (limit_in_words(rule.limit, rule.unit) for rule in (shipped, ours))
        told.append(f"the limit is {after} instead of {before}")
    if ENFORCEMENTS.index(ours.enforcement) > ENFORCEMENTS.index(shipped.enforcement):
        told.append(f"it is enforced as {ours.enforcement} instead of {shipped.enforcement}")
    if ours.waivable and not shipped.waivable:
        told.append("it can be waived")
    if ours.held_for < shipped.held_for:
        told.append("it must hold for a shorter time")
    if (ours.signal, ours.parameters) != (shipped.signal, shipped.parameters):
        told.append("something else is measured")
    if (ours.milestones, ours.when) != (shipped.milestones, shipped.when):
        told.append("it applies to other milestones or times")
    return [f"{ours.id}: {each}" for each in told]


def _looser(shipped: Limit, ours: Limit) -> bool:
    if ours.bound != shipped.bound or ours.bound == "equals":
        return ours != shipped
    return ours.value > shipped.value if ours.bound == "at-most" else ours.value < shipped.value
