"""What rules and waivers may say, and hardly mean: limits that no reading reaches, conditions that no milestone meets,
texts that are missing, overrides that change nothing, packs that disagree, waivers that cover nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from itertools import chain
from math import ceil, floor
from typing import NamedTuple

from readiness_gate.config.companion_file import beside
from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.load import Configuration
from readiness_gate.config.packs.loader import PackRule, Packs
from readiness_gate.config.packs.loader import load as load_packs
from readiness_gate.config.packs.overrides import MISSPELT, known
from readiness_gate.config.packs.rules import build, changed, effective, is_complete
from readiness_gate.config.schema.files import WaiverEntry, WaiversFile, configuration_file, sections_of
from readiness_gate.config.signoffs import stray
from readiness_gate.config.waivers import FILE as WAIVERS
from readiness_gate.config.waivers import waiver
from readiness_gate.judge.waivers import flaw
from readiness_gate.model.policy import Gate, Rule
from readiness_gate.model.reading import Unit
from readiness_gate.model.settings import Milestone, Reader
from readiness_gate.model.time import duration
from readiness_gate.model.verdict import WaiverState
from readiness_gate.model.wording import listed
from readiness_gate.signals import SignalTable
from readiness_gate.sources import SOURCES, SourceTable
from readiness_gate.toml.check import parsed
from readiness_gate.toml.document import LARGEST, Document
from readiness_gate.toml.place import Place
from readiness_gate.toml.positions import Path
from readiness_gate.toml.problems import Problem, did_you_mean, missing, nearest, ordered

_WHOLE: frozenset[Unit] = frozenset({"issues", "landings", "files", "lines", "people"})
_COUNTED_OF = {"defects.converging-weeks": "weeks"}
"""The signals that count some of as many things as a parameter of theirs says."""
_FEW = 3
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
    return ordered([*_of_rules(rules, signals), *_instant(rules, packs), *_disagreements(packs, signals)])


def of_configuration(
    name: str,
    read: Reader,
    signals: SignalTable,
    configuration: Configuration,
    today: date,
    sources: SourceTable = SOURCES,
) -> tuple[Problem, ...]:
    """What is found in the configuration of a file, which was loaded from there, its packs and its waivers."""
    found = parsed(name, read(name, LARGEST) or b"", configuration_file(sections_of(sources)), [])
    if found is None:
        return ()
    document, file = found
    place = Place(document, ())
    packs = [
        load_packs(entry.packs, read, place.at("milestones", milestone, "packs"), [])
        for milestone, entry in file.milestones.items()
    ]
    changes = [PackRule(entry, place.at("rules", index)) for index, entry in enumerate(file.rules)]
    all_rules = known(packs, place).rules
    judged = [[rule for rule, _ in effective(each, changes, all_rules)] for each in packs]
    return ordered(
        [
            *_of_rules(chain(*judged) if judged else changes, signals),
            *_never(dict(zip(file.milestones, judged, strict=True)), configuration.gates),
            *_instant(chain(changes, *(each.rules.values() for each in packs)), packs),
            *_idle(packs, changes, signals),
            *_disagreements(packs, signals),
            *_of_waivers(read, configuration.gates, today),
            *stray(read, configuration.gates, today),
        ]
    )


def _of_rules(rules: Iterable[PackRule], signals: SignalTable) -> Iterator[Problem]:
    whole = (rule for rule in rules if is_complete(rule.entry))
    for rule, built in ((rule, made) for rule in whole if isinstance(made := build(rule, signals), Rule)):
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


def _never(judged: Mapping[str, Sequence[PackRule]], gates: Mapping[str, Gate]) -> Iterator[Problem]:
    """The rules whose tags none of the milestones has that they guard; a pack may be for other programs too, so that
    tags which this one does not know are its own affair."""
    tags = {tag for gate in gates.values() for tag in gate.milestone.tags}
    for guarding in _guarding_by_tags(judged, gates):
        wanted = {tag for guard in guarding for tag in guard.rule.when.tags}
        hint = next((near for tag in sorted(wanted) if (near := nearest(tag, tags, MISSPELT))), "")
        if hint and not any(guard.rule.when.tags & guard.milestone.tags for guard in guarding):
            first, names = guarding[0], sorted(guard.milestone.name for guard in guarding)
            yield first.place.problem(_no_tag(first.rule, names, wanted & tags, hint), "when", "tags", at_value=True)


class _Guard(NamedTuple):
    """A rule that guards a milestone, and where it stands."""

    place: Place
    rule: Rule
    milestone: Milestone


def _guarding_by_tags(
    judged: Mapping[str, Sequence[PackRule]], gates: Mapping[str, Gate]
) -> Iterable[Sequence[_Guard]]:
    """The rules that apply by tags, each with the milestones that it guards."""
    guards: dict[tuple[str, Path], list[_Guard]] = {}
    for name, gate in gates.items():
        by_tags = {rule.id: rule for rule in gate.rules if rule.when.tags}
        for rule in judged.get(name, ()):
            if rule.entry.id in by_tags:
                where = (rule.place.document.name, rule.place.path)
                guards.setdefault(where, []).append(_Guard(rule.place, by_tags[rule.entry.id], gate.milestone))
    return guards.values()


def _no_tag(rule: Rule, names: Sequence[str], elsewhere: AbstractSet[str], hint: str) -> str:
    """That a rule never applies, to which milestones, and what may be meant."""
    wanted = " or ".join(f'"{tag}"' for tag in sorted(rule.when.tags))
    why = "; other milestones have it, which this rule does not guard" if elsewhere else hint
    return f"the rule {rule.id} never applies: it guards {listed(names, _FEW)}, without the tag {wanted}{why}"


def _instant(rules: Iterable[PackRule], packs: Sequence[Packs]) -> Iterator[Problem]:
    """The rules that must have held for no time; to take the time from the rule of a pack says something."""
    for rule in rules:
        id_ = rule.entry.extends or rule.entry.id
        bases = [each.rules[id_] for each in packs if id_ in each.rules]
        if _is_instant(rule) and all(base.entry.for_ is None or _is_instant(base) for base in bases):
            what = f"this says nothing of the rule {rule.entry.id}, which is judged as of now anyway: leave it out"
            yield rule.place.problem(what, "for", at_value=True)


def _is_instant(rule: PackRule) -> bool:
    return rule.entry.for_ is not None and duration(rule.entry.for_) == 0


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
            for key, why in _of_waiver(entry, gates, today):
                yield document.problem(("waivers", index, key), why, at_value=True)


def _of_waiver(entry: WaiverEntry, gates: Mapping[str, Gate], today: date) -> Iterator[tuple[str, str]]:
    """Why a waiver will never cover anything again, with the key at which that is reported."""
    if entry.milestone is not None and entry.milestone not in gates:
        yield "milestone", f'there is no milestone "{entry.milestone}"{did_you_mean(entry.milestone, gates)}'
        return
    concerned = [gate for name, gate in gates.items() if entry.milestone in (None, name)]
    guarded = [gate for gate in concerned if entry.rule in {rule.id for rule in gate.rules}]
    if guarded:
        yield from _void(entry, guarded, today)
        return
    where, known = entry.milestone or "any milestone", {rule.id for gate in concerned for rule in gate.rules}
    yield "rule", f'no rule "{entry.rule}" guards {where}{nearest(entry.rule, known)}'


def _void(entry: WaiverEntry, guarded: Sequence[Gate], today: date) -> Iterator[tuple[str, str]]:
    """What makes a waiver void for good at all gates that have its rule."""
    flaws = [flaw(waiver(entry), gate, today) for gate in guarded]
    lasting = [void for void in flaws if void is not None and void.state in _FLAWS]
    if len(lasting) == len(guarded):
        state, why = lasting[0].state, lasting[0].why
        yield _FLAWS[state], f"the waiver of {entry.rule} is void ({state.replace('-', ' ')}): {why}"
