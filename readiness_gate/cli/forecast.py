"""`readiness-gate forecast`: when a milestone's gate turns green."""

import click

from readiness_gate.app.forecast import forecast
from readiness_gate.cli import options
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import JSON, TEXT, display, one_of, refuse_input, write
from readiness_gate.errors import ExitCode
from readiness_gate.model.forecast import Forecast
from readiness_gate.reports import ics
from readiness_gate.reports.forecast import as_ics, as_json, as_text

_EXAMPLES = options.examples(
    "readiness-gate forecast go-live",
    "readiness-gate forecast go-live --calibrate",
    "readiness-gate forecast go-live --as-of -4w --output forecast.json",
    "readiness-gate forecast go-live --output forecast.ics",
)


@click.command("forecast", epilog=_EXAMPLES)
@options.milestone
@click.option(
    "--calibrate", is_flag=True, help="Show how good such forecasts were at past dates, 4, 8 and 13 weeks ahead."
)
@options.configuration
@options.moment
@options.exported
@options.result_as("text", "json", ics.NAME)
@options.display
def command(
    milestone: str | None,
    named: str | None,
    config: str | None,
    policy_ref: str | None,
    as_of: str | None,
    exported_at: tuple[str, ...],
    format_: str | None,
    output: str,
    color: str,
    *,
    calibrate: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Show how likely a milestone is to be ready in time, and when.

    Simulates the blocking rules on open defects, convergence, training and documents from the program's own history,
    and names the rules that it cannot simulate. MILESTONE defaults to the next one by date. The exit code is 3 if a
    forecast is missing that should be available, or a blocking rule is unknown, otherwise 0.
    """
    session = opened(config, policy_ref, exported_at)
    refuse_input(output, session.inputs())
    format_ = one_of(format_, output, (TEXT, JSON, ics.NAME))
    moment = session.as_of(as_of)
    gate = session.gate(options.one_milestone(milestone, named), moment)
    found = forecast(session, gate, moment, calibrate=calibrate)
    if format_ == TEXT:
        write(as_text.render(found, display(color, output, quiet=quiet, verbose=verbose)), output)
    else:
        write(as_json.render(found) if format_ == JSON else as_ics.render(found), output)
    return ExitCode.UNDECIDED if _is_missing(found) else ExitCode.GO


def _is_missing(found: Forecast) -> bool:
    """Return whether something that was asked for is unavailable."""
    return (
        found.gate is None
        or any(one.outlook is None for one in found.rules)
        or any(one.why == "unknown" for one in found.conditions)
        or (found.calibrated and not found.tried)
    )
