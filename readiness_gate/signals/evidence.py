"""The signal on the age of the evidence itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import GitFacts, Touch
from readiness_gate.model.facts.people import PeopleFacts
from readiness_gate.model.facts.records import RecordFacts
from readiness_gate.model.levers import Work
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.settings.people import DAILY_TABLES, PeopleFile, PeopleSettings
from readiness_gate.model.time import DAY, Instant, When, iso
from readiness_gate.signals.signal import Signal
from readiness_gate.signals.views import history


def _needs(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(
        frozenset({"git", "jira", "people"}), GitNeed(newest=as_of, since=as_of, oldest=as_of, people_files=True)
    )


def age(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the days since the oldest source was up to date.

    A live read is 0 days old, and so is a repository, however quiet. An export is as old as its export time. A people
    file is as old as its export time; without one, as its first landing with the same content; if the mainline has no
    such version, as the date in its name or the newest time in its rows. The end of a role is planned and does not
    count. Of the other tables, only those count that change with the daily work and that rules of the gate read.
    """
    git, jira, people = facts.require_git(), facts.require_jira(), facts.require_people()
    history.check_known(git, as_of)
    files = _files(facts.settings.people, people)
    known = [(jira.provenance.identity, jira.provenance.observed_at or as_of)]
    known += [(file.file, _time_of(file, rows, people.dated, git, as_of)) for file, rows in files]
    known += [
        (file.file, _time_of(file, _times(table.records, as_of), table.dated, git, as_of))
        for file, table in _tables(facts)
    ]
    oldest_first = sorted(known, key=lambda source: source[1])
    oldest, moment = oldest_first[0]
    ages = tuple(max(as_of - when, 0) / DAY for _, when in oldest_first)
    return Measured(
        ages[0],
        f"The oldest source is {oldest}, of {iso(moment)}.",
        tuple(Evidence("source", name, f"of {iso(when)}") for name, when in oldest_first),
        shortfall=f"evidence {ages[0]:.0f} days old ({oldest})",
        levers=(_exporting(oldest, ages),) if oldest == jira.provenance.identity else (),
    )


AGE = Signal(
    name="evidence.age",
    unit="days",
    sources=("git", "jira", "people"),
    meaning=(
        "Days since the oldest source was up to date: an export since it was made, people files since their text came."
    ),
    needs=_needs,
    measure=age,
    topic="how old the evidence is",
    only_now="is about the evidence of today: today's exports are never old as of a past time",
)


def _exporting(oldest: str, ages: tuple[float, ...]) -> Work:
    """Return the work of exporting the issues again, if these are the oldest source: without an export time, an
    export is as old as its newest change. Exporting a people file again may not help, because its age depends on its
    content."""
    one = "file again, and give its time with --exported-at"
    return Work("export", one, one, ages[:2], (oldest.removeprefix("export "),))


def _files(settings: PeopleSettings | None, people: PeopleFacts) -> list[tuple[PeopleFile, list[Instant]]]:
    """Return the roster and any completions, each with the times in its rows that show when something happened."""
    if settings is None or settings.roster is None or (people.has_completions and settings.completions is None):
        raise CannotMeasure("the age of the people files is unknown: add roster and completions to [people]")
    files = [(settings.roster, [row.since for row in people.roster if row.since is not None])]
    if settings.completions is not None:
        files.append((settings.completions, [done.completed_at for done in people.completions]))
    return files


def _tables(facts: Facts) -> Iterator[tuple[PeopleFile, RecordFacts]]:
    """Return the tables from files that change with the daily work and that rules of the gate read."""
    settings = facts.settings.people or PeopleSettings()
    for key in DAILY_TABLES:
        table, file = facts.sources.get(key), settings.records.get(key)
        if file is not None and isinstance(table, RecordFacts):
            yield file, table


def _times(records: Iterable[object], as_of: Instant) -> list[Instant]:
    """Return the times in the records that may have existed by `as_of`; for a day, its end. A record made later is
    left out even if it is about earlier work: it must not make the file look younger."""
    held: Iterable[Any] = records
    there = (record for record in held if all(when.start <= as_of for when in _made(record)))
    values = (getattr(record, field.name) for record in there for field in fields(record))
    return [value.end for value in values if isinstance(value, When)]


def _made(record: Any) -> Iterator[When]:  # noqa: ANN401 - a record of any table
    """Return the times that every such record must have."""
    values = (getattr(record, field.name) for field in fields(record) if field.default is MISSING)
    return (value for value in values if isinstance(value, When))


def _time_of(
    file: PeopleFile, rows: Sequence[Instant], dated: Mapping[str, Instant], git: GitFacts, as_of: Instant
) -> Instant:
    """Return the time of a people file: its export time, else when its content landed, else the date in its name,
    else the newest time in its rows."""
    path = git.files.get(file.file, "")
    if path in git.tree_at(as_of):
        return _time_of_landed(file, history.last_touches(git, as_of).get(path), git)
    if file.exported_at is not None:
        return file.exported_at
    newest = max((moment for moment in rows if moment <= as_of), default=None)
    moment = dated.get(file.file, newest)
    if moment is None:
        raise CannotMeasure(_ageless(file))
    return moment


def _time_of_landed(file: PeopleFile, landed: Touch | None, git: GitFacts) -> Instant:
    """Return the time of a people file whose content is on the mainline."""
    if file.exported_at is None:
        if landed is None:
            raise CannotMeasure(history.why_cut_off(git) or _ageless(file))
        return _first_held(git, git.files[file.file], landed.landed)
    if landed is not None and landed.landed < file.exported_at:
        raise CannotMeasure(
            f"{file.file} landed on {iso(landed.landed)} and cannot have been exported later, on "
            f"{iso(file.exported_at)}: correct {file.said_by or 'exported-at'}"
        )
    return file.exported_at


def _first_held(git: GitFacts, path: str, landed: Instant) -> Instant:
    """Return when the content of a people file first landed, at any path: touching or moving a file does not make it
    younger. Raises CannotMeasure if history is truncated before that."""
    first = git.first_held.get(path)
    if first is None:
        return landed
    cut_off = history.begins_cut_off(git, [path])
    if cut_off is not None and first.landed <= cut_off < landed:
        raise CannotMeasure(history.why_cut_off(git) or "")
    return min(first.landed, landed)


def _ageless(file: PeopleFile) -> str:
    return (
        f"the age of {file.file} is unknown: it is not on the mainline as it is here, and neither its name nor a row "
        "has a date; commit it, put the day of the export into its name (roster-2027-02-14.csv), add exported-at to "
        "its section in [people], or give --exported-at people=2027-02-14"
    )


SIGNALS = (AGE,)
