"""The gates of a configuration: each milestone's packs, overridden and joined by the configuration's own rules."""

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from readiness_gate.config.models import ConfigurationFile
from readiness_gate.config.packs import PackRule, Packs, Place, load
from readiness_gate.config.problems import Problem, did_you_mean
from readiness_gate.config.rules import build, merge
from readiness_gate.config.settings import milestone
from readiness_gate.config.weakening import weakened
from readiness_gate.model.policy import ALWAYS_MEASURED, Gate, Policy, Rule, Waiver, WaiverTerms
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.signals import SignalTable


class Gates:
    """Builds the gates of one configuration, and gathers what is wrong with their rules."""

    def __init__(self, file: ConfigurationFile, place: Place, signals: SignalTable, problems: list[Problem]) -> None:
        self._file = file
        self._place = place
        self._signals = signals
        self._problems = problems

    def build(self, settings: Settings, read: Reader, waivers: tuple[Waiver, ...]) -> dict[str, Gate]:
        """Each milestone's gate, by the milestone's name. The policy's digest is left to the caller."""
        packs = {
            name: load(entry.packs, read, Place(self._place.document, ("milestones", name, "packs")), self._problems)
            for name, entry in self._file.milestones.items()
        }
        changes = self._changes(packs)
        self._check_dimensions()
        zone = settings.zone
        if zone is None:
            return {}
        return {name: self._gate(name, zone, packs[name], changes, waivers) for name in self._file.milestones}

    def _changes(self, packs: Mapping[str, Packs]) -> list[PackRule]:
        """The configuration's own rules, overrides among them, in their order."""
        known = {id_ for each in packs.values() for id_ in each.rules}
        changes = [PackRule(entry, self._place_of(index)) for index, entry in enumerate(self._file.rules)]
        seen: set[str] = set()
        for change in changes:
            entry, place = change.entry, change.place
            if entry.id in seen:
                self._problems.append(place.problem(f'the rule "{entry.id}" stands here twice', "id", at_value=True))
            seen.add(entry.id)
            if entry.extends and entry.extends not in known:
                what = (
                    f'no pack of this configuration has the rule "{entry.extends}"{did_you_mean(entry.extends, known)}'
                )
                self._problems.append(place.problem(what, "extends", at_value=True))
            if entry.extends and entry.id in known:
                what = f'a pack has the rule "{entry.id}" already: a rule that extends another needs an id of its own'
                self._problems.append(place.problem(what, "id", at_value=True))
            if entry.id not in known and not entry.extends and not entry.signal:
                what = (
                    f'no pack of this configuration has the rule "{entry.id}"{did_you_mean(entry.id, known)} '
                    "(a rule of your own needs title, dimension, signal and a limit)"
                )
                self._problems.append(place.problem(what, "id", at_value=True))
        return changes

    def _place_of(self, index: int) -> Place:
        return Place(self._place.document, ("rules", index))

    def _check_dimensions(self) -> None:
        for dimension in self._file.not_measured:
            if dimension in ALWAYS_MEASURED:
                what = f'"{dimension}" cannot be left out: a gate without it would say nothing about the baseline'
                self._problems.append(self._place.problem(what, "not-measured", dimension))

    def _gate(
        self, name: str, zone: ZoneInfo, packs: Packs, changes: list[PackRule], waivers: tuple[Waiver, ...]
    ) -> Gate:
        guarded = milestone(name, self._file.milestones[name])
        rules = list(self._rules(packs, changes))
        told = [f"{dimension} is not measured: {why}" for dimension, why in sorted(self._file.not_measured.items())]
        told += [each for change in changes for each in self._weakened(packs, change, rules)]
        terms = self._file.waivers
        return Gate(
            program=self._file.program.name,
            zone=zone,
            milestone=guarded,
            rules=tuple(
                rule for rule in rules if rule.guards(guarded.kind) and rule.dimension not in self._file.not_measured
            ),
            policy=Policy("", packs.names, None, tuple(told)),
            waivers=waivers,
            terms=WaiverTerms(tuple(terms.approvers or ()), terms.max_days),
            not_measured={str(dimension): why for dimension, why in self._file.not_measured.items()},
        )

    def _rules(self, packs: Packs, changes: list[PackRule]) -> Iterator[Rule]:
        """The rules of the packs as changed, then the configuration's own; those with problems are left out."""
        overrides = {change.entry.id: change for change in changes if not change.entry.extends}
        for id_, rule in packs.rules.items():
            override = overrides.pop(id_, None)
            yield from self._built(
                PackRule(merge(rule.entry, override.entry), override.place) if override is not None else rule
            )
        for change in changes:
            base = packs.rules.get(change.entry.extends or "")
            if base is not None:
                yield from self._built(PackRule(merge(base.entry, change.entry), change.place))
            elif change.entry.id in overrides and change.entry.signal:
                yield from self._built(change)

    def _built(self, rule: PackRule) -> Iterator[Rule]:
        built = build(rule, self._signals)
        if isinstance(built, list):
            self._problems.extend(built)
        else:
            yield built

    def _weakened(self, packs: Packs, change: PackRule, rules: list[Rule]) -> list[str]:
        base = packs.rules.get(change.entry.id)
        shipped = build(base, self._signals) if base is not None else None
        ours = next((rule for rule in rules if rule.id == change.entry.id), None)
        if not isinstance(shipped, Rule) or ours is None:
            return []
        return weakened(shipped, ours)
