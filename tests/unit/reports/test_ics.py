"""The calendar: each date once, known again by its id, and no property that a text brings in."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
from hypothesis import given
from support.effort import law
from support.random_verdicts import HOSTILE, everywhere, verdicts
from support.reports import rendered
from support.verdicts import GOOD, MISSING, VERDICTS, verdict, waiver

from readiness_gate.model.policy import Applies, Limit, Rule
from readiness_gate.model.reading import Parameters
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.reports.ics import together
from readiness_gate.reports.words import in_brief

PROPERTIES = {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP"}
TRAINING = Rule(
    "TRN-03",
    "Training is neither too early nor too late",
    "training",
    "training.window-share",
    Limit("at-least", 0.9),
    "share",
    Parameters((("from", "42d"), ("to", "2d"))),
    remedy="Plan the sessions.",
)
REVIEW = replace(
    TRAINING,
    id="GOV-02",
    signal="governance.signoffs-early",
    parameters=Parameters((("from", "60d"), ("to", "30d"))),
)
LATER = replace(TRAINING, id="TRN-99", when=Applies(days_to_go_at_most=-30))


def _dated() -> Verdict:
    """A verdict with every kind of date."""
    of = verdict({**GOOD, "DEF-02": VERDICTS["no-go"].findings[0].reading or MISSING}, waivers=(waiver("DEF-02"),))
    findings = [Finding(rule, "unknown", "x", MISSING) for rule in (TRAINING, REVIEW)]
    findings.append(Finding(LATER, "not-applicable", "x"))
    frozen = replace(of.milestone, freeze=date(2027, 1, 18))
    return replace(of, milestone=frozen, findings=(*of.findings, *findings))


def _events(of: Verdict) -> list[Any]:
    """The entries of a calendar, as a reader of iCalendar has them; it has nothing else."""
    text = rendered("ics", of)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    calendar: Any = icalendar.Calendar.from_ical(text)
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")
    events: list[Any] = list(calendar.subcomponents)
    assert [event.name for event in events] == ["VEVENT"] * len(events)
    assert all(set(event) == PROPERTIES and not event.errors and not event.subcomponents for event in events)
    return events


def test_every_date_is_on_it() -> None:
    """Each as whole days, from the first to the day after the last; a rule that does not apply sets none."""
    assert [(str(event["SUMMARY"]), event["DTSTART"].dt, event["DTEND"].dt) for event in _events(_dated())] == [
        ("wave-2 (Northwind CRM)", date(2027, 3, 1), date(2027, 3, 2)),
        ("Freeze for wave-2 (Northwind CRM)", date(2027, 1, 18), date(2027, 1, 19)),
        ("Last day to train for wave-2 (Northwind CRM)", date(2027, 2, 27), date(2027, 2, 28)),
        ("Sign-off window for wave-2 (Northwind CRM)", date(2026, 12, 31), date(2027, 1, 31)),
        ("Waiver of DEF-02 expires (Northwind CRM)", date(2027, 2, 28), date(2027, 3, 1)),
    ]


@pytest.mark.parametrize("name", VERDICTS)
def test_the_milestone_says_the_decision(name: str) -> None:
    """Of the time that was judged, which is the time stamp; what is void is not on it."""
    of = VERDICTS[name]
    first, *others = _events(of)
    assert str(first["DESCRIPTION"]) == f"As of 2027-02-14 10:00 CET: {in_brief(of)}"
    assert first["DTSTAMP"].dt == datetime(2027, 2, 14, 9, tzinfo=UTC)
    in_force = [each.waiver.rule for each in of.waivers if each.state == "in-force"]
    assert [str(event["SUMMARY"]).split()[2] for event in others] == in_force


def test_an_import_replaces_what_an_earlier_one_brought() -> None:
    """An entry that has moved keeps its id, with a later sequence; the entries of others have other ids."""
    before = _dated()
    moved = replace(before.milestone, date=date(2027, 4, 1))
    after = replace(before, milestone=moved, as_of=before.as_of + 60, sentence="Another one.")
    ids = [str(event["UID"]) for event in _events(before)]
    assert [str(event["UID"]) for event in _events(after)] == ids
    assert len(set(ids)) == len(ids)
    assert all(
        late["SEQUENCE"] > early["SEQUENCE"] for early, late in zip(_events(before), _events(after), strict=True)
    )
    other = replace(before, milestone=replace(before.milestone, name="wave-3"))
    assert set(ids).isdisjoint(str(event["UID"]) for event in _events(other))
    assert rendered("ics", before) == rendered("ics", before)


def test_the_last_day_of_the_calendar_has_no_next_one() -> None:
    """It is on it nevertheless."""
    of = VERDICTS["go"]
    text = rendered("ics", replace(of, milestone=replace(of.milestone, date=date.max)))
    assert "DTSTART;VALUE=DATE:99991231\r\n" in text
    assert "DTEND" not in text


def test_several_verdicts_are_one_calendar() -> None:
    """With the entries of each."""
    pair = [VERDICTS["go"], _dated()]
    calendar: Any = icalendar.Calendar.from_ical(together([rendered("ics", each).encode() for each in pair]))
    assert len(calendar.subcomponents) == 6


@pytest.mark.parametrize("text", [*HOSTILE, "x\r\nATTENDEE:mailto:a@b\r\nEND:VEVENT", "a\\nb;c,d:e", "BEGIN:VALARM"])
def test_a_planted_text_brings_no_property(text: str) -> None:
    """It is part of a summary or a description, in one line, and nothing else."""
    events = _events(everywhere(text))
    assert len(events) == len(_events(everywhere("plain words")))
    assert all(str(event[name]).isprintable() for event in events for name in ("SUMMARY", "DESCRIPTION"))


@given(verdicts())
@law(50)
def test_any_verdict_has_its_calendar(of: Verdict) -> None:
    """Whatever its texts."""
    assert len(_events(of)) >= 1
