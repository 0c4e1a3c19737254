"""The gates of a configuration: the rules of each milestone's packs as overridden, and the configuration's own."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from readiness_gate.config.after import check_after
from readiness_gate.config.diff.rules import unguarded, unwatched, weakened
from readiness_gate.config.go_live import judged_early, with_go_live
from readiness_gate.config.packs.catalog import shipped_ids, shipped_rules
from readiness_gate.config.packs.loader import PackRule, Packs, own_rules
from readiness_gate.config.packs.overrides import AFTER_GO_LIVE, Known, complaints, known
from readiness_gate.config.packs.rules import build, effective, is_complete
from readiness_gate.config.required import required, unknown_roles
from readiness_gate.config.schema.files import ConfigurationFile
from readiness_gate.config.settings import milestone
from readiness_gate.config.waivers import of_rules
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.policy import Gate, Policy, Rule, SignOff, Waiver, WaiverTerms
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.signals import SignalTable
from readiness_gate.sources.git.platforms import narrowed_in
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem


@dataclass(frozen=True, slots=True)
class Written:
    """The waivers and sign-offs of a configuration."""

    waivers: tuple[Waiver, ...] = ()
    signoffs: tuple[SignOff, ...] = ()


class Gates:
    """Build the gates of a configuration, and collect the problems with their rules."""

    def __init__(
        self, file: ConfigurationFile, place: Place, signals: SignalTable, problems: list[Problem], written: Written
    ) -> None:
        self._file = file
        self._place = place
        self._signals = signals
        self._problems = problems
        self._written = written
        self._changes = own_rules(file, place)
        self.places: dict[str, dict[str, Place]] = {}
        """The place of each rule by the milestone's name and the rule's id; the key "" has the place of the milestone
        itself."""

    def build(self, settings: Settings, packs: Mapping[str, Packs]) -> dict[str, Gate]:
        """Return the gate of each milestone, by its name; the caller computes the digest of the policy."""
        self._roles = required(settings, self._place)
        in_packs = known(packs.values(), self._place)
        self._problems += complaints(self._file, self._place, in_packs)
        if not packs:  # mistakes in the rules are reported even if there is no gate
            list(self._rules(Packs((), {}, in_packs.whole), in_packs))
        milestones = self._milestones(settings.zone)
        return {name: self._gate(milestones[name], settings, packs[name], in_packs) for name in packs}

    def _milestones(self, zone: ZoneInfo | None) -> dict[str, Milestone]:
        """Return the milestones, by their names."""
        entries = self._file.milestones
        self._problems += check_after(
            {name: entry.after or () for name, entry in entries.items()},
            {name: entry.date for name, entry in entries.items()},
            self._place,
        )
        return with_go_live(
            {name: milestone(name, entry, zone, self._place, self._problems) for name, entry in entries.items()}
        )

    def _gate(self, guarded: Milestone, settings: Settings, packs: Packs, in_packs: Known) -> Gate:
        rules = {rule.id: rule for rule in self._rules(packs, in_packs)}
        self.places[guarded.name] = self._places(guarded.name, packs, in_packs)
        self._check_dimensions(rules)
        guarding = tuple(rule for rule in rules.values() if self._is_judged(rule, guarded.kind))
        looser = [*narrowed_in(packs.shipped.paths, settings.git), *self._weakened(packs, rules, guarded)]
        terms = self._file.waivers
        return Gate(
            program=self._file.program.name,
            zone=settings.calendar,  # a missing zone is already a problem, and nothing is judged
            milestone=guarded,
            rules=guarding,
            policy=Policy("", packs.names, None, tuple(looser)),
            waivers=tuple(of_rules(waiver, guarding) for waiver in self._written.waivers),
            terms=WaiverTerms(tuple(terms.approvers or ()), terms.max_days),
            not_measured={str(dimension): why for dimension, why in self._file.not_measured.items()},
            signers=self._signers(),
            signoffs=self._written.signoffs,
        )

    def _places(self, name: str, packs: Packs, in_packs: Known) -> dict[str, Place]:
        """Return the place of each rule, by its id; an unchanged shipped rule is at the milestone's list of packs."""
        of_milestone = self._place.at("milestones", name)
        named = of_milestone.at("packs")
        rules = effective(packs, self._changes, in_packs.rules)
        return {"": of_milestone} | {rule.entry.id: named if rule.shipped else rule.place for rule, _ in rules}

    def _signers(self) -> dict[str, tuple[str, ...]]:
        """Return who may sign, by role."""
        return {role: tuple(signers) for role, signers in (self._file.signoffs.approvers or {}).items()}

    def _is_judged(self, rule: Rule, kind: str) -> bool:
        return rule.guards(kind) and rule.dimension not in self._file.not_measured

    def _rules(self, packs: Packs, in_packs: Known) -> Iterator[Rule]:
        """Yield the packs' rules as changed, then the configuration's own, without those that have problems."""
        for rule, of_a_pack in effective(packs, self._changes, in_packs.rules):
            yield from self._built(rule) if of_a_pack else self._unmatched(rule, in_packs)

    def _unmatched(self, change: PackRule, in_packs: Known) -> Iterator[Rule]:
        """Yield a rule that is not in this milestone's packs: a custom rule, unless it overrides a rule for another
        milestone."""
        entry = change.entry
        if is_complete(entry):
            yield from self._built(change)
        elif not in_packs.whole:
            yield from self._built(replace(change, place=change.place.begun()))
        elif entry.id not in in_packs.rules and entry.signal and not entry.extends:
            yield from self._built(change)

    def _built(self, rule: PackRule) -> Iterator[Rule]:
        built = build(rule, self._signals)
        if isinstance(built, list):
            self._problems.extend(built)
        else:
            if self._roles:
                self._problems += unknown_roles(rule, built, self._signals[built.signal], self._roles)
            yield built

    def _check_dimensions(self, rules: Mapping[str, Rule]) -> None:
        """Report rules of the configuration in dimensions that are left out: they would have no effect."""
        for change in self._changes:
            ours = rules.get(change.entry.id)
            if ours is not None and ours.dimension in self._file.not_measured:
                what = f"{ours.id} is never judged: [not-measured] leaves out {ours.dimension}; remove one of them"
                self._problems.append(change.place.problem(what, "dimension", at_value=True))

    def _weaker_than_shipped(self, packs: Packs, rules: Mapping[str, Rule]) -> Iterator[str]:
        """Yield how custom rules are weaker than the shipped rules with the same ids, for which readers take them."""
        custom = _custom_ids(packs, rules)
        alike = sorted(shipped_ids().intersection(custom)) if custom else []
        shipped = self._shipped() if alike else {}
        for rule_id in alike:
            yield from (f"{what} (unlike the shipped rule)" for what in weakened(shipped[rule_id], rules[rule_id]))

    def _shipped(self) -> dict[str, Rule]:
        """Return the rules of all shipped packs, by id."""
        return {rule.id: rule for rules in shipped_rules(self._signals).values() for rule in rules}

    def _weakened(self, packs: Packs, rules: Mapping[str, Rule], guarded: Milestone) -> Iterator[str]:
        """Yield everything in which the gate demands less than its packs, in words."""
        for dimension, why in sorted(self._file.not_measured.items()):
            yield f"{dimension} is not measured: {why}"
        early = tuple(judged_early(guarded))
        yield from early
        judged = {name: rule for name, rule in rules.items() if self._is_judged(rule, guarded.kind)}
        if early or not _is_after_go_live(guarded, packs, judged):
            yield from unwatched(rule.dimension for rule in rules.values() if rule.guards(guarded.kind))
        yield from unguarded(guarded.kind, [rule.entry.milestones or () for rule in packs.rules.values()])
        yield from self._weaker_than_shipped(packs, rules)
        for change in self._changes:
            yield from self._overridden(packs.rules.get(change.entry.id), rules.get(change.entry.id))

    def _overridden(self, base: PackRule | None, ours: Rule | None) -> list[str]:
        """Return how a rule is weaker than the pack's rule that it overrides, if any."""
        shipped = build(base, self._signals) if base is not None else None
        return weakened(shipped, ours) if isinstance(shipped, Rule) and ours is not None else []


def _custom_ids(packs: Packs, rules: Iterable[str]) -> list[str]:
    """Return the ids of the rules that do not come from a shipped pack."""
    return [rule_id for rule_id in rules if rule_id not in packs.rules or not packs.rules[rule_id].shipped]


def _is_after_go_live(guarded: Milestone, packs: Packs, rules: Mapping[str, Rule]) -> bool:
    """Return whether a gate judges the time after go-live: it has a blocking shipped rule for that time. The gates
    before go-live cover the mandatory dimensions. Neither a custom rule nor a date is proof."""
    custom = set(_custom_ids(packs, rules))
    blocks = any(
        guarded.kind in rule.milestones and rule.enforcement == "block"
        for rule in rules.values()
        if rule.id not in custom
    )
    has_begun = guarded.go_live is not None and guarded.go_live < guarded.date
    return has_begun and blocks and guarded.kind in AFTER_GO_LIVE
