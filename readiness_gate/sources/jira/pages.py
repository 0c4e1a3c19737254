"""The issues of a search API export: one answer, its pages in a list or one after the other, a list of issues, or one
issue per line.

What an answer says about its completeness is compared with its content: totals, last pages, tokens, warnings, and marks
of other tools. A list of issues and a file with one issue per line say nothing about it: something else must prove that
they were not truncated between two issues.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeGuard

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.sources.jira import marks
from readiness_gate.sources.jira.shapes import Json, table_of
from readiness_gate.sources.jira.values import values

KEY = re.compile(r"[A-Z][A-Z0-9_]{0,254}-[0-9]{1,18}", re.ASCII)
_WARNINGS = ("warningMessages", "errorMessages", "errors")


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of the search API, with what it says about its completeness."""

    where: str
    issues: Sequence[Json]
    total: int | None
    """How many issues all pages have together; only Data Center says it."""
    token: str | None
    """The token for the next page."""
    last: bool
    """Whether it may be the last page."""
    says_last: bool = False
    """Whether it says that it is the last page, and does not just leave open whether there are more."""

    @property
    def keys(self) -> set[str]:
        """The keys of its issues."""
        return {issue["key"] for issue in self.issues}


@dataclass(frozen=True, slots=True)
class Export:
    """The distinct issues of an export."""

    issues: Sequence[Json]
    says_whole: bool = False
    """Whether the file itself says that these are all."""


def export(content: bytes | bytearray, shown: str) -> Export:
    """Return the issues of an export. Raises CouldNotLook for a file that is not one, or says that it is incomplete."""
    lines = list(values(content, shown))
    if not lines:
        raise CouldNotLook(f"the export {shown} is empty: export the issues again")
    is_by_line = "key" in table_of(lines[0][1])
    issues = _by_line(lines, shown) if is_by_line else _by_page(_only(lines, shown), shown)
    if not issues.issues:
        raise CouldNotLook(f"the export {shown} has no issues, so a count of zero would prove nothing: check its query")
    return issues


def _by_line(lines: Iterable[tuple[int, object]], shown: str) -> Export:
    """Return the issues of a file with one on each line."""
    issues = list(unique((_issue(value, f"{shown}:{line}") for line, value in lines), shown))
    if len(issues) == 1:
        raise CouldNotLook(
            f"the export {shown} is a single issue, and not the result of a search: save the answer of the search API"
        )
    return Export(issues)


def _by_page(value: object, shown: str) -> Export:
    """Return the issues of a list of issues, of one answer, or of a list of answers."""
    listed = as_sequence(value)
    if _is_issue(listed):
        return Export(list(unique(_elements(listed or (), shown), shown)))
    if listed is None:
        return _answers({shown: value}, shown)
    return _answers({f"{shown}, page {number}": answer for number, answer in enumerate(listed, start=1)}, shown)


def _only(values: Sequence[tuple[int, object]], shown: str) -> object:
    """Return the only value of a file, or the list of its answers, which follow each other if each was appended."""
    (_, value), *more = values
    if not more:
        return value
    answers = [value for _, value in values]
    if all("issues" in table_of(answer) for answer in answers):
        return answers
    raise CouldNotLook(f"{shown}:{more[0][0]}: another value begins here: put the pages into one list, [ … , … ]")


def _is_issue(listed: Sequence[object] | None) -> bool:
    """Return whether a list contains issues, not answers."""
    first = table_of(listed[0] if listed else None)
    return "key" in first and "issues" not in first


def _elements(listed: Iterable[object], shown: str) -> Iterator[Json]:
    return (_issue(value, f"{shown}, issue {number}") for number, value in enumerate(listed, start=1))


def _answers(answers: Mapping[str, object], shown: str) -> Export:
    """Return the issues of some answers, each by its place."""
    pages = [page(answer, where) for where, answer in answers.items()]
    tables = [table_of(answer) for answer in answers.values()]
    for of_answer, table in zip(pages, tables, strict=True):
        _check_start(of_answer, table.get("startAt"))
    _check_paging(pages)
    _check_totals(pages)
    count = _count(pages)
    for of_answer, table in zip(pages, tables, strict=True):
        marks.refuse_unknown(table, of_answer.where, count)
    issues = list(unique((issue for page in pages for issue in page.issues), shown))
    return Export(issues, _says_whole(pages))


def _says_whole(pages: Sequence[Page]) -> bool:
    """Return whether the pages say that they are all: by a total, which covers all of them, or each by where the
    next one is, or that there is none."""
    return any(page.total is not None for page in pages) or all(page.token or page.says_last for page in pages)


def page(answer: object, where: str) -> Page:
    """Return one answer of the search API. Raises CouldNotLook for anything else, and for an answer with a warning."""
    table = table_of(answer)
    _refuse_warnings(table, where)
    rows = as_sequence(table.get("issues"))
    if rows is None:
        raise CouldNotLook(f'{where} is not an answer of the search API, because it has no list "issues": export again')
    token, last = _next(table, where)
    total = _total(table, where)
    if token is None:
        marks.refuse_more(table, where)
        return Page(where, list(_elements(rows, where)), total, None, last=last is not False, says_last=last is True)
    return Page(where, list(_elements(rows, where)), total, token, last=False)


def _next(table: Json, where: str) -> tuple[str | None, bool | None]:
    """Return where the next page is, and whether the answer says that it is the last."""
    token, last = table.get("nextPageToken"), table.get("isLast")
    if token == "" or not isinstance(token, str | None) or not isinstance(last, bool | None):
        raise CouldNotLook(
            f"{where} does not say whether it is the last page: nextPageToken is {token!r}, and isLast is {last!r}"
        )
    return token, last


def _total(table: Json, where: str) -> int | None:
    """Return how many issues there are on all pages; None for Cloud's search, which does not say it."""
    total = table.get("total")
    if total is None and ("startAt" in table or "maxResults" in table):
        raise CouldNotLook(
            f"{where} has startAt or maxResults and no total, so pages may be missing: export the answers unchanged"
        )
    if total is None or _is_count(total):
        return total
    raise CouldNotLook(f"{where}: the total {total!r} is not a number of issues")


def _is_count(value: object) -> TypeGuard[int]:
    """Return whether a value is a nonnegative whole number; JSON's true and false are not."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _refuse_warnings(table: Json, where: str) -> None:
    warnings = [table[name] for name in _WARNINGS if table.get(name)]
    if warnings:
        raise CouldNotLook(f"{where}: Jira warned that the answer is not as requested: {warnings[0]}")


def _check_start(page: Page, start: object) -> None:
    """Refuse a page that claims issues beyond its own total: one of the two figures is wrong."""
    if start is None or page.total is None:
        return
    count = len(page.keys)
    if not _is_count(start) or start + count > page.total:
        raise CouldNotLook(
            f"{page.where} contradicts itself, with {count} issues from number {start!r} on, and {page.total} in all: "
            "export the answers unchanged"
        )


def changelogs(answer: object, where: str) -> Iterator[tuple[str, Sequence[Json]]]:
    """Yield the histories in an answer of the bulk API, each with the id of its issue.

    Raises CouldNotLook for anything else.
    """
    table = table_of(answer)
    _refuse_warnings(table, where)
    changelogs = as_sequence(table.get("issueChangeLogs"))
    if changelogs is None:
        raise CouldNotLook(f'{where}: the answer has no list "issueChangeLogs"')
    if table.get("nextPageToken") is None:
        marks.refuse_more(table, where)
    for changelog in changelogs:
        yield _changelog(table_of(changelog), where)


def _changelog(changelog: Json, where: str) -> tuple[str, Sequence[Json]]:
    """Return the id of an issue, and its histories."""
    id_, histories = changelog.get("issueId"), as_sequence(changelog.get("changeHistories"))
    if not isinstance(id_, str) or histories is None:
        raise CouldNotLook(f"{where}: an entry does not say which issue it is about, or what changed")
    marks.refuse_more_than(len(histories), changelog, f"{where}: the history of the issue {id_[:80]}")
    return id_, [table_of(history) for history in histories]


def _check_paging(pages: Sequence[Page]) -> None:
    """Refuse pages of which one was lost, or the last ones truncated.

    If pages are chained by tokens, a page that brings nothing new has replaced another, unless a total proves that none
    is missing.
    """
    if len(pages) > 1:
        _refuse_repeated(pages)
    if pages and not pages[-1].last:
        raise CouldNotLook(
            f"{pages[-1].where} is not the last page, so the export was cut off: export all pages, in their order"
        )


def _refuse_repeated(pages: Sequence[Page]) -> None:
    """Refuse a page without issues, and a page of a chain that repeats a token or brings no new issue."""
    chained = any(page.token for page in pages)
    tokens: set[str | None] = set()
    seen: set[str] = set()
    for page in pages:
        if not page.issues:
            raise CouldNotLook(f"{page.where} has no issues, so a page was lost: export all pages again")
        repeats = page.token in tokens or page.keys <= seen
        if chained and repeats and page.total is None:
            raise CouldNotLook(
                f"{page.where} repeats an earlier page, so the page in its place is missing: export all pages again"
            )
        tokens |= {page.token} - {None}
        seen |= page.keys


def _check_totals(pages: Sequence[Page]) -> None:
    """Refuse a total that is not the number of issues: every page has that of all pages."""
    count = _count(pages)
    for page in pages:
        if page.total is not None and page.total != count:
            raise CouldNotLook(
                f"{page.where}: Jira counted {page.total} issues, and the export has {count}: export all pages again"
            )


def _count(pages: Sequence[Page]) -> int:
    return len(set[str]().union(*(page.keys for page in pages)))


def _issue(row: object, where: str) -> Json:
    issue = table_of(row)
    key = issue.get("key")
    if not isinstance(key, str) or as_mapping(issue.get("fields")) is None:
        raise CouldNotLook(f"{where}: an entry is not an issue, because it has no key or no fields")
    if not KEY.fullmatch(key):
        raise CouldNotLook(f"{where}: {key[:80]!r} is not an issue key such as CRM-12")
    marks.refuse_more_of(issue, where)
    return issue


def unique(issues: Iterable[Json], shown: str) -> Iterator[Json]:
    """Yield each issue once. Raises CouldNotLook for one that occurs twice with different contents."""
    seen: dict[str, Json] = {}
    for issue in issues:
        first = seen.setdefault(issue["key"], issue)
        if first is issue:
            yield issue
        elif first != issue:
            raise CouldNotLook(
                f"{shown} has {issue['key']} twice, and differently, because it changed during the export: export again"
            )
