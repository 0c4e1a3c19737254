"""All issues of a query, or none: the pages are proven complete."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Generic, TypeAlias, TypeVar

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.jql import quoted
from readiness_gate.sources.jira import pages, whole
from readiness_gate.sources.jira.client import Client
from readiness_gate.sources.jira.preflight import Site
from readiness_gate.sources.jira.shapes import Json
from readiness_gate.waiting import report

PAGE = 1_000
"""The number of issues per request; Jira may send fewer."""
_WITH_HISTORIES = 50
_MOST = 20_000
_ENDS = 10
"""How many pages may say that they are the last before an empty one proves it."""

_Issue = TypeVar("_Issue")
Take: TypeAlias = Callable[[Json], _Issue]
"""Makes an issue of a row as soon as it is read: rows are not kept."""


class Unproven(Exception):
    """A read does not prove that these are all issues; its text says why. The set may have changed during the read."""


@dataclass(frozen=True, slots=True)
class Query:
    """Which issues of a project are read, and which of their fields."""

    project: str
    fields: tuple[str, ...]
    histories: bool = False
    """Whether histories come with the issues, which only Data Center supports."""
    jql: str | None = None
    """Which of the issues, in JQL; None for all."""

    @property
    def selected(self) -> str:
        """The query that selects the issues, without an order."""
        of_project = f"project = {quoted(self.project)}"
        return of_project if self.jql is None else f"({of_project}) AND ({self.jql})"

    @property
    def moves(self) -> Unproven:
        """Two pages contradict each other."""
        return Unproven(f"the issues of {self.project} change while they are read")


def issues(client: Client, site: Site, query: Query, take: Take[_Issue]) -> list[_Issue]:
    """Return all issues of a project. Raises CouldNotLook if they cannot be proven complete."""
    taken = _read_twice(_Cloud(client, site, query, take) if site.cloud else _Server(client, site, query, take))
    if not taken and query.jql is not None:
        raise CouldNotLook(
            f"Jira shows no issue of {query.project} that matches jira.jql ({query.jql}), so a count of zero "
            "would prove nothing: correct jira.jql, or remove the project from jira.projects"
        )
    if not taken:
        raise CouldNotLook(
            f"Jira shows no issue of {query.project}, so a count of zero would prove nothing: let the account "
            "see its issues (security levels hide them), or remove the project from jira.projects"
        )
    return taken


def _read_twice(search: "_Cloud[_Issue] | _Server[_Issue]") -> list[_Issue]:
    """Return what a search reads, the second time if the set changed during the first."""
    try:
        return list(search.read().values())
    except Unproven:
        pass
    try:
        return list(search.read().values())
    except Unproven as error:
        raise CouldNotLook(f"{error}, so issues may be missing: try again later") from error


class _Search(Generic[_Issue]):
    """The issues of a project, taken page by page."""

    def __init__(self, client: Client, site: Site, query: Query, take: Take[_Issue]) -> None:
        self._client = client
        self._site = site
        self._query = query
        self._take = take

    def _add(self, taken: dict[str, _Issue], page: pages.Page, total: int | None = None) -> None:
        """Take the issues of a page, by key. Raises Unproven for one that came before."""
        if any(issue["key"] in taken for issue in page.issues):
            raise self._query.moves
        taken.update((issue["key"], self._take(issue)) for issue in page.issues)
        of_all = "" if total is None else f" of {total}"
        report(f"Issues of {self._query.project}: {len(taken)}{of_all}")


class _Cloud(_Search[_Issue]):
    """Reads every page up to the one without a token.

    Cloud's pages do not say how many issues there are, have ended early, and have left issues out. So the newest issue
    is requested first, and the issues are counted then. Issues created later do not make up for what a page left out.
    """

    def read(self) -> dict[str, _Issue]:
        """Return the issues by key. Raises Unproven if an issue came twice, the newest one did not come, or fewer
        came up to that one than Jira counts."""
        newest, count = self._newest(), self._count()
        taken: dict[str, _Issue] = {}
        for page in self._pages():
            self._add(taken, page)
        self._check_all(list(taken), newest, count)
        return taken

    def _pages(self) -> Iterator[pages.Page]:
        """Yield the pages, up to the last one."""
        body: dict[str, Any] = {
            "jql": f"{self._query.selected} ORDER BY id ASC",
            "fields": list(self._query.fields),
            "maxResults": PAGE,
        }
        tokens: set[str] = set()
        token: str | None = ""
        while token is not None:
            where = f"page {len(tokens) + 1} of the issues of {self._query.project}"
            page = self._post(body, where)
            _refuse_lost(page, tokens)
            yield page
            token = page.token
            tokens |= {token} if token else set()
            body = {**body, "nextPageToken": token}

    def _post(self, body: Json, where: str) -> pages.Page:
        return pages.page(self._client.post(f"{self._site.api}/search/jql", body).body, where)

    def _newest(self) -> str | None:
        """Return the key of the newest issue; None if there is none."""
        body = {"jql": f"{self._query.selected} ORDER BY id DESC", "fields": ["created"], "maxResults": 1}
        page = self._post(body, "the newest issue")
        return str(page.issues[0]["key"]) if page.issues else None

    def _count(self) -> int:
        """Return the least number of issues. Raises CouldNotLook if Jira does not say."""
        body = {"jql": self._query.selected}
        count = self._client.post(f"{self._site.api}/search/approximate-count", body).body.get("count")
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise CouldNotLook(
                f"Jira does not say how many issues of {self._query.project} there are ({count!r}), so its "
                "pages may not have all of them: try again later"
            )
        return count

    def _check_all(self, keys: Sequence[str], newest: str | None, count: int) -> None:
        """Raise Unproven if the keys that came are not all up to the newest."""
        project = self._query.project
        if newest is None:
            if keys or count:
                raise Unproven(f"Jira has no newest issue of {project}, and sent {len(keys)}")
            return
        if newest not in keys:
            raise Unproven(f"the newest issue of {project}, {newest}, is not among the {len(keys)} that Jira sent")
        before = keys.index(newest) + 1
        if before < count:
            raise Unproven(f"Jira counts {count} issues of {project}, and sent {before}")


def _refuse_lost(page: pages.Page, tokens: set[str]) -> None:
    """Raise CouldNotLook for a page after which, or in whose place, others are lost; `tokens` lead to it."""
    if not page.issues and (tokens or page.token):
        raise CouldNotLook(f"{page.where} has no issues, and is not the only page, so a page was lost: try again later")
    if page.token is None and not page.last:
        raise CouldNotLook(
            f"{page.where} is not the last page, and names no next one, so issues are missing: try again later"
        )
    if page.token in tokens or len(tokens) > _MOST:
        raise CouldNotLook(f"{page.where} leads back to an earlier page, so the pages have no end: try again later")


class _Server(_Search[_Issue]):
    """Reads every issue in the order of the keys, each page beyond the last key of the one before, up to an empty one:
    issues that come and go meanwhile do not move others to another page.

    A Jira that does not answer in that order is read by offset, twice.
    """

    def read(self) -> dict[str, _Issue]:
        """Return the issues by key. Raises Unproven if fewer followed than Jira counted, or the two reads by offset
        differ."""
        taken: dict[str, _Issue] = {}
        last, left, ends = "", 0, 0
        while ends < _ENDS:
            page, total = self._page(last, 0, len(taken))
            _refuse_empty(page, total)
            if total < max(left, len(page.issues)):
                raise self._query.moves
            if not page.issues:
                return taken
            if not _is_ascending(last, page):
                return self._twice()
            self._add(taken, page, len(taken) + total)
            last, left = page.issues[-1]["key"], total - len(page.issues)
            ends += left == 0
        raise self._query.moves

    def _twice(self) -> dict[str, _Issue]:
        """Return the issues by offset, if two reads give the same ones: an issue lost between two pages of the first
        read had moved there, so that an issue before it is gone from the second."""
        first, second = self._by_offset(), self._by_offset()
        if list(first) != list(second):
            raise self._query.moves
        return second

    def _by_offset(self) -> dict[str, _Issue]:
        """Return as many issues as the total says, by key. Raises Unproven if that total changed, or an issue came
        twice."""
        taken: dict[str, _Issue] = {}
        expected: int | None = None
        while expected is None or len(taken) < expected:
            page, total = self._page("", len(taken), len(taken))
            if expected not in (None, total):
                raise self._query.moves
            self._add(taken, page, total)
            _refuse_empty(page, total)
            expected = total
        if len(taken) > expected:
            raise self._query.moves
        return taken

    def _page(self, last: str, start: int, read: int) -> tuple[pages.Page, int]:
        """Return a page beyond a key, from an offset on, and how many issues there are beyond that key. Raises
        CouldNotLook if Jira does not say how many."""
        where = f"issue {read + 1} and the following of {self._query.project}"
        parameters = _parameters(self._query, last, start)
        page = pages.page(self._client.get(f"{self._site.api}/search", **parameters).body, where)
        if page.total is None:
            raise CouldNotLook(
                f"{where}: Jira does not say how many issues there are, so some may be missing: try again later"
            )
        return page, page.total


def _refuse_empty(page: pages.Page, total: int) -> None:
    """Raise CouldNotLook for a page without issues, though there are some."""
    if not page.issues and total:
        raise CouldNotLook(f"{page.where}: the page has no issues of {total}, so a page was lost: try again later")


def _is_ascending(last: str, page: pages.Page) -> bool:
    """Return whether the keys of a page follow the last key before in the order of their numbers."""
    keys = [*filter(None, [last]), *(issue["key"] for issue in page.issues)]
    return all(before < after for before, after in pairwise(map(whole.number, keys)))


def _parameters(query: Query, last: str, start: int) -> dict[str, str | int]:
    beyond = f" AND key > {quoted(last)}" if last else ""
    wanted: dict[str, str | int] = {
        "jql": f"{query.selected}{beyond} ORDER BY key ASC",
        "fields": ",".join(query.fields),
        "startAt": start,
        "maxResults": _WITH_HISTORIES if query.histories else PAGE,
    }
    return {**wanted, "expand": "changelog"} if query.histories else wanted
