"""Reads a live Jira: who it is, what it has, and how that came to be, in as few requests as can be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from readiness_gate.model.needs import Needs
from readiness_gate.model.settings import JiraSettings
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.model.time import Instant, instant
from readiness_gate.sources.jira import pages, search
from readiness_gate.sources.jira.client import Client, client
from readiness_gate.sources.jira.preflight import Site, preflight
from readiness_gate.sources.jira.search import Asked

_FIELDS = ("issuetype", "status", "created", "updated", "summary", "labels", "fixVersions")
_SKEW = 120
"""Seconds by which clocks may differ without a word."""
_FOLLOWED = ("issuetype", "status", "labels", "fixVersions")


@dataclass(frozen=True, slots=True)
class Answered:
    """What Jira answered: the rows of its search, with changelogs where they were asked for; the statuses that it
    knows, where the issues do not tell them all; where people open it, as whom it was asked, and what is to be known
    of it."""

    rows: Sequence[pages.Json]
    statuses: Sequence[object]
    address: str
    account: str
    doubts: tuple[str, ...] = ()


def read(jira: JiraSettings, needs: Needs, now: Instant) -> Answered:
    """All issues of the projects. Raises CouldNotLook when that cannot be proven."""
    asked_of = client(jira)
    site = preflight(asked_of, jira, sorted(needs.versions))
    since = needs.issues_since
    with_histories = since is not None and since < now
    extra = tuple(each for each in (jira.severity.field, jira.workaround.field) if each)
    fields = tuple(dict.fromkeys((*_FIELDS, *extra)))
    rows: list[pages.Json] = []
    for project in jira.projects:
        rows += search.issues(asked_of, site, Asked(project, fields, histories=with_histories and not site.cloud))
    if with_histories and site.cloud:
        rows = _with_histories(asked_of, site, rows, since or now, tuple(dict.fromkeys((*_FOLLOWED, *extra))))
    asked_of.progress("")
    return Answered(
        rows, _statuses(asked_of, site, rows), site.address, site.account, tuple(_doubts(asked_of, site, now))
    )


def _doubts(asked_of: Client, site: Site, now: Instant) -> Iterable[str]:
    """What a person should know: clocks that differ, and limits that are near."""
    ahead = 0.0 if site.date is None else site.date - now
    if abs(ahead) > _SKEW:
        side = "ahead of" if ahead > 0 else "behind"
        yield f"its clock is {abs(ahead) / 60:.0f} minutes {side} the one here: one of them is wrong"
    if asked_of.near_limit:
        yield "it says that its limit of requests is near: ask less often, or at another time"


def _with_histories(
    asked_of: Client, site: Site, rows: Sequence[pages.Json], since: Instant, fields: Sequence[str]
) -> list[pages.Json]:
    """The rows with their changelogs: those that did not change since an instant have none that matters."""
    changed = [str(row.get("id")) for row in rows if not _is_older(row, since)]
    found = search.histories(asked_of, site, changed, fields)
    # An issue that did not change since then was then as it is: its history up to there is not needed.
    return [{**row, "changelog": found.get(str(row.get("id")), [])} for row in rows]


def _is_older(row: pages.Json, since: Instant) -> bool:
    try:
        return instant(row["fields"]["updated"]) <= since
    except (KeyError, TypeError, ValueError):
        return False


def _statuses(asked_of: Client, site: Site, rows: Iterable[pages.Json]) -> Sequence[object]:
    """The statuses of Jira, when a history names one in which no issue stands today."""
    listed = list(rows)
    known = {str((as_mapping(row["fields"].get("status")) or {}).get("id")) for row in listed}
    named = {each for row in listed for each in _of_status(row.get("changelog"))}
    if named <= known:
        return ()
    return as_sequence(asked_of.get(f"{site.api}/status").body.get("values")) or ()


def _of_status(changelog: object) -> Iterable[str]:
    """The ids of statuses that a changelog names."""
    table = as_mapping(changelog)
    for history in as_sequence(table.get("histories") if table else changelog) or ():
        for item in as_sequence((as_mapping(history) or {}).get("items")) or ():
            step: Mapping[str, Any] = as_mapping(item) or {}
            if step.get("fieldId", step.get("field")) == "status":
                yield from (str(step[name]) for name in ("from", "to") if step.get(name))
