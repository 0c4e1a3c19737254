"""The reference page of the shipped rules, as Markdown: each rule once, under the pack in whose file it stands."""

from collections.abc import Iterator, Sequence

from readiness_gate.model.policy import Pack, Rule
from readiness_gate.reports.escape import markdown
from readiness_gate.reports.rule import ENFORCED, GRADES, demand, reach
from readiness_gate.reports.words import parameters_in_words
from readiness_gate.signals import Signal, SignalTable

_HEAD = """\
# Reference of the shipped rules

This page is what `readiness-gate rules docs` prints. Do not edit it: change the packs, and write it anew with
`readiness-gate rules docs > docs/rules-reference.md`. What the keys of a rule mean, [Rules](rules.md) tells.
"""


def reference(packs: Sequence[Pack], signals: SignalTable) -> str:
    """The page: each pack with what it includes, and everything that its own rules say of themselves."""
    return "\n".join([_HEAD, *("\n".join(_pack(pack, signals)) for pack in packs)])


def _pack(pack: Pack, signals: SignalTable) -> Iterator[str]:
    yield f"## {markdown(pack.name)}\n"
    if pack.about:
        yield f"{markdown(pack.about)}\n"
    if pack.includes:
        yield _includes(pack)
    elif not pack.rules:
        yield "It has no rules: it says which files are what.\n"
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
        "Limit": demand(rule),
        "Why": rule.why,
        "Remedy": rule.remedy,
        "Owner": rule.owner,
        "Source": rule.source,
        "Evidence": GRADES[rule.evidence],
    }
    yield from (f"- **{name}:** {markdown(text)}" for name, text in properties.items() if text)
    yield ""


def _list(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
