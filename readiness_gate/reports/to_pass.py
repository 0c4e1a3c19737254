"""The steps after which a rule passes, in words."""

from collections.abc import Iterator, Sequence

from readiness_gate.judge.to_pass import Pause, Step, ToPass, to_pass
from readiness_gate.model.levers import Expiry
from readiness_gate.model.time import Instant, day_of, local
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.model.wording import agreeing, listed

_NAMES = 5


def to_pass_sentence(finding: Finding, verdict: Verdict) -> str:
    """Return the steps as a sentence: `To pass: close 2 defects (A-1, A-2).`; "" if none are known."""
    words = to_pass_in_words(finding, verdict)
    warned = " without a warning" if finding.outcome == "warn" else ""
    return f"To pass{warned}: {words}." if words else ""


def to_pass_in_words(finding: Finding, verdict: Verdict) -> str:
    """Return the steps without a period: `close 2 defects (A-1, A-2)`; "" if none are known."""
    way = to_pass(finding, verdict.as_of)
    return "; ".join(_parts(way, verdict)) if way is not None else ""


def _parts(way: ToPass, verdict: Verdict) -> Iterator[str]:
    yield from (_step(step) if isinstance(step, Step) else _pause(step, verdict) for step in way.steps)
    if way.earliest is not None:
        keep = "keep it so" if way.steps else "change nothing"
        yield f"{keep}, and the rule can pass on {_day(way.earliest, verdict)}"


def _step(step: Step) -> str:
    work, count = step.work, step.count
    noun = agreeing(count, work.one, work.many)
    number = f"{count}"
    names: Sequence[str] = work.names
    if work.in_order and not work.about:
        names = names[:count]
    elif not work.about and count < len(names):
        number, noun = f"{count} of {len(names)}", work.many
    shown = f" ({listed(dict.fromkeys(names), _NAMES)})" if names else ""
    return f"{work.verb} {number} {noun}{shown}".strip()


def _pause(pause: Pause, verdict: Verdict) -> str:
    day = moment_in_words(pause.until, verdict)
    if not isinstance(pause.lever, Expiry):
        return f"{pause.lever.rule} until {day}"
    leaving = agreeing(pause.count, pause.lever.one, pause.lever.many)
    instead = f", or {pause.lever.instead.format(pause.needed)}" if pause.lever.instead else ""
    return f"{pause.lever.rule} until {day}, when {pause.count} {leaving}{instead}"


def moment_in_words(instant: Instant, verdict: Verdict) -> str:
    """Return a day of the program's calendar with the first whole minute from an instant on, unless that is
    midnight."""
    minute = -(-instant // 60) * 60
    day, time = _day(minute, verdict), local(minute, verdict.zone)[11:16]
    return day if time == "00:00" else day.replace(" ", f" {time} ", 1) if " " in day else f"{day} {time}"


def _day(instant: Instant, verdict: Verdict) -> str:
    """Return a day of the program's calendar, and whether it is too late."""
    day = day_of(instant, verdict.zone)
    return f"{day} (after the milestone)" if day > verdict.milestone.date else f"{day}"
