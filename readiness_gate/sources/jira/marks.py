"""Marks by which an answer says that there is more than it contains, whatever tool or version of Jira wrote it."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import filterfalse
from typing import TypeAlias

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.shapes import as_mapping
from readiness_gate.sources.jira.shapes import Json, table_of

_ANSWER = frozenset(
    (
        *("expand", "names", "schema", "startAt", "maxResults", "total", "isLast", "nextPageToken", "issues"),
        *("warningMessages", "errorMessages", "errors"),
    )
)
"""The keys of an answer of the search API, on Cloud and Data Center."""
_ISSUE = frozenset(
    (
        *("expand", "id", "self", "key", "fields", "changelog", "renderedFields", "names", "schema", "operations"),
        *("editmeta", "transitions", "properties", "versionedRepresentations", "fieldsToInclude"),
    )
)
_MORE = frozenset(
    (
        *("truncated", "istruncated", "hasnextpage", "hasnext", "hasmore", "hasmorepages", "hasmoreresults", "more"),
        *("morepages", "moreresults", "moreavailable", "incomplete", "isincomplete", "incompleteresults", "partial"),
        *("ispartial", "limited", "limitreached", "limitexceeded"),
    )
)
_LAST = frozenset(("islast", "islastpage", "last", "lastpage", "complete", "iscomplete"))
_LEFT = frozenset(("remaining", "remainingcount", "remainingissues", "remainingresults", "remainingpages"))
_NEXT = frozenset(
    (
        *("next", "nextpage", "nextpagetoken", "nexttoken", "nextcursor", "nextlink", "nexturl", "nextstart"),
        *("nextstartat", "nextoffset", "continuationtoken"),
    )
)
_TOTAL = frozenset(("total", "totalcount", "totalissues", "totalresults", "totalitems", "totalhits", "totalsize"))
_BOXES = frozenset(("pageinfo", "pagination", "paging", "page", "meta", "metadata", "links"))
_BESIDE = frozenset(("cursor", "startcursor", "endcursor", "haspreviouspage", "hasprevious"))
"""Neighbors of these marks that say nothing about what follows."""


def refuse_more(table: Json, where: str) -> None:
    """Raise CouldNotLook for an answer that says that others follow it."""
    for name in table:
        if name not in _ANSWER and _says_more(name, table[name], None):
            raise _not_whole(where, name, table[name])


def refuse_more_than(count: int, table: Json, where: str) -> None:
    """Raise CouldNotLook for a part of an answer that says it has more than the `count` entries in it."""
    for name in table:
        if _says_more(name, table[name], count):
            raise _not_whole(where, name, table[name])


def refuse_more_of(issue: Json, where: str) -> None:
    """Raise CouldNotLook for an issue that says that some of it was left out."""
    if not issue.keys() <= _ISSUE:
        refuse_more({name: issue[name] for name in issue.keys() - _ISSUE}, where)


def refuse_unknown(table: Json, where: str, count: int) -> None:
    """Raise CouldNotLook for an answer in a file that says that it is incomplete, or has an unknown key.

    `count` is how many issues the file has.
    """
    for name in filterfalse(_ANSWER.__contains__, table):
        if _says_more(name, table[name], count):
            raise _not_whole(where, name, table[name])
        unknown = _unknown(name, table[name])
        if unknown is not None:
            raise CouldNotLook(
                f'{where} has the unknown key "{unknown[:80]}", which may mean that the export is incomplete: save the '
                "answers as Jira sends them, or write one issue per line"
            )


def _not_whole(where: str, name: str, value: object) -> CouldNotLook:
    mark = f'"{name[:80]}": {_shown(value)}'
    return CouldNotLook(f"{where} says that it is incomplete ({mark}): export all pages")


def _shown(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    text = "{…}" if as_mapping(value) is not None else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"  # noqa: PLR2004 - enough to find it again


_Says: TypeAlias = Callable[[object], bool]
_SAYS_MORE: Mapping[str, _Says] = {
    **dict.fromkeys(_MORE, lambda value: value not in (False, None)),
    **dict.fromkeys(_LAST, lambda value: value not in (True, None)),
    **dict.fromkeys(_LEFT, lambda value: value not in (0, None)),
    **dict.fromkeys(_NEXT, lambda value: value not in (None, "", False)),
}
"""Returns whether the value of a mark, by its plain name, says that there is more."""


def _says_more(name: str, value: object, count: int | None) -> bool:
    """Return whether a mark says that this is not everything; without a `count`, totals are not compared."""
    plain = _plain(name)
    if plain in _SAYS_MORE:
        return _SAYS_MORE[plain](value)
    if plain in _TOTAL:
        return count is not None and (isinstance(value, bool) or value != count)
    return any(_says_more(inner, mark, count) for inner, mark in _inside(plain, value))


def _unknown(name: str, value: object) -> str | None:
    """Return the first key that is not a known mark; None if all are."""
    plain = _plain(name)
    if plain in _SAYS_MORE or plain in _TOTAL:
        return None
    if plain not in _BOXES or as_mapping(value) is None:
        return name
    inner = (_unknown(key, mark) for key, mark in _inside(plain, value) if _plain(key) not in _BESIDE)
    return next((f"{name}.{unknown}" for unknown in inner if unknown is not None), None)


def _inside(plain: str, value: object) -> Iterator[tuple[str, object]]:
    """Yield the keys of an object with marks; nothing if there is none."""
    if plain in _BOXES:
        yield from table_of(value).items()


@lru_cache(maxsize=1_024)
def _plain(name: str) -> str:
    """Return a name without its namespace and spelling differences: `has_more`, `has-more`, `@odata.hasMore`."""
    return name.rpartition(".")[2].replace("_", "").replace("-", "").lstrip("@$").casefold()
