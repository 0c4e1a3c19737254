"""`readiness-gate check`: judge a milestone's gate."""

from dataclasses import replace

import click

from readiness_gate.cli import options
from readiness_gate.cli.edit import with_edit
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import display, paired, write
from readiness_gate.errors import BadUse, ExitCode
from readiness_gate.model.verdict import Decision
from readiness_gate.run import evaluate

EXIT_CODES: dict[Decision, ExitCode] = {
    "go": ExitCode.GO,
    "no-go": ExitCode.NO_GO,
    "undecided": ExitCode.UNDECIDED,
}


@click.command("check")
@click.argument("milestone", required=False)
@options.configuration
@options.moment
@options.exported
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help="text, json or markdown; default: by the ending of --output, else text. Repeatable, with as many --output.",
)
@click.option(
    "--output", "outputs", multiple=True, metavar="FILE", help="Where the format goes; - is stdout, the default."
)
@options.display
def command(
    milestone: str | None,
    config: str | None,
    policy_ref: str | None,
    as_of: str | None,
    exported_at: tuple[str, ...],
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    color: str,
    *,
    quiet: bool,
    verbose: bool,
) -> int:
    """Judge a milestone's gate; the exit code is the verdict.

    MILESTONE defaults to the one with the earliest date that has not passed.
    """
    program = opened(config, policy_ref, exported_at)
    reports = program.tables.reports
    pairs = paired(formats, outputs, reports.values())
    for format_, _ in pairs:
        if format_ not in reports:
            raise BadUse(f'there is no format "{format_}"; known are: {", ".join(sorted(reports))}')
    for _, output in pairs:
        program.refuse_as_output(output)
    moment = program.as_of(as_of)
    verdict = evaluate(program.program, program.gate(milestone, moment), moment)
    if policy_ref is not None:
        verdict = with_edit(program, verdict, moment)
    verdict = replace(verdict, notes=program.notes)
    screen = display(color, quiet=quiet, verbose=verbose)
    rendered = [(reports[format_].render(verdict, screen), output) for format_, output in pairs]
    for text, output in rendered:
        write(text, output)
    return EXIT_CODES[verdict.decision]
