"""Read a live Jira: its issues and their histories, in as few requests as possible."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from readiness_gate.lean_dataclass import dataclass, replace
from readiness_gate.model.facts.collections import Collected
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.time import DAY, Instant, Seconds
from readiness_gate.sources.jira import all_comments, bulk, collecting, search, selection
from readiness_gate.sources.jira.changelog import Changelogs, Changes, joined
from readiness_gate.sources.jira.client import Client, client
from readiness_gate.sources.jira.preflight import Site, preflight
from readiness_gate.sources.jira.rows import CATEGORIZED, Draft, IssueReader
from readiness_gate.sources.jira.search import Query
from readiness_gate.sources.jira.shapes import list_of
from readiness_gate.waiting import doing

_FIELDS = ("issuetype", "status", "created", "updated", "summary", "labels", "fixVersions", CATEGORIZED)
_SKEW = 120
"""Seconds by which clocks may differ without a note."""
_LATER = 2 * DAY
"""History entries have been seen up to a day later than the update of their issue."""
_FOLLOWED = ("issuetype", "status", "labels", "fixVersions")
_OF_SCOPE = ("versions", "components")
"""Further fields that decide whether an issue belongs to a milestone with a version."""


@dataclass(frozen=True, slots=True)
class LiveAnswer:
    """What Jira answered, and what a reader must know about it."""

    issues: tuple[Issue, ...]
    address: str
    account: str
    """The account that read Jira."""
    notes: tuple[str, ...] = ()
    outside: tuple[Issue, ...] = ()
    """The issues that were read but that jira.filter does not select."""
    ahead: Seconds | None = None
    """How many seconds its clock is ahead of the time of the run."""
    collections: Mapping[str, Collected] = field(default_factory=dict[str, Collected])


def read(jira: JiraSettings, needs: Needs, now: Instant) -> LiveAnswer:
    """Return all issues of the projects. Raises CouldNotLook if completeness cannot be proven."""
    with doing("Reading the issues"):
        return _read(jira, needs, now)


def _read(jira: JiraSettings, needs: Needs, now: Instant) -> LiveAnswer:
    connection = client(jira)
    site = preflight(connection, jira, sorted(needs.versions))
    since = needs.issues_since if needs.issues_since is not None and needs.issues_since < now else None
    reader = IssueReader(site.jira, "the answer of Jira", site.types)
    of_scope = _OF_SCOPE if needs.versions else ()
    drafts = _drafts(connection, site, reader, of_scope, with_histories=since is not None and not site.cloud)
    if since is not None and site.cloud:
        drafts = _with_histories(connection, site, drafts, since, of_scope)
    reader.learn_statuses(_statuses(connection, site, drafts, reader))
    issues, outside = reader.divided(reader.issues(drafts))
    ahead = None if site.date is None else round(site.date - now)
    notes = tuple(_notes(connection, ahead))
    all_comments.complete(connection, site, reader.collectors)
    collected = reader.collectors.collected()
    return LiveAnswer(issues, connection.shown, site.account, notes, outside, ahead, collected)


def _drafts(
    connection: Client, site: Site, reader: IssueReader, of_scope: Sequence[str], *, with_histories: bool
) -> list[Draft]:
    """Return the issues of every project."""
    wanted = (*_FIELDS, *of_scope, *site.fields, *selection.fields(site.jira.filter), *collecting.fields(site.jira))
    fields = tuple(dict.fromkeys(wanted))
    drafts: list[Draft] = []
    for project in site.jira.projects:
        query = Query(project, fields, histories=with_histories, jql=site.jira.jql)
        drafts += search.issues(connection, site, query, reader.read)
    return drafts


def _notes(connection: Client, ahead: Seconds | None) -> Iterable[str]:
    """Return remarks on clocks that differ, and limits that are close."""
    if ahead is not None and abs(ahead) > _SKEW:
        side = "ahead of" if ahead > 0 else "behind"
        yield f"its clock is {abs(ahead) / 60:.0f} minutes {side} that of this machine: correct the one that is wrong"
    if connection.near_limit:
        yield "it is close to its limit of requests: run less often, or at another time"


def _with_histories(
    connection: Client, site: Site, drafts: Sequence[Draft], since: Instant, of_scope: Sequence[str]
) -> list[Draft]:
    """Return the issues with their changes: those unchanged since an instant have none that matter."""
    changed = [draft.id for draft in drafts if draft.updated is None or draft.updated + _LATER > since]
    fields = tuple(dict.fromkeys((*_FOLLOWED, *of_scope, *site.fields)))
    changelogs = Changelogs(site.jira)
    changes: dict[str, Changes] = {}
    for issue, entries in bulk.histories(connection, site, changed, fields):
        changes[issue] = joined(changes.get(issue, ()), changelogs.read(entries))
    # An issue that did not change since then was then as it is: its history up to there is not needed.
    return [replace(draft, changes=changes.get(draft.id, ())) for draft in drafts]


def _statuses(connection: Client, site: Site, drafts: Iterable[Draft], reader: IssueReader) -> Sequence[object]:
    """Return the statuses of Jira, if a history names one that no issue has today."""
    if all(map(reader.knows_status, set(_status_ids(drafts)))):
        return ()
    return list_of(connection.get(f"{site.api}/status").body.get("values"))


def _status_ids(drafts: Iterable[Draft]) -> Iterator[str]:
    """Yield the ids of statuses that histories name."""
    for draft in drafts:
        if isinstance(draft.changes, tuple):
            for history in draft.changes:
                yield from history.statuses()
