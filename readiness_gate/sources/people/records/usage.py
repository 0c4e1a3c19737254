"""The use of the system: a row for each person and week, or for each login."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import replace
from readiness_gate.model.facts.records.usage import Period, UsageFacts, Use
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.model.time import Instant, day_of, end_of_day, seconds_of
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.forms import Entry, Form
from readiness_gate.sources.people.grid import Row
from readiness_gate.sources.people.records.record_table import RecordTable
from readiness_gate.sources.people.rows import Rows
from readiness_gate.toml.values import Day

_PARTS = (
    *((of_records, "records") for of_records in ("complete", "late", "minimal", "rushed")),
    ("prompted", "actions"),
    ("features", "features_of_role"),
)
"""The counts that are a part of another."""
_COUNTS = ("actions", "records", *(part for part, _ in _PARTS))
"""The counts that must be zero if a person did not use the system."""
_NOTHING = ("", "0")


class UsageForm(Form):
    """How a list of the use of the system is written."""

    empty_week: Literal["no-use"] | None = Field(
        default=None, description="a row without a week is of somebody who never used the system, and not a mistake"
    )


class UsageEntry(Entry):
    """The keys that say of which time the file has every use."""

    whole: bool | None = Field(
        default=None, description="whether the file has every use, so a missing row means no use; default: false"
    )
    from_: Day | None = Field(
        default=None, description="the first day from which it has every use; default: that of its first row"
    )
    to: Day | None = Field(default=None, description="the last such day; default: that of its last row")


def _use(**values: Any) -> Use:  # noqa: ANN401 - the value of each column
    """Return a row of use. If it does not say whether the person used the system, its counts decide; in a file
    without counts, the row itself does."""
    if values["active"] is None:
        counts = [values[name] for name in _COUNTS if values[name] is not None]
        values["active"] = any(counts) if counts else True
    return Use(**values)


def _is_no_use(rows: Rows, row: Row) -> bool:
    """Return whether a row only says that somebody never used the system: it counts as missing."""
    if not rows.file.empty_week or rows.cell(row, "week") != "":
        return False
    return all(
        str(rows.cell(row, column.name)) in _NOTHING for column in USAGE.table.columns if column.name != "person"
    )


def _problem(use: Use) -> str | None:
    """Return which counts contradict each other."""
    for part, whole in _PARTS:
        some = getattr(use, part)
        if some and (all_ := getattr(use, whole)) is not None and some > all_:
            return f"{part} is more than {whole.replace('_', '-')}: correct one of them"
    if not use.active and any(getattr(use, name) for name in _COUNTS):
        return "active is no, and the row counts some use: correct one of them"
    return None


def _check_counted(facts: UsageFacts, file: PeopleFile) -> None:
    """Raise CouldNotLook if the counts must show who used the system, but some rows have none: a table of people by
    weeks has an empty cell, not a zero, if a person did nothing."""
    columns = [name for name in _COUNTS if name not in facts.lacking]
    if not columns or "active" not in facts.lacking:
        return
    silent = sum(all(getattr(use, name) is None for name in columns) for use in facts.records)
    if silent:
        raise CouldNotLook(
            f"{counted(silent, 'row')} of {len(facts.records)} in {file.file} {agreeing(silent, 'has', 'have')} "
            f"nothing in {' and '.join(columns)}, so it is unknown whether the person used the system: write 0 for no "
            "use, add the column active, or, if each row is a use, leave out "
            f"{agreeing(len(columns), 'this column', 'these columns')}"
        )


def _with_whole(facts: UsageFacts, file: PeopleFile, now: Instant) -> UsageFacts:
    """Return the facts with the period that the file covers completely. Raises CouldNotLook for an impossible
    period, and if it is unknown which rows are use."""
    _check_counted(facts, file)
    if not file.whole or file.zone is None:
        return facts
    first = day_of(min(use.week.start for use in facts.records), file.zone)
    last = day_of(max(use.week.end for use in facts.records), file.zone)
    start, end = file.whole_from or first, file.whole_to or last
    exported = facts.dated.get(file.file)
    _check_to(file, last, exported, now)
    if end < start:
        raise CouldNotLook(
            f"[people.usage] says that {file.file} is whole from {start} to {end}, and its rows are from {first} to "
            f"{last}: correct from or to"
        )
    until = min(end_of_day(end, file.zone), now if exported is None else min(exported, now)) + 1
    since = seconds_of(datetime.combine(start, time(), file.zone))
    return replace(facts, whole=(Period(since, until),) if since < until else ())


def _notes(facts: UsageFacts, zone: ZoneInfo) -> Iterator[str]:
    """Yield the days for which all use is known."""
    for period in facts.whole:
        yield f"every use from {day_of(period.start, zone)} to {day_of(period.end - 1, zone)}"
    if not facts.whole:
        yield "a missing row is unknown, and not no use: if the file has every use, add whole = true to [people.usage]"


def _check_to(file: PeopleFile, last: date, exported: Instant | None, now: Instant) -> None:
    """Raise CouldNotLook for a last day later than the file can know about."""
    to, zone = file.whole_to, file.zone
    if to is None or zone is None or to <= last:
        return
    if exported is None:
        raise CouldNotLook(
            f"to in [people.usage] is {to}, after the last row of {file.file} ({last}), and when the file was exported "
            "is unknown: add exported-at, put the day of the export into its name (usage-2027-02-14.csv), or correct to"
        )
    if to > day_of(min(exported, now), zone):
        raise CouldNotLook(
            f"to in [people.usage] is {to}, after {file.file} was exported ({day_of(exported, zone)}): export it "
            "again, or correct to"
        )


_PEOPLE = "person userid employeeid personid personnelnumber workerid employeenumber username userprincipalname upn"

USAGE = RecordTable(
    Table(
        "usage",
        "a list of the use of the system",
        "who used the system when, or how much",
        (
            Column(
                "person",
                "the id of the person, the same as on the roster",
                "person",
                required=True,
                privacy="person",
                aliases=f"{_PEOPLE} login loginname user visitorid accountid email emailaddress benutzer benutzername "
                "anmeldename utilisateur usuario",
            ),
            Column(
                "week",
                "any day or time in the week, such as that of a login; counts of several rows of a week add up",
                "when",
                required=True,
                privacy="about-person",
                aliases="week weekof weekstart weekstarting weekbeginning logintime logindate logindatetime loginat "
                "logintimestamp signindate signintime sessionstart usagedate activitydate accessdate eventtime "
                "eventdate lastlogin lastlogindate lastactivitydate lastaccess lastvisit timestamp anmeldezeit "
                "anmeldedatum anmeldung letzteanmeldung woche heuredeconnexion datedeconnexion fechadeinicio",
            ),
            Column(
                "active",
                "whether the person used the system; without this column the counts say so, and without counts the row "
                "itself",
                "flag",
                privacy="about-person",
                aliases="active isactive used hasused loginstatus loginresult status",
                filled=True,
            ),
            *(
                Column(name, meaning, "count", privacy="about-person", aliases=aliases)
                for name, meaning, aliases in (
                    ("actions", "how many actions the person took", "actions events clicks numberofevents"),
                    ("records", "how many records the person entered", "records recordscreated entries"),
                    ("complete", "those with all that the process needs", "complete completerecords"),
                    ("late", "those entered more than 24 hours after the work", "late laterecords"),
                    ("minimal", "those with the mandatory fields only", "minimal mandatoryonly"),
                    ("rushed", "those entered or changed in the last day before a deadline", "rushed beforedeadline"),
                    ("prompted", "the actions within 48 hours of a reminder", "prompted afterreminder"),
                    ("features", "how many features the person used", "features featuresused"),
                )
            ),
            Column(
                "features-of-role", "how many features the role has", "count", aliases="featuresofrole rolefeatures"
            ),
        ),
        examples=(
            ("E1001", "2026-03-02", "yes", "42", "12", "11", "1", "2", "0", "3", "5", "8"),
            ("E1001", "2026-03-09", "yes", "38", "9", "9", "0", "1", "0", "0", "6", "8"),
            ("E1002", "2026-03-02", "no", "0", "0", "0", "0", "0", "0", "0", "0", "6"),
        ),
    ),
    _use,
    UsageFacts,
    _problem,
    form=UsageForm,
    entry=UsageEntry,
    skips=_is_no_use,
    notes=_notes,
    complete=_with_whole,
)
