"""`readiness-gate measure`: print readings without judging them."""

import click

from readiness_gate.app.measure import chosen, measured
from readiness_gate.cli import options
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import STDOUT, display, format_of, refuse_input, write
from readiness_gate.errors import ExitCode
from readiness_gate.model.reading import Unavailable
from readiness_gate.reports import reports
from readiness_gate.reports.readings import as_json, as_text

_FORMATS = ("text", "json")


@click.command("measure")
@click.argument("signals", nargs=-1, metavar="[SIGNAL]...")
@click.option(
    "--with", "given", multiple=True, metavar="NAME=VALUE", help="A parameter, for every signal named that has it."
)
@options.configuration
@options.moment
@options.exported
@click.option("--format", "format_", type=click.Choice(_FORMATS), help="Default: by the ending of --output, else text.")
@click.option("--output", default=STDOUT, metavar="FILE", help="Where it goes; - is stdout, the default.")
@options.display
def command(
    signals: tuple[str, ...],
    given: tuple[str, ...],
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
    """Print readings without judging them: of the signals named, or all.

    Without a SIGNAL these are all that a source feeds. Ends with 3 when any of them is unavailable.
    """
    session = opened(config, policy_ref, exported_at)
    refuse_input(output, session.inputs())
    screen = display(color, quiet=quiet, verbose=verbose)
    ours = reports(screen)
    form = format_ or format_of(output, [ours[name] for name in _FORMATS])
    choice = chosen(session.tables.signals, signals, given)
    moment = session.as_of(as_of)
    measurement = measured(session, choice, moment)
    readings, sources, notes = measurement.readings, measurement.sources, session.notes
    if form == "json":
        write(as_json(readings, sources, moment, notes), output)
    else:
        write(as_text(readings, sources, moment, screen, notes), output)
    missing = any(isinstance(reading, Unavailable) for reading in readings.values())
    return ExitCode.UNDECIDED if missing else ExitCode.GO
