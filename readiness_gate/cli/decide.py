"""`readiness-gate decide`: record what the committee decided, next to the gate's verdict."""

import click

from readiness_gate.app.decide import Given, decide, remarks
from readiness_gate.cli import completion, options
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import display, write
from readiness_gate.errors import ExitCode
from readiness_gate.model.decisions import Choice
from readiness_gate.reports.decision_log import paragraphs, recorded
from readiness_gate.sources.decisions.lines import FILE

_EXAMPLES = """\b
Examples:
  readiness-gate decide go-live go --by sponsor@example.com \\
    --because "Two defects are worked around until the patch" \\
    --condition "Install patch 4.2" --due 2027-03-12 --owner "CRM team"
  readiness-gate decide go-live postpone --by sponsor@example.com \\
    --because "The clerks are not trained" --revisit 2027-03-08
"""


@click.command("decide", epilog=_EXAMPLES)
@click.argument("milestone", shell_complete=completion.milestones)
@click.argument("decision", type=click.Choice(["go", "no-go", "postpone"]))
@click.option("--by", metavar="ADDRESS", help="Who decided: one of waivers.approvers or decisions.by.  [required]")
@click.option("--because", metavar="TEXT", help="The reason.  [required]")
@click.option("--condition", "conditions", multiple=True, metavar="TEXT", help="What must be done. Repeatable.")
@click.option("--due", multiple=True, metavar="DAY", help="The last day for the condition in the same position.")
@click.option(
    "--owner", "owners", multiple=True, metavar="WHO", help="The owner of the condition in the same position."
)
@click.option("--revisit", metavar="DAY", help="The day on which the committee reviews the decision.")
@click.option("--dry-run", is_flag=True, help="Print the line, and write nothing.")
@options.file
@options.moment
@options.color
def command(
    milestone: str,
    decision: Choice,
    by: str | None,
    because: str | None,
    conditions: tuple[str, ...],
    due: tuple[str, ...],
    owners: tuple[str, ...],
    revisit: str | None,
    config: str | None,
    as_of: str | None,
    color: str,
    *,
    dry_run: bool,
) -> int:
    """Record a decision of the committee beside the verdict.

    The gate is judged first, and a line with both is appended to readiness-decisions.jsonl. A decision changes no
    verdict. The exit code is 0 if it was written, whatever the gate says, and 4 if it could not be.
    """
    session = opened(config, None)
    moment = session.as_of(as_of)
    gate = session.gate(milestone, moment)
    given = Given(decision, by, because, conditions, due, owners, revisit)
    result = decide(session, gate, given, moment, dry_run=dry_run)
    if dry_run:
        write(result.line)
        return ExitCode.GO
    screen = display(color)
    notes = *remarks(session, result.entry), f"Next: commit {FILE}, and land it within two days."
    write(f"Wrote a decision to {FILE}.\n\n{recorded(result.entry, gate.zone, screen)}\n{paragraphs(notes, screen)}")
    return ExitCode.GO
