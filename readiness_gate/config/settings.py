"""The sections of readiness-gate.toml as settings of the sources."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

from readiness_gate.config.covers import covers
from readiness_gate.config.required import RESERVED_ROLES
from readiness_gate.config.schema.files import ConfigurationFile, MilestoneEntry
from readiness_gate.model.date_format import date_format
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.model.settings.jira import (
    SEVERITIES,
    CsvDates,
    IssueFilter,
    JiraSettings,
    Marks,
    Severity,
    SeverityScheme,
)
from readiness_gate.model.settings.people import PeopleSettings
from readiness_gate.sources.git.platforms import Platform
from readiness_gate.sources.git.settings import git
from readiness_gate.sources.jira.tables import Approved, Filter, Jira, Workaround
from readiness_gate.sources.jira.tables import Severity as SeverityTable
from readiness_gate.sources.people.settings import people_file
from readiness_gate.sources.people.tables import People
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem
from readiness_gate.toml.values import instant_of, start_of


def settings(
    file: ConfigurationFile, place: Place, root: Path, platform: Platform, problems: list[Problem]
) -> Settings:
    """The settings of a configuration on its platform; what the tables say against each other is added to the
    problems."""
    zone = ZoneInfo(file.program.timezone) if file.program.timezone else None
    if zone is None and _has_dates(file):
        what = '"timezone" is missing in program: a date means a day in a time zone, such as timezone = "Europe/Berlin"'
        problems.append(place.problem(what, "program", "timezone"))
    return Settings(
        program=file.program.name,
        root=root,
        zone=zone,
        git=git(file.git, platform, place, problems),
        covers=covers(file, place, problems),
        jira=_jira(file.jira, zone, place, problems) if file.jira else None,
        people=_people(file.people, zone, place, problems) if file.people else None,
        plugins=file.plugins,
    )


def milestone(
    name: str, entry: MilestoneEntry, zone: ZoneInfo | None, place: Place, problems: list[Problem]
) -> Milestone:
    """A milestone; its kind is its own name unless another is given. What its roster says against itself is added to
    the problems."""
    own = place.at("milestones", name, "roster")
    return Milestone(
        name=name,
        kind=entry.kind or name,
        date=entry.date,
        packs=tuple(entry.packs),
        freeze=entry.freeze,
        policy_lock=entry.policy_lock,
        version=entry.version,
        tags=frozenset(entry.tags or ()),
        roster=people_file(entry.roster, "roster", zone, own, problems) if entry.roster else None,
    )


def _has_dates(file: ConfigurationFile) -> bool:
    people = (file.people.roster, file.people.completions, file.people.calendar) if file.people else ()
    exported = [each.exported_at for each in (file.jira, *people) if each is not None]
    created = file.jira.filter.created_after if file.jira and file.jira.filter else None
    return bool(file.milestones) or created is not None or any(type(each) is dt.date for each in exported)


def _jira(jira: Jira, zone: ZoneInfo | None, place: Place, problems: list[Problem]) -> JiraSettings:
    if not jira.url and not jira.export:
        what = 'jira needs "url", the address of a Jira, or "export", a file with the issues'
        problems.append(place.problem(what, "jira"))
    if jira.url and not jira.export and not jira.projects:
        problems.append(place.problem('jira needs "projects", the keys of those that are read', "jira", "projects"))
    if jira.issues is not None and not jira.export:
        what = 'jira.issues is the number of issues in an export: add "export", or remove it'
        problems.append(place.problem(what, "jira", "issues"))
    if jira.jql and jira.export:
        what = "jira.jql selects from a live Jira, and jira.export is a file: use jira.filter, or remove one of the two"
        problems.append(place.problem(what, "jira", "jql"))
    return JiraSettings(
        url=jira.url.rstrip("/") if jira.url else None,
        export=jira.export,
        exported_at=instant_of(jira.exported_at, zone),
        severity=_severity(jira.severity, place, problems),
        defect_types=tuple(jira.defect_types),
        not_defects=tuple(jira.not_defects or ()),
        no_defects=tuple(jira.no_defects or ()),
        statuses=jira.statuses or {},
        projects=tuple(jira.projects or ()),
        canary=tuple(jira.canary or ()),
        issues=jira.issues,
        approved=_approved(jira.approved),
        workaround=_workaround(jira.workaround),
        cloud_id=jira.cloud_id,
        csv=CsvDates(ZoneInfo(jira.csv.timezone), date_format(jira.csv.dates)) if jira.csv else None,
        filter=_filter(jira.filter, zone) if jira.filter else None,
        jql=jira.jql,
    )


def _filter(table: Filter, zone: ZoneInfo | None) -> IssueFilter:
    return IssueFilter(
        labels=tuple(table.labels or ()),
        components=tuple(table.components or ()),
        fix_versions=tuple(table.fix_versions or ()),
        affected_versions=tuple(table.affected_versions or ()),
        created_after=table.created_after,
        created_since=start_of(table.created_after, zone),
    )


def _approved(table: Approved | None) -> Marks:
    return Marks(frozenset(table.labels or ()), frozenset(table.statuses or ())) if table else Marks()


def _workaround(table: Workaround | None) -> Marks:
    return Marks(labels=frozenset(table.labels or ()), field=table.field) if table else Marks()


def _severity(table: SeverityTable, place: Place, problems: list[Problem]) -> SeverityScheme:
    names: dict[str, Severity] = {}
    for severity in SEVERITIES:
        for index, name in enumerate(getattr(table, severity) or ()):
            if names.setdefault(name, severity) != severity:
                what = f'"{name}" is {names[name]} already: a value means one severity'
                problems.append(place.problem(what, "jira", "severity", severity, index, at_value=True))
    return SeverityScheme(table.field, names, table.unset)


def _people(people: People, zone: ZoneInfo | None, place: Place, problems: list[Problem]) -> PeopleSettings:
    for role in people.required or ():
        if role in RESERVED_ROLES:
            what = f'a role cannot be called "{role}": the signal training.coverage means something else by it'
            problems.append(place.problem(what, "people", "required", role))
    required = {role: tuple(modules) for role, modules in people.required.items()} if people.required else None
    roster, completions, calendar = (
        people_file(entry, kind, zone, place.at("people", kind), problems) if entry else None
        for kind, entry in (
            ("roster", people.roster),
            ("completions", people.completions),
            ("calendar", people.calendar),
        )
    )
    return PeopleSettings(roster, completions, required, calendar)
