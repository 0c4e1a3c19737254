"""`readiness-gate facts`: save what the sources report in a file, and describe the tables that are read from files."""

import click

from readiness_gate.app.saved_facts import FACTS, saved
from readiness_gate.cli import options
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import STDOUT, display, refuse_input, to_stderr, write
from readiness_gate.errors import BadUse, ExitCode
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import iso
from readiness_gate.reports import fact_tables, json
from readiness_gate.reports.escape import printable
from readiness_gate.reports.spec import Display
from readiness_gate.sources.people.all_tables import TABLES
from readiness_gate.sources.people.declaration import Table

_EXAMPLES = options.examples(
    "readiness-gate facts save facts.json go-live",
    "readiness-gate check go-live --facts facts.json --as-of 2027-02-14T06:00:00Z",
)


@click.group("facts", epilog=_EXAMPLES)
def command() -> None:
    """Save the facts of all sources; list tables."""


@command.command("save", epilog=_EXAMPLES)
@click.argument("file")
@options.milestone
@options.file
@options.moment
@options.exported
def save(
    file: str,
    milestone: str | None,
    named: str | None,
    config: str | None,
    as_of: str | None,
    exported_at: tuple[str, ...],
) -> int:
    """Write the facts for a milestone's gate to FILE.

    `readiness-gate check --facts FILE` judges it again. The file has titles of issues, and numbers in place of the ids
    of people. Keep it where only the people who decide, or their pipeline, can write. The exit code is 3 if a source
    could not be read.
    """
    session = opened(config, None, exported_at)
    if file == STDOUT:
        raise BadUse("facts are not printed. Give the name of a FILE")
    refuse_input(file, session.inputs())
    moment = session.as_of(as_of)
    facts = saved(session, session.gate(options.one_milestone(milestone, named), moment), moment)
    write(FACTS.to_bytes(facts), file)
    missing = [name for name, kept in facts.sources.items() if isinstance(kept, Unavailable)]
    for name in missing:
        to_stderr(f"Warning: {name} could not be read; {file} has the reason")
    judge = f"readiness-gate check {facts.milestone} --facts {file} --as-of {iso(moment)}"
    write(f"To judge these facts: {printable(judge)}\n")
    return ExitCode.UNDECIDED if missing else ExitCode.GO


@command.command(
    "tables",
    epilog=options.examples(
        "readiness-gate facts tables",
        "readiness-gate facts tables completions",
        "readiness-gate facts tables completions --format csv > completions.csv",
    ),
)
@click.argument("name", required=False, metavar="[NAME]")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "csv", "table-schema", "markdown"]),
    default="text",
    show_default=True,
    help="csv: an example; table-schema: a descriptor for tools; markdown: the page of the documentation.",
)
@options.display
def tables(name: str | None, format_: str, color: str, *, quiet: bool, verbose: bool) -> int:
    """List the tables that are read from files, or describe one of them."""
    screen = display(color, quiet=quiet, verbose=verbose)
    if name is not None:
        write(_of_table(_table(name), format_, screen))
    elif format_ == "text":
        write(fact_tables.listing(TABLES.values(), screen))
    elif format_ == "markdown":
        write(fact_tables.page(TABLES.values()))
    else:
        raise BadUse(f"--format {format_} describes one table. Add its NAME: {', '.join(TABLES)}")
    return ExitCode.GO


def _table(name: str) -> Table:
    table = TABLES.get(name)
    if table is None:
        raise BadUse(f'there is no table "{name}". Name one of these: {", ".join(TABLES)}')
    return table


def _of_table(table: Table, format_: str, screen: Display) -> str:
    if format_ == "csv":
        return fact_tables.example(table)
    if format_ == "table-schema":
        return json.dump(fact_tables.descriptor(table))
    if format_ == "markdown":
        return fact_tables.page([table])
    return fact_tables.description(table, screen)
