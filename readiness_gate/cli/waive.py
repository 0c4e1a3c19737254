"""`readiness-gate waive`: append a waiver that counts, and show what the gate then says."""

import datetime as dt
import re

import click

from readiness_gate.app.waive import UNTOUCHED, waive
from readiness_gate.cli import options
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import display, write
from readiness_gate.config.waivers import FILE
from readiness_gate.errors import BadUse, ExitCode
from readiness_gate.model.reading import is_finite
from readiness_gate.model.time import DAY, day, day_of, duration, is_day
from readiness_gate.reports.text import one_waiver
from readiness_gate.toml.document import Value

_WHOLE = re.compile(r"[+-]?[0-9]{1,20}", re.ASCII)


@click.command("waive")
@click.argument("rule")
@options.milestone
@click.option("--reason", required=True, metavar="TEXT", help="Why the risk is accepted.")
@click.option("--requested-by", required=True, metavar="WHO", help="Who asks for the waiver.")
@click.option("--approved-by", required=True, metavar="WHO", help="Who accepts the risk: one of waivers.approvers.")
@click.option("--expires", required=True, metavar="DAY", help='Its last day, or how long after the approval: "14d".')
@click.option("--approved-on", metavar="DAY", help="Default: today, in the program's time zone.")
@click.option("--accepts", metavar="NUMBER", help="The worst value that is accepted: void when the reading is worse.")
@click.option("--evidence", multiple=True, metavar="ID", help="Covers this only; repeatable. Void when there is other.")
@click.option("--issue", metavar="KEY", help="Where the risk is followed up.")
@options.file
@options.display
def command(
    rule: str,
    milestone: str | None,
    named: str | None,
    reason: str,
    requested_by: str,
    approved_by: str,
    expires: str,
    approved_on: str | None,
    accepts: str | None,
    evidence: tuple[str, ...],
    issue: str | None,
    config: str | None,
    color: str,
    *,
    quiet: bool,
    verbose: bool,
) -> int:
    """Append a well-formed waiver, and show what the gate then says.

    RULE must fail today. A waiver that would cover nothing is refused with 2, and nothing is written. It is for the
    gate of MILESTONE only, and judged by that; without one it is for every gate, and judged by that of the next.
    """
    milestone = options.one_milestone(milestone, named)
    screen = display(color, quiet=quiet, verbose=verbose)
    session = opened(config, None)
    gate = session.gate(milestone, session.program.now)
    approved = _day("--approved-on", approved_on) if approved_on is not None else day_of(session.program.now, gate.zone)
    given: dict[str, Value | None] = {
        "rule": rule,
        "reason": reason,
        "requested-by": requested_by,
        "approved-by": approved_by,
        "approved-on": approved,
        "expires": _expiry(expires, approved),
        "milestone": milestone,
        "accepts": _number(accepts) if accepts is not None else None,
        "evidence": evidence or None,
        "issue": issue,
    }
    judged, verdict = waive(session, gate, {key: value for key, value in given.items() if value is not None})
    text = one_waiver(judged, verdict, screen)
    write(text if quiet else f"Wrote a waiver of {judged.waiver.rule} to {FILE}.\n\n{text}")
    return ExitCode.GO if judged.state == "in-force" else ExitCode.UNDECIDED


def _day(option: str, text: str) -> dt.date:
    try:
        return day(text)
    except ValueError as error:
        raise BadUse(f"{option}: {error}. {UNTOUCHED}") from error


def _expiry(text: str, approved: dt.date) -> dt.date:
    """The last day of a waiver: as it is given, or so long after the day of the approval."""
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
