"""`readiness-gate publish notify`: a short message to a chat or by mail when the verdict changed."""

import os

import click

from readiness_gate.app.notify import not_judged, notify
from readiness_gate.cli import clock, github, last_message, options
from readiness_gate.cli.output import to_stderr, write
from readiness_gate.cli.publish import GateOptions, judging
from readiness_gate.errors import BadUse, GateError
from readiness_gate.publishers.notify.addresses import Address, addresses
from readiness_gate.publishers.notify.send import check_installed
from readiness_gate.publishers.notify.sent import Memory
from readiness_gate.reports.escape import is_address, printable
from readiness_gate.reports.notice import Notice

_EXAMPLES = options.examples(
    "readiness-gate publish notify go-live --last .cache/notified.json",
    "readiness-gate publish notify go-live --last-page 123456 \\",
    "    --url https://example.atlassian.net",
    "readiness-gate publish notify go-live --last-comment --pull-request 17",
)


@click.command("notify", epilog=_EXAMPLES)
@judging
@click.option(
    "--addresses",
    "file",
    metavar="FILE",
    help="A file with the addresses, one on each line. Default: the variable READINESS_GATE_NOTIFY.",
)
@click.option("--link", default="", metavar="URL", help="The link in the message, such as the run or the report.")
@click.option("--last", metavar="FILE", help="Remember the last message in this file, and send only news.")
@click.option("--last-page", metavar="ID", help="Remember it in a property of this page in Confluence.")
@click.option("--url", metavar="URL", help="The site of --last-page, such as https://example.atlassian.net.")
@click.option("--last-status", is_flag=True, help="Remember it in a commit status on GitHub, which stays pending.")
@click.option("--last-comment", is_flag=True, help="Remember it in the comment of publish github on a pull request.")
@github.repository
@github.sha
@github.pull_request
@github.author
def command(
    gate: GateOptions,
    file: str | None,
    link: str,
    last: str | None,
    last_page: str | None,
    url: str | None,
    repository: str | None,
    sha: str | None,
    pull_request: int | None,
    author: str | None,
    *,
    last_status: bool,
    last_comment: bool,
    dry_run: bool,
) -> int:
    """Send a short message when the decision or the rules in its way changed.

    The variable READINESS_GATE_NOTIFY has the addresses, as Apprise writes them: slack://…, msteams://…, mailto://….
    They hold secrets, and are never shown. At most one message is sent per hour, except one that takes back a go.
    Without an option that begins with --last, every run sends one.
    """
    check_installed()
    if link and not is_address(link):
        raise BadUse(f'--link: "{link}" is not an address such as https://example.com/run/1')
    kept = last_message.Kept(last, last_page, url, last_status, last_comment, repository, sha, pull_request, author)
    known, memory = addresses(os.environ, file), last_message.memory(kept)
    try:
        found = gate.judged()
    except Exception:
        # Whatever the reason: there is no go, but the last message may have said so.
        if not dry_run:
            _take_back(gate.name or None, known, memory, link)
        raise
    done = notify(found, known, memory, clock.now(), link, _show if dry_run else None)
    if done is not None:
        write(f"{printable(done)}\n")
    return 0


def _take_back(milestone: str | None, known: list[Address], memory: Memory, link: str) -> None:
    """Report that the gate cannot be judged; a failure is reported in addition to the reason why nothing was judged."""
    try:
        done = not_judged(milestone, known, memory, clock.now(), link)
    except GateError as error:
        to_stderr(f"Error: {error}")
    else:
        if done is not None:
            write(f"{printable(done)}\n")


def _show(where: str, text: Notice) -> None:
    write(f"{where}:\n{text.title}\n{text.body}\n")
