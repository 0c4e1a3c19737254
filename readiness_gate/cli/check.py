"""`readiness-gate check`: judge a milestone's gate."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from readiness_gate.app import ci
from readiness_gate.app.check import check, worst
from readiness_gate.app.saved_facts import replayed
from readiness_gate.app.session import Session
from readiness_gate.cli import options
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import display, paired, refuse_input, write
from readiness_gate.errors import BadUse, ExitCode
from readiness_gate.model.verdict import Decision, Verdict
from readiness_gate.reports import Report, ReportTable

EXIT_CODES: dict[Decision, ExitCode] = {
    "go": ExitCode.GO,
    "no-go": ExitCode.NO_GO,
    "undecided": ExitCode.UNDECIDED,
}


@click.command("check")
@options.milestone
@click.option("--all", "every", is_flag=True, help="Judge every milestone that lies ahead; ends as the worst does.")
@options.configuration
@options.moment
@options.exported
@click.option(
    "--facts",
    metavar="FILE",
    help="Judge the facts in this file, which `readiness-gate facts save` wrote, and read no source.",
)
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
    named: str | None,
    config: str | None,
    policy_ref: str | None,
    as_of: str | None,
    exported_at: tuple[str, ...],
    facts: str | None,
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    color: str,
    *,
    every: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Judge a milestone's gate; the exit code is the verdict.

    MILESTONE defaults to the one with the earliest date that has not passed. In a CI system it must be named when
    another one has passed: a pipeline would turn green on the day after a go-live that was not reached.
    """
    name = options.one_milestone(milestone, named)
    _refuse_together(name, policy_ref, facts, every=every)
    live = opened(config, policy_ref, exported_at)
    session = live if facts is None else replayed(live, Path(facts))
    reports = session.tables.reports(display(color, quiet=quiet, verbose=verbose))
    targets = _targets(session, reports, formats, outputs, every=every)
    # The time of the evaluation is that of the clock, and not the one at which saved facts were fetched.
    verdicts = check(session, name, live.as_of(as_of), every=every, in_ci=ci.is_one(os.environ))
    rendered = [(_rendered(report, verdicts, every=every), report, output) for report, output in targets]
    for content, report, output in rendered:
        write(content, output, is_text=report.is_text)
    return EXIT_CODES[worst([verdict.decision for verdict in verdicts])]


def _refuse_together(name: str | None, policy_ref: str | None, facts: str | None, *, every: bool) -> None:
    """Raise BadUse for options that contradict each other."""
    if every and name is not None:
        raise BadUse("--all judges every milestone that lies ahead: leave the name out, or --all")
    if facts is not None and policy_ref is not None:
        raise BadUse(
            "--facts: a file would take the place of every source that --policy-ref guards; leave out one of the two"
        )
    if facts is not None and every:
        raise BadUse("--facts: a file has the facts for one milestone; leave out --all")


def _targets(
    session: Session, reports: ReportTable, formats: Sequence[str], outputs: Sequence[str], *, every: bool
) -> list[tuple[Report, str]]:
    """Each report with where it goes. Raises BadUse for one that there is not, or that is of one milestone where there
    are several, and for an output that is an input."""
    pairs = paired(formats, outputs, reports.values())
    for format_, _ in pairs:
        if format_ not in reports:
            raise BadUse(f'there is no format "{format_}"; known are: {", ".join(sorted(reports))}')
    for _, output in pairs:
        refuse_input(output, session.inputs())
    single = [format_ for format_, _ in pairs if reports[format_].join is None]
    if every and single:
        raise BadUse(f"--all: {single[0]} is a report of one milestone: name the milestone")
    return [(reports[format_], output) for format_, output in pairs]


def _rendered(report: Report, verdicts: Sequence[Verdict], *, every: bool) -> bytes:
    """The report of a verdict, or those of several as one."""
    contents = [report.render(verdict) for verdict in verdicts]
    return report.join(contents) if every and report.join is not None else contents[0]
