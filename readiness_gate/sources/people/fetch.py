"""The facts of people: the roster and the training completions."""

from collections.abc import Iterator

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.people import PeopleFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.settings.people import PeopleSettings
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted
from readiness_gate.sources.people import completions as of_completions
from readiness_gate.sources.people import roster as of_roster
from readiness_gate.sources.people.age import check_exported, dated, named
from readiness_gate.sources.people.completions import Completions, read_completions
from readiness_gate.sources.people.declared import COMPLETIONS, ROSTER
from readiness_gate.sources.people.hints import lookalikes, other_spellings
from readiness_gate.sources.people.problems import refuse
from readiness_gate.sources.people.roster import Roster, read_roster
from readiness_gate.sources.people.rows import Rows
from readiness_gate.waiting import doing


def fetch(settings: Settings, _needs: Needs, now: Instant, read: Reader) -> PeopleFacts:
    """Return the roster and, if configured, the completions.

    Raises CouldNotLook if there is no roster, or if either is not reliable, with all problems of both.
    """
    with doing("Reading the people files"):
        return _fetch(settings, now, read)


def _fetch(settings: Settings, now: Instant, read: Reader) -> PeopleFacts:
    people = settings.people or PeopleSettings()
    roster_file, completions_file = people.roster, people.completions
    if roster_file is None:
        raise CouldNotLook('no roster is configured: add roster = "…" to [people], a file with person, role')
    rows = Rows(ROSTER, roster_file, settings.zone, of_roster.EARLIEST).open(read)
    roster, completions = read_roster(rows), Completions()
    problems = {roster_file.file: rows.problems}
    if completions_file is not None:
        completed_rows = Rows(COMPLETIONS, completions_file, settings.zone, of_completions.EARLIEST).open(
            read, _modules(people)
        )
        completions = read_completions(completed_rows)
        problems[completions_file.file] = completed_rows.problems
    refuse(problems)
    files = [file for file in (roster_file, completions_file) if file is not None]
    for file in files:
        check_exported(file, now)
    if not roster.members:
        gone = f" (all {roster.left} rows are of people who left, by active)" if roster.left else ""
        raise CouldNotLook(
            f"the roster {roster_file.file} has no people{gone}, so there are no shares: export it again"
        )
    return PeopleFacts(
        _provenance(people, roster, completions, now),
        tuple(roster.members),
        tuple(completions.completed),
        tuple(_uncounted(people, roster, completions)),
        tuple(_hints(people, roster, completions)),
        dated(files, settings.zone, now),
        completions_file is not None,
    )


def _modules(people: PeopleSettings) -> list[str]:
    """Return every module that some role requires, once."""
    return list(dict.fromkeys(module for modules in (people.required or {}).values() for module in modules))


def _provenance(people: PeopleSettings, roster: Roster, completions: Completions, now: Instant) -> Provenance:
    times = [
        *(row.since for row in roster.members if row.since is not None),
        *(completion.completed_at for completion in completions.completed),
    ]
    files = [people.roster, people.completions]
    return Provenance(
        source="people",
        identity=", ".join(named(file) for file in files if file is not None),
        asked="everybody on the roster" + (", and every completion" if people.completions else ""),
        records=len(roster.members) + len(completions.completed),
        observed_at=max((time for time in times if time <= now), default=None),
    )


def _uncounted(people: PeopleSettings, roster: Roster, completions: Completions) -> Iterator[str]:
    """Yield how many rows do not count, and why, in words."""
    if roster.left:
        yield f"{counted(roster.left, 'row')} of the roster {'is' if roster.left == 1 else 'are'} of people who left"
    name = people.completions.file if people.completions else ""
    yield from (f"{why} in {name}" for why in completions.left_out)


def _hints(people: PeopleSettings, roster: Roster, completions: Completions) -> Iterator[str]:
    if people.roster is not None and people.completions is not None:
        file, completed = people.completions.file, (completion.module for completion in completions.completed)
        yield from lookalikes(people.roster.file, roster.spots, file, completions.spots)
        yield from other_spellings(file, _modules(people), completed)
    if not completions.completed and completions.uncounted:
        yield "no row of the completions counts: check completed, passing-score and columns in [people.completions]"
