"""`readiness-gate publish confluence`: keep one page of a Confluence up to date."""

import os
import re
from collections.abc import Iterator

import click

from readiness_gate.app.publish import contents_of_page
from readiness_gate.cli import options
from readiness_gate.cli.output import write
from readiness_gate.cli.publish import GateOptions, judging, print_write
from readiness_gate.errors import refuse
from readiness_gate.publishers.confluence.account import Account
from readiness_gate.publishers.confluence.publish import Publisher, Target
from readiness_gate.reports.escape import printable

_ID = re.compile(r"[0-9]{1,19}", re.ASCII)
_SPACE = re.compile(r"~?[A-Za-z0-9_.-]{1,255}", re.ASCII)
_LONGEST_TITLE = 255
_EXAMPLES = options.examples(
    "readiness-gate publish confluence go-live --page 123456 \\",
    "    --url https://example.atlassian.net",
    "readiness-gate publish confluence go-live --url https://wiki.example.com \\",
    '    --space CRM --title "Go-live readiness"',
)


@click.command("confluence", epilog=_EXAMPLES)
@judging
@click.option("--url", required=True, metavar="URL", help="The site, such as https://example.atlassian.net.")
@click.option("--page", metavar="ID", help="The page with this id, as in its address.")
@click.option("--space", metavar="KEY", help="The key of the page's space, such as CRM.")
@click.option("--title", metavar="TITLE", help="The title of the page in --space. A missing page is created.")
@click.option("--parent", metavar="ID", help="The page below which a missing one is created.")
@click.option(
    "--overwrite",
    is_flag=True,
    help="Also write a page that somebody edited, or that readiness-gate did not write. Confluence keeps it.",
)
def command(
    gate: GateOptions,
    url: str,
    page: str | None,
    space: str | None,
    title: str | None,
    parent: str | None,
    *,
    dry_run: bool,
    overwrite: bool,
) -> int:
    """Keep a page in Confluence up to date.

    The variable CONFLUENCE_TOKEN has the token, and on Cloud CONFLUENCE_EMAIL the email address of its account.
    """
    account = Account.of(url, os.environ)
    refuse([*account.mistakes(), *_mistakes(page, space, title, parent)])
    verdict, message = gate.judged()
    target = Target(page, space or "", title or "", parent)
    publisher = Publisher(account.site(), target, contents_of_page(verdict, message), overwrite=overwrite)
    done = publisher.planned(print_write) if dry_run else publisher.publish()
    if done is not None:
        write(f"{printable(done)}\n")
    return 0


def _mistakes(page: str | None, space: str | None, title: str | None, parent: str | None) -> Iterator[str]:
    """Yield what is wrong with the options that name the page."""
    if page is None and (space is None or title is None):
        yield "No page is named. Give --page ID, or --space KEY with --title TITLE"
    if page is not None and (space, title, parent) != (None, None, None):
        yield "--page names the page by its id. Leave out --space, --title and --parent"
    if space is not None and not _SPACE.fullmatch(space):
        yield f'--space: "{space}" is not the key of a space, such as CRM'
    if title is not None and not (title.strip() == title and title.isprintable() and 0 < len(title) <= _LONGEST_TITLE):
        yield f"--title must be 1 to {_LONGEST_TITLE} printable characters, without spaces at its ends"
    for option, number in (("--page", page), ("--parent", parent)):
        if number is not None and not _ID.fullmatch(number):
            yield f'{option}: "{number}" is not the id of a page, such as 123456'
