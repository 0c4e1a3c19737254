"""`readiness-gate publish github`: write the verdict to a pull request, a commit or a milestone on GitHub."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace

import click

from readiness_gate.app.publish import bounded
from readiness_gate.app.reported import reported
from readiness_gate.cli import github, options
from readiness_gate.cli.output import to_stderr, write
from readiness_gate.cli.publish import GateOptions, judging, print_write
from readiness_gate.errors import refuse
from readiness_gate.publishers.github import LARGEST, Wanted, publish, publish_error
from readiness_gate.publishers.github.bodies import LONGEST_NAME
from readiness_gate.publishers.github.comments import Updates
from readiness_gate.publishers.github.hub import Hub, permitted
from readiness_gate.publishers.github.place import Place, place
from readiness_gate.publishers.message import Message
from readiness_gate.publishers.outcome import NotPublished
from readiness_gate.reports.escape import printable

_EXAMPLES = options.examples(
    "readiness-gate publish github go-live --comment on-change",
    "readiness-gate publish github go-live --status --check-run",
    "readiness-gate publish github go-live --dry-run --status",
    'readiness-gate publish github go-live --github-milestone "Wave 2" --reopen',
    "readiness-gate publish github --comment sticky --from verdict.json",
)


@click.command("github", epilog=_EXAMPLES)
@judging
@click.option(
    "--comment",
    "updates",
    type=click.Choice(["off", "sticky", "on-change"]),
    default="off",
    show_default=True,
    help="Write one comment on the pull request, and update it: with every verdict (sticky), or only when the decision "
    "or the blocking rules change.",
)
@click.option("--status", is_flag=True, help="Set a commit status: success only for go.")
@click.option("--check-run", is_flag=True, help="Write a check run, with the report in it: success only for go.")
@click.option("--name", metavar="NAME", help="The name of the status and check run. Default: readiness-gate/MILESTONE.")
@click.option("--issue", type=click.IntRange(1), metavar="NUMBER", help="Also write the comment on this issue.")
@click.option("--github-milestone", metavar="TITLE", help="Write the verdict into the description of this milestone.")
@click.option("--reopen", is_flag=True, help="Reopen that milestone unless the gate is go.")
@github.repository
@github.sha
@github.pull_request
@click.option(
    "--from",
    "source",
    metavar="FILE",
    help="Judge nothing: comment on the pull request with the verdict in this JSON file, as reported by its workflow.",
)
@github.author
def command(
    gate: GateOptions,
    updates: str,
    name: str | None,
    issue: int | None,
    github_milestone: str | None,
    repository: str | None,
    sha: str | None,
    pull_request: int | None,
    source: str | None,
    author: str | None,
    *,
    dry_run: bool,
    status: bool,
    check_run: bool,
    reopen: bool,
) -> int:
    """Judge a gate, and write the verdict to GitHub.

    The token comes from GITHUB_TOKEN. Everything but go is written as a failure.
    """
    here = place(os.environ)
    wanted = Wanted(
        updates=_updates(updates),
        pull_request=pull_request or here.pull_request,
        issue=issue or 0,
        status=status,
        check_run=check_run,
        sha=(sha or here.sha).lower(),
        name=name or "",
        milestone=github_milestone or "",
        reopens=reopen,
        url=here.run_url,
    )
    here = replace(here, repository=repository or here.repository)
    judges = {"a milestone": gate.name, "--as-of": gate.as_of, "--exported-at": gate.exported_at, "--facts": gate.facts}
    judging_by = [name for name, given in judges.items() if given]
    of_report = () if source is None else _mistakes_of_report(wanted, judging_by)
    refuse([*github.mistakes_of(here), *_mistakes(here, wanted), *of_report])
    hub = github.hub(here, author, print_write if dry_run else None)
    if source is not None:
        return _report(hub, here, reported(source), wanted)
    try:
        verdict, message = gate.judged()
    except Exception:
        _not_judged(hub, name, gate.name, wanted)
        raise
    return _publish(hub, replace(message, markdown=bounded(verdict, LARGEST)), wanted)


def _report(hub: Hub, here: Place, message: Message, wanted: Wanted) -> int:
    """Comment with a report from a change's own workflow, which started this one."""
    if not wanted.pull_request and here.head:
        with permitted("pull-requests: write"):
            wanted = replace(wanted, pull_request=hub.pull_request_of(here.head, here.head_sha))
    return _publish(hub, message, wanted)


def _publish(hub: Hub, message: Message, wanted: Wanted) -> int:
    _say_without_pull_request(wanted)
    _write_all(publish(hub, message, wanted))
    return 0


def _updates(given: str) -> Updates | None:
    return "sticky" if given == "sticky" else "on-change" if given == "on-change" else None


def _mistakes(here: Place, wanted: Wanted) -> Iterator[str]:
    if not (wanted.updates or wanted.issue or wanted.status or wanted.check_run or wanted.milestone):
        yield "nothing is to be written. Add --comment, --status, --check-run, --issue or --github-milestone"
    if wanted.status or wanted.check_run:
        yield from github.mistakes_of_commit(wanted.sha)
    if wanted.updates and not here.is_event_known:
        yield from github.mistakes_of_pull_request(here, wanted.pull_request)
    if wanted.reopens and not wanted.milestone:
        yield "--reopen is about the milestone of --github-milestone. Add it, or leave out --reopen"
    if wanted.name and not (wanted.status or wanted.check_run):
        yield "--name is about --status and --check-run. Add one, or leave out --name"
    if len(wanted.name) > LONGEST_NAME:
        yield f"--name has more than {LONGEST_NAME} characters. Shorten it"


def _mistakes_of_report(wanted: Wanted, judging_by: list[str]) -> Iterator[str]:
    """Yield what a report that anybody may have written must not be used for."""
    if wanted.status or wanted.check_run or wanted.milestone or wanted.issue:
        yield (
            "--from is for --comment only: anybody may have written the file, so it must not unlock anything. Leave "
            "out --status, --check-run, --issue and --github-milestone, and judge the gate for those"
        )
    if judging_by:
        yield f"--from judges nothing. Leave out {', '.join(judging_by)}, or --from"


def _not_judged(hub: Hub, name: str | None, milestone: str, wanted: Wanted) -> None:
    """Mark the commit, if the name of its result is known, and our comments as not judged: an earlier success must
    not stay. Failures are reported in addition to the reason why nothing was judged, and so is what stays unchanged."""
    if wanted.milestone:
        to_stderr("Warning: the milestone on GitHub was not changed, and may still show an earlier go")
    known = name or (f"readiness-gate/{milestone}" if milestone else "")
    if (wanted.status or wanted.check_run) and not 0 < len(known) <= LONGEST_NAME:
        to_stderr(
            "Warning: an earlier success of the commit may still be there, because its name is not known. Add the "
            "milestone or --name"
        )
        wanted = replace(wanted, status=False, check_run=False)
    _say_without_pull_request(wanted)
    try:
        _write_all(publish_error(hub, known, wanted, milestone))
    except NotPublished as error:
        to_stderr(f"Error: {error}")


def _say_without_pull_request(wanted: Wanted) -> None:
    if wanted.updates is not None and not wanted.pull_request:
        write("No comment: this run is not about an open pull request\n")


def _write_all(lines: Iterable[str]) -> None:
    for line in lines:
        write(f"{printable(line)}\n")
