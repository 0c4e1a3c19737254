"""The histories that Jira returns for an issue: what changed when, for the fields that are followed."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Literal, TypeAlias

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.model.time import Instant, instant, iso
from readiness_gate.sources.jira import marks
from readiness_gate.sources.jira.shapes import Json, table_of

Followed: TypeAlias = Literal[
    "status", "severity", "type", "versions", "affected", "components", "labels", "workaround"
]

_CUSTOM = "customfield_"
NONE = "its history was not read"
_MILLISECONDS = 100_000_000_000
"""A number from here on is in milliseconds."""
_LATEST = 253_402_300_799
"""The last second of the year 9999."""


class Broken(Exception):
    """A history does not show the earlier state of an issue; the text says why."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change of one field."""

    field: Followed
    before: str | None
    """The id of the value before; None if the entry has none."""
    after: str | None
    called_before: str
    """The name of that value at the time."""
    called_after: str


@dataclass(frozen=True, slots=True)
class History:
    """The changes at one instant, of the fields that are followed."""

    at: Instant
    id: int | None
    """None in exports that leave it out."""
    steps: tuple[Step, ...]

    def order(self) -> tuple[Instant, int]:
        """Return the sort key: by time; at the same instant by the ids, which count up."""
        return self.at, self.id or 0

    def statuses(self) -> Iterator[str]:
        """Yield the ids of the statuses that it names."""
        for step in self.steps:
            if step.field == "status":
                yield from (id_ for id_ in (step.before, step.after) if id_ is not None)


Changes: TypeAlias = tuple[History, ...] | Broken
"""The histories of an issue, or why they are incomplete."""


class Changelogs:
    """Reads the changelogs of issues for the fields that a configuration follows."""

    def __init__(self, jira: JiraSettings) -> None:
        custom = jira.workaround.field or ""
        self._needs_ids = _CUSTOM in jira.severity.field + custom
        self._fields: dict[str, Followed] = {
            custom: "workaround",
            "status": "status",
            "issuetype": "type",
            "fixVersions": "versions",
            "Fix Version": "versions",
            "versions": "affected",
            "Version": "affected",
            "components": "components",
            "Component": "components",
            "labels": "labels",
            jira.severity.field: "severity",
        }
        self._fields.pop("", None)

    def read(self, changelog: object) -> Changes:
        """Return the histories in a changelog; a Broken if they cannot be complete."""
        try:
            return tuple(map(self._history, _entries(changelog)))
        except Broken as error:
            return error

    def _history(self, value: object) -> History:
        entry = table_of(value)
        items = as_sequence(entry.get("items"))
        if items is None:
            raise Broken("its history has an entry in an unknown form")
        id_, at = _id(entry.get("id")), moment(entry.get("created"))
        steps = [self._step(table_of(item)) for item in items]
        return History(at, id_, tuple([step for step in steps if step is not None]))

    def _step(self, item: Json) -> Step | None:
        """Return the change of a followed field; None for any other."""
        id_ = item.get("fieldId")
        if self._needs_ids and not id_ and item.get("fieldtype") != "jira":
            raise Broken(
                "its history names custom fields without ids, so it may hide a change of severity: export it with the "
                "ids (fieldId)"
            )
        field = self._fields.get(str(id_ or item.get("field") or ""))
        if field is None:
            return None
        called_before, called_after = _text(item.get("fromString")), _text(item.get("toString"))
        return _shared(field, _text(item.get("from")), _text(item.get("to")), called_before or "", called_after or "")


def joined(one: Changes, other: Changes) -> Changes:
    """Return two parts of a changelog together."""
    if isinstance(one, Broken):
        return one
    return other if isinstance(other, Broken) else (*one, *other)


def newest_first(histories: Sequence[History]) -> Iterator[History]:
    """Yield the distinct histories. Raises Broken if nothing shows the order of two changes of a field, or two
    different entries have the same id."""
    ordered = sorted(_unique(histories), key=History.order, reverse=True)
    if all(history.id is not None for history in ordered):
        yield from ordered
        return
    for at, group in groupby(ordered, key=lambda history: history.at):
        simultaneous = tuple(group)
        _refuse_unordered(at, simultaneous)
        yield from simultaneous


def _unique(histories: Sequence[History]) -> Sequence[History]:
    """Return the distinct histories. Raises Broken for two that differ but have the same id."""
    if len(histories) == 1:
        return histories
    once: dict[object, History] = {}
    for history in histories:
        id_ = (history.at, history.steps) if history.id is None else history.id
        first = once.setdefault(id_, history)
        if first is not history and first != history:
            raise Broken(f"its history has two different entries with the id {history.id}")
    return list(once.values())


def _refuse_unordered(at: Instant, histories: Sequence[History]) -> None:
    """Raise Broken if entries of one instant change a field more than once, and one has no id to order it by."""
    if all(history.id is not None for history in histories):
        return
    fields = [field for history in histories for field in {step.field for step in history.steps}]
    twice = sorted(field for field in set(fields) if fields.count(field) > 1)
    if twice:
        raise Broken(
            f"entries without ids change its {twice[0]} more than once at {iso(at)}, so their order is unknown: export "
            "its history with ids"
        )


def last_change(changes: Changes | None) -> Instant | None:
    """Return when the last entry of a history was written: some are later than the issue's own update time."""
    return max((history.at for history in changes), default=None) if isinstance(changes, tuple) else None


def _entries(changelog: object) -> Sequence[object]:
    """Return the histories of a changelog. Raises Broken if they are incomplete."""
    table = as_mapping(changelog)
    entries = as_sequence(changelog if table is None else table.get("histories"))
    if entries is None:
        raise Broken(NONE)
    if table is not None:
        _refuse_cut_off(table, len(entries))
    return entries


def _refuse_cut_off(changelog: Json, count: int) -> None:
    """Raise Broken for a changelog that says it has more than the `count` entries in it."""
    if changelog.get("total") != count or changelog.get("startAt") not in (None, 0):
        raise Broken(f"its history was cut off: it has {count} of {changelog.get('total')} entries")
    if changelog.get("isLast") is False or changelog.get("nextPageToken"):
        raise Broken("its history says that it is incomplete (isLast, nextPageToken): export all of it")
    try:
        marks.refuse_more(changelog, "its history")
    except CouldNotLook as error:
        raise Broken(str(error)) from error


def moment(value: object) -> Instant:
    """Return the instant of a history: a time with its offset, or a number of seconds or milliseconds since 1970.

    Raises Broken for anything else.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        seconds = value // 1000 if value > _MILLISECONDS else value
        if 0 <= seconds <= _LATEST:
            return seconds
    try:
        return instant(value)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise Broken(f"its history has an unreadable time: {error}") from error


def _id(value: object) -> int | None:
    """Return the number of an entry, given as text or number; None if there is none."""
    if value is None:
        return None
    number = str(value)
    if not number.isdecimal():
        raise Broken("its history has an entry in an unknown form")
    return int(number)


@lru_cache(maxsize=4_096)
def _shared(field: Followed, before: str | None, after: str | None, called_before: str, called_after: str) -> Step:
    """Return a step; equal steps of many issues share one object."""
    return Step(field, before, after, called_before, called_after)


def _text(value: object) -> str | None:
    return None if value is None or value == "" else str(value)
