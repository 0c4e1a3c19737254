"""`readiness-gate explain`: why a rule exists, and with a milestone, how it stands today."""

import click

from readiness_gate.app.explain import course, known_rule
from readiness_gate.cli import options
from readiness_gate.cli.opening import opened_if_there
from readiness_gate.cli.output import display, write
from readiness_gate.errors import ExitCode
from readiness_gate.model.reading import Unavailable
from readiness_gate.reports.rule import explanation
from readiness_gate.reports.text import one_finding, over_time


@click.command("explain")
@click.argument("rule")
@options.milestone
@options.configuration
@options.moment
@options.exported
@options.display
def command(
    rule: str,
    milestone: str | None,
    named: str | None,
    config: str | None,
    policy_ref: str | None,
    as_of: str | None,
    exported_at: tuple[str, ...],
    color: str,
    *,
    quiet: bool,
    verbose: bool,
) -> int:
    """Tell why a rule exists, how it is measured, and what unblocks it.

    Without a configuration the shipped rules are explained. With a MILESTONE it also says how the rule stands today in
    its gate and what would flip it, and ends with 3 when the rule could not be measured.
    """
    milestone = options.one_milestone(milestone, named)
    screen = display(color, quiet=quiet, verbose=verbose)
    session, signals = opened_if_there(config, policy_ref, exported_at, needed=milestone is not None)
    known = known_rule(rule, signals, session)
    text = explanation(known.rule, known.signal, screen, known.packs)
    if session is None or milestone is None:
        write(text)
        return ExitCode.GO
    ours = course(session, rule, milestone, session.as_of(as_of))
    verdict, finding = ours.verdict, ours.finding
    write(f"{text}\n{one_finding(finding, verdict, screen)}\n{over_time(ours.weeks, verdict.zone, screen)}")
    return ExitCode.UNDECIDED if isinstance(finding.reading, Unavailable) else ExitCode.GO
