"""`readiness-gate publish jira`: write the verdict to a go-live issue, and to the field that its transition checks."""

import re
from collections.abc import Callable, Iterator
from typing import cast

import click

from readiness_gate.app.publish import for_jira
from readiness_gate.app.session import Session
from readiness_gate.cli import options
from readiness_gate.cli.clock import now
from readiness_gate.cli.output import to_stderr, write
from readiness_gate.cli.publish import GateOptions, judging, print_write
from readiness_gate.errors import BadUse, CouldNotLook
from readiness_gate.model.attested import VALID_FOR
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.time import HOUR, iso
from readiness_gate.model.wording import capitalized
from readiness_gate.publishers.jira import Publication, Site, Target, Updates, connected, publish, withdraw
from readiness_gate.publishers.outcome import NotPublished
from readiness_gate.reports.escape import is_address, printable
from readiness_gate.sources.jira.credentials import Credentials, credentials
from readiness_gate.version import version as installed

_EXAMPLES = options.examples(
    'readiness-gate publish jira go-live --issue GL-1 --field "Readiness gate"',
    'readiness-gate publish jira go-live --issue GL-1 --link "$RUN_URL" --comment on-change',
    'readiness-gate publish jira go-live --issue GL-1 --version "Wave 2" --dry-run',
)
_KEY = re.compile(r"[A-Z][A-Z0-9_]+-[1-9][0-9]{0,17}", re.ASCII)
_LONGEST = 2_000


@click.command("jira", epilog=_EXAMPLES)
@judging
@click.option("--issue", metavar="KEY", help="The go-live issue, such as GL-1. Required.")
@click.option(
    "--field",
    metavar="NAME",
    help="The custom field that the Go-Live transition checks, by name or id: a select list with the options Go, No-go "
    "and Undecided, or a short text.",
)
@click.option("--until-field", metavar="NAME", help="The date field that says until when a go holds: for a day.")
@click.option("--link", metavar="URL", help="The address of the report, such as that of the CI run.")
@click.option(
    "--comment",
    type=click.Choice(["off", "sticky", "on-change"]),
    default="off",
    show_default=True,
    help="Write one comment, and update it: with every verdict (sticky), or only when the decision or the blocking "
    "rules change.",
)
@click.option("--version", metavar="NAME", help="Write a line into the description of this version of the project.")
@click.option("--take-over", is_flag=True, help="Replace the verdict of another milestone that the issue shows.")
def command(
    gate: GateOptions,
    issue: str | None,
    field: str | None,
    until_field: str | None,
    link: str | None,
    comment: str,
    version: str | None,
    *,
    take_over: bool,
    dry_run: bool,
) -> int:
    """Judge a gate, and write the verdict to an issue in Jira.

    The site is that of [jira], the token comes from JIRA_TOKEN, and on Cloud the account from JIRA_EMAIL. The field
    says Go only if everything else was written. If that fails, or the gate cannot be judged, it no longer says Go.
    """
    target = Target(issue or "", field, until_field, link, cast("Updates", comment), version, take_over)
    try:
        live = gate.opened()
        settings, known = _checked(live, target)
    except Exception:
        _warn(target)
        raise

    def site() -> Site:
        return connected(settings, known, print_write if dry_run else None, _report)

    try:
        verdict = gate.judged(live)[0]
        publication = for_jira(verdict)
        _refuse_old(publication, target)
    except Exception:
        # Whatever the reason: there is no go, but the field may say so.
        _withdraw(site, target, live)
        raise
    if not publish(site(), target, publication, installed(), now()):
        _report(f"Nothing to change: {target.issue} shows this verdict")
    return 0


def _report(what: str) -> None:
    write(f"{printable(what)}\n")


def _warn(target: Target) -> None:
    """Warn that Jira was not contacted, so that nothing could be closed."""
    if target.issue and target.field:
        to_stderr(
            f'Warning: the field "{target.field}" of {target.issue} was not checked and may still say Go. Fix this and '
            "run again, or set the field yourself"
        )


def _withdraw(site: Callable[[], Site], target: Target, live: Session) -> None:
    """Close the field, because the gate could not be judged."""
    if target.field is None:
        return
    try:
        withdraw(site(), target, live.configuration.settings.calendar)
    except NotPublished as error:
        to_stderr(f'Warning: the field "{target.field}" of {target.issue} could not be closed: {error}')


def _refuse_old(publication: Publication, target: Target) -> None:
    """Raise BadUse for a verdict on the past, which does not allow a go-live today."""
    if target.field is not None and publication.until <= now():
        raise BadUse(
            f"--as-of: {iso(publication.message.as_of)} is more than {VALID_FOR // HOUR} hours ago, and a go holds no "
            "longer. Leave out --as-of, or --field"
        )


def _checked(live: Session, target: Target) -> tuple[JiraSettings, Credentials]:
    """Return the site, and the account that writes. Raises BadUse with everything that is missing or wrong."""
    settings = live.configuration.settings.jira
    mistakes = list(_mistakes(target))
    if settings is None or settings.url is None:
        mistakes.append(f"{live.located.name} does not name the site: add url to [jira]")
    known = None
    try:
        known = credentials()
    except CouldNotLook as error:
        mistakes.append(str(error))
    if mistakes or settings is None or known is None:
        raise BadUse(". ".join(capitalized(one) for one in mistakes))
    return settings, known


def _mistakes(target: Target) -> Iterator[str]:
    if not target.issue:
        yield "--issue is missing: name the go-live issue, such as --issue GL-1"
    elif not _KEY.fullmatch(target.issue):
        yield f'--issue "{target.issue}" is not an issue key. Write it as in Jira, such as GL-1'
    if target.until_field is not None and target.field is None:
        yield "--until-field says until when the go of --field holds: add --field"
    if target.field is not None and target.field == target.until_field:
        yield "--field and --until-field name the same field: name two"
    if target.link is not None and not (is_address(target.link) and len(target.link) <= _LONGEST):
        yield f'--link "{target.link[:_LONGEST]}" is not a web address. It must begin with https://'
    named = (("--field", target.field), ("--until-field", target.until_field), ("--version", target.version))
    yield from (f"{option} is empty: name one, or leave it out" for option, name in named if name == "")


__all__ = ["command"]
