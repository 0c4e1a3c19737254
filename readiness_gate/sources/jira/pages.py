"""The issues of an export of the search API: one answer, a list of its pages, a list of issues, or one issue a line.

What an answer says of its own completeness is compared with what is there: totals, last pages, tokens, warnings, and
marks of other tools. A list of issues and a file with one issue a line say nothing of the kind: whether they were cut
off between two issues must be proven otherwise.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.sources.jira import marks
from readiness_gate.sources.jira.values import values

Json: TypeAlias = Mapping[str, Any]

KEY = re.compile(r"[A-Z][A-Z0-9_]{0,254}-[0-9]{1,18}", re.ASCII)
_WARNINGS = ("warningMessages", "errorMessages", "errors")


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of the search API, with what it says of its own completeness: `total` is how many issues all pages
    together have, which only Data Center tells; `token` is what the next page is asked for with; `says_last` is whether
    it says that it is the last page, and does not only leave open that there are more."""

    where: str
    issues: Sequence[Json]
    total: int | None
    token: str | None
    last: bool
    says_last: bool = False

    @property
    def keys(self) -> set[str]:
        """The keys of its issues."""
        return {issue["key"] for issue in self.issues}


@dataclass(frozen=True, slots=True)
class Export:
    """The issues of an export, each once; `says_whole` when the file itself says that these are all."""

    issues: Sequence[Json]
    says_whole: bool = False


def export(content: bytes | bytearray, shown: str) -> Export:
    """What an export has. Raises CouldNotLook for what is no export, or says that it is not a whole one."""
    found = list(values(content, shown))
    if not found:
        raise CouldNotLook(f"the export {shown} is empty")
    by_line = "key" in (as_mapping(found[0][1]) or {})
    listed = None if by_line else as_sequence(_only(found, shown))
    if by_line or _is_issue(listed):
        each = _lines(found, shown) if by_line else _elements(listed or (), shown)
        told = Export(list(unique(each, shown)))
    else:
        told = _answers(found[0][1], listed, shown)
    if not told.issues:
        raise CouldNotLook(f"the export {shown} has no issue at all, so a zero would prove nothing: check its query")
    if by_line and len(told.issues) == 1:
        raise CouldNotLook(
            f"the export {shown} is a single issue, and no answer to a search: write what the search API answers"
        )
    return told


def _only(found: Sequence[tuple[int, object]], shown: str) -> object:
    (_, value), *more = found
    if more:
        raise CouldNotLook(f"{shown}:{more[0][0]}: another answer begins here: put the pages into one list, [ … , … ]")
    return value


def _is_issue(listed: Sequence[object] | None) -> bool:
    """Whether a list is one of issues, and not of answers."""
    first = as_mapping(listed[0]) if listed else None
    return first is not None and "key" in first and "issues" not in first


def _lines(found: Iterable[tuple[int, object]], shown: str) -> Iterator[Json]:
    return (_issue(value, f"{shown}:{line}") for line, value in found)


def _elements(listed: Iterable[object], shown: str) -> Iterator[Json]:
    return (_issue(value, f"{shown}, issue {number}") for number, value in enumerate(listed, start=1))


def _answers(answer: object, listed: Sequence[object] | None, shown: str) -> Export:
    """The issues of one answer, or of a list of them."""
    if listed is None:
        places = {shown: answer}
    else:
        places = {f"{shown}, page {number}": each for number, each in enumerate(listed, start=1)}
    pages = [page(each, where) for where, each in places.items()]
    for read, each in zip(pages, places.values(), strict=True):
        _check_start(read, (as_mapping(each) or {}).get("startAt"))
    _check_paging(pages)
    _check_totals(pages)
    count = _count(pages)
    for where, each in places.items():
        marks.refuse_unknown(as_mapping(each) or {}, where, count)
    found = list(unique((issue for page in pages for issue in page.issues), shown))
    return Export(found, _says_whole(pages))


def _says_whole(pages: Sequence[Page]) -> bool:
    """Whether the pages say that they are all: by a total, which is that of all, or each by where the next one is,
    or that there is none."""
    return any(page.total is not None for page in pages) or all(page.token or page.says_last for page in pages)


def page(answer: object, where: str) -> Page:
    """One answer of the search API. Raises CouldNotLook for what is none, or warns of itself."""
    table = as_mapping(answer) or {}
    _refuse_warnings(table, where)
    rows = as_sequence(table.get("issues"))
    if rows is None:
        raise CouldNotLook(f'{where} is no answer of the search API: it has no list "issues"')
    token, last = _next(table, where)
    total = _total(table, where)
    if token is None:
        marks.refuse_more(table, where)
    issues = list(_elements(rows, where))
    ends = token is None
    return Page(where, issues, total, token, last=ends and last is not False, says_last=ends and last is True)


def _next(table: Json, where: str) -> tuple[str | None, bool | None]:
    """Where the next page is, and whether the answer says that it is the last."""
    token, last = table.get("nextPageToken"), table.get("isLast")
    if token == "" or not isinstance(token, str | None) or not isinstance(last, bool | None):
        raise CouldNotLook(f"{where} does not tell whether it is the last page: {token!r} and {last!r} say neither")
    return token, last


def _total(table: Json, where: str) -> int | None:
    """How many issues there are on all pages; None for the search that does not say it."""
    total = table.get("total")
    if isinstance(total, bool) or not isinstance(total, int | None) or (total or 0) < 0:
        raise CouldNotLook(f"{where}: the total {total!r} is no number of issues")
    if total is None and ("startAt" in table or "maxResults" in table):
        raise CouldNotLook(
            f"{where} is of the search that tells a total, and has none, so nothing proves that no page is missing: "
            "export the whole answers"
        )
    return total


def _refuse_warnings(table: Json, where: str) -> None:
    warnings = [table[name] for name in _WARNINGS if table.get(name)]
    if warnings:
        raise CouldNotLook(f"{where}: Jira warned that the answer is not what was asked for: {warnings[0]}")


def _check_start(page: Page, start: object) -> None:
    """Refuse a page that says that it has issues beyond its own total: one of the two figures is wrong."""
    if start is None or page.total is None:
        return
    count = len(page.keys)
    if isinstance(start, bool) or not isinstance(start, int) or start < 0 or start + count > page.total:
        raise CouldNotLook(
            f"{page.where} contradicts itself: {count} issues from number {start!r} on, of {page.total}: export the "
            "whole answers"
        )


def changelogs(answer: object, where: str) -> Iterator[tuple[str, Sequence[Json]]]:
    """The histories in an answer of the bulk API, with the id of the issue that they are of.

    Raises CouldNotLook for what is no such answer.
    """
    told = as_mapping(answer) or {}
    _refuse_warnings(told, where)
    listed = as_sequence(told.get("issueChangeLogs"))
    if listed is None:
        raise CouldNotLook(f'{where}: the answer has no list "issueChangeLogs"')
    if told.get("nextPageToken") is None:
        marks.refuse_more(told, where)
    for each in listed:
        table = as_mapping(each) or {}
        histories = as_sequence(table.get("changeHistories"))
        if not isinstance(table.get("issueId"), str) or histories is None:
            raise CouldNotLook(f"{where}: an entry does not say of which issue it is, or what changed")
        marks.refuse_more_than(len(histories), table, f"{where}: the history of the issue {table['issueId'][:80]}")
        yield table["issueId"], [as_mapping(history) or {} for history in histories]


def _check_paging(pages: Sequence[Page]) -> None:
    """Refuse pages among which one was lost, or the last ones cut off.

    Where pages are chained by tokens, one that brings nothing new stands in the place of another, unless a total
    proves that none is missing.
    """
    chained = any(page.token for page in pages)
    tokens: set[str] = set()
    seen: set[str] = set()
    for page in pages:
        if not page.issues and len(pages) > 1:
            raise CouldNotLook(f"{page.where} has no issues: a page was lost")
        repeats = page.token in tokens or (seen and page.keys <= seen)
        if chained and repeats and page.total is None:
            raise CouldNotLook(f"{page.where} repeats what a page before it has: the page in its place is missing")
        tokens |= {page.token} if page.token else set()
        seen |= page.keys
    if pages and not pages[-1].last:
        raise CouldNotLook(
            f"{pages[-1].where} is not the last page: the export was cut off; export all pages, in their order"
        )


def _check_totals(pages: Sequence[Page]) -> None:
    """Refuse totals that are not what is there: every page tells that of all."""
    count = _count(pages)
    for page in pages:
        if page.total is not None and page.total != count:
            raise CouldNotLook(
                f"{page.where}: Jira counted {page.total} issues, and the export has {count}: export all pages again"
            )


def _count(pages: Sequence[Page]) -> int:
    return len(set[str]().union(*(page.keys for page in pages)))


def _issue(row: object, where: str) -> Json:
    issue = as_mapping(row) or {}
    key = issue.get("key")
    if not isinstance(key, str) or as_mapping(issue.get("fields")) is None:
        raise CouldNotLook(f"{where}: an entry is no issue: it has no key, or no fields")
    if not KEY.fullmatch(key):
        raise CouldNotLook(f"{where}: {key[:80]!r} is no key of an issue, such as CRM-12")
    marks.refuse_more_of(issue, where)
    return issue


def unique(found: Iterable[Json], shown: str) -> Iterator[Json]:
    """Each issue once. Raises CouldNotLook for one that is there twice, and differently."""
    seen: dict[str, Json] = {}
    for issue in found:
        first = seen.setdefault(issue["key"], issue)
        if first is issue:
            yield issue
        elif first != issue:
            raise CouldNotLook(f"{shown} has {issue['key']} twice, and differently: it changed while it was exported")
