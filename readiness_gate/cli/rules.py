"""`readiness-gate rules`: the rules themselves, with or without a configuration."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from readiness_gate.cli import options
from readiness_gate.cli.opening import Opened, all_tables, opened, opened_if_there
from readiness_gate.cli.output import display, write
from readiness_gate.config.lint import of_configuration, of_packs
from readiness_gate.config.packs.catalog import SCHEMAS, rules, schema, shipped_packs, shipped_rules
from readiness_gate.config.packs.loader import shipped_names
from readiness_gate.config.packs.overrides import KINDS
from readiness_gate.config.reader import WorkTree
from readiness_gate.errors import BadUse, ExitCode
from readiness_gate.model.policy import DIMENSIONS, Gate, Pack, Rule
from readiness_gate.model.time import day_of
from readiness_gate.reports import json
from readiness_gate.reports.escape import printable
from readiness_gate.reports.reference import reference
from readiness_gate.reports.rule import GRADES, explanation, table
from readiness_gate.reports.screen import draw, indented
from readiness_gate.reports.spec import Display
from readiness_gate.signals import SignalTable
from readiness_gate.toml.problems import did_you_mean


@click.group("rules")
def command() -> None:
    """List, show, test and lint rules; print their reference and schemas."""


@command.command("list")
@click.option("--milestone", metavar="KIND", help="Those that guard milestones of this kind, or this milestone's gate.")
@click.option("--dimension", metavar="NAME", help="Those that count under this dimension.")
@click.option("--evidence", metavar="GRADE", help=f"Those whose limit is founded so well: {', '.join(GRADES)}.")
@options.configuration
@options.display
def list_(
    milestone: str | None,
    dimension: str | None,
    evidence: str | None,
    config: str | None,
    policy_ref: str | None,
    color: str,
    *,
    quiet: bool,
    verbose: bool,
) -> int:
    """List the rules of the shipped packs, and those of the configuration's milestones.

    Of several filters all must fit.
    """
    _refuse_unknown("--dimension", dimension, DIMENSIONS)
    _refuse_unknown("--evidence", evidence, GRADES)
    program, signals = opened_if_there(config, policy_ref)
    groups = _groups(program, signals, milestone)
    if dimension or evidence:
        groups = _fitting(groups, lambda rule: rule.dimension == (dimension or rule.dimension))
        groups = _fitting(groups, lambda rule: rule.evidence == (evidence or rule.evidence))
    screen = display(color, quiet=quiet, verbose=verbose)
    write("\n".join(_listed(each, screen) for each in groups) or "No rule fits.\n")
    return ExitCode.GO


@dataclass(frozen=True, slots=True)
class _Group:
    """The rules of a pack or a milestone, with what it includes, and what is said when there is nothing."""

    name: str
    rules: tuple[Rule, ...]
    includes: str = ""
    nothing: str = "no rules"


def _listed(group: _Group, screen: Display) -> str:
    includes = draw([indented(group.includes)], screen) if group.includes else ""
    listed = table(group.rules, screen) if group.rules else ""
    return "\n".join([group.name, f"{includes}{listed}" or f"{group.nothing}\n"])


def _of_pack(pack: Pack) -> _Group:
    """What stands in a pack; what it includes is named, and listed where it stands."""
    includes = f"includes {', '.join(pack.only or ['all'])} of {', '.join(pack.includes)}" if pack.includes else ""
    return _Group(f"Pack {pack.name}", pack.rules, includes, "no rules: it says which files are what")


def _refuse_unknown(option: str, value: str | None, known: Iterable[str]) -> None:
    words = list(known)
    if value is not None and value not in words:
        raise BadUse(f'{option}: there is no "{value}"{did_you_mean(value, words)}')


def _groups(program: Opened | None, signals: SignalTable, milestone: str | None) -> list[_Group]:
    """The rules by pack and by milestone: of one milestone alone when it is named, and of a kind when that is."""
    gates: Mapping[str, Gate] = program.configuration.gates if program else {}
    of_gates = {name: _Group(f"Milestone {name}", gate.rules) for name, gate in gates.items()}
    if milestone is not None and milestone in of_gates:
        return [of_gates[milestone]]
    packs = [_of_pack(pack) for pack in shipped_packs(signals)]
    if milestone is None:
        return [*packs, *of_gates.values()]
    kinds = {kind for each in (*packs, *of_gates.values()) for rule in each.rules for kind in rule.milestones}
    _refuse_unknown("--milestone", milestone, {*KINDS, *kinds, *gates, *(of.milestone.kind for of in gates.values())})
    of_kind = [of_gates[name] for name, gate in gates.items() if gate.milestone.kind == milestone]
    return _fitting([*packs, *of_kind], lambda rule: rule.guards(milestone))


def _fitting(groups: Iterable[_Group], fits: Callable[[Rule], bool]) -> list[_Group]:
    """The rules that fit, without the groups that have none."""
    fitting = (_Group(each.name, tuple(filter(fits, each.rules))) for each in groups)
    return [each for each in fitting if each.rules]


@command.command("show")
@click.argument("rule", required=False)
@options.display
def show(rule: str | None, color: str, *, quiet: bool, verbose: bool) -> int:
    """Show a rule of the shipped packs in full, or all of them."""
    signals = all_tables().signals
    packs = _each_once(shipped_rules(signals))
    found = [(each, names) for each, names in packs.items() if rule in (None, each.id)]
    if rule is not None and not found:
        raise BadUse(f'no shipped rule is called "{rule}"{did_you_mean(rule.upper(), {each.id for each in packs})}')
    screen = display(color, quiet=quiet, verbose=verbose)
    write("\n".join(explanation(each, signals[each.signal], screen, names) for each, names in found))
    return ExitCode.GO


def _each_once(packs: Mapping[str, Iterable[Rule]]) -> dict[Rule, list[str]]:
    """Every rule with the packs that have it: one that packs include from each other is one rule."""
    found: dict[Rule, list[str]] = {}
    for name, rules_ in packs.items():
        for rule in rules_:
            found.setdefault(rule, []).append(name)
    return found


@command.command("test")
@click.argument("packs", nargs=-1, metavar="[FILE]...")
def test(packs: tuple[str, ...]) -> int:
    """Run the examples of the shipped rules, and of packs of your own; ends with 2 when one does not hold."""
    signals = all_tables().signals
    tested = dict(shipped_rules(signals))
    for name in packs:
        tested[name] = rules([_path(name)], WorkTree(Path()).read, signals)
    once = _each_once(tested)
    wrong = [
        f"{names[0]}: {rule.id}: {example.reading} gives {rule.limit.judge(example.reading)}, not {example.outcome}"
        for rule, names in once.items()
        for example in rule.examples
        if rule.limit.judge(example.reading) != example.outcome
    ]
    count = sum(len(rule.examples) for rule in once)
    if wrong:
        raise BadUse("\n".join([*wrong, f"{len(wrong)} of {count} examples do not hold"]))
    write(f"{count} examples of {len(once)} rules hold.\n")
    return ExitCode.GO


def _path(name: str) -> str:
    return name if name.startswith((".", "/")) else f"./{name}"


@command.command("lint")
@click.argument("packs", nargs=-1, metavar="[PACK]...")
@options.configuration
def lint(packs: tuple[str, ...], config: str | None, policy_ref: str | None) -> int:
    """Tell what rules and waivers may say and hardly mean: one a line, with its place; ends with 2 when there is any.

    Without a PACK the configuration is looked at, with its packs and its waivers. A PACK is a shipped one by its name,
    or a file of the work tree; no configuration is needed then.
    """
    if packs:
        shipped = shipped_names()
        names = [name if name in shipped or not name.endswith(".toml") else _path(name) for name in packs]
        found = of_packs(names, WorkTree(Path()).read, all_tables().signals)
    else:
        program = opened(config, policy_ref)
        settings, now = program.configuration.settings, program.program.now
        today = day_of(now, settings.calendar)  # without a zone the configuration has no date
        read, signals = program.read, program.program.signals
        found = of_configuration(program.located.name, read, signals, program.configuration, today)
    write("".join(f"{printable(problem.line)}\n" for problem in found) or "Nothing was found.\n")
    return ExitCode.BAD_USE if found else ExitCode.GO


@command.command("schema")
@click.argument("kind", type=click.Choice([*SCHEMAS, "verdict"]), default="configuration")
def print_schema(kind: str) -> int:
    """Print the JSON Schema of a kind of file: the configuration, a pack, the waivers, or a verdict."""
    write(json.schema_text() if kind == "verdict" else json.dump(schema(kind)))
    return ExitCode.GO


@command.command("docs")
def docs() -> int:
    """Print the reference of all shipped rules, as Markdown."""
    signals = all_tables().signals
    write(reference(shipped_packs(signals), signals))
    return ExitCode.GO
