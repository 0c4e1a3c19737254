"""The reference page of the shipped rules, as Markdown: each rule once, under the pack that defines it."""

from collections.abc import Iterator, Sequence

from readiness_gate.model.policy import Pack, Rule
from readiness_gate.reports.escape import markdown
from readiness_gate.reports.rule_words import ENFORCED, GRADES, demand, lead_time, reach
from readiness_gate.reports.words import parameters_in_words
from readiness_gate.signals import Signal, SignalTable

_HEAD = """\
# Reference of the shipped rules

This page is generated; do not edit it. Change the packs, then run
`readiness-gate rules docs > docs/rules-reference.md`. [Rules](rules.md) explains the keys of a rule.
"""


def reference(packs: Sequence[Pack], signals: SignalTable) -> str:
    """Return the page: each pack with what it includes, and every key of its own rules."""
    return "\n".join([_HEAD, *("\n".join(_pack(pack, signals)) for pack in packs)])


def _pack(pack: Pack, signals: SignalTable) -> Iterator[str]:
    yield f"## {markdown(pack.name)}\n"
    if pack.about:
        yield f"{markdown(pack.about)}\n"
    if pack.includes:
        yield _includes(pack)
    elif not pack.rules:
        yield "It has no rules: it assigns files to their kinds.\n"
    for rule in pack.rules:
        yield "\n".join(_rule(rule, signals[rule.signal]))


def _includes(pack: Pack) -> str:
    only = f", of these only {_list(pack.only)}" if pack.only else ""
    return f"It includes the rules of {_list(pack.includes)}{only}.\n"


def _rule(rule: Rule, signal: Signal) -> Iterator[str]:
    yield f"### {markdown(rule.id)}: {markdown(rule.title)}\n"
    given = parameters_in_words(rule.parameters)
    waivable = "" if rule.waivable else "; it cannot be waived"
    properties = {
        "Dimension": rule.dimension,
        "Enforcement": f"{rule.enforcement} ({ENFORCED[rule.enforcement]}{waivable})",
        "Milestones": reach(rule),
        "Signal": f"{signal.name}{f' ({given})' if given else ''}",
        "Required": demand(rule),
        "Why": rule.why,
        "How to fix": rule.remedy,
        "Owner": f"{rule.owner}{lead_time(rule)}" if rule.owner else "",
        "Source": rule.source,
        "Evidence": GRADES[rule.evidence],
    }
    yield from (f"- **{name}:** {markdown(text)}" for name, text in properties.items() if text)
    yield ""


def _list(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
