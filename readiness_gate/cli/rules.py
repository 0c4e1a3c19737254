"""`readiness-gate rules`: the rules themselves, with or without a configuration."""

from collections.abc import Mapping
from pathlib import Path

import click

from readiness_gate.cli import options
from readiness_gate.cli.opening import Opened, opened_if_there
from readiness_gate.cli.output import STDOUT, display, write
from readiness_gate.config.catalog import SCHEMAS, rules, schema, shipped_rules
from readiness_gate.config.reader import work_tree
from readiness_gate.errors import BadUse, ExitCode
from readiness_gate.model.policy import Gate, Rule
from readiness_gate.plugins import tables
from readiness_gate.reports import json
from readiness_gate.reports.rule import explanation, table
from readiness_gate.signals import SignalTable


@click.group("rules")
def command() -> None:
    """List, show and test rules, and print the schemas of the files they are written in."""


@command.command("list")
@click.option("--milestone", help="The rules that guard this milestone.")
@options.configuration
@options.display
def list_(
    milestone: str | None, config: str | None, policy_ref: str | None, color: str, *, quiet: bool, verbose: bool
) -> None:
    """List the rules of the shipped packs, and those of the configuration's milestones."""
    program = opened_if_there(config, policy_ref)
    signals = program.tables.signals if program else tables().signals
    groups = _groups(program, signals, milestone)
    screen = display(color, quiet=quiet, verbose=verbose)
    told = [f"{name}\n{table(each, screen)}" for name, each in groups]
    write("\n".join(told), STDOUT)


def _groups(program: Opened | None, signals: SignalTable, milestone: str | None) -> list[tuple[str, tuple[Rule, ...]]]:
    gates: Mapping[str, Gate] = program.configuration.gates if program else {}
    if milestone is not None and milestone not in gates:
        raise BadUse(
            f'there is no milestone "{milestone}"; the configuration has: {", ".join(sorted(gates)) or "none"}'
        )
    guarded = [(f"Milestone {name}", gate.rules) for name, gate in gates.items() if milestone in (None, name)]
    packs = [(f"Pack {name}", each) for name, each in shipped_rules(signals).items()] if milestone is None else []
    return [*packs, *guarded]


@command.command("show")
@click.argument("rule", required=False)
@options.display
def show(rule: str | None, color: str, *, quiet: bool, verbose: bool) -> None:
    """Show a rule of the shipped packs in full, or all of them."""
    signals = tables().signals
    packs = shipped_rules(signals)
    found = [(each, name) for name, pack in packs.items() for each in pack if rule in (None, each.id)]
    if not found:
        known = ", ".join(each.id for pack in packs.values() for each in pack)
        raise BadUse(f'no shipped rule is called "{rule}"; known are: {known}')
    screen = display(color, quiet=quiet, verbose=verbose)
    write("\n".join(explanation(each, signals[each.signal], screen, [name]) for each, name in found), STDOUT)


@command.command("test")
@click.argument("packs", nargs=-1, metavar="[FILE]...")
def test(packs: tuple[str, ...]) -> int:
    """Run the examples of the shipped rules, and of packs of your own; ends with 2 when one does not hold."""
    signals = tables().signals
    tested = dict(shipped_rules(signals))
    for name in packs:
        tested[name] = rules([f"./{name}" if not name.startswith((".", "/")) else name], work_tree(Path()), signals)
    wrong = [
        f"{name}: {rule.id}: {example.reading} gives {rule.limit.judge(example.reading)}, not {example.outcome}"
        for name, each in tested.items()
        for rule in each
        for example in rule.examples
        if rule.limit.judge(example.reading) != example.outcome
    ]
    count = sum(len(rule.examples) for each in tested.values() for rule in each)
    if wrong:
        raise BadUse("\n".join([*wrong, f"{len(wrong)} of {count} examples do not hold"]))
    click.echo(f"{count} examples of {sum(map(len, tested.values()))} rules hold.")
    return ExitCode.GO


@command.command("schema")
@click.argument("kind", type=click.Choice([*SCHEMAS, "verdict"]), default="configuration")
def print_schema(kind: str) -> None:
    """Print the JSON Schema of a kind of file: the configuration, a pack, the waivers, or a verdict."""
    if kind == "verdict":
        write(json.schema_text(), STDOUT)
    else:
        write(json.dump(schema(kind)), STDOUT)
