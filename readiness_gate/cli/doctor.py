"""`readiness-gate doctor`: can every source be read, and how much is visible."""

import click

from readiness_gate.app.doctor import examine
from readiness_gate.cli import options
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import display, write
from readiness_gate.errors import ExitCode
from readiness_gate.reports.health import as_text


@click.command("doctor")
@options.configuration
@options.exported
@options.display
def command(
    config: str | None,
    policy_ref: str | None,
    exported_at: tuple[str, ...],
    color: str,
    *,
    quiet: bool,
    verbose: bool,
) -> int:
    """Tell whether every source can be read, and how much is visible.

    Ends with 3 when a source, or a rule of any milestone, cannot be measured.
    """
    session = opened(config, policy_ref, exported_at)
    health = examine(session, session.as_of(None))
    write(as_text(health.sources, health.unmeasured, display(color, quiet=quiet, verbose=verbose), health.notes))
    return ExitCode.GO if health.is_well else ExitCode.UNDECIDED
