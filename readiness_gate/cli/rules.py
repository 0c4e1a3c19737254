"""`readiness-gate rules`: the rules themselves, with or without a configuration."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import click

from readiness_gate.app.rules import (
    RuleGroup,
    Wanted,
    linted,
    linted_packs,
    listed,
    refuse_unknown,
    shown,
    tested,
)
from readiness_gate.cli import completion, options
from readiness_gate.cli.opening import all_tables, opened, opened_if_there
from readiness_gate.cli.output import display, is_json, refuse_input, write
from readiness_gate.config.packs.catalog import shipped_packs
from readiness_gate.config.schema.json_schema import SCHEMAS, schema
from readiness_gate.errors import BadUse, ExitCode
from readiness_gate.reports import json, rules_json
from readiness_gate.reports.backtest import as_json as backtest_json
from readiness_gate.reports.escape import printable
from readiness_gate.reports.forecast import as_json as forecast_json
from readiness_gate.reports.impact import as_json as impact_json
from readiness_gate.reports.portfolio import as_json as portfolio_json
from readiness_gate.reports.portfolio.trend import as_json as portfolio_trend_json
from readiness_gate.reports.reference import reference
from readiness_gate.reports.rule import explanation, table
from readiness_gate.reports.rule_words import GRADES
from readiness_gate.reports.screen import draw, indented
from readiness_gate.reports.spec import Display
from readiness_gate.reports.trend import as_json as trend_json
from readiness_gate.server.schemas import PAGES, access_schema, page_schema

_EXAMPLES = options.examples(
    "readiness-gate rules list --milestone go-live",
    "readiness-gate rules show TRN-01",
    "readiness-gate rules lint",
)
_OF_REPORTS: Mapping[str, Callable[[], str]] = {
    "verdict": json.schema_text,
    "trend": trend_json.schema_text,
    "forecast": forecast_json.schema_text,
    "impact": impact_json.schema_text,
    "backtest": backtest_json.schema_text,
    "portfolio-report": portfolio_json.schema_text,
    "portfolio-trend": portfolio_trend_json.schema_text,
    **{f"server-{page}": partial(page_schema, page) for page in PAGES},
    "server-access": access_schema,
}
"""The schemas that are not of a file of the configuration, by their kinds."""


@click.group("rules", epilog=_EXAMPLES)
def command() -> None:
    """List, show, test and lint rules; print reference and schemas."""


@command.command(
    "list",
    epilog=options.examples(
        "readiness-gate rules list", "readiness-gate rules list --dimension training --evidence measured"
    ),
)
@click.option("--milestone", metavar="KIND", help="Only rules for this kind of milestone, or of this milestone's gate.")
@click.option("--dimension", metavar="NAME", help="Only rules of this dimension, such as training.")
@click.option(
    "--evidence", metavar="GRADE", help=f"Only rules whose limit rests on this grade of evidence: {', '.join(GRADES)}."
)
@options.configuration
@options.result
@options.display
def list_(
    milestone: str | None,
    dimension: str | None,
    evidence: str | None,
    config: str | None,
    policy_ref: str | None,
    format_: str | None,
    output: str,
    color: str,
    *,
    quiet: bool,
    verbose: bool,
) -> int:
    """List the rules of the shipped packs, and of the milestones.

    A rule is listed if it matches all filters.
    """
    wanted = Wanted(milestone, dimension, evidence)
    refuse_unknown(wanted)
    session, signals = opened_if_there(config, policy_ref)
    refuse_input(output, session.inputs() if session else ())
    as_for_programs = is_json(format_, output)
    groups = listed(session, signals, wanted)
    if as_for_programs:
        write(rules_json.listed((group.kind, group.name, group.rules) for group in groups), output)
    else:
        screen = display(color, output, quiet=quiet, verbose=verbose)
        write("\n".join(_drawn(group, screen) for group in groups) or "No rule matches.\n", output)
    return ExitCode.GO


def _drawn(group: RuleGroup, screen: Display) -> str:
    includes = draw([indented(group.includes)], screen) if group.includes else ""
    rules = table(group.rules, screen) if group.rules else ""
    return "\n".join([group.title, f"{includes}{rules}" or f"{group.if_empty}\n"])


@command.command("show", epilog=options.examples("readiness-gate rules show TRN-01"))
@click.argument("rule", required=False, shell_complete=completion.rules)
@options.display
def show(rule: str | None, color: str, *, quiet: bool, verbose: bool) -> int:
    """Show one shipped rule in full, or all of them."""
    signals = all_tables().signals
    packed = shown(rule, signals)
    screen = display(color, quiet=quiet, verbose=verbose)
    write("\n".join(explanation(one, signals[one.signal], screen, packs) for one, packs in packed))
    return ExitCode.GO


@command.command(
    "test", epilog=options.examples("readiness-gate rules test", "readiness-gate rules test our-rules.toml")
)
@click.argument("packs", nargs=-1, metavar="[FILE]...")
def test(packs: tuple[str, ...]) -> int:
    """Run the examples of the shipped rules and of custom packs.

    The exit code is 2 if an example does not hold.
    """
    examples = tested(packs, Path(), all_tables().signals)
    if examples.wrong:
        raise BadUse("\n".join([*examples.wrong, f"{len(examples.wrong)} of {examples.count} examples do not hold"]))
    write(f"{examples.count} examples of {examples.rules} rules hold.\n")
    return ExitCode.GO


@command.command(
    "lint",
    epilog=options.examples(
        "readiness-gate rules lint", "readiness-gate rules lint starter", "readiness-gate rules lint ./our-rules.toml"
    ),
)
@click.argument("packs", nargs=-1, metavar="[PACK]...")
@options.configuration
def lint(packs: tuple[str, ...], config: str | None, policy_ref: str | None) -> int:
    """Report probable mistakes in rules, waivers and sign-offs.

    Without a PACK, checks the configuration with its packs, waivers and sign-offs. A PACK is the name of a shipped one,
    or a file; no configuration is needed then. Every problem is a line with its place; the exit code is then 2.
    """
    problems = linted_packs(packs, Path(), all_tables().signals) if packs else linted(opened(config, policy_ref))
    write("".join(f"{printable(problem.line)}\n" for problem in problems) or "No problems found.\n")
    return ExitCode.BAD_USE if problems else ExitCode.GO


@command.command(
    "schema", epilog=options.examples("readiness-gate rules schema", "readiness-gate rules schema verdict")
)
@click.argument("kind", type=click.Choice([*SCHEMAS, *_OF_REPORTS]), default="configuration")
def print_schema(kind: str) -> int:
    """Print the JSON Schema of a file, a report or a page of the server."""
    write(_OF_REPORTS[kind]() if kind in _OF_REPORTS else json.dump(schema(kind, all_tables().sources)))
    return ExitCode.GO


@command.command("docs", epilog=options.examples("readiness-gate rules docs > rules-reference.md"))
def docs() -> int:
    """Print the reference of all shipped rules as Markdown."""
    signals = all_tables().signals
    write(reference(shipped_packs(signals), signals))
    return ExitCode.GO
