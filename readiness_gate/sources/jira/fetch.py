"""The facts of Jira, read live or from an export."""

from collections.abc import Sequence
from dataclasses import replace

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.issue_types import not_counted
from readiness_gate.model.links import leads_out
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.time import Instant, day_of, end_of_day, iso
from readiness_gate.model.wording import agreeing, counted, some
from readiness_gate.sources.jira import files, formats, pages, selection, table, whole
from readiness_gate.sources.jira.changelog import last_change
from readiness_gate.sources.jira.rows import Draft, IssueReader
from readiness_gate.sources.jira.shapes import Json
from readiness_gate.sources.jira.table import SKEW


def fetch(settings: Settings, needs: Needs, now: Instant, read: Reader) -> JiraFacts:
    """Return the issues, from the export if there is one, else from Jira itself. Raises CouldNotLook if they are
    missing, or cannot be proven complete."""
    jira = _settings(settings, now)
    if jira.export is None:
        return _live(jira, needs, now)
    content = _content(settings, jira.export, read)
    formats.refuse_foreign(content, jira.export)
    if table.is_one(content, jira.export, jira):
        export = pages.Export(table.issues(content, jira.export, jira, now))
    else:
        export = pages.export(content, jira.export)
    whole.check_count(len(export.issues), jira)
    return _exported(export, jira, jira.export, now)


def _content(settings: Settings, export: str, read: Reader) -> bytes | bytearray:
    """Return the content of an export; if the policy comes from a ref, the version at that ref, because a change
    must not bring its own evidence."""
    if settings.policy_ref:
        return files.read_with(read, export)
    if leads_out(settings.root, export):
        raise CouldNotLook(f"the export {export} leads out of its folder through a symbolic link: name the file itself")
    return files.read(settings.root / export, export)


def _exported(export: pages.Export, jira: JiraSettings, name: str, now: Instant) -> JiraFacts:
    shown = f"the export {name}"
    reader = IssueReader(jira, shown)
    drafts = [reader.read(row) for row in _in_projects(export.issues, jira)]
    newest = _known_from(drafts, jira, now)
    issues = reader.issues(drafts)
    keys = [issue.key for issue in issues]
    whole.check_canary(keys, jira, shown)
    ranges = whole.keys(keys)
    whole.check_export(ranges, len(export.issues), jira, says_whole=export.says_whole)
    remarks = whole.of_export(ranges, jira)
    inside, outside = reader.divided(issues)
    provenance = Provenance(
        source="jira",
        identity=f"export {name}",
        asked=_asked(jira, newest),
        records=len(issues),
        observed_at=jira.exported_at or newest,
        doubts=remarks.doubts,
        notes=(*remarks.notes, *selection.notes(jira, len(inside), len(outside)), *not_counted(inside, jira)),
    )
    return JiraFacts(provenance, inside, newest, outside, reader.collectors.collected())


def _asked(jira: JiraSettings, newest: Instant) -> str:
    """Return, in words, which issues of an export are read, and its time."""
    scope = f"projects {', '.join(jira.projects)}" if jira.projects else "every project in it"
    by = f", by {jira.said_by}" if jira.said_by else ""
    return f"issues of {scope}, as of {iso(jira.exported_at or newest)}{by}"


def _live(jira: JiraSettings, needs: Needs, now: Instant) -> JiraFacts:
    from readiness_gate.sources.jira import live  # noqa: PLC0415 - what speaks HTTP is slow to load

    answered = live.read(jira, needs, now)
    keys = [issue.key for issue in (*answered.issues, *answered.outside)]
    whole.check_canary(keys, jira, "the answer of Jira")
    remarks = whole.of_live(whole.keys(keys), jira)
    provenance = Provenance(
        source="jira",
        identity=f"{answered.account} at {answered.address}",
        asked=f"{'all issues' if jira.jql is None else 'issues'} of {', '.join(jira.projects)}",
        records=len(answered.issues) + len(answered.outside),
        observed_at=now,
        doubts=remarks.doubts,
        notes=(
            *remarks.notes,
            *selection.notes(jira, len(answered.issues), len(answered.outside)),
            *answered.notes,
            *not_counted(answered.issues, jira),
        ),
        ahead=answered.ahead,
    )
    return JiraFacts(provenance, answered.issues, now, answered.outside, answered.collections)


def _settings(settings: Settings, now: Instant) -> JiraSettings:
    """Return the settings with an export time that is not in the future: today, as a day, means now."""
    jira, zone = settings.jira, settings.calendar
    if jira is None:
        raise CouldNotLook(
            'no issues are configured: add url = "…" to [jira], or export = "…", a file with JSON from the search API '
            "or a CSV export of Jira"
        )
    if jira.exported_at is None:
        return jira
    if jira.exported_at > end_of_day(day_of(now, zone), zone):
        raise CouldNotLook(
            f"jira.exported-at ({iso(jira.exported_at)}) is in the future (it is now {iso(now)}), and would make an "
            "old export look new: correct it"
        )
    return replace(jira, exported_at=min(jira.exported_at, now))


def _in_projects(rows: Sequence[Json], jira: JiraSettings) -> list[Json]:
    """Return the issues of the configured projects. Raises CouldNotLook for a project without any."""
    there = {_project(row) for row in rows}
    missing = sorted(set(jira.projects) - there)
    if missing:
        raise CouldNotLook(
            f"the export {jira.export} has no issue of the project {missing[0]} (it has: {some(sorted(there))}): "
            "export with an account that may browse this project, or correct jira.projects"
        )
    return [row for row in rows if not jira.projects or _project(row) in jira.projects]


def _project(row: Json) -> str:
    return str(row["key"]).rpartition("-")[0]


def _known_from(drafts: Sequence[Draft], jira: JiraSettings, now: Instant) -> Instant:
    """Return since when the issues are as in the export: the newest update. Raises CouldNotLook if it is unknown, or
    in the future: the export would look new until then."""
    missing = sum(draft.updated is None for draft in drafts)
    newest = _newest(drafts, jira, now)
    if jira.exported_at is not None:
        _check_exported(jira.exported_at, newest, jira)
        return jira.exported_at if missing or not newest else newest
    if missing or not newest:
        lack = f"{counted(missing, 'issue')} of the export {jira.export} {agreeing(missing, 'has', 'have')}"
        raise CouldNotLook(
            f'{lack} no time of update, so the age of the export is unknown: export the field "updated", or add '
            "exported-at to [jira]"
        )
    return newest


def _check_exported(exported_at: Instant, newest: Instant, jira: JiraSettings) -> None:
    """Raise CouldNotLook for an export time before the newest change in the export."""
    if exported_at < newest:
        by = jira.said_by
        raise CouldNotLook(
            f"the export {jira.export} has an issue created or updated on {iso(newest)}, after "
            f"{by or 'jira.exported-at'} ({iso(exported_at)}): correct {by or 'exported-at'}"
        )


def _newest(drafts: Sequence[Draft], jira: JiraSettings, now: Instant) -> Instant:
    """Return the latest time of any issue, but not later than now; 0 if none has one. Raises CouldNotLook if it is
    in the future."""
    latest, key = max(((_latest(draft), draft.issue.key) for draft in drafts), default=(0, ""))
    if latest > now + SKEW:
        raise CouldNotLook(
            f"the export {jira.export} has {key}, created or updated on {iso(latest)}, which is in the "
            f"future (it is now {iso(now)}), so the age of the export is unknown: edit that issue in Jira and export "
            "again, or correct the clock here"
        )
    return min(latest, now)


def _latest(draft: Draft) -> Instant:
    """Return the latest time of an issue; 0 if it has none."""
    times = (draft.updated, draft.issue.created, last_change(draft.changes))
    return max((time for time in times if time is not None), default=0)
