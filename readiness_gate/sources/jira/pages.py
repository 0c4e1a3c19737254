"""The issues of an export of the search API: one answer, a list of its pages, or one issue a line; whole, or refused.

What an answer says of its own completeness is held against what is there: totals, last pages, tokens, warnings.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn, TypeAlias

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.shapes import as_mapping, as_sequence

Json: TypeAlias = Mapping[str, Any]


def issues(content: bytes, shown: str) -> list[Json]:
    """The issues of an export, each once. Raises CouldNotLook for what is no export, or not a whole one."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CouldNotLook(
            f"{shown}:{line}: the export is not UTF-8: export it again, and do not re-save it"
        ) from error
    if not text.strip():
        raise CouldNotLook(f"the export {shown} is empty")
    found = list(_lines(text, shown) if _is_lines(text) else _pages(_parse(text, shown, 1), shown))
    if not found:
        raise CouldNotLook(f"the export {shown} has no issue at all, so a zero would prove nothing: check its query")
    return list(_unique(found, shown))


def _is_lines(text: str) -> bool:
    """Whether the first line is an issue by itself."""
    first = text.lstrip().split("\n", 1)[0]
    try:
        value = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return "key" in (as_mapping(value) or {})


def _lines(text: str, shown: str) -> Iterator[Json]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _issue(_parse(line, shown, number), f"{shown}:{number}")


def _pages(answer: object, shown: str) -> Iterator[Json]:
    listed = as_sequence(answer)
    pages = [answer] if listed is None else list(listed)
    found: list[Json] = []
    for number, page in enumerate(pages, start=1):
        where = shown if listed is None else f"{shown}, page {number}"
        found += _page(page, where, last=number == len(pages), alone=len(pages) == 1)
    _check_totals(pages, len({issue["key"] for issue in found}), shown)
    yield from found


def _page(answer: object, where: str, *, last: bool, alone: bool) -> list[Json]:
    page = as_mapping(answer) or {}
    rows = as_sequence(page.get("issues"))
    if rows is None:
        raise CouldNotLook(f'{where} is no answer of the search API: it has no list "issues"')
    warnings = page.get("warningMessages") or page.get("errorMessages")
    if warnings:
        raise CouldNotLook(f"{where}: Jira warned that the answer is not what was asked for: {warnings}")
    if not rows and not alone:
        raise CouldNotLook(f"{where} has no issues: a page in the middle was lost")
    if last and (page.get("nextPageToken") or page.get("isLast") is False):
        raise CouldNotLook(f"{where} is not the last page: the export was cut off; export all pages")
    return [_issue(row, where) for row in rows]


def _check_totals(pages: Iterable[object], count: int, shown: str) -> None:
    """Data Center tells a total on every page; all must agree, and be what is there."""
    for page in pages:
        total = (as_mapping(page) or {}).get("total")
        if total is None:
            continue
        if isinstance(total, bool) or not isinstance(total, int) or total < 0:
            raise CouldNotLook(f"{shown}: the total {total!r} is no number of issues")
        if total != count:
            raise CouldNotLook(f"{shown} has {count} issues, and Jira counted {total}: export all pages again")


def _issue(row: object, where: str) -> Json:
    issue = as_mapping(row) or {}
    if not isinstance(issue.get("key"), str) or as_mapping(issue.get("fields")) is None:
        raise CouldNotLook(f"{where}: an entry is no issue: it has no key, or no fields")
    return issue


def _unique(found: Iterable[Json], shown: str) -> Iterator[Json]:
    seen: dict[str, Json] = {}
    for issue in found:
        first = seen.setdefault(issue["key"], issue)
        if first is issue:
            yield issue
        elif first != issue:
            raise CouldNotLook(f"{shown} has {issue['key']} twice, and differently: it changed while it was exported")


def _parse(text: str, shown: str, line: int) -> object:
    try:
        return json.loads(text, parse_constant=_refuse)
    except RecursionError as error:
        raise CouldNotLook(f"{shown}:{line}: the export nests too deeply to be one of Jira's") from error
    except json.JSONDecodeError as error:
        where = f"{shown}:{line + error.lineno - 1}:{error.colno}"
        raise CouldNotLook(f"{where}: the export is no JSON, or was cut off there ({error.msg})") from error
    except ValueError as error:
        raise CouldNotLook(f"{shown}:{line}: the export has {error}") from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"the number {constant}, which is none")
