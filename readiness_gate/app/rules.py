"""List, test and lint rules, with or without a configuration."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

from readiness_gate.app.session import Session
from readiness_gate.config.lint.check import of_configuration, of_packs
from readiness_gate.config.packs.catalog import rules, shipped_packs, shipped_rules
from readiness_gate.config.packs.loader import shipped_names
from readiness_gate.config.packs.overrides import KINDS
from readiness_gate.config.reader import WorkTree
from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.policy import DIMENSIONS, Gate, Grade, Pack, Rule
from readiness_gate.model.rule_ids import canonical
from readiness_gate.model.time import day_of
from readiness_gate.signals import SignalTable
from readiness_gate.toml.problems import Problem, did_you_mean


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rules to list; None for any."""

    milestone: str | None = None
    """The kind of milestone that they guard, or the name of the milestone whose gate has them."""
    dimension: str | None = None
    evidence: str | None = None
    """How well their limit is founded."""

    def fits(self, rule: Rule) -> bool:
        """Return whether a rule has the dimension and the evidence."""
        return self.dimension in (None, rule.dimension) and self.evidence in (None, rule.evidence)


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The rules of a pack or of a milestone."""

    kind: Literal["pack", "milestone"]
    name: str
    rules: tuple[Rule, ...]
    includes: str = ""
    """Which other packs it includes, in words."""
    if_empty: str = "no rules"
    """The text if it has none."""

    @property
    def title(self) -> str:
        """Its kind and its name."""
        return f"{self.kind.capitalize()} {self.name}"


def listed(session: Session | None, signals: SignalTable, wanted: Wanted) -> list[RuleGroup]:
    """Return the wanted rules, by pack and by milestone. Raises BadUse for what no rule can have."""
    groups = _groups(session, signals, wanted.milestone)
    return _filtered(groups, wanted.fits) if wanted.dimension or wanted.evidence else groups


def refuse_unknown(wanted: Wanted) -> None:
    """Raise BadUse for an unknown dimension or grade of evidence."""
    _refuse_unknown("--dimension", wanted.dimension, DIMENSIONS)
    _refuse_unknown("--evidence", wanted.evidence, get_args(Grade))


def _refuse_unknown(option: str, value: str | None, known: Iterable[str]) -> None:
    words = list(known)
    if value is not None and value not in words:
        raise BadUse(f'{option}: there is no "{value}"{did_you_mean(value, words)}')


def _groups(session: Session | None, signals: SignalTable, milestone: str | None) -> list[RuleGroup]:
    """Return the rules by pack and by milestone: only of the named milestone, or of the named kind."""
    gates: Mapping[str, Gate] = session.configuration.gates if session else {}
    of_gates = {name: RuleGroup("milestone", name, gate.rules) for name, gate in gates.items()}
    if milestone is not None and milestone in of_gates:
        return [of_gates[milestone]]
    packs = [_pack_group(pack) for pack in shipped_packs(signals)]
    if milestone is None:
        return [*packs, *of_gates.values()]
    _refuse_unknown("--milestone", milestone, _milestones(gates, [*packs, *of_gates.values()]))
    of_kind = [of_gates[name] for name, gate in gates.items() if gate.milestone.kind == milestone]
    return _filtered([*packs, *of_kind], lambda rule: rule.guards(milestone))


def _milestones(gates: Mapping[str, Gate], groups: Iterable[RuleGroup]) -> set[str]:
    """Return the kinds and names of milestones whose rules can be listed."""
    kinds = {kind for group in groups for rule in group.rules for kind in rule.milestones}
    return {*KINDS, *kinds, *gates, *(gate.milestone.kind for gate in gates.values())}


def _pack_group(pack: Pack) -> RuleGroup:
    """Return the rules of a pack's own file; the packs that it includes are named, and listed themselves."""
    includes = f"includes {', '.join(pack.only or ['all'])} of {', '.join(pack.includes)}" if pack.includes else ""
    return RuleGroup("pack", pack.name, pack.rules, includes, "no rules: it says which files are what")


def _filtered(groups: Iterable[RuleGroup], fits: Callable[[Rule], bool]) -> list[RuleGroup]:
    """Return the rules that fit, without empty groups."""
    fitting = (RuleGroup(group.kind, group.name, tuple(filter(fits, group.rules))) for group in groups)
    return [group for group in fitting if group.rules]


def shown(rule_id: str | None, signals: SignalTable) -> list[tuple[Rule, list[str]]]:
    """Return a shipped rule by its id, in any case, or all rules, each with the packs that have it.

    Raises BadUse if there is none of that id.
    """
    packs = with_packs(shipped_rules(signals))
    if rule_id is None:
        return list(packs.items())
    ids = {rule.id for rule in packs}
    rules_of_id = [(rule, names) for rule, names in packs.items() if rule.id == canonical(rule_id, ids)]
    if not rules_of_id:
        raise BadUse(f'no shipped rule is called "{rule_id}"{did_you_mean(rule_id, ids)}')
    return rules_of_id


def with_packs(packs: Mapping[str, Iterable[Rule]]) -> dict[Rule, list[str]]:
    """Return every rule with the packs that have it: a rule that packs include from each other is one rule."""
    names: dict[Rule, list[str]] = {}
    for name, rules_ in packs.items():
        for rule in rules_:
            names.setdefault(rule, []).append(name)
    return names


@dataclass(frozen=True, slots=True)
class Examples:
    """The results of testing the examples of rules."""

    rules: int
    count: int
    wrong: Sequence[str]
    """The examples that do not hold, in words."""


def tested(files: Sequence[str], folder: Path, signals: SignalTable) -> Examples:
    """Return the results for the examples of the shipped rules, and of the packs in some files."""
    packs = dict(shipped_rules(signals))
    for name in files:
        packs[name] = rules([_as_path(name)], WorkTree(folder).read, signals)
    once = with_packs(packs)
    wrong = [
        f"{names[0]}: {rule.id}: {example.reading} gives {rule.limit.judge(example.reading)}, not {example.outcome}"
        for rule, names in once.items()
        for example in rule.examples
        if rule.limit.judge(example.reading) != example.outcome
    ]
    return Examples(len(once), sum(len(rule.examples) for rule in once), wrong)


def _as_path(name: str) -> str:
    return name if name.startswith((".", "/")) else f"./{name}"


def linted_packs(packs: Sequence[str], folder: Path, signals: SignalTable) -> tuple[Problem, ...]:
    """Return probable mistakes in shipped packs, by name, and in files."""
    shipped = shipped_names()
    names = [name if name in shipped or not name.endswith(".toml") else _as_path(name) for name in packs]
    return of_packs(names, WorkTree(folder).read, signals)


def linted(session: Session) -> tuple[Problem, ...]:
    """Return probable mistakes in a configuration, its packs and its waivers."""
    settings, now = session.configuration.settings, session.program.now
    today = day_of(now, settings.calendar)  # without a zone the configuration has no date
    name, tables = session.located.name, session.tables
    return of_configuration(name, session.read, tables.signals, session.configuration, today, tables.sources)
