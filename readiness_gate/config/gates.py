"""The gates of a configuration: each milestone's packs, overridden and joined by the configuration's own rules."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from readiness_gate.config.diff.rules import unguarded, unwatched, weakened
from readiness_gate.config.packs.catalog import shipped_ids, shipped_rules
from readiness_gate.config.packs.loader import PackRule, Packs
from readiness_gate.config.packs.overrides import Known, complaints, known
from readiness_gate.config.packs.rules import build, effective, is_complete
from readiness_gate.config.required import required, unknown_roles
from readiness_gate.config.schema.files import ConfigurationFile
from readiness_gate.config.settings import milestone
from readiness_gate.config.waivers import of_rules
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.policy import Gate, Policy, Rule, SignOff, Waiver, WaiverTerms
from readiness_gate.model.settings import Settings
from readiness_gate.signals import SignalTable
from readiness_gate.sources.git.platforms import narrowed_in
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem


@dataclass(frozen=True, slots=True)
class Written:
    """What people wrote beside a configuration: the risks that they accepted, and what they signed."""

    waivers: tuple[Waiver, ...] = ()
    signoffs: tuple[SignOff, ...] = ()


class Gates:
    """Builds the gates of one configuration, and gathers what is wrong with their rules."""

    def __init__(
        self, file: ConfigurationFile, place: Place, signals: SignalTable, problems: list[Problem], beside: Written
    ) -> None:
        self._file = file
        self._place = place
        self._signals = signals
        self._problems = problems
        self._beside = beside
        self._changes = [PackRule(entry, place.at("rules", index)) for index, entry in enumerate(file.rules)]

    def build(self, settings: Settings, packs: Mapping[str, Packs]) -> dict[str, Gate]:
        """Each milestone's gate, by the milestone's name, of its packs. The policy's digest is left to the caller."""
        self._roles = required(settings, self._place)
        found = known(packs.values(), self._place)
        self._problems += complaints(self._file, self._place, found)
        if not packs:
            list(self._rules(Packs((), {}, found.whole), found))  # what is wrong with a rule is told with no gate, too
        return {name: self._gate(name, settings, packs[name], found) for name in packs}

    def _gate(self, name: str, settings: Settings, packs: Packs, found: Known) -> Gate:
        guarded = milestone(name, self._file.milestones[name], settings.zone, self._place, self._problems)
        left_out = {str(dimension): why for dimension, why in self._file.not_measured.items()}
        rules = {rule.id: rule for rule in self._rules(packs, found)}
        self._check_dimensions(rules)
        terms = self._file.waivers
        guarding = tuple(
            rule for rule in rules.values() if rule.guards(guarded.kind) and rule.dimension not in left_out
        )
        looser = [*narrowed_in(packs.shipped.paths, settings.git), *self._weakened(packs, rules, guarded.kind)]
        return Gate(
            program=self._file.program.name,
            zone=settings.calendar,  # that there is none is a problem already, so nothing will be judged
            milestone=guarded,
            rules=guarding,
            policy=Policy("", packs.names, None, tuple(looser)),
            waivers=tuple(of_rules(waiver, guarding) for waiver in self._beside.waivers),
            terms=WaiverTerms(tuple(terms.approvers or ()), terms.max_days),
            not_measured=left_out,
            signers={role: tuple(each) for role, each in (self._file.signoffs.approvers or {}).items()},
            signoffs=self._beside.signoffs,
        )

    def _rules(self, packs: Packs, found: Known) -> Iterator[Rule]:
        """The rules of the packs as changed, then the configuration's own; those with problems are left out."""
        for rule, of_a_pack in effective(packs, self._changes, found.rules):
            yield from self._built(rule) if of_a_pack else self._own(rule, found)

    def _own(self, change: PackRule, found: Known) -> Iterator[Rule]:
        """A rule that this milestone's packs do not have: one in its own right, or an override of another's."""
        entry = change.entry
        if is_complete(entry):
            yield from self._built(change)
        elif not found.whole:
            yield from self._built(replace(change, place=change.place.begun()))
        elif entry.id not in found.rules and entry.signal and not entry.extends:
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
        """A rule that is written down here is meant to count: not so in a dimension that is left out."""
        for change in self._changes:
            ours = rules.get(change.entry.id)
            if ours is not None and ours.dimension in self._file.not_measured:
                what = f"{ours.id} is never judged: [not-measured] leaves out {ours.dimension}; remove one of them"
                self._problems.append(change.place.problem(what, "dimension", at_value=True))

    def _imitated(self, packs: Packs, rules: Mapping[str, Rule]) -> Iterator[str]:
        """What rules of one's own loosen that are called as shipped ones are: whoever reads the id means those."""
        own = [id_ for id_ in rules if id_ not in packs.rules or not packs.rules[id_].shipped]
        called = shipped_ids().intersection(own) if own else frozenset[str]()
        catalog: Mapping[str, tuple[Rule, ...]] = shipped_rules(self._signals) if called else {}
        shipped = {rule.id: rule for each in catalog.values() for rule in each}
        for id_ in sorted(called):
            yield from (f"{each} (unlike the shipped rule)" for each in weakened(shipped[id_], rules[id_]))

    def _weakened(self, packs: Packs, rules: Mapping[str, Rule], kind: str) -> Iterator[str]:
        """Everything in which the gate asks for less than the packs do, in words."""
        for dimension, why in sorted(self._file.not_measured.items()):
            yield f"{dimension} is not measured: {why}"
        yield from unwatched(rule.dimension for rule in rules.values() if rule.guards(kind))
        yield from unguarded(kind, [rule.entry.milestones or () for rule in packs.rules.values()])
        yield from self._imitated(packs, rules)
        for change in self._changes:
            base, ours = packs.rules.get(change.entry.id), rules.get(change.entry.id)
            shipped = build(base, self._signals) if base is not None else None
            if isinstance(shipped, Rule) and ours is not None:
                yield from weakened(shipped, ours)
