"""A rule explained: why it exists, how it is measured, what it requires, and how to fix it and who does so."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from readiness_gate.model.amounts import limit_in_words
from readiness_gate.model.policy import Rule
from readiness_gate.reports.rule_words import ENFORCED, GRADES, demand, lead_time, reach
from readiness_gate.reports.screen import columns, draw, indented, words
from readiness_gate.reports.spec import Display
from readiness_gate.reports.words import parameters_in_words
from readiness_gate.signals import Signal


def explanation(rule: Rule, signal: Signal, display: Display, packs: Sequence[str] = ()) -> str:
    """Return everything that a rule says about itself."""
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


def table(rules: Sequence[Rule], display: Display) -> str:
    """Return the rules, one per row: id, enforcement, title and limit."""
    rows = (
        (
            words(f"{rule.id:<9}", "bold"),
            words(f"{rule.enforcement:<6}"),
            Text.assemble(words(rule.title), words(f"  ({limit_in_words(rule.limit, rule.unit)})", "dim")),
        )
        for rule in rules
    )
    return draw([columns(rows)], display)
