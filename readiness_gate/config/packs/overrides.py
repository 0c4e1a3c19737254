"""Compare a configuration's rules and milestones with the packs, and refuse what would silently do nothing."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from readiness_gate.config.packs.loader import PackRule, Packs
from readiness_gate.config.schema.files import ConfigurationFile, MilestoneEntry, RuleEntry
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.policy import ALWAYS_MEASURED
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem, did_you_mean, nearest

MISSPELT = 0.85
AFTER_GO_LIVE = ("hypercare-exit", "adoption-d30", "adoption-d60", "adoption-d90")
KINDS = ("training-start", "go-live", *AFTER_GO_LIVE)


@dataclass(frozen=True, slots=True)
class Known:
    """The rules and kinds of the packs of all milestones."""

    rules: Mapping[str, PackRule]
    """The rules by id."""
    kinds: frozenset[str]
    """The kinds of milestones that these rules guard."""
    whole: bool
    """Whether every pack was read completely; if not, the packs may contain more."""


def known(packs: Iterable[Packs], place: Place) -> Known:
    """Return the rules and kinds of the packs that a configuration's milestones name."""
    loaded = list(packs)
    rules: dict[str, PackRule] = {}
    for pack in loaded:
        rules = {**pack.rules, **rules}
    kinds = {kind for rule in rules.values() for kind in rule.entry.milestones or ()}
    return Known(rules, frozenset(kinds.union(KINDS)), all(pack.whole for pack in loaded) and _is_whole(place))


def _is_whole(place: Place) -> bool:
    """Return whether the configuration's milestones are free of mistakes."""
    return not any(path[0] == "milestones" for path in place.document.dropped)


def complaints(file: ConfigurationFile, place: Place, packs: Known) -> Iterator[Problem]:
    """Report every mistake in the rules, kinds and tags of a configuration."""
    yield from _check_duplicates(file, place)
    yield from _check_left_out(file, place)
    yield from _check_freezes(file, place)
    if packs.whole:
        yield from _check_names(file, place, packs)


def _check_left_out(file: ConfigurationFile, place: Place) -> Iterator[Problem]:
    """Report dimensions that are left out but are mandatory."""
    for dimension in file.not_measured:
        if dimension in ALWAYS_MEASURED:
            what = f'"{dimension}" cannot be left out: a gate without it says nothing about the baseline'
            yield place.problem(what, "not-measured", dimension)


def _check_freezes(file: ConfigurationFile, place: Place) -> Iterator[Problem]:
    """Report milestones that come before their own freeze."""
    for name, milestone in file.milestones.items():
        if milestone.freeze is not None and milestone.freeze > milestone.date:
            what = f"freeze ({milestone.freeze}) is after the milestone ({milestone.date}): correct one of them"
            yield place.problem(what, "milestones", name, "freeze", at_value=True)


def _check_names(file: ConfigurationFile, place: Place, packs: Known) -> Iterator[Problem]:
    """Report names in rules and milestones that neither the packs nor the configuration define."""
    guarded = {_kind(name, entry) for name, entry in file.milestones.items()}
    for rule in packs.rules.values():
        yield from _check_pack_kinds(rule, guarded.union(KINDS))
    yield from _check_rules(file, place, packs, guarded)
    wanted = packs.kinds | {kind for entry in file.rules for kind in entry.milestones or ()}
    for name, milestone in file.milestones.items():
        yield from _check_kind(name, milestone, place.at("milestones", name), packs.kinds, wanted)


def _check_rules(file: ConfigurationFile, place: Place, packs: Known, guarded: AbstractSet[str]) -> Iterator[Problem]:
    """Report names in the configuration's rules that neither the packs nor the milestones define."""
    tags = {tag for entry in file.milestones.values() for tag in entry.tags or ()}
    for index, entry in enumerate(file.rules):
        here = place.at("rules", index)
        yield from _check_override(entry, here, packs)
        yield from _check_reach(entry, here, packs.kinds | guarded, tags)


def _check_duplicates(file: ConfigurationFile, place: Place) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, entry in enumerate(file.rules):
        if entry.id in seen:
            what = f'the rule "{entry.id}" is defined here already: give one of them another id'
            yield place.problem(what, "rules", index, "id", at_value=True)
        seen.add(entry.id)


def _kind(name: str, entry: MilestoneEntry) -> str:
    return entry.kind or name


def _check_override(entry: RuleEntry, here: Place, packs: Known) -> Iterator[Problem]:
    """Report problems with a rule as an override of a pack's rule, or as one that extends it."""
    if entry.extends:
        yield from _check_extension(entry, entry.extends, here, packs)
    elif entry.id not in packs.rules and not entry.signal:
        what = (
            f'no pack of this configuration has the rule "{entry.id}"{nearest(entry.id, packs.rules)} '
            "(a custom rule needs title, dimension, signal and a limit)"
        )
        # A mistake in the signal may be the cause: then only that is reported.
        yield replace(here.problem(what, "id", at_value=True), follows=here.problem(what, "signal").follows)
    if entry.id in packs.rules and entry.model_fields_set == {"id"}:
        yield here.problem(f'this override of "{entry.id}" changes nothing: add the keys to change, or remove it')


def _check_extension(entry: RuleEntry, base: str, here: Place, packs: Known) -> Iterator[Problem]:
    """Report problems with a rule that extends another."""
    if base not in packs.rules:
        what = f'no pack of this configuration has the rule "{base}"{did_you_mean(base, packs.rules)}'
        yield here.problem(what, "extends", at_value=True)
    if entry.id in packs.rules:
        yield here.problem(f'a pack has the rule "{entry.id}" already: give this rule a new id', "id", at_value=True)


def _check_reach(entry: RuleEntry, here: Place, kinds: AbstractSet[str], tags: AbstractSet[str]) -> Iterator[Problem]:
    """Report kinds and tags of a rule that no milestone has, so that it would never be judged."""
    for index, kind in enumerate(entry.milestones or ()):
        if kind not in kinds:
            what = f'no milestone is of the kind "{kind}"{did_you_mean(kind, kinds)}'
            yield here.problem(what, "milestones", index, at_value=True)
    yield from _check_tags(entry, here, tags)


def _check_tags(entry: RuleEntry, here: Place, tags: AbstractSet[str]) -> Iterator[Problem]:
    """Report the tags of a rule that no milestone has."""
    for index, tag in enumerate((entry.when.tags if entry.when else None) or ()):
        if tag not in tags:
            what = f'no milestone has the tag "{tag}"{did_you_mean(tag, tags)}'
            yield here.problem(what, "when", "tags", index, at_value=True)


def _check_pack_kinds(rule: PackRule, kinds: AbstractSet[str]) -> Iterator[Problem]:
    """Report kinds of a pack's rule that look misspelled; other unknown kinds may be meant for other programs."""
    for index, kind in enumerate(rule.entry.milestones or ()):
        hint = nearest(kind, kinds, MISSPELT) if kind not in kinds else ""
        if hint:
            what = f'no milestone is of the kind "{kind}"{hint}'
            yield rule.place.problem(what, "milestones", index, at_value=True)


def _check_kind(
    name: str, entry: MilestoneEntry, here: Place, kinds: AbstractSet[str], wanted: AbstractSet[str]
) -> Iterator[Problem]:
    """Report a milestone whose kind has no rules, or whose name is another kind: rules would not guard it."""
    kind = _kind(name, entry)
    hint = did_you_mean(kind, kinds)
    if kind not in wanted and entry.kind:
        yield here.problem(f'no rule is for milestones of the kind "{kind}"{hint}', "kind", at_value=True)
    elif kind not in wanted:
        what = f'milestones.{name} needs a kind, such as kind = "go-live": no rule is for milestones called "{name}"'
        yield here.problem(f"{what}{hint}", "kind")
    elif name in kinds and kind != name:
        what = f'"{name}" is a kind of milestone, and this milestone is of the kind "{kind}": give it another name'
        yield here.problem(what, "kind", at_value=True)
