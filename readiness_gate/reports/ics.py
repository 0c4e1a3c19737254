"""The dates of a milestone as a calendar (iCalendar, RFC 5545), to import again after every change.

An entry keeps its id as long as its milestone and rule are the same, and its time stamp is the judged instant: an
import replaces the earlier entry, and the same verdict gives the same bytes.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.policy import Rule
from readiness_gate.model.time import local
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.escape import printable
from readiness_gate.reports.spec import Display, Report
from readiness_gate.reports.words import accepted, in_brief, short

NAME, ENDINGS, EXTRA = "ics", (".ics",), ("icalendar", "calendar")
_HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//readiness-gate//readiness-gate//EN\r\nMETHOD:PUBLISH\r\n"
_TAIL = "END:VCALENDAR\r\n"
_TRAINING, _REVIEW = "training.window-share", "governance.signoffs-early"
_LONGEST = 2_000
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of one or several whole days."""

    kind: str
    """What it is, for its id: with `about` it identifies the entry in every calendar."""
    summary: str
    description: str
    first: date
    last: date
    about: str = ""


def report(_display: Display) -> Report:
    """Return the report for calendars."""
    return Report(
        NAME,
        "text/calendar; charset=utf-8",
        lambda verdict: render(verdict).encode(),
        ENDINGS,
        together,
        extra=EXTRA,
    )


def render(verdict: Verdict) -> str:
    """Return the calendar of a verdict's milestone."""
    return calendar(entries(verdict), verdict)


def calendar(of: Iterable[Entry], verdict: Verdict) -> str:
    """Return a calendar with at least one entry on the milestone of a verdict."""
    return f"{_HEAD}{''.join(_drawn(entry, verdict) for entry in of)}{_TAIL}"


def together(reports: Sequence[bytes]) -> bytes:
    """Return the entries of several verdicts in one calendar."""
    head, tail = _HEAD.encode(), _TAIL.encode()
    return head + b"".join(one.removeprefix(head).removesuffix(tail) for one in reports) + tail


def entries(verdict: Verdict) -> Iterator[Entry]:
    """Yield the entries: the milestone, its freeze, the dates that its rules set, and when waivers expire."""
    milestone = verdict.milestone
    said = f"As of {local(verdict.as_of, verdict.zone)}: {in_brief(verdict)}"
    yield Entry("milestone", milestone.name, said, milestone.date, milestone.date)
    if milestone.freeze is not None:
        why = "Changes of configuration and code after this day count as changes after the freeze."
        yield Entry("freeze", f"Freeze for {milestone.name}", why, milestone.freeze, milestone.freeze)
    for finding in verdict.findings:
        if finding.outcome != "not-applicable":
            yield from _of_rule(finding.rule, verdict)
    for judged in verdict.waivers:
        if judged.state == "in-force":
            day, rule = judged.waiver.expires, judged.waiver.rule
            yield Entry("waiver", f"Waiver of {rule} expires", accepted(judged.waiver), day, day, rule)


def _of_rule(rule: Rule, verdict: Verdict) -> Iterator[Entry]:
    """Yield the dates that a rule sets before the milestone."""
    name, day = verdict.milestone.name, verdict.milestone.date
    said = f"{rule.id} {rule.title}. {rule.remedy}".strip()
    if rule.signal == _TRAINING:
        last = day - timedelta(seconds=rule.parameters.seconds("to"))
        yield Entry("training", f"Last day to train for {name}", said, last, last, rule.id)
    if rule.signal == _REVIEW:
        first, last = (day - timedelta(seconds=rule.parameters.seconds(end)) for end in ("from", "to"))
        yield Entry("review", f"Sign-off window for {name}", said, first, max(first, last), rule.id)


def _drawn(entry: Entry, verdict: Verdict) -> str:
    """Return an all-day entry, which does not count as busy time."""
    from icalendar import Event  # noqa: PLC0415 - an extra, and slow to load

    event: Any = Event()  # its values are of no known type
    event.add("uid", _uid(entry, verdict))
    event.add("dtstamp", datetime.fromtimestamp(verdict.as_of, UTC))
    event.add("sequence", max(verdict.as_of // 60, 0))
    event.add("dtstart", entry.first)
    if entry.last < date.max:
        event.add("dtend", entry.last + _DAY)
    event.add("summary", printable(short(f"{entry.summary} ({verdict.program})")))
    event.add("description", printable(short(entry.description, _LONGEST)))
    event.add("transp", "TRANSPARENT")
    drawn: str = event.to_ical().decode()
    return drawn


def _uid(entry: Entry, verdict: Verdict) -> str:
    known = json.dumps([verdict.program, verdict.milestone.name, entry.kind, entry.about])
    return f"{entry.kind}-{hashlib.sha256(known.encode()).hexdigest()[:24]}@readiness-gate"
