"""The histories of issues in Jira Cloud, from its bulk API."""

from collections.abc import Iterator, Sequence
from typing import Any

from readiness_gate.errors import CouldNotLook
from readiness_gate.sources.jira import pages
from readiness_gate.sources.jira.client import Client
from readiness_gate.sources.jira.preflight import Site
from readiness_gate.sources.jira.shapes import Json
from readiness_gate.waiting import report

_PAGE = 1_000
"""The number of issues per request."""
_MOST = 20_000
"""The most pages of one request."""


def histories(
    client: Client, site: Site, ids: Sequence[str], fields: Sequence[str]
) -> Iterator[tuple[str, Sequence[Json]]]:
    """Yield the histories of Cloud issues with the issues' ids, possibly in several parts; an issue without changes of
    these fields has none.

    Raises CouldNotLook if they cannot be proven complete.
    """
    for start in range(0, len(ids), _PAGE):
        some = frozenset(ids[start : start + _PAGE])
        where = f"histories {start + 1} and the following"
        for answer in _bulk(client, f"{site.api}/changelog/bulkfetch", ids[start : start + _PAGE], fields):
            for issue, entries in pages.changelogs(answer, where):
                if issue not in some:
                    raise CouldNotLook(f"{where}: Jira sent the history of the issue {issue}, which was not requested")
                yield issue, entries
            report(f"Histories: {min(start + _PAGE, len(ids))} of {len(ids)} issues")


def _bulk(client: Client, path: str, ids: Sequence[str], fields: Sequence[str]) -> Iterator[Json]:
    """Yield the answers of the bulk API for some issues, up to the last one."""
    body: dict[str, Any] = {"issueIdsOrKeys": list(ids), "fieldIds": list(fields), "maxResults": 10 * _PAGE}
    tokens: set[str] = set()
    while True:
        answer = client.post(path, body).body
        yield answer
        token = answer.get("nextPageToken")
        if token is None:
            return
        if not isinstance(token, str) or token in tokens or len(tokens) > _MOST:
            raise CouldNotLook(
                "the pages of the histories have no end, because one leads back to another: try again later"
            )
        tokens.add(token)
        body = {**body, "nextPageToken": token}
