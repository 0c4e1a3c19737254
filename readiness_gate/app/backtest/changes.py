"""`--set RULE.KEY=VALUE`: a gate with other limits, for a trial."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import tomli

from readiness_gate.config.packs.loader import PackRule
from readiness_gate.config.packs.rules import build, merge
from readiness_gate.config.schema.files import RuleEntry
from readiness_gate.errors import refuse
from readiness_gate.model.policy import Gate, Rule
from readiness_gate.model.rule_ids import canonical
from readiness_gate.model.time import DAY
from readiness_gate.signals import SignalTable
from readiness_gate.toml.check import complaints
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import did_you_mean

OPTION = "--set"
KEYS = ("at-most", "at-least", "equals", "warn-above", "warn-below", "for", "enforcement")
"""What can be set besides the parameters of a rule's signal."""
_WITH = "with."

Places = Mapping[str, Place]
"""The places of the rules, by id."""
_Table = dict[str, Any]


def changed(gate: Gate, given: Sequence[str], signals: SignalTable, places: Places) -> Gate:
    """Return the gate, including those of earlier milestones, with rules changed as given; the digest is left to the
    caller. Raises BadUse with everything that is wrong."""
    rules = {rule.id: rule for one in (gate, *gate.earlier) for rule in one.rules}
    mistakes: list[str] = []
    tables: dict[str, _Table] = {}
    for text in given:
        _add(text, rules, signals, tables, mistakes)
    ours = {name: _rule(rules[name], table, signals, places, mistakes) for name, table in tables.items()}
    refuse(mistakes)
    earlier = tuple(_with(one, ours) for one in gate.earlier)
    return replace(_with(gate, ours), earlier=earlier)


def _with(gate: Gate, ours: Mapping[str, Rule]) -> Gate:
    return replace(gate, rules=tuple(ours.get(rule.id, rule) for rule in gate.rules))


def _add(
    text: str, rules: Mapping[str, Rule], signals: SignalTable, tables: dict[str, _Table], mistakes: list[str]
) -> None:
    """Add what a text sets to the table of its rule."""
    target, separator, value = text.partition("=")
    name, key = _parted(target.strip(), rules)
    if not separator or not key or not value.strip() or len(text.splitlines()) > 1:
        mistakes.append(f'{OPTION} "{text}": write RULE.KEY=VALUE, such as DEF-03.at-most=5')
    elif name not in rules:
        mistakes.append(f'{OPTION} {text}: the gate has no rule "{name}"{did_you_mean(name, rules)}')
    elif key in tables.get(name, {}) or key.removeprefix(_WITH) in tables.get(name, {}).get("with", {}):
        mistakes.append(f"{OPTION} {text}: {name}.{key} is set twice: keep one")
    elif key in KEYS:
        tables.setdefault(name, {})[key] = _value(value.strip())
    else:
        signal = signals[rules[name].signal]
        known = [one.name for one in signal.parameters]
        parameter = key.removeprefix(_WITH)
        if parameter in known:
            tables.setdefault(name, {}).setdefault("with", {})[parameter] = _value(value.strip())
        else:
            hint = did_you_mean(parameter, (*KEYS, *known))
            mistakes.append(f'{OPTION} {text}: {name} has nothing called "{parameter}"{hint}')


def _parted(target: str, rules: Mapping[str, Rule]) -> tuple[str, str]:
    """Return the rule and the key in a text; the id of a rule may have dots."""
    parts = target.split(".")
    for number in range(len(parts) - 1, 0, -1):
        name = canonical(".".join(parts[:number]), rules)
        if name in rules:
            return name, ".".join(parts[number:])
    return parts[0], ".".join(parts[1:])


def _value(text: str) -> object:
    """Return a value as the configuration writes it; anything else is a text, so that no shell needs more quotes."""
    try:
        value: object = tomli.loads(f"value = {text}")["value"]
    except (tomli.TOMLDecodeError, ValueError):
        return text
    return text if isinstance(value, dt.date | dt.time) else value


def _rule(rule: Rule, table: _Table, signals: SignalTable, places: Places, mistakes: list[str]) -> Rule:
    """Return the rule as its table changes it; problems are added to the mistakes."""
    wrong = [complaint.what for complaint in complaints(RuleEntry, {"id": rule.id, **table})]
    if not wrong:
        change = RuleEntry.model_validate({"id": rule.id, **table})
        built = build(PackRule(merge(_entry(rule), change), places[rule.id]), signals)
        if isinstance(built, Rule):
            return _as_built(rule, built)
        wrong = [problem.what for problem in built]
    mistakes += (f"{OPTION} {_shown(rule.id, table)}: {what}" for what in wrong)
    return rule


def _as_built(rule: Rule, built: Rule) -> Rule:
    """Return the rule with the changeable parts of another one; its examples belong to the old limit."""
    return replace(
        rule,
        limit=built.limit,
        parameters=built.parameters,
        topic=built.topic,
        held_for=built.held_for,
        enforcement=built.enforcement,
        examples=(),
    )


def _shown(name: str, table: _Table) -> str:
    keys = chain(table.keys() - {"with"}, table.get("with", ()))
    return ", ".join(f"{name}.{key}" for key in keys)


def _entry(rule: Rule) -> RuleEntry:
    """Return what can be set of a rule, as a configuration writes it."""
    limit = rule.limit
    table: _Table = {
        "id": rule.id,
        "title": rule.title,
        "dimension": rule.dimension,
        "signal": rule.signal,
        limit.bound: limit.value,
        "with": {name: list(value) if isinstance(value, tuple) else value for name, value in rule.parameters.values},
        "enforcement": rule.enforcement,
    }
    if limit.warn_at is not None:
        table["warn-above" if limit.bound == "at-most" else "warn-below"] = limit.warn_at
    if rule.held_for:
        table["for"] = f"{rule.held_for // DAY}d"
    return RuleEntry.model_validate(table)
