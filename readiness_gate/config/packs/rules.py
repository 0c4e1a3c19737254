"""Build a rule from its entry, its overrides and the table of signals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from readiness_gate.config.packs.loader import PackRule, Packs
from readiness_gate.config.schema.files import RuleEntry, When
from readiness_gate.model.policy import Applies, Bound, Example, Limit, Rule
from readiness_gate.model.reading import Parameters, ParameterValue, Value
from readiness_gate.model.time import duration
from readiness_gate.signals import Signal, SignalTable
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem, did_you_mean, missing, nearest
from readiness_gate.toml.strict_model import kebab

_BOUNDS: dict[str, Bound] = {"at_most": "at-most", "at_least": "at-least", "equals": "equals"}
_WARNINGS: dict[str, str] = {"warn_above": "at_most", "warn_below": "at_least"}
_REQUIRED = ("title", "dimension", "signal")
_CONVERTED = {"milestones", "when", "examples", "owner_due"}
"""The keys that have another form in a rule."""
_BELOW_ZERO = ("issues-per-week",)


def merge(base: RuleEntry, change: RuleEntry) -> RuleEntry:
    """Return a pack's rule with the given keys replaced: a new limit replaces the old one, `with` is merged.

    The examples test the shipped form, so they are left out.
    """
    given: dict[str, Any] = {name: getattr(change, name) for name in change.model_fields_set - {"extends"}}
    merged = {**_inherited(base, given), **given}
    if base.with_ is not None and change.with_ is not None:
        merged["with_"] = {**base.with_, **change.with_}
    return RuleEntry.model_construct(set(merged), **merged)


def _inherited(base: RuleEntry, given: Mapping[str, object]) -> dict[str, Any]:
    """Return the keys that remain of a pack's rule: all except its examples, and its limits if a limit is given."""
    replaced = {**_BOUNDS, **_WARNINGS} if given.keys() & _BOUNDS.keys() else {}
    return {name: getattr(base, name) for name in base.model_fields_set - {"examples", *replaced}}


def changed(base: PackRule, change: PackRule) -> PackRule:
    """Return a pack's rule as a configuration changes it, at the place of the change."""
    return PackRule(merge(base.entry, change.entry), change.place)


def effective(
    packs: Packs, changes: Sequence[PackRule], known: Mapping[str, PackRule]
) -> Iterator[tuple[PackRule, bool]]:
    """Yield the rules of a milestone's packs as a configuration changes them, then the configuration's own.

    Each comes with whether it is based on a pack's rule. `known` are the rules of all packs, which the configuration's
    own may extend.
    """
    yield from ((rule, True) for rule in _overridden(packs, changes))
    bases = {**known, **packs.rules}
    for change in changes:
        base = bases.get(change.entry.extends or "")
        if base is not None:
            yield changed(base, change), True
        elif change.entry.id not in packs.rules:
            yield change, False


def _overridden(packs: Packs, changes: Sequence[PackRule]) -> Iterator[PackRule]:
    """Yield the rules of the packs, with the changes that have the same ids."""
    overrides = {change.entry.id: change for change in changes if not change.entry.extends}
    for rule_id, rule in packs.rules.items():
        yield changed(rule, overrides[rule_id]) if rule_id in overrides else rule


def is_complete(entry: RuleEntry) -> bool:
    """Return whether an entry has all keys that a custom rule needs."""
    return all(getattr(entry, name) is not None for name in _REQUIRED) and len(_bounds(entry)) == 1


def build(rule: PackRule, signals: SignalTable) -> Rule | list[Problem]:
    """Return the rule of an entry, or everything wrong with it."""
    entry, place = rule.entry, rule.place
    problems = [*_check_required(entry, place), *_check_signal(entry, place, signals)]
    signal = signals.get(entry.signal or "")
    limit = _limit(entry, place, signal, problems)
    parameters = _parameters(entry, place, signal, problems) if signal else Parameters()
    if problems or limit is None:
        return problems
    return _rule(entry, limit, parameters, signal)


def _check_required(entry: RuleEntry, place: Place) -> Iterator[Problem]:
    names = [name for name in _REQUIRED if getattr(entry, name) is None]
    if names:
        yield place.problem(missing(names, f"the rule {entry.id}"), names[0])


def _check_signal(entry: RuleEntry, place: Place, signals: SignalTable) -> Iterator[Problem]:
    if entry.signal and entry.signal not in signals:
        hint = nearest(entry.signal, signals) or " (signals of plugins are known once the plugin is installed)"
        yield place.problem(f'no signal is called "{entry.signal}"{hint}', "signal", at_value=True)


def _rule(entry: RuleEntry, limit: Limit, parameters: Parameters, signal: Signal | None) -> Rule:
    return Rule(
        **_unconverted(entry),
        limit=limit,
        unit=signal.unit if signal else "count",
        topic=signal.topic_of(parameters) if signal else "",
        parameters=parameters,
        milestones=frozenset(entry.milestones or ()),
        when=_applies(entry.when),
        held_for=duration(entry.for_) if entry.for_ else 0,
        owner_due=duration(entry.owner_due) if entry.owner_due else None,
        examples=tuple(Example(example.reading, example.outcome) for example in entry.examples or ()),
    )


def _unconverted(entry: RuleEntry) -> dict[str, Any]:
    """Return the given values of the keys that have the same form in a rule."""
    names = {field.name for field in fields(Rule)} & entry.model_fields_set - _CONVERTED
    return {name: value for name in names if (value := getattr(entry, name)) is not None}


def _applies(when: When | None) -> Applies:
    if when is None:
        return Applies()
    return Applies(when.days_to_go_at_most, when.days_to_go_at_least, frozenset(when.tags or ()))


def _limit(entry: RuleEntry, place: Place, signal: Signal | None, problems: list[Problem]) -> Limit | None:
    """Return the limit of an entry; None if it is wrong, with the mistakes added to `problems`."""
    wrong = _wrong_bounds(entry, place) or _wrong_limits(entry, place, signal)
    if wrong:
        problems += wrong
        return None
    name, warnings = _bounds(entry)[0], _warnings(entry)
    try:
        return Limit(_BOUNDS[name], *(getattr(entry, limit) for limit in (name, *warnings)))
    except ValueError as error:
        problems.append(place.problem(str(error), kebab(warnings[0]), at_value=True))
        return None


def _bounds(entry: RuleEntry) -> list[str]:
    return [name for name in _BOUNDS if getattr(entry, name) is not None]


def _warnings(entry: RuleEntry) -> list[str]:
    return [name for name in _WARNINGS if getattr(entry, name) is not None]


def _wrong_bounds(entry: RuleEntry, place: Place) -> list[Problem]:
    """Return the problem that a rule has no limit, or several."""
    bounds = _bounds(entry)
    if len(bounds) == 1:
        return []
    what = f"the rule {entry.id} needs one limit: at-most, at-least or equals"
    several = "; it has several" if bounds else ""
    return [place.problem(what + several, *(kebab(bound) for bound in bounds[1:2]))]


def _wrong_limits(entry: RuleEntry, place: Place, signal: Signal | None) -> list[Problem]:
    """Return the problems of warnings that do not match the bound, and of limits that do not fit the signal."""
    bound, warnings = _bounds(entry)[0], _warnings(entry)
    keys = {kebab(name): getattr(entry, name) for name in (bound, *warnings)}
    reasons = {key: _why_unfit(value, key, signal) for key, value in keys.items()}
    unfit = [place.problem(f"{key} {why}", key, at_value=True) for key, why in reasons.items() if why is not None]
    return [*_misplaced(warnings, bound, place), *unfit]


def _misplaced(warnings: Sequence[str], bound: str, place: Place) -> Iterator[Problem]:
    """Report warnings that belong to another bound."""
    for warning in warnings:
        if _WARNINGS[warning] != bound:
            yield place.problem(f"{kebab(warning)} works with {kebab(_WARNINGS[warning])} only", kebab(warning))


def _why_unfit(value: Value, key: str, signal: Signal | None) -> str | None:
    """Return why a limit does not fit a signal's unit."""
    if signal is None:
        return None
    if signal.unit == "boolean":
        fits = isinstance(value, bool) and key == "equals"
        return None if fits else f"does not fit {signal.name}: write equals = true or false"
    if isinstance(value, bool):
        return f"must be a number: {signal.name} is measured in {signal.unit}"
    return None if signal.unit in _BELOW_ZERO or signal.below_zero else _why_out_of_range(value, key, signal)


def _why_out_of_range(value: float, key: str, signal: Signal) -> str | None:
    """Return why a limit is outside the possible readings, so that everything passes or nothing does."""
    highest = 1 if signal.unit == "share" and not signal.above_one else None
    if value < 0:
        return f"is below 0, which {signal.name} (in {signal.unit}) never is"
    if highest is not None and value > highest:
        return f"is above 1, which {signal.name} never is: a share is between 0 and 1, so write 0.9 for 90 %"
    if (key, value) in (("at-least", 0), ("at-most", highest)):
        return f'lets every reading of {signal.name} pass (to look at it without judging, use enforcement = "info")'
    return None


def _parameters(entry: RuleEntry, place: Place, signal: Signal, problems: list[Problem]) -> Parameters:
    """Return the parameters of a rule; their mistakes are added to `problems`."""
    given = entry.with_ or {}
    for name, value in given.items():
        what = _wrong_parameter(name, value, signal)
        if what is not None:
            problems.append(place.problem(what, "with", name, at_value=signal.parameter(name) is not None))
    known = {name: value for name, value in given.items() if signal.parameter(name) is not None}
    return signal.with_defaults({name: _frozen(value) for name, value in known.items()})


def _wrong_parameter(name: str, value: object, signal: Signal) -> str | None:
    parameter = signal.parameter(name)
    if parameter is None:
        known = [known.name for known in signal.parameters]
        return f'{signal.name} has no parameter "{name}"{did_you_mean(name, known)}'
    why = parameter.problem(value)
    if why is None:
        return None
    return f'"{name}" of {signal.name}{" " if why.startswith("must ") else ": "}{why}'


def _frozen(value: ParameterValue | list[str]) -> ParameterValue:
    return tuple(value) if isinstance(value, list) else value
