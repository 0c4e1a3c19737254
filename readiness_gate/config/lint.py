"""What rules and waivers may say, and hardly mean: limits that no reading reaches, texts that are missing, overrides
that change nothing, packs that disagree, waivers that cover nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import ceil, floor

from readiness_gate.config.beside import beside
from readiness_gate.config.check import parsed
from readiness_gate.config.load import Configuration
from readiness_gate.config.models import ConfigurationFile, WaiverEntry, WaiversFile
from readiness_gate.config.packs import PackRule, Packs, Place
from readiness_gate.config.packs import load as load_packs
from readiness_gate.config.problems import ConfigurationError, Problem, did_you_mean, missing, nearest, ordered
from readiness_gate.config.rules import build, changed, is_complete
from readiness_gate.config.signoffs import stray
from readiness_gate.config.toml import LARGEST, Document
from readiness_gate.config.waivers import FILE as WAIVERS
from readiness_gate.config.waivers import waiver
from readiness_gate.judge.waivers import flaw
from readiness_gate.model.policy import Gate, Rule
from readiness_gate.model.reading import Unit
from readiness_gate.model.settings import Reader
from readiness_gate.model.verdict import WaiverState
from readiness_gate.signals import SignalTable

_WHOLE: frozenset[Unit] = frozenset({"issues", "landings", "files", "lines", "people"})
_COUNTED_OF = {"defects.converging-weeks": "weeks"}
"""The signals that count some of as many things as a parameter of theirs says."""
_TEXTS = ("owner", "why", "remedy", "source")
_FLAWS: dict[WaiverState, str] = {
    "not-waivable": "rule",
    "self-approved": "approved-by",
    "unknown-approver": "approved-by",
    "over-long": "expires",
    "expired": "expires",
}
"""The key that each lasting flaw of a waiver is told at; one that is not yet approved may be in force one day."""


def of_packs(names: Sequence[str], read: Reader, signals: SignalTable) -> tuple[Problem, ...]:
    """What is found in packs, and between them. Raises ConfigurationError with everything that is wrong in them."""
    problems: list[Problem] = []
    at = Place(Document("the list of packs", "", {}), ())
    packs = [load_packs([name], read, at, problems) for name in names]
    rules = [rule for each in packs for rule in each.rules.values()]
    problems += (problem for rule in rules if isinstance(built := build(rule, signals), list) for problem in built)
    if problems:
        raise ConfigurationError(problems)
    return ordered([*_of_rules(rules, signals), *_disagreements(packs, signals)])


def of_configuration(
    name: str, read: Reader, signals: SignalTable, configuration: Configuration, today: date
) -> tuple[Problem, ...]:
    """What is found in the configuration of a file, which was loaded from there, its packs and its waivers."""
    found = parsed(name, read(name, LARGEST) or b"", ConfigurationFile, [])
    if found is None:
        return ()
    document, file = found
    place = Place(document, ())
    packs = [
        load_packs(entry.packs, read, place.at("milestones", milestone, "packs"), [])
        for milestone, entry in file.milestones.items()
    ]
    changes = [PackRule(entry, place.at("rules", index)) for index, entry in enumerate(file.rules)]
    rules = [*changes] if not packs else [rule for each in packs for rule in _effective(each, changes)]
    return ordered(
        [
            *_of_rules(rules, signals),
            *_idle(packs, changes, signals),
            *_disagreements(packs, signals),
            *_of_waivers(read, configuration.gates, today),
            *stray(read, configuration.gates),
        ]
    )


def _effective(packs: Packs, changes: Sequence[PackRule]) -> Iterator[PackRule]:
    """The rules of a milestone: those of its packs as they are changed, and the configuration's own."""
    overrides = {change.entry.id: change for change in changes if not change.entry.extends}
    for id_, rule in packs.rules.items():
        yield changed(rule, overrides[id_]) if id_ in overrides else rule
    for change in changes:
        base = packs.rules.get(change.entry.extends or "")
        if base is not None:
            yield changed(base, change)
        elif change.entry.id not in packs.rules:
            yield change


def _of_rules(rules: Iterable[PackRule], signals: SignalTable) -> Iterator[Problem]:
    for rule in rules:
        built = build(rule, signals) if is_complete(rule.entry) else None
        if isinstance(built, Rule):
            yield from (rule.place.problem(what, key, at_value=True) for key, what in _of_limit(built))
            lacking = [name for name in _TEXTS if not getattr(built, name)]
            if lacking:
                yield rule.place.problem(missing(lacking, f"the rule {built.id}"), lacking[0])


def _of_limit(rule: Rule) -> Iterator[tuple[str, str]]:
    """The limits that no reading lies on the other side of: each by its key, with what that means."""
    limit, most = rule.limit, _most(rule)
    if most is not None and limit.bound == "at-most" and limit.value >= most:
        yield "at-most", f"the rule {rule.id} can never fail: {rule.signal} is at most {most}"
    elif most is not None and limit.bound != "at-most" and limit.value > most:
        yield limit.bound, f"the rule {rule.id} can never pass: {rule.signal} is at most {most}"
    elif most is not None and limit.bound == "at-least" and limit.warn_at is not None and limit.warn_at > most:
        yield "warn-below", f"the rule {rule.id} always warns when it does not fail: {rule.signal} is at most {most}"
    elif rule.unit in _WHOLE or most is not None:
        yield from _between(rule)


def _most(rule: Rule) -> int | float | None:
    """The highest value of a signal that counts some of as many things as a parameter says."""
    of = dict(rule.parameters.values).get(_COUNTED_OF.get(rule.signal, ""))
    return of if isinstance(of, int | float) else None


def _between(rule: Rule) -> Iterator[tuple[str, str]]:
    """The limits between whole numbers, where no reading lies."""
    limit, counted = rule.limit, f"{rule.signal} counts whole {rule.unit if rule.unit in _WHOLE else 'numbers'}"
    if limit.bound == "equals" and limit.value != floor(limit.value):
        yield "equals", f"the rule {rule.id} can never pass: {counted}, and never {limit.value}"
    if limit.warn_at is None:
        return
    if limit.bound == "at-most" and floor(limit.value) <= limit.warn_at:
        yield "warn-above", f"the rule {rule.id} can never warn: {counted}, and none between the two limits"
    if limit.bound == "at-least" and ceil(limit.value) >= limit.warn_at:
        yield "warn-below", f"the rule {rule.id} can never warn: {counted}, and none between the two limits"


def _idle(packs: Sequence[Packs], changes: Iterable[PackRule], signals: SignalTable) -> Iterator[Problem]:
    """The overrides that leave the rule of every pack as it is."""
    for change in changes:
        bases = [each.rules[change.entry.id] for each in packs if change.entry.id in each.rules]
        if bases and all(_same(base, changed(base, change), signals) for base in bases):
            where = bases[0].place.document.name
            what = f'this changes nothing of the rule "{change.entry.id}": all that it says stands in {where}'
            yield change.place.problem(what, "id", at_value=True)


def _disagreements(packs: Iterable[Packs], signals: SignalTable) -> Iterator[Problem]:
    """The rules that stand under one id in several packs, which no milestone has together, and differ."""
    first: dict[str, PackRule] = {}
    for each in packs:
        for id_, rule in each.rules.items():
            other = first.setdefault(id_, rule)
            if not _same(other, rule, signals):
                what = f'the rule "{id_}" is another one in {other.place.document.name}: give one of them another id'
                yield rule.place.problem(what, "id", at_value=True)


def _same(one: PackRule, other: PackRule, signals: SignalTable) -> bool:
    """Whether two entries make the same rule, apart from its examples."""
    rules = [build(each, signals) for each in (one, other)]
    first, second = (replace(each, examples=()) if isinstance(each, Rule) else None for each in rules)
    return first == second


def _of_waivers(read: Reader, gates: Mapping[str, Gate], today: date) -> Iterator[Problem]:
    found = beside(WAIVERS, read, WaiversFile, [])
    if found is not None:
        document, file = found
        for index, entry in enumerate(file.waivers):
            told = _of_waiver(entry, gates, today)
            if told is not None:
                yield document.problem(("waivers", index, told[0]), told[1], at_value=True)


def _of_waiver(entry: WaiverEntry, gates: Mapping[str, Gate], today: date) -> tuple[str, str] | None:
    """Why a waiver will never cover anything again, and the key at which that is told."""
    if entry.milestone is not None and entry.milestone not in gates:
        return "milestone", f'there is no milestone "{entry.milestone}"{did_you_mean(entry.milestone, gates)}'
    concerned = [gate for name, gate in gates.items() if entry.milestone in (None, name)]
    guarded = [gate for gate in concerned if entry.rule in {rule.id for rule in gate.rules}]
    if not guarded:
        where, known = entry.milestone or "any milestone", {rule.id for gate in concerned for rule in gate.rules}
        return "rule", f'no rule "{entry.rule}" guards {where}{nearest(entry.rule, known)}'
    flaws = [flaw(waiver(entry), gate, today) for gate in guarded]
    lasting = [each for each in flaws if each is not None and each.state in _FLAWS]
    if len(lasting) < len(guarded):
        return None
    state, why = lasting[0].state, lasting[0].why
    return _FLAWS[state], f"the waiver of {entry.rule} is void ({state.replace('-', ' ')}): {why}"
