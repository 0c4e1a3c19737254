"""`readiness-gate measure`: measure signals, without judging them."""

import click

from readiness_gate.app.measure import chosen, measured
from readiness_gate.cli import completion, options
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import display, is_json, refuse_input, write
from readiness_gate.errors import ExitCode
from readiness_gate.model.reading import Unavailable
from readiness_gate.reports.readings import as_json, as_text

_EXAMPLES = options.examples(
    "readiness-gate measure",
    "readiness-gate measure change.landings --with window=4w",
    "readiness-gate measure change.freeze-days --milestone go-live",
    "readiness-gate measure docs.stale --as-of -2w --format json",
)


@click.command("measure", epilog=_EXAMPLES)
@click.argument("signals", nargs=-1, metavar="[SIGNAL]...")
@click.option(
    "--with",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter, for the named signals that have it. Repeatable.",
)
@click.option(
    "--milestone",
    metavar="NAME",
    shell_complete=completion.milestones,
    help="The milestone that signals on a milestone are about. Default: the next one by date.",
)
@options.configuration
@options.moment
@options.exported
@options.result
@options.display
def command(
    signals: tuple[str, ...],
    given: tuple[str, ...],
    milestone: str | None,
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
    """Measure signals, without judging them.

    Without a SIGNAL, measures all that have a source. The exit code is 3 if any reading is unavailable.
    """
    session = opened(config, policy_ref, exported_at)
    refuse_input(output, session.inputs())
    as_for_programs = is_json(format_, output)
    choice = chosen(session.tables.signals, signals, given)
    moment = session.as_of(as_of)
    measurement = measured(session, choice, moment, milestone)
    zone = session.configuration.settings.calendar
    readings, sources, notes = measurement.readings, measurement.sources, session.notes
    if as_for_programs:
        write(as_json(readings, sources, moment, notes), output)
    else:
        screen = display(color, output, quiet=quiet, verbose=verbose)
        write(as_text(readings, sources, moment, zone, screen, notes), output)
    missing = any(isinstance(reading, Unavailable) for reading in readings.values())
    return ExitCode.UNDECIDED if missing else ExitCode.GO
