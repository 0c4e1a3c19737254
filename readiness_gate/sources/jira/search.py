"""The issues of a query, every one of them, or none: pages are proven to be all that there are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.jql import quoted
from readiness_gate.sources.jira import pages
from readiness_gate.sources.jira.client import Client, Json
from readiness_gate.sources.jira.preflight import Site

PAGE = 1_000
"""How many issues are asked for at once; Jira gives fewer."""
_WITH_HISTORIES = 50
_WINDOW = 10_000
"""Data Center's search ends there: what lies beyond is asked for by key."""
_MOST = 20_000

_Issue = TypeVar("_Issue")
Take: TypeAlias = Callable[[Json], _Issue]
"""Makes an issue of a row, as soon as that is read: rows are not kept."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a project: its key, the fields, with Data Center whether histories come with them, and which of
    its issues, in Jira's query language; all without."""

    project: str
    fields: tuple[str, ...]
    histories: bool = False
    jql: str | None = None

    @property
    def selected(self) -> str:
        """The query that selects the issues, without an order."""
        of_project = f"project = {quoted(self.project)}"
        return of_project if self.jql is None else f"({of_project}) AND ({self.jql})"


def issues(client: Client, site: Site, asked: Asked, take: Take[_Issue]) -> list[_Issue]:
    """All issues of a project, as they are taken. Raises CouldNotLook when they cannot be proven to be all."""
    look = _cloud if site.cloud else _server
    # A second look, when the set moved while it was read.
    found = look(client, site, asked, take)
    found = look(client, site, asked, take) if isinstance(found, str) else found
    if isinstance(found, str):
        raise CouldNotLook(f"{found}, so that nobody can tell whether these are all: ask again later")
    if not found and asked.jql is not None:
        raise CouldNotLook(
            f"Jira shows no issue of {asked.project} that matches jira.jql ({asked.jql}), so a zero would prove "
            "nothing: correct jira.jql, or take the project out of jira.projects"
        )
    if not found:
        raise CouldNotLook(
            f"Jira shows no issue of {asked.project}, so a zero would prove nothing: let the account see its issues "
            "(security levels hide them), or take the project out of jira.projects"
        )
    return found


def _cloud(client: Client, site: Site, asked: Asked, take: Take[_Issue]) -> list[_Issue] | str:
    """Every page up to the one without a token; a text when an issue came twice, the newest one did not come, or fewer
    came than Jira counts.

    Cloud's pages do not say how many issues there are, have ended early, and have left issues out: so they are counted,
    and the newest is asked for, first.
    """
    count = _count(client, site, asked, asked.selected)
    of_project = f"{asked.selected} ORDER BY id"
    newest = _newest(client, site, f"{of_project} DESC")
    query = f"{of_project} ASC"
    body: dict[str, Any] = {"jql": query, "fields": list(asked.fields), "maxResults": PAGE}
    found: dict[str, _Issue] = {}
    tokens: set[str] = set()
    while True:
        where = f"page {len(tokens) + 1} of the issues of {asked.project}"
        page = pages.page(client.post(f"{site.api}/search/jql", body).body, where)
        if not page.issues and (found or page.token):
            raise CouldNotLook(f"{where} has no issues, though it is not the only one: a page was lost")
        if page.token is None and not page.last:
            raise CouldNotLook(f"{where} is not the last one, and does not say how to go on: issues would be lost")
        if page.token in tokens or len(tokens) > _MOST:
            raise CouldNotLook(f"{where} leads back to one that was read already: the pages have no end")
        if any(issue["key"] in found for issue in page.issues):
            return _moves(asked)
        found.update((issue["key"], take(issue)) for issue in page.issues)
        client.progress(f"Issues of {asked.project}: {len(found)}")
        if page.token is None and newest is not None and newest not in found:
            return f"the newest issue of {asked.project}, {newest}, is not among the {len(found)} that Jira gave"
        if page.token is None and len(found) < count:
            return f"Jira counts {count} issues of {asked.project}, and gave {len(found)}"
        if page.token is None:
            return list(found.values())
        tokens.add(page.token)
        body = {**body, "nextPageToken": page.token}


def _count(client: Client, site: Site, asked: Asked, query: str) -> int:
    """How many issues of a query there are at least. Raises CouldNotLook when Jira does not say."""
    count = client.post(f"{site.api}/search/approximate-count", {"jql": query}).body.get("count")
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        raise CouldNotLook(
            f"Jira does not say how many issues of {asked.project} there are ({count!r}), so nothing proves that its "
            "pages have them all: ask again later"
        )
    return count


def _newest(client: Client, site: Site, query: str) -> str | None:
    """The key of the first issue of a query; None when there is none."""
    body = {"jql": query, "fields": ["created"], "maxResults": 1}
    page = pages.page(client.post(f"{site.api}/search/jql", body).body, "the newest issue")
    return str(page.issues[0]["key"]) if page.issues else None


def _moves(asked: Asked) -> str:
    return f"the issues of {asked.project} change while they are read"


def _server(client: Client, site: Site, asked: Asked, take: Take[_Issue]) -> list[_Issue] | str:
    """As many issues as the total says, in windows that Data Center's search reaches; a text when that total moved."""
    found: dict[str, _Issue] = {}
    beyond, total = "", None
    while total is None or len(found) < total:
        window = _window(client, site, asked, beyond, total, found, take)
        if window is None:
            return _moves(asked)
        total = window
        beyond = f" AND key > {quoted(list(found)[-1])}" if found else ""
    return list(found.values()) if len(found) == total else _moves(asked)


def _window(
    client: Client,
    site: Site,
    asked: Asked,
    beyond: str,
    total: int | None,
    found: dict[str, _Issue],
    take: Take[_Issue],
) -> int | None:
    """Read one window of the search into what was found; the total of all windows, or None when it moved."""
    before, start, inside = len(found), 0, None
    while inside is None or start < min(inside, _WINDOW):
        where = f"issue {before + start + 1} and the following of {asked.project}"
        answer = client.get(f"{site.api}/search", **_parameters(asked, beyond, start)).body
        page = pages.page(answer, where)
        if page.total is None:
            raise CouldNotLook(
                f"{where}: Jira does not say how many issues there are, so nobody can tell if these are all"
            )
        if inside is not None and page.total != inside:
            return None
        if any(issue["key"] in found for issue in page.issues):
            return None
        inside = page.total
        if not page.issues and start < inside:
            raise CouldNotLook(f"{where}: the page has no issues, though there are {inside}: a page was lost")
        found.update((issue["key"], take(issue)) for issue in page.issues)
        start += len(page.issues)
        client.progress(f"Issues of {asked.project}: {len(found)} of {before + inside}")
    return None if total is not None and before + inside != total else before + inside


def _parameters(asked: Asked, beyond: str, start: int) -> dict[str, str | int]:
    wanted: dict[str, str | int] = {
        "jql": f"{asked.selected}{beyond} ORDER BY key ASC",
        "fields": ",".join(asked.fields),
        "startAt": start,
        "maxResults": _WITH_HISTORIES if asked.histories else PAGE,
    }
    return {**wanted, "expand": "changelog"} if asked.histories else wanted


def histories(
    client: Client, site: Site, ids: Sequence[str], fields: Sequence[str]
) -> Iterator[tuple[str, Sequence[Json]]]:
    """The histories of issues of a cloud with the issues' ids, perhaps in several parts; one without changes of these
    fields has none.

    Raises CouldNotLook when they cannot be proven to be all.
    """
    for start in range(0, len(ids), PAGE):
        body: dict[str, Any] = {"issueIdsOrKeys": list(ids[start : start + PAGE]), "fieldIds": list(fields)}
        body["maxResults"] = 10 * PAGE
        tokens: set[str] = set()
        while True:
            answer = client.post(f"{site.api}/changelog/bulkfetch", body).body
            yield from pages.changelogs(answer, f"histories {start + 1} and the following")
            token = answer.get("nextPageToken")
            client.progress(f"Histories: {min(start + PAGE, len(ids))} of {len(ids)} issues")
            if token is None:
                break
            if not isinstance(token, str) or token in tokens or len(tokens) > _MOST:
                raise CouldNotLook("the pages of the histories have no end: one leads back to another")
            tokens.add(token)
            body = {**body, "nextPageToken": token}
