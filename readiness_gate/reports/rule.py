"""A rule explained: why it exists, how it is measured, what it requires, how to fix it, and who does that."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from readiness_gate.model.amounts import limit_in_words
from readiness_gate.model.policy import Applies, Enforcement, Grade, Rule
from readiness_gate.model.time import DAY
from readiness_gate.model.wording import counted
from readiness_gate.reports.screen import columns, draw, indented, words
from readiness_gate.reports.spec import Display
from readiness_gate.reports.words import parameters_in_words
from readiness_gate.signals import Signal

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


def explanation(rule: Rule, signal: Signal, display: Display, packs: Sequence[str] = ()) -> str:
    """Everything that a rule says about itself."""
    where = f"; in the pack {', '.join(packs)}" if packs else ""
    parts: list[RenderableType] = [
        Text.assemble(words(rule.id, "bold"), words(f"  {rule.title}")),
        words(f"{_enforced(rule)}{where}", "dim"),
    ]
    for name, text in _properties(rule, signal):
        if text:
            parts += [Text(), words(name, "bold"), indented(text)]
    return draw(parts, display)


def _enforced(rule: Rule) -> str:
    waived = "" if rule.waivable else "; it cannot be waived"
    return f"{rule.dimension}; {ENFORCED[rule.enforcement]}; for milestones {reach(rule)}{waived}"


def reach(rule: Rule) -> str:
    """The milestones that a rule guards, and when: `of the kind go-live, from 42 days before it on`."""
    kinds = f"of the kind {', '.join(sorted(rule.milestones))}" if rule.milestones else "of every kind"
    tagged = f" with the tag {' or '.join(sorted(rule.when.tags))}" if rule.when.tags else ""
    return f"{kinds}{tagged}{_period(rule.when)}"


def _period(when: Applies) -> str:
    """The days on which a rule applies, where it does not always."""
    begins, ends = when.days_to_go_at_most, when.days_to_go_at_least
    return (f", from {_days(begins)} on" if begins is not None else "") + (
        f", until {_days(ends)}" if ends is not None else ""
    )


def _days(to_go: int) -> str:
    return f"{counted(abs(to_go), 'day')} {'before' if to_go >= 0 else 'after'} it"


def _properties(rule: Rule, signal: Signal) -> Iterator[tuple[str, str]]:
    yield "Why", rule.why
    given = parameters_in_words(rule.parameters)
    yield "How it is measured", f"{signal.name}{f' ({given})' if given else ''}: {signal.meaning}"
    yield "Sources", ", ".join(signal.sources)
    yield "Required", demand(rule)
    yield (
        "Basis of the limit",
        f"{rule.source} ({GRADES[rule.evidence]})" if rule.source else GRADES[rule.evidence],
    )
    yield "How to fix", rule.remedy
    yield "Owner", f"{rule.owner or 'none: give the rule an owner'}{lead_time(rule)}"


def demand(rule: Rule) -> str:
    """What a rule requires: its limit, and for how long it must have held."""
    held = f"; it must have held for {rule.held_for // 86_400} days" if rule.held_for else ""
    return limit_in_words(rule.limit, rule.unit) + held


def lead_time(rule: Rule) -> str:
    """How long before the milestone the owner must be done, where the rule says so."""
    if rule.owner_due is None:
        return ""
    return f", by {counted(rule.owner_due // DAY, 'day')} before the milestone"


def table(rules: Sequence[Rule], display: Display) -> str:
    """Rules, one in each row: id, enforcement, title and limit."""
    rows = (
        (
            words(f"{rule.id:<9}", "bold"),
            words(f"{rule.enforcement:<6}"),
            Text.assemble(words(rule.title), words(f"  ({limit_in_words(rule.limit, rule.unit)})", "dim")),
        )
        for rule in rules
    )
    return draw([columns(rows)], display)
