"""`readiness-gate waive`: append a waiver that counts, and show what the gate then says."""

import datetime as dt
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from readiness_gate.cli import options, store
from readiness_gate.cli.opening import Opened, opened
from readiness_gate.cli.output import display, write
from readiness_gate.config.problems import did_you_mean
from readiness_gate.config.toml import LARGEST, Value
from readiness_gate.config.waivers import FILE, appended, mistakes
from readiness_gate.errors import BadUse, ExitCode, GateError, NotWritten
from readiness_gate.judge import judge, questions
from readiness_gate.judge.waivers import flaw
from readiness_gate.model.policy import Gate, Waiver
from readiness_gate.model.reading import is_finite
from readiness_gate.model.settings import Reader
from readiness_gate.model.time import DAY, day, day_of, duration, is_day
from readiness_gate.model.verdict import JudgedWaiver, Verdict, WaiverState
from readiness_gate.reports.text import one_waiver
from readiness_gate.run import take

_WHOLE = re.compile(r"[+-]?[0-9]{1,20}", re.ASCII)
_UNTOUCHED = f"Nothing was written to {FILE}."


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
    program = opened(config, None)
    gate = program.gate(milestone, program.program.now)
    approved = _day("--approved-on", approved_on) if approved_on is not None else _today(program, gate)
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
    judged, verdict = _appended(program, gate, {key: value for key, value in given.items() if value is not None})
    told = one_waiver(judged, verdict, screen)
    write(told if quiet else f"Wrote a waiver of {rule} to {FILE}.\n\n{told}")
    return ExitCode.GO if judged.state == "in-force" else ExitCode.UNDECIDED


def _appended(program: Opened, gate: Gate, entry: Mapping[str, Value]) -> tuple[JudgedWaiver, Verdict]:
    """Write the waiver of an entry once it is sure to be in force; judged by the files as they then are, on readings
    that were taken once. Raises BadUse, with nothing written, for one that would not be."""
    read, now = program.read, program.program.now
    _refuse_mistakes(entry, gate)
    before = read(FILE, LARGEST)
    after = appended(before, entry)
    tried = program.read_anew(_with_file(read, after)).configuration.gates[gate.milestone.name]
    *others, waiver = tried.waivers
    if waiver in others:
        raise BadUse(f"this waiver stands in {FILE} already. {_UNTOUCHED}")
    _refuse_void(flaw(waiver, tried, _today(program, tried)), tried)
    taken = take(program.program, questions(tried, now), tried.milestone, gate=tried)
    verdict = judge(tried, taken.readings, now, taken.sources)
    _refuse_unfailing(waiver, verdict)
    _refuse_void(_of(waiver, verdict), tried)
    _replace(program.located.parent / FILE, before, after, read)
    anew = program.read_anew(read).configuration.gates[gate.milestone.name]
    verdict = judge(anew, taken.readings, now, taken.sources)
    return _of(waiver, verdict), verdict


def _replace(path: Path, before: bytes | None, after: bytes, read: Reader) -> None:
    """Write the file if it still is as it was before; what somebody else wrote meanwhile is not lost."""
    where = Path(os.path.realpath(path))
    try:
        with store.locked(where.parent):
            _refuse_change(read, before)
            (store.create if before is None else store.replace)(where, after)
    except FileExistsError as error:
        raise BadUse(f"{FILE} was changed by somebody else meanwhile: run this again. {_UNTOUCHED}") from error
    except OSError as error:
        raise NotWritten(f"{FILE} cannot be written: {error.strerror or error}. {_UNTOUCHED}") from error


def _refuse_change(read: Reader, before: bytes | None) -> None:
    if read(FILE, LARGEST) != before:
        raise FileExistsError


def _with_file(read: Reader, content: bytes) -> Reader:
    """A reader with another content of the file of waivers."""
    return lambda path, limit: content if path == FILE else read(path, limit)


def _of(waiver: Waiver, verdict: Verdict) -> JudgedWaiver:
    found = next((each for each in verdict.waivers if each.waiver == waiver), None)
    if found is None:
        raise GateError(f"{FILE} was changed by somebody else just now: see what `readiness-gate check` says")
    return found


def _today(program: Opened, gate: Gate) -> dt.date:
    return day_of(program.program.now, gate.zone)


def _refuse_mistakes(entry: Mapping[str, Value], gate: Gate) -> None:
    """Raise BadUse for what no file of waivers could say, and for a rule that there is not."""
    for key, value in entry.items():
        texts = (value,) if isinstance(value, str) else value if isinstance(value, Sequence) else ()
        if any("\ud800" <= character <= "\udfff" for text in texts for character in text):
            raise BadUse(f"--{key} is not text in UTF-8. {_UNTOUCHED}")
    wrong = mistakes(entry)
    if wrong:
        raise BadUse("\n".join([*(f"--{each}".replace("--rule", "RULE") for each in wrong), _UNTOUCHED]))
    rule, known = str(entry["rule"]), {each.id for each in gate.rules}
    if rule not in known:
        hint = did_you_mean(rule.upper(), known)
        raise BadUse(f'no rule "{rule}" guards {gate.milestone.name}{hint}. {_UNTOUCHED}')


def _refuse_unfailing(waiver: Waiver, verdict: Verdict) -> None:
    finding = next(each for each in verdict.findings if each.rule.id == waiver.rule)
    if finding.outcome == "unknown":
        what = f"{waiver.rule} is unknown today, and a waiver covers a failing rule only"
        raise BadUse(f"{what}. {finding.message} {_UNTOUCHED}")
    if finding.outcome != "fail":
        raise BadUse(f"{waiver.rule} does not fail today (it is: {finding.outcome}). {finding.message} {_UNTOUCHED}")


def _refuse_void(judged: JudgedWaiver | None, gate: Gate) -> None:
    if judged is not None and judged.state != "in-force":
        advice = _advice(judged, gate)
        state = judged.state.replace("-", " ")
        raise BadUse(f"the waiver would be void ({state}): {judged.why}{f'; {advice}' if advice else ''}. {_UNTOUCHED}")


def _advice(judged: JudgedWaiver, gate: Gate) -> str:
    """What to do about a waiver that would be void."""
    waiver, terms = judged.waiver, gate.terms
    who = f"those are: {', '.join(terms.approvers)}" if terms.approvers else "there are none: name them in [waivers]"
    advice: dict[WaiverState, str] = {
        "self-approved": "let somebody else approve it, and name both by their addresses",
        "unknown-approver": who,
        "over-long": f"it may expire {terms.max_days} days after {waiver.approved_on}",
        "not-waivable": "`readiness-gate explain` tells what unblocks it",
        "not-yet-approved": "write it on that day, or give an earlier --approved-on",
        "expired": "give a later --expires",
        "superseded": "give a later --approved-on, or change that one",
        "worsened": "give another --accepts, or none",
        "new-evidence": "name all with --evidence, or none",
    }
    return advice.get(judged.state, "")


def _day(option: str, text: str) -> dt.date:
    try:
        return day(text)
    except ValueError as error:
        raise BadUse(f"{option}: {error}. {_UNTOUCHED}") from error


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
            raise BadUse(f"--expires: {why}. {_UNTOUCHED}") from error
        if rest:
            raise BadUse(f'--expires: "{text}" is not a number of whole days, such as "14d". {_UNTOUCHED}')
    if expires < approved:
        raise BadUse(f"--expires: {expires} is before the day of the approval ({approved}). {_UNTOUCHED}")
    return expires


def _number(text: str) -> int | float:
    try:
        number = int(text) if _WHOLE.fullmatch(text) else float(text)
    except ValueError:
        number = float("nan")
    if not is_finite(number):
        raise BadUse(f'--accepts: "{text}" is not a number, such as 2 or 0.9. {_UNTOUCHED}')
    return number
