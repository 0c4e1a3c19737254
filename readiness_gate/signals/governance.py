"""Signals on the evidence itself."""

from collections.abc import Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.facts.people import PeopleFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.model.time import DAY, Instant, iso
from readiness_gate.signals import history
from readiness_gate.signals.spec import Signal


def _needs(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"git", "jira", "people"}), GitNeed(as_of, as_of, as_of, people_files=True))


def age(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Days since the oldest source was up to date.

    A live read is 0 days old, and so is a repository, however quiet. An export is as old as the time it was made at. So
    is a people file, if that time is given; else it is as old as its last landing, or where the mainline does not have
    it as it is, as the day in its name or the newest time in it. The end of a role is planned, and says nothing.
    """
    git, jira, people = facts.require_git(), facts.require_jira(), facts.require_people()
    history.check_known(git, as_of)
    files = _files(facts.settings.people, people)
    known: list[tuple[str, Instant]] = [(jira.provenance.identity, jira.provenance.observed_at or as_of)]
    for file, rows in files:
        moment = _time_of(file, rows, people, git, as_of)
        known.append((file.file, moment))
    oldest, moment = min(known, key=lambda each: each[1])
    return Measured(
        max(as_of - moment, 0) / DAY,
        f"The oldest source is {oldest}, of {iso(moment)}.",
        tuple(Evidence("source", name, f"of {iso(when)}") for name, when in sorted(known, key=lambda each: each[1])),
    )


def _files(settings: PeopleSettings | None, people: PeopleFacts) -> list[tuple[PeopleFile, list[Instant]]]:
    """The roster and the completions, each with the times in its rows that say when something was."""
    if settings is None or settings.roster is None or settings.completions is None:
        raise CannotMeasure("the age of the people files is unknown: add roster and completions to [people]")
    rows = [row.since for row in people.roster if row.since is not None]
    return [(settings.roster, rows), (settings.completions, [each.completed_at for each in people.completions])]


def _time_of(file: PeopleFile, rows: Sequence[Instant], people: PeopleFacts, git: GitFacts, as_of: Instant) -> Instant:
    """The time that a people file is known to be of: as somebody says, else when it landed as it is, else by its name,
    else the newest time in it."""
    path = git.files.get(file.file, "")
    is_there = path in history.tree_at(git, as_of)
    landed = history.last_touches(git, as_of).get(path) if is_there else None
    if file.exported_at is not None:
        if landed is not None and landed.landed < file.exported_at:
            raise CannotMeasure(
                f"{file.file} landed on {iso(landed.landed)} and cannot have been exported later, on "
                f"{iso(file.exported_at)}: correct {file.said_by or 'exported-at'}"
            )
        return file.exported_at
    if is_there:
        if landed is None:
            raise CannotMeasure(history.why_cut_off(git) or _ageless(file))
        return landed.landed
    newest = max((moment for moment in rows if moment <= as_of), default=None)
    moment = people.dated.get(file.file, newest)
    if moment is None:
        raise CannotMeasure(_ageless(file))
    return moment


def _ageless(file: PeopleFile) -> str:
    return (
        f"the age of {file.file} is unknown: it is not on the mainline as it is here, and neither its name nor a row "
        "has a date; commit it, put the day of the export into its name (roster-2027-02-14.csv), add exported-at to "
        "its section in [people], or give --exported-at people=2027-02-14"
    )


SIGNALS = (
    Signal(
        "evidence.age",
        "days",
        ("git", "jira", "people"),
        "Days since the oldest source was up to date: an export since it was made, a people file since it last landed.",
        _needs,
        age,
    ),
)
