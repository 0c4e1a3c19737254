"""`readiness-gate check`: judge a milestone's gate."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from readiness_gate.app import ci
from readiness_gate.app.check import check, worst
from readiness_gate.app.history import recorded, store_of
from readiness_gate.app.lines import with_lines
from readiness_gate.app.saved_facts import replayed
from readiness_gate.app.since import compared
from readiness_gate.app.subjects import subjects
from readiness_gate.cli import options
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import STDOUT, display
from readiness_gate.cli.targets import for_files, targets, write_all
from readiness_gate.errors import BadUse, ExitCode, NotWritten
from readiness_gate.model.verdict import Decision, Verdict
from readiness_gate.reports import Report

EXIT_CODES: dict[Decision, ExitCode] = {
    "go": ExitCode.GO,
    "no-go": ExitCode.NO_GO,
    "undecided": ExitCode.UNDECIDED,
}


_EXAMPLES = options.examples(
    "readiness-gate check",
    "readiness-gate check go-live --as-of -2w",
    "readiness-gate check go-live --since -2w",
    "readiness-gate check --all --format json",
    "readiness-gate check --output - --output verdict.json",
    "readiness-gate check go-live --policy-ref refs/remotes/origin/main",
    "readiness-gate check go-live --record",
)


@click.command("check", epilog=_EXAMPLES)
@options.milestone
@click.option("--all", "every", is_flag=True, help="Judge every future milestone; the exit code is that of the worst.")
@options.configuration
@options.moment
@click.option(
    "--since",
    metavar="TIME",
    help="Show what changed since this time, and why: 2027-02-14T09:00:00+01:00, a day (its end) or -2w.",
)
@options.exported
@click.option(
    "--facts",
    metavar="FILE",
    help="Judge the facts in this file, written by `readiness-gate facts save`, and read no source.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help="text, json, markdown, comment, html, pdf, email, pptx, junit, sarif, badge, shields, tables, ics, "
    "attestation, github or dotenv. Default: by the ending of --output, otherwise text. Repeatable, one for each "
    "--output.",
)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FILE",
    help="The file to write; - is stdout, the default. Repeatable.",
)
@click.option("--record", "records", is_flag=True, help="Also record the verdict in the history.")
@options.store
@options.subject
@options.display
def command(
    milestone: str | None,
    named: str | None,
    config: str | None,
    policy_ref: str | None,
    as_of: str | None,
    since: str | None,
    exported_at: tuple[str, ...],
    facts: str | None,
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    store: str | None,
    given: tuple[str, ...],
    color: str,
    *,
    every: bool,
    records: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Judge a milestone's gate; the exit code is the verdict.

    MILESTONE defaults to the next one by date. In a CI system, name it once an earlier one has passed: otherwise the
    pipeline would turn green on the day after a missed go-live.
    """
    name = options.one_milestone(milestone, named)
    _refuse_together(name, policy_ref, facts, since, every=every)
    live = opened(config, policy_ref, exported_at)
    session = live if facts is None else replayed(live, Path(facts))
    history = store_of(live, store) if records else None
    about = subjects(given)
    on_screen, in_a_file = (
        session.tables.reports(display(color, output, quiet=quiet, verbose=verbose)) for output in (STDOUT, "FILE")
    )
    chosen = for_files(targets(on_screen, formats, outputs, session.inputs(), several=every, about=about), in_a_file)
    # "Now" comes from the clock; saved facts may have been fetched earlier.
    judged_at = live.as_of(as_of)
    earlier = live.since(since, judged_at) if since is not None else None
    past = any(target.report.wants_past for target in chosen)
    verdicts = check(session, name, judged_at, every=every, in_ci=ci.is_one(os.environ), with_past=past)
    verdicts = [replace(verdict, subjects=about) for verdict in verdicts]
    if earlier is not None:
        verdicts = [compared(session, verdict, earlier) for verdict in verdicts]
    if any(target.report.wants_lines for target in chosen):
        verdicts = [with_lines(session, verdict) for verdict in verdicts]
    contents = [_rendered(target.report, verdicts, every=every) for target in chosen]
    _finish(
        partial(write_all, zip(contents, chosen, strict=True)),
        None if history is None else partial(recorded, history, session, verdicts),
    )
    return EXIT_CODES[worst([verdict.decision for verdict in verdicts])]


def _refuse_together(
    name: str | None, policy_ref: str | None, facts: str | None, since: str | None, *, every: bool
) -> None:
    """Raise BadUse for options that contradict each other."""
    if every and name is not None:
        raise BadUse("--all judges every future milestone. Leave out the name, or --all")
    if facts is not None and policy_ref is not None:
        raise BadUse("--facts replaces the sources that --policy-ref protects. Leave out one of the two")
    if facts is not None and since is not None:
        raise BadUse("--facts: the file has what the sources said at one time, and --since compares two. Leave out one")
    if facts is not None and every:
        raise BadUse("--facts: the file has the facts of one milestone. Leave out --all")


def _finish(*steps: Callable[[], object] | None) -> None:
    """Run every step, even after a failure. Raises NotWritten with all failures."""
    failed: list[str] = []
    for step in filter(None, steps):
        try:
            step()
        except NotWritten as error:
            failed.append(str(error))
    if failed:
        raise NotWritten("\n".join(failed))


def _rendered(report: Report, verdicts: Sequence[Verdict], *, every: bool) -> bytes:
    """Render one verdict, or all of them as one report."""
    contents = [report.render(verdict) for verdict in verdicts]
    return report.join(contents) if every and report.join is not None else contents[0]
