"""`readiness-gate trend`: how a milestone's gate was judged as of past dates."""

import click

from readiness_gate.app.session import Session
from readiness_gate.app.trend import dates, trend
from readiness_gate.cli import options
from readiness_gate.cli.mistakes import Mistakes
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import STDOUT, display
from readiness_gate.cli.targets import Target, for_files, targets, write_all
from readiness_gate.errors import ExitCode
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.spec import ReportTable
from readiness_gate.reports.trend.formats import formats
from readiness_gate.reports.trend.stated import AS_IT_WAS, TODAY, PolicyChoice

_EXAMPLES = options.examples(
    "readiness-gate trend go-live",
    "readiness-gate trend go-live --since -12w --every 1d",
    "readiness-gate trend go-live --policy as-it-was --output trend.html",
    "readiness-gate trend go-live --format tables --output trend/",
)


@click.command("trend", epilog=_EXAMPLES)
@options.milestone
@options.dates
@click.option(
    "--policy",
    type=click.Choice([TODAY, AS_IT_WAS]),
    default=TODAY,
    show_default=True,
    help="Judge each date by today's policy, or by the policy that had landed by then, with its waivers and sign-offs.",
)
@options.configuration
@options.moment
@options.exported
@options.results_of("text, json, csv, html or tables.")
@options.display
def command(
    milestone: str | None,
    named: str | None,
    every: str,
    since: str | None,
    policy: PolicyChoice,
    config: str | None,
    policy_ref: str | None,
    as_of: str | None,
    exported_at: tuple[str, ...],
    formats_: tuple[str, ...],
    outputs: tuple[str, ...],
    color: str,
    *,
    quiet: bool,
    verbose: bool,
) -> int:
    """Show when a milestone was go, and how long rules have failed.

    Judges the gate as of past dates, from the history in the sources; no verdict needs to be recorded. MILESTONE
    defaults to the next one by date. The exit code is 3 if anything is unknown on any date, otherwise 0.
    """
    session = opened(config, policy_ref, exported_at)
    reports, in_a_file = (
        formats(display(color, output, quiet=quiet, verbose=verbose), policy) for output in (STDOUT, "FILE")
    )
    instants, chosen, name = _asked(
        session, reports, milestone, named, as_of=as_of, every=every, since=since, formats_=formats_, outputs=outputs
    )
    verdict = trend(session, session.gate(name, instants[-1]), instants, policy)
    write_all((target.report.render(verdict), target) for target in for_files(chosen, in_a_file))
    return ExitCode.UNDECIDED if any(map(_has_unknown, (*verdict.past, verdict))) else ExitCode.GO


def _asked(
    session: Session,
    reports: ReportTable,
    milestone: str | None,
    named: str | None,
    *,
    as_of: str | None,
    every: str,
    since: str | None,
    formats_: tuple[str, ...],
    outputs: tuple[str, ...],
) -> tuple[list[Instant], list[Target], str]:
    """The dates, where the reports go, and the name of the milestone. Raises BadUse with all that is wrong with the
    options."""
    mistakes = Mistakes()

    last = mistakes.tried(lambda: session.as_of(as_of), session.program.now)
    instants = mistakes.tried(lambda: dates(session, last, every, since), [last])
    name = mistakes.tried(lambda: session.gate(options.one_milestone(milestone, named), last).milestone.name, "")
    nowhere: list[Target] = []
    chosen = mistakes.tried(lambda: targets(reports, formats_, outputs, session.inputs(), several=False), nowhere)
    mistakes.refuse()
    return instants, chosen, name


def _has_unknown(verdict: Verdict) -> bool:
    """Whether the policy of a date is unknown, or a rule could not be measured as of it."""
    readings = (finding.reading for finding in verdict.findings)
    return not verdict.policy.is_known or any(isinstance(reading, Unavailable) for reading in readings)
