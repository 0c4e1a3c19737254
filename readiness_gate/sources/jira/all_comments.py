"""Comments on issues for which a search returns only some: Cloud returns at most 20."""

from typing import Any

from readiness_gate.errors import CouldNotLook
from readiness_gate.sources.jira.client import Client
from readiness_gate.sources.jira.collecting import Collectors
from readiness_gate.sources.jira.preflight import Site
from readiness_gate.sources.jira.shapes import list_of
from readiness_gate.waiting import report

_PAGE = 1_000
"""The number of comments per request; Jira may send fewer."""
_MOST_ISSUES = 500
"""The most requests that a run may spend on comments; those on further issues stay unknown."""
_MOST_PAGES = 50


def complete(client: Client, site: Site, collectors: Collectors) -> None:
    """Read all comments on these issues. If Jira does not answer, only these stay unknown."""
    keys = collectors.cut_off[:_MOST_ISSUES]
    for number, key in enumerate(keys, start=1):
        try:
            collectors.complete(key, _comments(client, site, key))
        except CouldNotLook:
            return
        report(f"Comments: {number} of {len(keys)} issues")


def _comments(client: Client, site: Site, key: str) -> dict[str, Any]:
    """Return all comments on an issue, in the shape of the field. Comments missing from the total stay missing: the
    caller compares both. Raises CouldNotLook if Jira does not answer, or not to the end."""
    read: list[Any] = []
    for _page in range(_MOST_PAGES):
        answer = client.get(f"{site.api}/issue/{key}/comment", startAt=len(read), maxResults=_PAGE).body
        entries = list_of(answer.get("comments"))
        read += entries
        total = answer.get("total")
        if isinstance(total, bool) or not isinstance(total, int):
            raise CouldNotLook(f"Jira does not say how many comments {key} has ({total!r}): try again later")
        if not entries or len(read) >= total:
            return {"comments": read, "total": total}
    raise CouldNotLook(f"the comments on {key} have no end: try again later")
