"""Find overrides that change nothing, and packs that disagree."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from readiness_gate.config.packs.loader import PackRule, Packs
from readiness_gate.config.packs.rules import build, changed
from readiness_gate.model.policy import Rule
from readiness_gate.model.time import duration
from readiness_gate.signals import SignalTable
from readiness_gate.toml.problems import Problem


def instant(rules: Iterable[PackRule], packs: Sequence[Packs]) -> Iterator[Problem]:
    """Report rules with a `for` of zero, unless it overrides the duration of a pack's rule."""
    for rule in rules:
        bases = _bases(packs, rule.entry.extends or rule.entry.id)
        if _is_instant(rule) and all(base.entry.for_ is None or _is_instant(base) for base in bases):
            what = f"this has no effect: {rule.entry.id} is judged as of now anyway; remove it"
            yield rule.place.problem(what, "for", at_value=True)


def _bases(packs: Iterable[Packs], rule_id: str) -> list[PackRule]:
    """Return the rules with an id, one from each pack that has it."""
    return [pack.rules[rule_id] for pack in packs if rule_id in pack.rules]


def _is_instant(rule: PackRule) -> bool:
    return rule.entry.for_ is not None and duration(rule.entry.for_) == 0


def idle(packs: Sequence[Packs], changes: Iterable[PackRule], signals: SignalTable) -> Iterator[Problem]:
    """Report overrides that leave every pack's rule unchanged."""
    for change in changes:
        bases = _bases(packs, change.entry.id)
        if bases and all(_is_same(base, changed(base, change), signals) for base in bases):
            where = bases[0].place.document.name
            what = f'this override of "{change.entry.id}" changes nothing: {where} has the same values; remove it'
            yield change.place.problem(what, "id", at_value=True)


def disagreements(packs: Iterable[Packs], signals: SignalTable) -> Iterator[Problem]:
    """Report rules that differ between packs but have the same id; no milestone has both."""
    first: dict[str, PackRule] = {}
    for pack in packs:
        for rule_id, rule in pack.rules.items():
            other = first.setdefault(rule_id, rule)
            if not _is_same(other, rule, signals):
                what = f'"{rule_id}" is a different rule in {other.place.document.name}: give one of them another id'
                yield rule.place.problem(what, "id", at_value=True)


def _is_same(one: PackRule, other: PackRule, signals: SignalTable) -> bool:
    """Return whether two entries make the same rule, ignoring examples."""
    return _without_examples(one, signals) == _without_examples(other, signals)


def _without_examples(entry: PackRule, signals: SignalTable) -> Rule | None:
    rule = build(entry, signals)
    return replace(rule, examples=()) if isinstance(rule, Rule) else None
