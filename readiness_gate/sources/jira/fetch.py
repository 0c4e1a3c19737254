"""The facts of Jira, read live or from an export."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts import Issue, JiraFacts, Provenance
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings import JiraSettings, Reader, Settings, SeverityScheme
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.model.time import Instant, day_of, end_of_day, instant, iso
from readiness_gate.signals.spec import some
from readiness_gate.sources.jira import files, pages, table
from readiness_gate.sources.jira.history import Names, Now, with_past

_DONE = "done"
_CATEGORIES = ("new", "indeterminate", _DONE, "undefined")
_SITE = re.compile(r"(https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9_-]+)??)/rest/.*", re.ASCII | re.DOTALL)


def fetch(settings: Settings, needs: Needs, now: Instant, _read: Reader) -> JiraFacts:
    """The issues, from the export if there is one, else from the Jira itself. Raises CouldNotLook when they are
    missing, or cannot be proven to be all."""
    jira = _settings(settings, now)
    if jira.export is None:
        return _live(jira, needs, now)
    content = files.read(settings.root / jira.export, jira.export)
    if table.is_one(content, jira.export, jira):
        return _exported(table.issues(content, jira.export, jira, now), jira, jira.export)
    return _exported(pages.issues(content, jira.export), jira, jira.export)


def _exported(found_in_it: Sequence[pages.Json], jira: JiraSettings, export: str) -> JiraFacts:
    rows = _in_projects(found_in_it, jira)
    newest = _known_from(rows, jira)
    found = issues(rows, jira, f"the export {export}")
    scope = f"projects {', '.join(jira.projects)}" if jira.projects else "every project in it"
    provenance = Provenance(
        source="jira",
        identity=f"export {export}",
        asked=f"issues of {scope}, as of {iso(jira.exported_at or newest)}",
        records=len(found),
        observed_at=jira.exported_at or newest,
    )
    return JiraFacts(provenance, found, newest)


def _live(jira: JiraSettings, needs: Needs, now: Instant) -> JiraFacts:
    from readiness_gate.sources.jira import live  # noqa: PLC0415 - what speaks HTTP is slow to load

    answered = live.read(jira, needs, now)
    found = issues(answered.rows, replace(jira, url=answered.address), "the answer of Jira", answered.statuses)
    provenance = Provenance(
        source="jira",
        identity=f"{answered.account} at {answered.address}",
        asked=f"all issues of {', '.join(jira.projects)}",
        records=len(found),
        observed_at=now,
    )
    return JiraFacts(provenance, found, now, answered.doubts)


def issues(
    rows: Sequence[pages.Json], jira: JiraSettings, shown: str, statuses: Iterable[object] = ()
) -> tuple[Issue, ...]:
    """The issues of some rows of the search API, sorted by their keys; `statuses` are those that Jira knows besides."""
    severity = _severity_of(jira.severity, rows, shown)
    names = names_in(rows, jira, statuses)
    found = tuple(sorted((_with_past(row, jira, severity, names) for row in rows), key=lambda issue: issue.key))
    _check_canary(found, jira, shown)
    return found


def _settings(settings: Settings, now: Instant) -> JiraSettings:
    """What is configured, with a time of export that has come: today, as a day, means now."""
    jira, zone = settings.jira, settings.zone or ZoneInfo("UTC")
    if jira is None:
        raise CouldNotLook(
            'no issues are configured: provide url = "…" in [jira], or export = "…", a file of the search API\'s JSON '
            "or of Jira's CSV"
        )
    if jira.exported_at is None:
        return jira
    if jira.exported_at > end_of_day(day_of(now, zone), zone):
        raise CouldNotLook(
            f"jira.exported-at ({iso(jira.exported_at)}) lies in the future (it is {iso(now)}), and would make an old "
            "export look new: correct it"
        )
    return replace(jira, exported_at=min(jira.exported_at, now))


def _in_projects(rows: Sequence[pages.Json], jira: JiraSettings) -> list[pages.Json]:
    """The issues of the configured projects, of which every one must be there to be seen."""
    if not jira.projects:
        return list(rows)
    chosen = [row for row in rows if _project(row) in jira.projects]
    missing = sorted(set(jira.projects) - {_project(row) for row in chosen})
    if missing:
        seen = some(sorted({_project(row) for row in rows}))
        raise CouldNotLook(
            f"the export {jira.export} has no issue of the project {missing[0]} (it has: {seen}): either the account "
            "that exported it may not browse that project, or jira.projects is wrong"
        )
    return chosen


def _project(row: pages.Json) -> str:
    return str(row["key"]).rpartition("-")[0]


def _known_from(rows: Sequence[pages.Json], jira: JiraSettings) -> Instant:
    """The instant from which on the issues stood as they are: the newest update."""
    updates = [_time(row, "updated", jira) for row in rows]
    missing = updates.count(None)
    times = [time for time in (*updates, *(_time(row, "created", jira) for row in rows)) if time is not None]
    newest = max(times, default=jira.exported_at)
    if newest is None or (missing and jira.exported_at is None):
        raise CouldNotLook(
            f"{missing} issues of the export {jira.export} have no time of update, so nobody can tell when they stood "
            'so: export the field "updated", or give exported-at in [jira]'
        )
    if jira.exported_at is not None and jira.exported_at < newest:
        raise CouldNotLook(
            f"the export {jira.export} has an issue created or updated on {iso(newest)}, after jira.exported-at "
            f"({iso(jira.exported_at)}): correct exported-at"
        )
    return jira.exported_at if missing and jira.exported_at is not None else newest


def _time(row: pages.Json, name: str, jira: JiraSettings) -> Instant | None:
    text = row["fields"].get(name)
    if text is None:
        return None
    try:
        return instant(text)
    except (TypeError, ValueError) as error:
        raise CouldNotLook(f"{jira.export or 'Jira'}: {row['key']} has no usable time {name}: {error}") from error


def _severity_of(scheme: SeverityScheme, rows: Sequence[pages.Json], shown: str) -> Callable[[pages.Json], str]:
    """How to tell the value of the severity field of an issue; the field must be in the export."""
    if not any(scheme.field in row["fields"] for row in rows):
        raise CouldNotLook(
            f'no issue of {shown} has the field "{scheme.field}" that jira.severity names: export it, or '
            "name the field by its id (customfield_…)"
        )
    return lambda row: _name(row["fields"].get(scheme.field)) or ""


def _name(value: object) -> str | None:
    """The name of a value, whether Jira sends a text, a priority or an option of a custom field."""
    table = as_mapping(value)
    name = value if table is None else table.get("name", table.get("value"))
    return name if isinstance(name, str) else None


def _issue(row: pages.Json, jira: JiraSettings, severity: Callable[[pages.Json], str]) -> Issue:
    fields: Mapping[str, Any] = row["fields"]
    key = str(row["key"])
    type_ = (_name(fields.get("issuetype")) or "").strip()
    if not type_:
        raise CouldNotLook(
            f'{jira.export or "Jira"}: {key} has no type, so nobody can tell whether it is a defect: export "issuetype"'
        )
    return Issue(
        key=key,
        type=type_,
        done=_done(fields.get("status")),
        severity=jira.severity.names.get(severity(row)),
        severity_given=severity(row),
        created=_time(row, "created", jira),
        summary=str(fields.get("summary") or ""),
        url=_url(row, jira),
        status=_name(fields.get("status")) or "",
        labels=frozenset(each for each in as_sequence(fields.get("labels")) or () if isinstance(each, str)),
        versions=frozenset(filter(None, map(_name, as_sequence(fields.get("fixVersions")) or ()))),
        workaround=_is_filled(fields.get(jira.workaround.field)) if jira.workaround.field else None,
    )


def _with_past(row: pages.Json, jira: JiraSettings, severity: Callable[[pages.Json], str], names: Names) -> Issue:
    """An issue with how it stood before, if its changelog was exported."""
    issue = _issue(row, jira, severity)
    if "changelog" not in row:
        return issue
    return with_past(issue, ids(row["fields"], jira), row["changelog"], names, jira, _time(row, "updated", jira))


def names_in(rows: Sequence[pages.Json], jira: JiraSettings, statuses: Iterable[object] = ()) -> Names:
    """What ids are called today, by the issues that have them, and by the statuses that Jira lists."""
    all_fields = [row["fields"] for row in rows]
    return Names(
        severities={id_: _name(value) or "" for id_, value in _values(all_fields, jira.severity.field)},
        types={id_: _name(value) or "" for id_, value in _values(all_fields, "issuetype")},
        versions={id_: _name(value) or "" for id_, value in _values(all_fields, "fixVersions")},
        statuses={
            id_: (_name(value) or "", _done(value))
            for id_, value in _values([*({"status": each} for each in statuses), *all_fields], "status")
        },
    )


def _values(all_fields: Iterable[Mapping[str, Any]], name: str) -> Iterator[tuple[str, object]]:
    """Every value of a field with its id, of one or of many values."""
    for fields in all_fields:
        value = fields.get(name)
        for each in as_sequence(value) or [value]:
            table = as_mapping(each)
            if table is not None and table.get("id") is not None:
                yield str(table["id"]), table


def ids(fields: Mapping[str, Any], jira: JiraSettings) -> Now:
    """The ids of how an issue stands."""
    versions = as_sequence(fields.get("fixVersions"))
    return Now(
        status=_id(fields.get("status")),
        severity=_id(fields.get(jira.severity.field)),
        type=_id(fields.get("issuetype")),
        versions=None if versions is None else frozenset(filter(None, map(_id, versions))),
    )


def _id(value: object) -> str | None:
    found = (as_mapping(value) or {}).get("id")
    return None if found is None else str(found)


def _done(status: object) -> bool | None:
    """Whether a status is of the done category; None when its category is not known."""
    category = as_mapping((as_mapping(status) or {}).get("statusCategory")) or {}
    key = category.get("key")
    return key == _DONE if key in _CATEGORIES else None


def _is_filled(value: object) -> bool:
    """Whether a field has anything: a text that is not blank, a document, an option, or a list of them."""
    return bool(value.strip() if isinstance(value, str) else value)


def _url(row: pages.Json, jira: JiraSettings) -> str:
    """Where a person opens the issue: below jira.url, else on the site that the export says it came from."""
    site = _SITE.fullmatch(str(row.get("self")))
    base = jira.url or (site and site[1])
    return f"{base}/browse/{row['key']}" if base else ""


def _check_canary(found: Sequence[Issue], jira: JiraSettings, shown: str) -> None:
    if jira.canary is not None and jira.canary not in {issue.key for issue in found}:
        raise CouldNotLook(
            f"the issue {jira.canary}, which must always be visible (jira.canary), is not in {shown}: it does not show "
            "everything"
        )
