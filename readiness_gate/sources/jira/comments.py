"""The comments on an issue: all of them, or none."""

from collections.abc import Mapping
from typing import Any

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.collections import Comment
from readiness_gate.model.settings.jira import Collection
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.model.time import instant
from readiness_gate.sources.jira import marks
from readiness_gate.sources.jira.shapes import Json, list_of, table_of

_IDS = ("accountId", "key", "name", "emailAddress")
_READ_ALL = (
    "export the issues with the field comment (as CSV with the columns Comment and Reporter Id, and with internal = "
    '"counts" in the collection), or give the table as a file of [people]'
)


class _Unreadable(Exception):
    """The comments are unknown; the text says why."""


def comments(row: Json, key: str, collection: Collection) -> tuple[tuple[Comment, ...] | None, str]:
    """Return the comments on an issue, oldest first, or None with the reason."""
    try:
        entries = _entries(row.get("comment"), key)
        reporter = table_of(row.get("reporter"))
        read = [_comment(table_of(entry), reporter, key, collection) for entry in entries]
    except _Unreadable as error:
        return None, str(error)
    return tuple(sorted(read, key=lambda comment: comment.created)), ""


def is_cut_off(value: object) -> bool:
    """Return whether a field says that it has only some of the comments."""
    table = table_of(value)
    return isinstance(table.get("total"), int) and table["total"] > len(list_of(table.get("comments")))


def _entries(value: object, key: str) -> list[object]:
    """Return the entries of the field. Raises _Unreadable if they are incomplete."""
    table = as_mapping(value)
    entries = as_sequence(table.get("comments")) if table is not None else None
    if table is None or entries is None:
        raise _Unreadable(f"{key} has no field comment, so it is unknown who answered: {_READ_ALL}")
    total = table.get("total")
    if total != len(entries) or table.get("startAt") not in (None, 0):
        raise _Unreadable(
            f"{key} comes with {len(entries)} of {total} comments, so the first answer is unknown: export all comments "
            "of each issue, or give the table as a file of [people]"
        )
    try:
        marks.refuse_more_than(len(entries), table, f"the list of comments on {key}")
    except CouldNotLook as error:
        raise _Unreadable(str(error)) from error
    return list(entries)


def _comment(entry: Json, reporter: Mapping[str, Any], key: str, collection: Collection) -> Comment:
    author = table_of(entry.get("author"))
    try:
        created = instant(str(entry.get("created")))
    except ValueError as error:
        raise _Unreadable(f"{key} has a comment with an unreadable time: {error}") from error
    return Comment(
        created=created,
        by_reporter=_perhaps_same(author, reporter),
        automated=any(author.get(name) in collection.automation for name in _IDS),
        internal=entry.get("jsdPublic") is False,
    )


def _perhaps_same(author: Mapping[str, Any], reporter: Mapping[str, Any]) -> bool:
    """Return whether two accounts are or may be the same, because they have no kind of id in common."""
    named = [name for name in _IDS if author.get(name) and reporter.get(name)]
    return not named or any(author[name] == reporter[name] for name in named)
