"""`readiness-gate waive`: accept a risk until a date, and show the resulting verdict."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

import click

from readiness_gate.app.waive import UNTOUCHED, waive
from readiness_gate.cli import options
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import display, write
from readiness_gate.config.waivers import FILE
from readiness_gate.errors import BadUse, ExitCode
from readiness_gate.model.reading import is_finite
from readiness_gate.model.time import DAY, day, day_of, duration, is_day
from readiness_gate.model.wording import capitalized, counted
from readiness_gate.reports.text import one_waiver
from readiness_gate.toml.document import Value

_NEXT = f"Next: commit {FILE}.\n"
_WHOLE = re.compile(r"[+-]?[0-9]{1,20}", re.ASCII)
_EXAMPLES = """\b
Examples:
  readiness-gate waive DEF-02 go-live --reason "Workaround agreed" \\
    --requested-by pm@example.com --approved-by sponsor@example.com \\
    --expires 14d --accepts 2 --issue CRM-88
"""
_REQUIRED = {
    "--reason": ("TEXT", "why the risk is accepted"),
    "--requested-by": ("ADDRESS", "who asks for the waiver"),
    "--approved-by": ("ADDRESS", "who accepts the risk: one of approvers in [waivers], and not the requester"),
    "--expires": ("DAY", 'the last day, such as 2027-02-28, or a duration from the approval, such as "14d"'),
}
"""The required options, with their metavar and what to give."""


def _required(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, (metavar, meaning) in reversed(_REQUIRED.items()):
        text = f"{capitalized(meaning)}.  [required]"
        command = click.option(name, metavar=metavar, help=text)(command)
    return command


@click.command("waive", epilog=_EXAMPLES)
@options.rule
@options.milestone
@_required
@click.option(
    "--approved-on",
    metavar="DAY",
    help="The day of the approval. Default: today, or the day of --as-of, in the program's time zone.",
)
@click.option("--accepts", metavar="NUMBER", help="The worst value accepted; a worse reading voids the waiver.")
@click.option("--evidence", multiple=True, metavar="ID", help="Cover only this issue, document, … Repeatable.")
@click.option("--issue", metavar="KEY", help="The issue that follows up the risk.")
@options.file
@options.moment
@options.display
def command(
    rule: str,
    milestone: str | None,
    named: str | None,
    reason: str | None,
    requested_by: str | None,
    approved_by: str | None,
    expires: str | None,
    approved_on: str | None,
    accepts: str | None,
    evidence: tuple[str, ...],
    issue: str | None,
    config: str | None,
    as_of: str | None,
    color: str,
    *,
    quiet: bool,
    verbose: bool,
) -> int:
    """Accept a risk until a date: write a waiver of a failing rule.

    RULE must fail today, or at the time of --as-of. With a MILESTONE, the waiver is for its gate only; without one, it
    is for every gate, and is tested on the next. A waiver that would have no effect is refused with exit code 2, and
    nothing is written.
    """
    milestone = options.one_milestone(milestone, named)
    said = {"--reason": reason, "--requested-by": requested_by, "--approved-by": approved_by, "--expires": expires}
    answers = _complete(said)
    screen = display(color, quiet=quiet, verbose=verbose)
    session = opened(config, None)
    moment = session.as_of(as_of)
    gate = session.gate(milestone, moment)
    approved = _day("--approved-on", approved_on) if approved_on is not None else day_of(moment, gate.zone)
    given: dict[str, Value | None] = {
        "rule": rule,
        "reason": answers["--reason"],
        "requested-by": answers["--requested-by"],
        "approved-by": answers["--approved-by"],
        "approved-on": approved,
        "expires": _expiry(answers["--expires"], approved),
        "milestone": milestone,
        "accepts": _number(accepts) if accepts is not None else None,
        "evidence": evidence or None,
        "issue": issue,
    }
    entry = {key: value for key, value in given.items() if value is not None}
    judged, verdict = waive(session, gate, entry, moment)
    text = one_waiver(judged, verdict, screen)
    write(text if quiet else f"Wrote a waiver of {judged.waiver.rule} to {FILE}.\n\n{text}\n{_NEXT}")
    return ExitCode.GO if judged.state == "in-force" else ExitCode.UNDECIDED


def _complete(options: Mapping[str, str | None]) -> dict[str, str]:
    """Return the required options. Raises BadUse with all that are missing."""
    missing = [name for name, text in options.items() if text is None]
    if missing:
        are = "is" if len(missing) == 1 else "are"
        lines = [f"  {name} {_REQUIRED[name][0]}: {_REQUIRED[name][1]}" for name in missing]
        lines.insert(0, f"{counted(len(missing), 'required option')} {are} missing. {UNTOUCHED} Add:")
        raise BadUse("\n".join(lines))
    return {name: text for name, text in options.items() if text is not None}


def _day(option: str, text: str) -> dt.date:
    try:
        return day(text)
    except ValueError as error:
        raise BadUse(f"{option}: {error}. {UNTOUCHED}") from error


def _expiry(text: str, approved: dt.date) -> dt.date:
    """Return the last day of a waiver: the given day, or the day of the approval plus a duration."""
    if is_day(text):
        expires = _day("--expires", text)
    else:
        try:
            days, rest = divmod(duration(text), DAY)
            expires = approved + dt.timedelta(days=days)
        except (ValueError, OverflowError) as error:
            why = f'"{text}" is neither a day such as 2027-02-14 nor a duration such as "14d"'
            raise BadUse(f"--expires: {why}. {UNTOUCHED}") from error
        if rest:
            raise BadUse(f'--expires: "{text}" is not a number of whole days, such as "14d". {UNTOUCHED}')
    if expires < approved:
        raise BadUse(f"--expires: {expires} is before the day of the approval ({approved}). {UNTOUCHED}")
    return expires


def _number(text: str) -> int | float:
    try:
        number = int(text) if _WHOLE.fullmatch(text) else float(text)
    except ValueError:
        number = float("nan")
    if not is_finite(number):
        raise BadUse(f'--accepts: "{text}" is not a number, such as 2 or 0.9. {UNTOUCHED}')
    return number
