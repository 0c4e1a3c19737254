"""`readiness-gate rules`: the rules themselves, with or without a configuration."""

from collections.abc import Sequence
from pathlib import Path

import click

from readiness_gate.cli import options
from readiness_gate.cli.opening import Opened, all_tables, opened_if_there
from readiness_gate.cli.output import display, write
from readiness_gate.config.catalog import SCHEMAS, rules, schema, shipped_rules, written
from readiness_gate.config.models import PackFile
from readiness_gate.config.problems import did_you_mean
from readiness_gate.config.reader import work_tree
from readiness_gate.errors import BadUse, ExitCode
from readiness_gate.model.policy import Rule
from readiness_gate.reports import json
from readiness_gate.reports.rule import explanation, table
from readiness_gate.reports.screen import draw, indented
from readiness_gate.reports.spec import Display
from readiness_gate.signals import SignalTable


@click.group("rules")
def command() -> None:
    """List, show and test rules, and print the schemas of their files."""


@command.command("list")
@click.option("--milestone", help="The rules that guard this milestone.")
@options.configuration
@options.display
def list_(
    milestone: str | None, config: str | None, policy_ref: str | None, color: str, *, quiet: bool, verbose: bool
) -> int:
    """List the rules of the shipped packs, and those of the configuration's milestones."""
    program, signals = opened_if_there(config, policy_ref, needed=milestone is not None)
    screen = display(color, quiet=quiet, verbose=verbose)
    write("\n".join(f"{name}\n{each}" for name, each in _groups(program, signals, milestone, screen)))
    return ExitCode.GO


_NO_RULES = "no rules: it says which files are what\n"


def _groups(
    program: Opened | None, signals: SignalTable, milestone: str | None, screen: Display
) -> list[tuple[str, str]]:
    """Packs and milestones, each with its rules; what a pack includes is named, and listed where it stands."""
    if program and milestone is not None:
        return [(f"Milestone {milestone}", table(program.gate(milestone, program.program.now).rules, screen))]
    packs = [(f"Pack {name}", _pack(written(name), each, screen)) for name, each in shipped_rules(signals).items()]
    gates = program.configuration.gates.items() if program else ()
    return [*packs, *((f"Milestone {name}", table(gate.rules, screen)) for name, gate in gates)]


def _pack(pack: PackFile, rules: Sequence[Rule], screen: Display) -> str:
    own = {entry.id for entry in pack.rules}
    listed = table([rule for rule in rules if rule.id in own], screen) if own else ""
    if not pack.includes:
        return listed or _NO_RULES
    told = f"includes {', '.join(pack.only or ['all'])} of {', '.join(pack.includes)}"
    return draw([indented(told)], screen) + listed


@command.command("show")
@click.argument("rule", required=False)
@options.display
def show(rule: str | None, color: str, *, quiet: bool, verbose: bool) -> int:
    """Show a rule of the shipped packs in full, or all of them."""
    signals = all_tables().signals
    packs = shipped_rules(signals)
    found = {each.id: each for pack in packs.values() for each in pack}
    if rule is not None and rule not in found:
        raise BadUse(f'no shipped rule is called "{rule}"{did_you_mean(rule.upper(), found)}')
    screen = display(color, quiet=quiet, verbose=verbose)
    shown = found.values() if rule is None else [found[rule]]
    packed = {id_: [name for name, pack in packs.items() if id_ in {each.id for each in pack}] for id_ in found}
    write("\n".join(explanation(each, signals[each.signal], screen, packed[each.id]) for each in shown))
    return ExitCode.GO


@command.command("test")
@click.argument("packs", nargs=-1, metavar="[FILE]...")
def test(packs: tuple[str, ...]) -> int:
    """Run the examples of the shipped rules, and of packs of your own; ends with 2 when one does not hold."""
    signals = all_tables().signals
    tested = dict(shipped_rules(signals))
    for name in packs:
        tested[name] = rules([f"./{name}" if not name.startswith((".", "/")) else name], work_tree(Path()), signals)
    found = {rule: name for name, each in tested.items() for rule in each}  # a rule of several packs counts once
    wrong = [
        f"{name}: {rule.id}: {example.reading} gives {rule.limit.judge(example.reading)}, not {example.outcome}"
        for rule, name in found.items()
        for example in rule.examples
        if rule.limit.judge(example.reading) != example.outcome
    ]
    count = sum(len(rule.examples) for rule in found)
    if wrong:
        raise BadUse("\n".join([*wrong, f"{len(wrong)} of {count} examples do not hold"]))
    write(f"{count} examples of {len(found)} rules hold.\n")
    return ExitCode.GO


@command.command("schema")
@click.argument("kind", type=click.Choice([*SCHEMAS, "verdict"]), default="configuration")
def print_schema(kind: str) -> int:
    """Print the JSON Schema of a kind of file: the configuration, a pack, the waivers, or a verdict."""
    write(json.schema_text() if kind == "verdict" else json.dump(schema(kind)))
    return ExitCode.GO
