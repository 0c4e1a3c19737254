"""The histories that Jira gives of an issue: what changed when, of the fields that are followed."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, Literal, TypeAlias

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.model.time import Instant, instant, iso
from readiness_gate.sources.jira import marks

Json: TypeAlias = Mapping[str, Any]
Followed: TypeAlias = Literal["status", "severity", "type", "versions", "labels", "workaround"]

_CUSTOM = "customfield_"
NONE = "its histories were not read"
_MILLISECONDS = 100_000_000_000
_LATEST = 253_402_300_799


class Broken(Exception):
    """A history does not tell how an issue stood; its text says why."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change of one field: the ids before and after, and what they were called then."""

    field: Followed
    before: str | None
    after: str | None
    called_before: str
    called_after: str


@dataclass(frozen=True, slots=True)
class History:
    """What changed at one instant, of what is followed; some exports leave out its id."""

    at: Instant
    id: int | None
    steps: tuple[Step, ...]

    def order(self) -> tuple[Instant, int]:
        """By what it sorts in time: what changed at the same instant sorts by the ids, which count up."""
        return self.at, self.id or 0

    def statuses(self) -> Iterator[str]:
        """The ids of statuses that it names."""
        for step in self.steps:
            if step.field == "status":
                yield from (each for each in (step.before, step.after) if each is not None)


Changes: TypeAlias = tuple[History, ...] | Broken
"""The histories of an issue, or why they do not tell all."""


def changes(changelog: object, jira: JiraSettings) -> Changes:
    """What a changelog tells; a Broken when that cannot be all that there is."""
    try:
        return tuple(_history(each, jira) for each in _listed(changelog))
    except Broken as error:
        return error


def joined(one: Changes, other: Changes) -> Changes:
    """What two parts of a changelog tell together."""
    if isinstance(one, Broken):
        return one
    return other if isinstance(other, Broken) else (*one, *other)


def newest_first(told: Sequence[History]) -> Iterator[History]:
    """The histories, each once. Raises Broken where nothing says in which order two changes of a field were made, or
    where two entries have one id."""
    once: dict[object, History] = {}
    for history in told:
        id_ = (history.at, history.steps) if history.id is None else history.id
        if once.setdefault(id_, history) != history:
            raise Broken(f"its history has two different entries with the id {history.id}")
    ordered = sorted(once.values(), key=History.order, reverse=True)
    for at, group in groupby(ordered, key=lambda history: history.at):
        histories = tuple(group)
        _refuse_unordered(at, histories)
        yield from histories


def _refuse_unordered(at: Instant, histories: Sequence[History]) -> None:
    """Raise Broken when entries of one instant change a field more than once, and one has no id to order it by."""
    if all(history.id is not None for history in histories):
        return
    fields = [field for history in histories for field in {step.field for step in history.steps}]
    twice = sorted(field for field in set(fields) if fields.count(field) > 1)
    if twice:
        raise Broken(
            f"entries without ids change its {twice[0]} more than once at {iso(at)}, so their order is unknown: export "
            "the ids of its history"
        )


def last_change(told: Changes | None) -> Instant | None:
    """When the last entry of a history was written: some are later than the issue's own time of update."""
    return None if told is None or isinstance(told, Broken) else max((each.at for each in told), default=None)


def _listed(changelog: object) -> Sequence[object]:
    """The histories of a changelog. Raises Broken when they are not all that there are."""
    table = as_mapping(changelog)
    listed = as_sequence(table.get("histories")) if table else as_sequence(changelog)
    if listed is None:
        raise Broken(NONE)
    if table and (table.get("total") != len(listed) or table.get("startAt") not in (None, 0)):
        raise Broken(f"its history was cut off: there are {len(listed)} of {table.get('total')} entries")
    if table and (table.get("isLast") is False or table.get("nextPageToken")):
        raise Broken("its history says that it is not whole (isLast, nextPageToken): export all of it")
    try:
        marks.refuse_more(table or {}, "its history")
    except CouldNotLook as error:
        raise Broken(str(error)) from error
    return listed


def _history(value: object, jira: JiraSettings) -> History:
    history = as_mapping(value) or {}
    items = as_sequence(history.get("items"))
    number = None if history.get("id") is None else str(history["id"])
    if items is None or not (number is None or number.isdecimal()):
        raise Broken("its history has an entry that is none")
    steps = (_step(as_mapping(item) or {}, jira) for item in items)
    at = moment(history.get("created"))
    return History(at, None if number is None else int(number), tuple(step for step in steps if step))


def moment(value: object) -> Instant:
    """The instant of a history: a time with its offset, or a number of seconds or milliseconds since 1970.

    Raises Broken for anything else.
    """
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        seconds = value // 1000 if value > _MILLISECONDS else value
        if seconds <= _LATEST:
            return seconds
    try:
        return instant(value)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise Broken(f"its history has no usable time: {error}") from error


def _step(item: Json, jira: JiraSettings) -> Step | None:
    """The change of a field that is followed; None for any other."""
    id_ = item.get("fieldId")
    if not id_ and item.get("fieldtype") != "jira" and _CUSTOM in (jira.severity.field + (jira.workaround.field or "")):
        raise Broken("its history names custom fields without their ids, and may hide a change of its severity")
    field = _followed(str(id_ or item.get("field") or ""), jira)
    if field is None:
        return None
    before, after = (item.get(name) for name in ("from", "to"))
    called_before, called_after = (item.get(name) for name in ("fromString", "toString"))
    return _shared(field, _text(before), _text(after), _text(called_before) or "", _text(called_after) or "")


@lru_cache(maxsize=4_096)
def _shared(field: Followed, before: str | None, after: str | None, called_before: str, called_after: str) -> Step:
    """A step; many issues go the same one, which is then kept once."""
    return Step(field, before, after, called_before, called_after)


def _text(value: object) -> str | None:
    return None if value is None or value == "" else str(value)


def _followed(name: str, jira: JiraSettings) -> Followed | None:
    known: dict[str, Followed] = {
        "status": "status",
        "issuetype": "type",
        "fixVersions": "versions",
        "Fix Version": "versions",
        "labels": "labels",
        jira.severity.field: "severity",
    }
    if jira.workaround.field:
        known.setdefault(jira.workaround.field, "workaround")
    return known.get(name)
