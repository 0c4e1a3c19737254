"""A rule as written, overridden and extended, becomes a rule that can judge; held against the table of signals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from readiness_gate.config.packs.loader import PackRule, Packs
from readiness_gate.config.schema.files import RuleEntry, When
from readiness_gate.model.policy import Applies, Bound, Example, Limit, Rule
from readiness_gate.model.reading import Parameters, ParameterValue, Unit, Value
from readiness_gate.model.time import duration
from readiness_gate.signals import Signal, SignalTable
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem, did_you_mean, missing, nearest

_BOUNDS: dict[str, Bound] = {"at_most": "at-most", "at_least": "at-least", "equals": "equals"}
_WARNINGS: dict[str, str] = {"warn_above": "at_most", "warn_below": "at_least"}
_REQUIRED = ("title", "dimension", "signal")
_BELOW_ZERO = ("issues-per-week",)


def merge(base: RuleEntry, change: RuleEntry) -> RuleEntry:
    """A pack's rule with the keys that were given replaced: a new limit replaces the old one, `with` merges.

    The examples test the shipped form, so they are not taken over.
    """
    given = {name: getattr(change, name) for name in change.model_fields_set - {"extends"}}
    kept: dict[str, Any] = {name: getattr(base, name) for name in base.model_fields_set - {"examples"}}
    if set(given) & set(_BOUNDS):
        kept = {name: value for name, value in kept.items() if name not in {**_BOUNDS, **_WARNINGS}}
    both = {**kept, **given}
    if base.with_ is not None and change.with_ is not None:
        both["with_"] = {**base.with_, **change.with_}
    return RuleEntry.model_construct(set(both), **both)


def changed(base: PackRule, change: PackRule) -> PackRule:
    """A pack's rule as a configuration changes it, standing where the change does."""
    return PackRule(merge(base.entry, change.entry), change.place)


def effective(
    packs: Packs, changes: Sequence[PackRule], known: Mapping[str, PackRule]
) -> Iterator[tuple[PackRule, bool]]:
    """The rules of a milestone's packs as a configuration changes them, then the configuration's own, each with whether
    a pack's rule is behind it; `known` are the rules of all packs, which one's own may extend."""
    overrides = {change.entry.id: change for change in changes if not change.entry.extends}
    for id_, rule in packs.rules.items():
        yield changed(rule, overrides[id_]) if id_ in overrides else rule, True
    for change in changes:
        extended = change.entry.extends or ""
        base = packs.rules.get(extended) or known.get(extended)
        if base is not None:
            yield changed(base, change), True
        elif change.entry.id not in packs.rules:
            yield change, False


def is_complete(entry: RuleEntry) -> bool:
    """Whether an entry has all that a rule of its own needs."""
    return all(getattr(entry, name) is not None for name in _REQUIRED) and len(_bounds(entry)) == 1


def build(rule: PackRule, signals: SignalTable) -> Rule | list[Problem]:
    """The rule of an entry, or everything that is wrong with it."""
    entry, place = rule.entry, rule.place
    lacking = [name for name in _REQUIRED if getattr(entry, name) is None]
    problems = [place.problem(missing(lacking, f"the rule {entry.id}"), lacking[0])] if lacking else []
    signal = signals.get(entry.signal or "")
    if entry.signal and signal is None:
        hint = nearest(entry.signal, signals) or " (one of a plugin is known when the plugin is installed)"
        what = f'no signal is called "{entry.signal}"{hint}'
        problems.append(place.problem(what, "signal", at_value=True))
    limit = _limit(entry, place, signal)
    parameters = _parameters(entry, place, signal) if signal else Parameters()
    problems += limit if isinstance(limit, list) else []
    problems += parameters if isinstance(parameters, list) else []
    if problems or isinstance(limit, list) or isinstance(parameters, list):
        return problems
    return _rule(entry, limit, parameters, signal.unit if signal else "count")


def _rule(entry: RuleEntry, limit: Limit, parameters: Parameters, unit: Unit) -> Rule:
    same = {field.name for field in fields(Rule)} & entry.model_fields_set - {
        "milestones",
        "when",
        "examples",
        "owner_due",
    }
    given = {name: value for name in same if (value := getattr(entry, name)) is not None}
    return Rule(
        **given,
        limit=limit,
        unit=unit,
        parameters=parameters,
        milestones=frozenset(entry.milestones or ()),
        when=_applies(entry.when),
        held_for=duration(entry.for_) if entry.for_ else 0,
        owner_due=duration(entry.owner_due) if entry.owner_due else None,
        examples=tuple(Example(each.reading, each.outcome) for each in entry.examples or ()),
    )


def _applies(when: When | None) -> Applies:
    if when is None:
        return Applies()
    return Applies(when.days_to_go_at_most, when.days_to_go_at_least, frozenset(when.tags or ()))


def _bounds(entry: RuleEntry) -> list[str]:
    return [name for name in _BOUNDS if getattr(entry, name) is not None]


def _limit(entry: RuleEntry, place: Place, signal: Signal | None) -> Limit | list[Problem]:
    given = _bounds(entry)
    if len(given) != 1:
        what = f"the rule {entry.id} needs one limit: at-most, at-least or equals" + (
            "; it has several" if given else ""
        )
        return [place.problem(what, *(_BOUNDS[name] for name in given[1:2]))]
    name = given[0]
    warnings = [warning for warning in _WARNINGS if getattr(entry, warning) is not None]
    problems = [
        place.problem(
            f"{warning.replace('_', '-')} goes with {_WARNINGS[warning].replace('_', '-')} only",
            warning.replace("_", "-"),
        )
        for warning in warnings
        if _WARNINGS[warning] != name
    ]
    values: dict[str, Value] = {each.replace("_", "-"): getattr(entry, each) for each in (name, *warnings)}
    for key, value in values.items():
        why = _unfit(value, key, signal)
        problems += [place.problem(f"{key} {why}", key, at_value=True)] if why else []
    if problems:
        return problems
    try:
        return Limit(_BOUNDS[name], *values.values())
    except ValueError as error:
        return [place.problem(str(error), warnings[0].replace("_", "-"), at_value=True)]


def _unfit(value: Value, key: str, signal: Signal | None) -> str | None:
    """Why a limit does not fit a signal's unit."""
    if signal is None:
        return None
    if signal.unit == "boolean":
        return (
            None
            if isinstance(value, bool) and key == "equals"
            else f"does not fit {signal.name}: write equals = true or false"
        )
    if isinstance(value, bool):
        return f"must be a number: {signal.name} is measured in {signal.unit}"
    return _beyond(value, key, signal)


def _beyond(value: float, key: str, signal: Signal) -> str | None:
    """Why a limit lies where no reading does, so that it would let everything pass or nothing."""
    if signal.unit in _BELOW_ZERO or signal.below_zero:
        return None
    if value < 0:
        return f"is below 0, which {signal.name} (in {signal.unit}) never is"
    share = signal.unit == "share" and not signal.above_one
    if share and value > 1:
        return f"is above 1, which {signal.name} never is: a share is between 0 and 1, so write 0.9 for 90 %"
    if (key == "at-least" and value == 0) or (key == "at-most" and share and value == 1):
        return (
            f'would let every reading of {signal.name} pass (to look at it without judging, use enforcement = "info")'
        )
    return None


def _parameters(entry: RuleEntry, place: Place, signal: Signal) -> Parameters | list[Problem]:
    problems: list[Problem] = []
    given: dict[str, ParameterValue] = {}
    for name, value in (entry.with_ or {}).items():
        parameter = signal.parameter(name)
        if parameter is None:
            known = [each.name for each in signal.parameters]
            what = f'{signal.name} has no parameter "{name}"{did_you_mean(name, known)}'
            problems.append(place.problem(what, "with", name))
            continue
        why = parameter.problem(value)
        if why is not None:
            told = f" {why}" if why.startswith("must ") else f": {why}"
            problems.append(place.problem(f'"{name}" of {signal.name}{told}', "with", name, at_value=True))
        given[name] = tuple(value) if isinstance(value, list) else value
    return problems or signal.with_defaults(given)
