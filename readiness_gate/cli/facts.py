"""`readiness-gate facts`: save what the sources say in a file."""

import click

from readiness_gate.app.saved_facts import FACTS, saved
from readiness_gate.cli import options
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import STDOUT, refuse_input, to_stderr, write
from readiness_gate.errors import BadUse, ExitCode
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import iso
from readiness_gate.reports.escape import printable

_EXAMPLES = options.examples(
    "readiness-gate facts save facts.json go-live",
    "readiness-gate check go-live --facts facts.json --as-of 2027-02-14T06:00:00Z",
)


@click.group("facts", epilog=_EXAMPLES)
def command() -> None:
    """Save what the sources say, to judge it again without them."""


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
    """Write what the sources say for a milestone's gate to FILE.

    `readiness-gate check --facts FILE` judges it again. The file contains names of people and titles of issues: keep
    it where only the people who decide, or their pipeline, can write. The exit code is 3 if a source could not be read.
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
