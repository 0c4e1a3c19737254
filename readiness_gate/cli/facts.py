"""`readiness-gate facts`: what the sources say, in a file."""

import click

from readiness_gate.app.saved_facts import FACTS, saved
from readiness_gate.cli import options
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import STDOUT, refuse_input, tell, write
from readiness_gate.errors import BadUse, ExitCode
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import iso
from readiness_gate.reports.escape import printable


@click.group("facts")
def command() -> None:
    """Save what the sources say, to judge it again without asking them."""


@command.command("save")
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

    `readiness-gate check --facts FILE` judges it again. The file has the names of people and the titles of issues; keep
    it where only those can write who may decide. Ends with 3 when a source could not be read.
    """
    session = opened(config, None, exported_at)
    if file == STDOUT:
        raise BadUse("name a FILE for the facts: they are not printed")
    refuse_input(file, session.inputs())
    moment = session.as_of(as_of)
    facts = saved(session, session.gate(options.one_milestone(milestone, named), moment), moment)
    write(FACTS.to_bytes(facts), file)
    missing = [name for name, kept in facts.sources.items() if isinstance(kept, Unavailable)]
    for name in missing:
        tell(f"Warning: nothing was read from {name}, and {file} says why")
    judge = f"readiness-gate check {facts.milestone} --facts {file} --as-of {iso(moment)}"
    write(f"Judge these facts: {printable(judge)}\n")
    return ExitCode.UNDECIDED if missing else ExitCode.GO
