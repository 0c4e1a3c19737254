"""What an edit of [jira] weakens."""

from collections.abc import Iterator, Mapping, Sequence

from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.jira import SEVERITIES, Collection, IssueFilter, JiraSettings, Marks, Severity
from readiness_gate.model.time import Instant, iso
from readiness_gate.model.wording import listed
from readiness_gate.sources.changes import FEW, fewer, more, replaced


def weakened(base: Settings, edited: Settings) -> Iterator[str]:
    """Yield where other issues are read, fewer count, or they count for less."""
    before, after = base.jira, edited.jira
    if before is not None and after is not None:
        yield from _origin(before, after)
        yield from _projects(before.projects, after.projects)
        yield from _types(before, after)
        yield from _severity(before, after)
        yield from _filter(before.filter or IssueFilter(), after.filter or IssueFilter())
        yield from replaced("jira.jql", before.jql, after.jql) if after.jql is not None else ()
        yield from _marks("jira.approved", before.approved, after.approved)
        yield from _marks("jira.workaround", before.workaround, after.workaround)
        yield from _collections(before.collections, after.collections)
    elif before is not None:
        yield "issues are no longer read"


def _origin(base: JiraSettings, edited: JiraSettings) -> Iterator[str]:
    """Yield another origin of issues, and a weaker proof that all of them were read."""
    for key in ("url", "export", "issues"):
        yield from replaced(f"jira.{key}", getattr(base, key), getattr(edited, key))
    yield from replaced("jira.canary", ", ".join(base.canary), ", ".join(edited.canary))
    yield from replaced("jira.exported-at", _iso(base.exported_at), _iso(edited.exported_at))
    yield from ["jira.csv reads the export differently"] if base.csv != edited.csv else []


def _types(base: JiraSettings, edited: JiraSettings) -> Iterator[str]:
    """Yield types that are no longer defects, and statuses that are newly done."""
    yield from fewer("jira.defect-types", base.defect_types, edited.defect_types)
    yield from more("jira.not-defects", base.not_defects, edited.not_defects)
    yield from more("jira.no-defects", base.no_defects, edited.no_defects)
    done = [[name for name, category in settings.statuses.items() if category == "done"] for settings in (base, edited)]
    yield from more("jira.statuses (done)", *done)


def _severity(base: JiraSettings, edited: JiraSettings) -> Iterator[str]:
    """Yield values with a lower severity."""
    yield from replaced("jira.severity.field", base.severity.field, edited.severity.field)
    yield from _severities(base.severity.names, edited.severity.names)
    yield from _unset(base.severity.unset, edited.severity.unset)


def _projects(base: Sequence[str], edited: Sequence[str]) -> Iterator[str]:
    """Yield projects that are no longer read; without any, all are."""
    if edited and not base:
        yield f"jira.projects is {listed(edited, FEW)} instead of all"
    elif edited:
        yield from fewer("jira.projects", base, edited)


def _iso(moment: Instant | None) -> str | None:
    return None if moment is None else iso(moment)


def _severities(base: Mapping[str, Severity], edited: Mapping[str, Severity]) -> Iterator[str]:
    """Yield values with a lower severity; an unmapped one has the strictest severity."""
    for name, after in edited.items():
        before = base.get(name, SEVERITIES[0])
        if SEVERITIES.index(after) > SEVERITIES.index(before):
            yield f'jira.severity: "{name}" is {after} instead of {before}'


def _unset(base: Severity | None, edited: Severity | None) -> Iterator[str]:
    """Yield a lower severity of issues without a value; without a setting, they have the strictest severity."""
    before, after = base or SEVERITIES[0], edited or SEVERITIES[0]
    if SEVERITIES.index(after) > SEVERITIES.index(before):
        yield f"jira.severity.unset is {after} instead of {before}"


def _filter(base: IssueFilter, edited: IssueFilter) -> Iterator[str]:
    """Yield issues that no longer count: a new key, removed values, or a later day."""
    for key, values in edited.named.items():
        if key in base.named:
            yield from fewer(f"jira.filter.{key}", base.named[key], values)
        else:
            yield f"jira.filter.{key} is {listed(values, FEW)} instead of all"
    if (edited.created_since or 0) > (base.created_since or 0):
        yield from replaced("jira.filter.created-after", base.created_after, edited.created_after)


def _marks(where: str, base: Marks, edited: Marks) -> Iterator[str]:
    yield from more(f"{where}.labels", sorted(base.labels), sorted(edited.labels))
    yield from more(f"{where}.statuses", sorted(base.statuses), sorted(edited.statuses))
    yield from replaced(f"{where}.field", base.field, edited.field)


def _collections(base: Sequence[Collection], edited: Sequence[Collection]) -> Iterator[str]:
    """Yield collections that select differently, or are gone: which issues are answered decides."""
    before, after = ({one.name: one for one in collections} for collections in (base, edited))
    yield from (f"jira.collections: {name} is added" for name in after if name not in before)
    yield from (f"jira.collections: {name} is removed" for name in before if name not in after)
    yield from (
        f"jira.collections: {name} is changed" for name in before if after.get(name, before[name]) != before[name]
    )
