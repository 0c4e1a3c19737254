"""A table of records as a source: its complete file, or why it is not reliable."""

from collections.abc import Iterator, Sequence
from functools import partial

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.facts.people import PeopleFacts
from readiness_gate.model.facts.records import RecordFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.overview import Overview
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.settings.jira import COLLECTIONS
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.model.time import DAY, Instant, When
from readiness_gate.model.wording import counted
from readiness_gate.sources.people.age import check_exported, dated, named
from readiness_gate.sources.people.declaration import Table
from readiness_gate.sources.people.problems import refuse
from readiness_gate.sources.people.records.reader import RecordReader
from readiness_gate.sources.people.records.record_table import RecordTable
from readiness_gate.sources.people.rows import Rows
from readiness_gate.sources.source import Source


def record_source(records: RecordTable) -> Source:
    """Return the source of a table."""
    return Source(
        records.key,
        partial(fetch_records, records),
        configured=partial(_is_configured, records),
        overview=partial(_overview, records),
    )


def fetch_records(records: RecordTable, settings: Settings, _needs: Needs, now: Instant, read: Reader) -> SourceFacts:
    """Return the records of a table. Raises CouldNotLook if its file is not configured, not reliable, or empty."""
    table, file = records.table, _file(records, settings)
    if file is None:
        or_issues = f', or [[jira.collections]] with name = "{table.key}"' if table.key in COLLECTIONS else ""
        raise CouldNotLook(
            f'{table.title} is not configured: add {table.key} = "…" to [people], a file with '
            f"{', '.join(table.required)}{or_issues}"
        )
    rows = Rows(table, file, settings.zone, records.earliest).open(
        read, convert=records.convert, latest=_latest(table, file, now)
    )
    found = tuple(records.read(rows) if records.read else RecordReader(records, rows).read())
    refuse({file.file: rows.problems})
    check_exported(file, now)
    if not found:
        raise CouldNotLook(f"{file.file} has no rows below its header: export it again")
    times = [when.end for when in _times(table, found) if when.end <= now]
    known = dated((file,), settings.zone, now)
    provenance = Provenance(
        source=table.key,
        identity=named(file),
        asked=f"every row of {table.title}",
        records=len(found),
        observed_at=known.get(file.file, max(times, default=None)),
    )
    return records.complete(records.facts(provenance, known, found, _lacking(table, rows)), file, now)


def _lacking(table: Table, rows: Rows) -> dict[str, str]:
    """Return the fields of columns that the file does not have, each with what to do."""
    named = f"add it, or name it in columns of [people.{table.key}]"
    return {
        column.field: f"{rows.file.file} has no column {column.name}: {named}"
        for column in table.columns
        if column.name not in rows.columns
    }


def _latest(table: Table, file: PeopleFile, now: Instant) -> Instant | None:
    """Return the latest possible time of a row, with a day of tolerance for clocks and time zones; None for a table
    of plans."""
    return None if table.plans else min(now, file.exported_at or now) + DAY


def _file(records: RecordTable, settings: Settings) -> PeopleFile | None:
    return (settings.people or PeopleSettings()).records.get(records.key)


def _is_configured(records: RecordTable, settings: Settings) -> bool:
    return _file(records, settings) is not None


def _times(table: Table, found: Sequence[object]) -> Iterator[When]:
    """Yield the times in the records of a table."""
    for name in (column.field for column in table.columns if column.kind == "when"):
        values = (getattr(record, name) for record in found)
        yield from (value for value in values if isinstance(value, When))


def _overview(records: RecordTable, facts: Facts, _as_of: Instant) -> Sequence[Overview]:
    """Return how many records there are, and their period."""
    read = facts.require(records.key, RecordFacts)
    days = sorted(when.end for when in _times(records.table, read.records))
    span = f", from {facts.day(days[0])} to {facts.day(days[-1])}" if days else ""
    visible = (f"{counted(len(read.records), 'row')}{span}", *records.notes(read, facts.settings.calendar))
    return (Overview(records.key, visible, tuple(_unmatched_people(records.table, read, facts))),)


def _unmatched_people(table: Table, read: RecordFacts, facts: Facts) -> Iterator[str]:
    """Yield the columns of people none of whom is on the roster: ids are probably spelled differently."""
    people = facts.sources.get("people")
    on_roster = {row.person for row in people.roster} if isinstance(people, PeopleFacts) else set[str]()
    for column in table.columns:
        ids = {getattr(record, column.field) for record in read.records} if column.kind == "person" else set[str]()
        if on_roster and ids - {""} and on_roster.isdisjoint(ids):
            yield f"nobody in {column.name} is on the roster: write ids alike in both files, or map another column"
