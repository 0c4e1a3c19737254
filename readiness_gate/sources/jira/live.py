"""Reads a live Jira: who it is, what it has, and how that came to be, in as few requests as can be."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.shapes import as_sequence
from readiness_gate.model.time import DAY, Instant, Seconds
from readiness_gate.sources.jira import connecting, search, selection
from readiness_gate.sources.jira.changelog import Changes, changes, joined
from readiness_gate.sources.jira.client import Client, client
from readiness_gate.sources.jira.preflight import Site, preflight
from readiness_gate.sources.jira.rows import CATEGORIZED, Draft, Taking
from readiness_gate.sources.jira.search import Asked

_FIELDS = ("issuetype", "status", "created", "updated", "summary", "labels", "fixVersions", CATEGORIZED)
_SKEW = 120
"""Seconds by which clocks may differ without a word."""
_LATER = 2 * DAY
"""Entries of a history were seen up to a day later than the update of their issue."""
_FOLLOWED = ("issuetype", "status", "labels", "fixVersions")


@dataclass(frozen=True, slots=True)
class Answered:
    """What Jira answered: its issues, its address, as whom it was asked, and what is to be known of it."""

    issues: tuple[Issue, ...]
    address: str
    account: str
    notes: tuple[str, ...] = ()
    outside: tuple[Issue, ...] = ()
    """Those that were read and that jira.filter does not select."""
    ahead: Seconds | None = None
    """By how many seconds its clock is ahead of the time of the run."""


def read(jira: JiraSettings, needs: Needs, now: Instant) -> Answered:
    """All issues of the projects. Raises CouldNotLook when that cannot be proven."""
    try:
        return _read(jira, needs, now)
    finally:
        connecting.progress("")


def _read(jira: JiraSettings, needs: Needs, now: Instant) -> Answered:
    asked_of = client(jira)
    site = preflight(asked_of, jira, sorted(needs.versions))
    jira = site.jira
    since = needs.issues_since
    with_histories = since is not None and since < now
    extra = tuple(each for each in (jira.severity.field, jira.workaround.field) if each)
    fields = tuple(dict.fromkeys((*_FIELDS, *extra, *selection.fields(jira.filter))))
    taking = Taking(jira, "the answer of Jira", site.types)
    drafts: list[Draft] = []
    for project in jira.projects:
        asked = Asked(project, fields, histories=with_histories and not site.cloud, jql=jira.jql)
        drafts += search.issues(asked_of, site, asked, taking.take)
    if with_histories and site.cloud:
        drafts = _with_histories(asked_of, site, drafts, since or now, jira, tuple(dict.fromkeys((*_FOLLOWED, *extra))))
    taking.learn_statuses(_statuses(asked_of, site, drafts, taking))
    found, outside = taking.divided(taking.issues(drafts))
    ahead = None if site.date is None else round(site.date - now)
    return Answered(found, asked_of.shown, site.account, tuple(_notes(asked_of, ahead)), outside, ahead)


def _notes(asked_of: Client, ahead: Seconds | None) -> Iterable[str]:
    """What a person should know: clocks that differ, and limits that are near."""
    if ahead is not None and abs(ahead) > _SKEW:
        side = "ahead of" if ahead > 0 else "behind"
        yield f"its clock is {abs(ahead) / 60:.0f} minutes {side} the one here: one of them is wrong"
    if asked_of.near_limit:
        yield "it says that its limit of requests is near: ask less often, or at another time"


def _with_histories(
    asked_of: Client, site: Site, drafts: Sequence[Draft], since: Instant, jira: JiraSettings, fields: Sequence[str]
) -> list[Draft]:
    """The issues with what changed: those that did not change since an instant have nothing that matters."""
    changed = [draft.id for draft in drafts if draft.updated is None or draft.updated + _LATER > since]
    told: dict[str, Changes] = {}
    for issue, listed in search.histories(asked_of, site, changed, fields):
        told[issue] = joined(told.get(issue, ()), changes(listed, jira))
    # An issue that did not change since then was then as it is: its history up to there is not needed.
    return [replace(draft, changes=told.get(draft.id, ())) for draft in drafts]


def _statuses(asked_of: Client, site: Site, drafts: Iterable[Draft], taking: Taking) -> Sequence[object]:
    """The statuses of Jira, when a history names one in which no issue stands today."""
    told = (draft.changes for draft in drafts if isinstance(draft.changes, tuple))
    named = {status for each in told for history in each for status in history.statuses()}
    if all(taking.knows_status(status) for status in named):
        return ()
    return as_sequence(asked_of.get(f"{site.api}/status").body.get("values")) or ()
