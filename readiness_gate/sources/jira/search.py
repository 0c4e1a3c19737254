"""The issues of a query, every one of them, or none: pages are proven to be all that there are."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeAlias, TypeVar

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.jql import quoted
from readiness_gate.sources.jira import pages, whole
from readiness_gate.sources.jira.client import Client, Json
from readiness_gate.sources.jira.preflight import Site

PAGE = 1_000
"""How many issues are asked for at once; Jira gives fewer."""
_WITH_HISTORIES = 50
_MOST = 20_000
_ENDS = 10
"""How many pages may say that they are the last before an empty one proves it."""

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
    came up to that one than Jira counts.

    Cloud's pages do not say how many issues there are, have ended early, and have left issues out: so the newest is
    asked for first, and they are counted then. What is created later does not make up for what a page left out.
    """
    of_project = f"{asked.selected} ORDER BY id"
    newest = _newest(client, site, f"{of_project} DESC")
    count = _count(client, site, asked, asked.selected)
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
        if page.token is None:
            return _all_of(asked, list(found), newest, count) or list(found.values())
        tokens.add(page.token)
        body = {**body, "nextPageToken": page.token}


def _all_of(asked: Asked, found: Sequence[str], newest: str | None, count: int) -> str:
    """Why the keys that were found are not all up to the newest; "" when they are."""
    if newest is None:
        return f"Jira has no newest issue of {asked.project}, and gave {len(found)}" if found or count else ""
    if newest not in found:
        return f"the newest issue of {asked.project}, {newest}, is not among the {len(found)} that Jira gave"
    before = found.index(newest) + 1
    return f"Jira counts {count} issues of {asked.project}, and gave {before}" if before < count else ""


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
    """Every issue in the order of the keys, each page beyond the last key of the one before, up to an empty one: what
    comes and goes meanwhile moves no other issue to another page. A text when fewer followed than Jira counted.

    A Jira that does not answer in that order is read by offset, twice, and gives a text unless both times agree.
    """
    found: dict[str, _Issue] = {}
    last, left, ends = "", 0, 0
    while ends < _ENDS:
        page, total = _page(client, site, asked, last, 0, len(found))
        if not page.issues and total:
            raise CouldNotLook(f"{page.where}: the page has no issues, though there are {total}: a page was lost")
        if total < max(left, len(page.issues)):
            return _moves(asked)
        if not page.issues:
            return list(found.values())
        numbers = [whole.number(each) for each in (last, *(issue["key"] for issue in page.issues)) if each]
        if any(before >= after for before, after in pairwise(numbers)):
            return _twice(client, site, asked, take)
        found.update((issue["key"], take(issue)) for issue in page.issues)
        last, left = page.issues[-1]["key"], total - len(page.issues)
        ends += left == 0
        client.progress(f"Issues of {asked.project}: {len(found)} of {len(found) + left}")
    return _moves(asked)


def _twice(client: Client, site: Site, asked: Asked, take: Take[_Issue]) -> list[_Issue] | str:
    """The issues by offset, if two reads give the same ones: what was lost between two pages of the first read had
    moved there, so that an issue before it is gone from the second."""
    first = _by_offset(client, site, asked, take)
    second = _by_offset(client, site, asked, take)
    if isinstance(first, str) or isinstance(second, str) or list(first) != list(second):
        return _moves(asked)
    return list(second.values())


def _by_offset(client: Client, site: Site, asked: Asked, take: Take[_Issue]) -> dict[str, _Issue] | str:
    """As many issues as the total says, by their keys; a text when that total moved, or an issue came twice."""
    found: dict[str, _Issue] = {}
    expected: int | None = None
    while expected is None or len(found) < expected:
        page, total = _page(client, site, asked, "", len(found), len(found))
        if total != (total if expected is None else expected) or any(issue["key"] in found for issue in page.issues):
            return _moves(asked)
        if not page.issues and total:
            raise CouldNotLook(f"{page.where}: the page has no issues, though there are {total}: a page was lost")
        expected = total
        found.update((issue["key"], take(issue)) for issue in page.issues)
        client.progress(f"Issues of {asked.project}: {len(found)} of {expected}")
    return found if len(found) == expected else _moves(asked)


def _page(client: Client, site: Site, asked: Asked, last: str, start: int, read: int) -> tuple[pages.Page, int]:
    """A page beyond a key, from an offset on, and how many issues there are beyond that key. Raises CouldNotLook when
    Jira does not say how many."""
    where = f"issue {read + 1} and the following of {asked.project}"
    page = pages.page(client.get(f"{site.api}/search", **_parameters(asked, last, start)).body, where)
    if page.total is None:
        raise CouldNotLook(f"{where}: Jira does not say how many issues there are, so nobody can tell if these are all")
    return page, page.total


def _parameters(asked: Asked, last: str, start: int) -> dict[str, str | int]:
    beyond = f" AND key > {quoted(last)}" if last else ""
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
            where = f"histories {start + 1} and the following"
            for issue, listed in pages.changelogs(answer, where):
                if issue not in body["issueIdsOrKeys"]:
                    raise CouldNotLook(f"{where}: Jira gave the history of the issue {issue}, which was not asked for")
                yield issue, listed
            token = answer.get("nextPageToken")
            client.progress(f"Histories: {min(start + PAGE, len(ids))} of {len(ids)} issues")
            if token is None:
                break
            if not isinstance(token, str) or token in tokens or len(tokens) > _MOST:
                raise CouldNotLook("the pages of the histories have no end: one leads back to another")
            tokens.add(token)
            body = {**body, "nextPageToken": token}
