"""Questions about the time after a go-live on Monday, the first of March."""

import datetime as dt
from dataclasses import replace
from typing import Any

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.people import Membership, PeopleFacts
from readiness_gate.model.facts.records.entries import Entry, EntryFacts
from readiness_gate.model.reading import Measured, Question, Reading, Unavailable
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.model.time import DAY
from readiness_gate.signals import SIGNALS, measure
from support.exports import people_settings
from support.records import provenance
from support.tables import MONDAY, at, table, with_slices

GO_LIVE = dt.date(2027, 3, 1)
MILESTONE = Milestone("d60", "adoption-d60", dt.date(2027, 4, 30), go_live=GO_LIVE)
UNKNOWN = replace(MILESTONE, name="wave-1.d60", go_live=None)
NOBODY_SAID = (
    "the day from which people use the system is unknown: add go-live = 2027-03-01, with that day, to "
    '[milestones."wave-1.d60"]'
)


def read(
    signal: str,
    *facts: Any,
    days: float = 60,
    milestone: Milestone | None = MILESTONE,
    configured: Settings | None = None,
    **parameters: Any,
) -> Reading:
    """The reading of a signal from tables, as of so many days after the go-live."""
    sources = {given.provenance.source: given for given in facts}
    as_of = MONDAY + round(days * DAY)
    given = {name.replace("_", "-"): value for name, value in parameters.items()}
    asked = Question(signal, as_of, SIGNALS[signal].with_defaults(given))
    return measure(SIGNALS, Facts(configured or shown(), milestone, sources), asked)


def shown(least: int = 1) -> Settings:
    """A configuration that shows groups from that size on."""
    return replace(with_slices(), people=people_settings(smallest_group=least))


def measured(*asked: Any, **parameters: Any) -> Measured:
    """The value that a signal has."""
    reading = read(*asked, **parameters)
    assert isinstance(reading, Measured), reading
    return reading


def why_not(*asked: Any, **parameters: Any) -> str:
    """Why a signal has no value."""
    reading = read(*asked, **parameters)
    assert isinstance(reading, Unavailable), reading
    return reading.reason


def entry(number: int = 0, **changes: Any) -> Entry:
    """A record that nothing speaks against, of the 50th day."""
    made = Entry(
        f"R-{number}",
        at(50, hours=2),
        "ann",
        owner="ann",
        happened=at(50),
        process="quote",
        complete=True,
        duplicate=False,
        bulk=False,
        finished=at(51),
        owner_acted=True,
    )
    return replace(made, **changes)


def entries(*records: Entry, lacking: dict[str, str] | None = None) -> Any:
    """The facts of some records, exported on the 60th day."""
    return exported(table(EntryFacts, "entries", *records, lacking=lacking), 60)


def exported(made: Any, days: float | None) -> Any:
    """The facts of a table that was exported so many days after the go-live; None for one that is read live."""
    when = None if days is None else MONDAY + round(days * DAY)
    return replace(made, provenance=replace(made.provenance, observed_at=when))


def in_processes(*names: str) -> PeopleFacts:
    """A roster with a person in each of some critical processes."""
    rows = [
        Membership(f"E{number}", "rep", critical=bool(name), process=name) for number, name in enumerate((*names, ""))
    ]
    return PeopleFacts(provenance("people", len(rows)), tuple(rows), ())
