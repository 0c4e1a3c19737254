"""`readiness-gate doctor`: check that every source can be read, and report what is visible."""

import click

from readiness_gate.app.doctor import examine
from readiness_gate.cli import options
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import display, is_json, refuse_input, write
from readiness_gate.errors import ExitCode
from readiness_gate.reports.health import as_json, as_text

_EXAMPLES = options.examples("readiness-gate doctor", "readiness-gate doctor --format json")


@click.command("doctor", epilog=_EXAMPLES)
@options.configuration
@options.exported
@options.result
@options.display
def command(
    config: str | None,
    policy_ref: str | None,
    exported_at: tuple[str, ...],
    format_: str | None,
    output: str,
    color: str,
    *,
    quiet: bool,
    verbose: bool,
) -> int:
    """Check that every source can be read, and report what is visible.

    The exit code is 3 if a source cannot be read, or a rule of any milestone cannot be measured.
    """
    session = opened(config, policy_ref, exported_at)
    refuse_input(output, session.inputs())
    as_for_programs = is_json(format_, output)
    as_of = session.as_of(None)
    health = examine(session, as_of)
    if as_for_programs:
        write(as_json(health.sources, health.unmeasured, as_of, health.notes), output)
    else:
        screen = display(color, output, quiet=quiet, verbose=verbose)
        zone = session.configuration.settings.calendar
        write(as_text(health.sources, health.unmeasured, screen, health.notes, zone), output)
    return ExitCode.GO if health.is_well else ExitCode.UNDECIDED
