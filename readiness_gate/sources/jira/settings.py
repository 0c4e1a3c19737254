"""[jira] as settings of the issues."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from readiness_gate.model.date_format import date_format
from readiness_gate.model.settings.jira import (
    CARRIED_OUT,
    SEVERITIES,
    Collection,
    CsvDates,
    IssueFilter,
    JiraSettings,
    Marks,
    Severity,
    SeverityScheme,
)
from readiness_gate.sources.jira.collecting import COLUMNS
from readiness_gate.sources.jira.tables import Approved, Csv, Filter, Jira, Workaround
from readiness_gate.sources.jira.tables import Collection as CollectionTable
from readiness_gate.sources.jira.tables import Severity as SeverityTable
from readiness_gate.sources.source import Context
from readiness_gate.toml.values import instant_of, start_of


def has_days(table: Jira) -> bool:
    """Return whether the table has days, which are days in the program's time zone."""
    selecting = [*filter(None, [table.filter]), *(table.collections or ())]
    return type(table.exported_at) is dt.date or any(one.created_after is not None for one in selecting)


def jira_settings(table: Jira, context: Context) -> JiraSettings:
    """Return the settings of the issues; contradictions in the table are added to the problems."""
    _check_origin(table, context)
    _check_live(table, context)
    return JiraSettings(
        url=table.url.rstrip("/") if table.url else None,
        export=table.export,
        exported_at=instant_of(table.exported_at, context.zone),
        severity=_severity(table.severity, context),
        defect_types=tuple(table.defect_types),
        not_defects=tuple(table.not_defects or ()),
        no_defects=tuple(table.no_defects or ()),
        statuses=table.statuses or {},
        projects=tuple(table.projects or ()),
        canary=tuple(table.canary or ()),
        issues=table.issues,
        approved=_approved(table.approved),
        workaround=_workaround(table.workaround),
        cloud_id=table.cloud_id,
        csv=_csv(table.csv) if table.csv else None,
        filter=_filter(table.filter, context.zone) if table.filter else None,
        jql=table.jql,
        collections=_collections(table.collections or (), context),
    )


def _csv(table: Csv) -> CsvDates:
    return CsvDates(ZoneInfo(table.timezone), date_format(table.dates), table.delimiter or ",")


def _collections(tables: Sequence[CollectionTable], context: Context) -> tuple[Collection, ...]:
    """Return the collections; duplicate names, and fields for unknown columns, are added to the problems."""
    seen: set[str] = set()
    for index, table in enumerate(tables):
        if table.name in seen:
            what = f'there are two collections "{table.name}": put what they select into one'
            context.problem(what, "jira", "collections", index, "name", at_value=True)
        seen.add(table.name)
        for column in sorted(set(table.fields or ()) - set(COLUMNS[table.name])):
            known = ", ".join(COLUMNS[table.name]) or "none"
            what = f'"{column}" is not a column of {table.name} that a field can fill; these are: {known}'
            context.problem(what, "jira", "collections", index, "fields", column)
    return tuple(_collection(table, context.zone) for table in tables)


def _collection(table: CollectionTable, zone: ZoneInfo | None) -> Collection:
    return Collection(
        name=table.name,
        projects=tuple(table.projects or ()),
        types=tuple(table.types or ()),
        filter=_filter(table, zone),
        fields=table.fields or {},
        automation=frozenset(table.automation or ()),
        internal_counts=table.internal is not None,
        sla=table.sla,
        resolutions=tuple(table.resolutions) if table.resolutions else CARRIED_OUT,
    )


def _check_origin(table: Jira, context: Context) -> None:
    """Add what is missing to read the issues from anywhere."""
    if not table.url and not table.export:
        what = 'jira needs "url", the address of a Jira, or "export", a file with the issues'
        context.problem(what, "jira")
    if table.url and not table.export and not table.projects:
        context.problem('jira needs "projects", the keys of those that are read', "jira", "projects")


def _check_live(table: Jira, context: Context) -> None:
    """Add keys that are only for an export, or only for a live Jira."""
    if table.issues is not None and not table.export:
        what = 'jira.issues is the number of issues in an export: add "export", or remove it'
        context.problem(what, "jira", "issues")
    if table.jql and table.export:
        what = "jira.jql selects from a live Jira, and jira.export is a file: use jira.filter, or remove one of the two"
        context.problem(what, "jira", "jql")


def _filter(table: Filter | CollectionTable, zone: ZoneInfo | None) -> IssueFilter:
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


def _severity(table: SeverityTable, context: Context) -> SeverityScheme:
    names: dict[str, Severity] = {}
    for severity in SEVERITIES:
        for index, name in enumerate(getattr(table, severity) or ()):
            if names.setdefault(name, severity) != severity:
                what = f'"{name}" is {names[name]} already: a value means one severity'
                context.problem(what, "jira", "severity", severity, index, at_value=True)
    return SeverityScheme(table.field, names, table.unset)
