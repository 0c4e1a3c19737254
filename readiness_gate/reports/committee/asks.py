"""What a committee is asked to decide: the date, a change stop, and risks to accept, each with the consequence of
not deciding."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, TypeAlias

from readiness_gate.judge.earliest import Earliest, earliest, pauses
from readiness_gate.judge.results import result
from readiness_gate.judge.sentence import blocking
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import day_of
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.model.wording import agreeing, and_more, counted
from readiness_gate.model.wording import listed as some
from readiness_gate.reports.to_pass import moment_in_words
from readiness_gate.reports.words import due, waivable

AskKind: TypeAlias = Literal["confirm", "rules", "date", "stop", "facts", "extend", "accept", "refuse"]
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Ask:
    """One decision that the committee is asked for."""

    kind: AskKind
    what: str
    """What to decide: `Stop change: merge nothing more until 2026-03-18 10:42 (CHG-08)`."""
    otherwise: str
    """What happens if the committee does nothing."""


def asks(verdict: Verdict) -> tuple[Ask, ...]:
    """Return the decisions that a committee is asked for, those on the whole program first."""
    way = earliest(verdict.findings, verdict.as_of)
    asked = [*_date(way, verdict), *_stop(way, verdict), *_facts(verdict)]
    asked += [*_extend(way, verdict), *_accept(verdict), *_refuse(verdict)]
    return (*_confirm(verdict), *asked)


def _confirm(verdict: Verdict) -> Iterator[Ask]:
    milestone = verdict.milestone
    if verdict.decision == "go":
        last = last_accepted_day(verdict)
        otherwise = (
            "The gate lets it through as long as the next check finds the same."
            if last is None
            else f"The gate lets it through no longer than {last}, when the first acceptance of a risk ends."
        )
        yield Ask("confirm", f"Confirm {milestone.name} on {milestone.date}", otherwise)


def last_accepted_day(verdict: Verdict) -> date | None:
    """Return the last day on which all waivers are still in force, if it is before the milestone."""
    days = [one.waiver.expires for one in blocking(verdict.findings) if one.waived and one.waiver is not None]
    return min((day for day in days if day < verdict.milestone.date), default=None)


def _date(way: Earliest, verdict: Verdict) -> Iterator[Ask]:
    """Yield the day from which the rules that wait for one can pass, or why there is none."""
    milestone = verdict.milestone
    if verdict.decision == "go":
        return
    if not blocking(verdict.findings):
        what = f"Have rules set up for {milestone.name}: no blocking rule applies to it"
        yield Ask("rules", what, "The gate stays undecided, because nothing is judged.")
        return
    stays = f"The date stays {milestone.date}, and the gate stays {verdict.decision} until its rules pass."
    if way.moment is None:
        yield Ask("date", f"Decide on the date: none can be given, because {_why_no_date(way)}", stays)
        return
    day = day_of(way.moment, verdict.zone)
    others = f"; {counted(len(way.working), 'other rule')} {agreeing(len(way.working), 'needs', 'need')} work first"
    more = others if way.working else ""
    names = some(_ids(way.waiting), _NAMED)
    if day <= milestone.date:
        yield Ask("date", f"Keep {milestone.date}: {names} can pass from {day} on{more}", stays)
        return
    what = f"Move {milestone.name} to {day} or later: before that day, {names} cannot pass{more}"
    yield Ask("date", what, f"The gate is not go on {milestone.date}, unless these risks are accepted.")


def _why_no_date(way: Earliest) -> str:
    unknown = [one for one in way.unclear if one.outcome == "unknown"]
    if unknown:
        return f"{some(_ids(unknown), _NAMED)} {agreeing(len(unknown), 'is', 'are')} unknown"
    if way.unclear:
        return f"the facts do not show when {some(_ids(way.unclear), _NAMED)} can pass"
    return "the open rules need work, and none of them only needs time"


def _stop(way: Earliest, verdict: Verdict) -> Iterator[Ask]:
    """Yield a stop of all change until the waiting rules on change can pass."""
    waiting = [one for one in (*way.waiting, *way.unclear) if one.rule.dimension == "change"]
    steps = [(step, finding) for finding in waiting for step in pauses(finding, verdict.as_of)]
    if steps:
        last = max((step for step, _ in steps), key=lambda step: step.until)
        names = some(dict.fromkeys(finding.rule.id for _, finding in steps), _NAMED)
        until = moment_in_words(last.until, verdict)
        yield Ask(
            "stop",
            f"Stop change: {last.lever.rule} until {until} ({names})",
            "Each further change moves this day back.",
        )


def _facts(verdict: Verdict) -> Iterator[Ask]:
    """Yield the delivery of missing facts: nobody can accept what is unknown."""
    unknown = [one for one in blocking(verdict.findings) if one.outcome == "unknown"]
    if unknown:
        owners = list(dict.fromkeys(one.rule.owner or "no owner" for one in unknown))
        topics = list(dict.fromkeys(one.rule.topic or one.rule.title for one in unknown))
        yield Ask(
            "facts",
            f"Have the missing facts delivered by {some(owners, _NAMED)}: {'; '.join(topics[:_NAMED])}"
            f"{and_more(len(topics) - _NAMED)}",
            "An unknown never counts as a pass, and cannot be accepted.",
        )


def _extend(way: Earliest, verdict: Verdict) -> Iterator[Ask]:
    """Yield a review of the risks whose acceptance ends before the milestone."""
    needed = _needed_until(way, verdict)
    for finding in blocking(verdict.findings):
        waiver = finding.waiver
        if finding.waived and waiver is not None and waiver.expires < needed:
            yield Ask(
                "extend",
                f"Accept again, or fix before {needed}: {result(finding, verdict)} ({finding.rule.id})",
                f"The acceptance ends on {waiver.expires}, and {finding.rule.id} blocks from the next day on.",
            )


def _needed_until(way: Earliest, verdict: Verdict) -> date:
    """Return the day of the milestone, or the first later one on which it is possible."""
    date = verdict.milestone.date
    return date if way.moment is None else max(date, day_of(way.moment, verdict.zone))


def _accept(verdict: Verdict) -> Iterator[Ask]:
    """Yield the acceptance of risks that a waiver can cover."""
    rules = set(waivable(verdict.findings))
    for finding in blocking(verdict.findings):
        if finding.rule.id in rules:
            owner = finding.rule.owner or "no owner"
            yield Ask(
                "accept",
                f"Accept this risk until a date: {result(finding, verdict)} ({finding.rule.id})",
                f"{finding.rule.id} blocks until it passes: {owner}, {due(finding.rule, verdict)}.",
            )


def _refuse(verdict: Verdict) -> Iterator[Ask]:
    """Yield the failing rules whose risk nobody can accept."""
    fixed = [one for one in blocking(verdict.findings) if one.outcome == "fail" and not one.rule.waivable]
    if fixed:
        yield Ask(
            "refuse",
            f"Insist on {some(_ids(fixed), _NAMED)}: {agreeing(len(fixed), 'this risk', 'these risks')} cannot be "
            "accepted",
            f"The gate stays no-go until {agreeing(len(fixed), 'it passes', 'they pass')}.",
        )


def _ids(findings: Sequence[Finding]) -> list[str]:
    return [finding.rule.id for finding in findings]
