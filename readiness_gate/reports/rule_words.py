"""A rule's own statements in words: when it applies, what it requires, and where its limit comes from."""

from readiness_gate.model.amounts import limit_in_words
from readiness_gate.model.policy import Applies, Enforcement, Grade, Rule
from readiness_gate.model.time import DAY
from readiness_gate.model.wording import counted

GRADES: dict[Grade, str] = {
    "measured": "measured on the histories of real projects",
    "primary": "from a primary source: an official document or a study",
    "secondary": "from secondary sources: what practitioners write",
    "convention": "a convention: a default that is not measured; set your own",
}
ENFORCED: dict[Enforcement, str] = {
    "block": "blocks the milestone",
    "warn": "warns, and does not block",
    "info": "is shown, and does not count",
}


def reach(rule: Rule) -> str:
    """Return the milestones that a rule guards, and when: `of the kind go-live, from 42 days before it on`."""
    kinds = f"of the kind {', '.join(sorted(rule.milestones))}" if rule.milestones else "of every kind"
    tagged = f" with the tag {' or '.join(sorted(rule.when.tags))}" if rule.when.tags else ""
    return f"{kinds}{tagged}{_period(rule.when)}"


def _period(when: Applies) -> str:
    """Return the days on which a rule applies, if it does not always."""
    begins, ends = when.days_to_go_at_most, when.days_to_go_at_least
    return (f", from {_days(begins)} on" if begins is not None else "") + (
        f", until {_days(ends)}" if ends is not None else ""
    )


def _days(to_go: int) -> str:
    return f"{counted(abs(to_go), 'day')} {'before' if to_go >= 0 else 'after'} it"


def demand(rule: Rule) -> str:
    """Return what a rule requires: its limit, and for how long it must have held."""
    held = f"; it must have held for {rule.held_for // 86_400} days" if rule.held_for else ""
    return limit_in_words(rule.limit, rule.unit) + held


def lead_time(rule: Rule) -> str:
    """Return how long before the milestone the owner must be done, if the rule says so."""
    if rule.owner_due is None:
        return ""
    return f", by {counted(rule.owner_due // DAY, 'day')} before the milestone"
