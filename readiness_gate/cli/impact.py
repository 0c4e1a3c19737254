"""`readiness-gate impact`: what a change does to readiness, before it is merged."""

import os
from pathlib import Path
from typing import Literal, TypeAlias

import click

from readiness_gate.app.impact import Request, impact
from readiness_gate.cli import completion, options
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import JSON, TEXT, display, format_of, refuse_input, write
from readiness_gate.errors import ExitCode
from readiness_gate.model.impact import Judgement
from readiness_gate.reports import reports
from readiness_gate.reports.impact.as_json import as_json
from readiness_gate.reports.impact.as_markdown import as_markdown
from readiness_gate.reports.impact.as_text import as_text
from readiness_gate.reports.spec import Display

_EXAMPLES = options.examples(
    "readiness-gate impact",
    "readiness-gate impact main..HEAD --milestone go-live",
    "readiness-gate impact origin/main..HEAD --fail-on worse",
    "readiness-gate impact --format markdown --output impact.md",
)
_MARKDOWN = "markdown"
_FailOn: TypeAlias = Literal["never", "worse"]
_EXITS: dict[Judgement, ExitCode] = {
    "worse": ExitCode.NO_GO,
    "unknown": ExitCode.UNDECIDED,
    "not-worse": ExitCode.GO,
}


@click.command("impact", epilog=_EXAMPLES)
@click.argument("range_", required=False, metavar="[BASE..HEAD]")
@click.option(
    "--milestone",
    metavar="NAME",
    shell_complete=completion.milestones,
    help="The milestone whose gate judges. Default: the next one by date.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["never", "worse"]),
    default="never",
    show_default=True,
    help="worse: the exit code is 1 if the change makes a blocking rule worse, and 3 if that is unknown.",
)
@options.configuration
@options.moment
@options.exported
@click.option(
    "--format",
    "format_",
    type=click.Choice([TEXT, JSON, _MARKDOWN]),
    help="Default: by the ending of --output, otherwise text.",
)
@click.option("--output", default="-", metavar="FILE", help="The file to write; - is stdout, the default.")
@options.display
def command(
    range_: str | None,
    milestone: str | None,
    fail_on: _FailOn,
    config: str | None,
    policy_ref: str | None,
    as_of: str | None,
    exported_at: tuple[str, ...],
    format_: str | None,
    output: str,
    color: str,
    *,
    quiet: bool,
    verbose: bool,
) -> int:
    """Show how a change affects readiness, before it is merged.

    Measures the milestone without the change and with it, as if it landed on its base now: whose training and which
    documents become outdated, which waiting times start again, and the verdict before and after. BASE defaults to the
    target branch that the CI system names, otherwise git.mainline; HEAD to what is checked out. The exit code is 0
    whatever the change does, unless --fail-on says otherwise.
    """
    session = opened(config, policy_ref, exported_at)
    refuse_input(output, session.inputs())
    known = reports(Display())
    chosen = format_ or format_of(output, [known[name] for name in (TEXT, JSON, _MARKDOWN)])
    request = Request(milestone, session.as_of(as_of), range_, Path.cwd(), os.environ)
    found = impact(session, request)
    if chosen == JSON:
        write(as_json(found), output)
    elif chosen == _MARKDOWN:
        write(as_markdown(found), output)
    else:
        would_end = _EXITS[found.judgement]
        further = (
            ""
            if fail_on == "worse" or not would_end
            else f"The exit code is 0. With --fail-on worse, it is {would_end:d}."
        )
        write(as_text(found, display(color, output, quiet=quiet, verbose=verbose), further), output)
    return _EXITS[found.judgement] if fail_on == "worse" else ExitCode.GO
