"""The issues of all quarters, as an export of the search API with their histories."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from readiness_gate.model.time import DAY, HOUR, Instant, iso
from readiness_gate.sample.issues import SITE, STATUSES
from readiness_gate.sample.releases.calendar import AS_OF, RELEASES
from readiness_gate.sample.releases.versions import version_id
from readiness_gate.sample.releases.work import Work, works
from readiness_gate.sample.story import AREAS

_PRIORITIES = ("Highest", "High", "Medium", "Low", "Lowest")
_VERSIONS = {release.version: version_id(number) for number, release in enumerate(RELEASES)}
_COMPONENTS = {area.name: str(10_300 + number) for number, area in enumerate(AREAS)}
_TYPES = {"Bug": "10004", "Story": "10001"}
_FIRST_ID = 20_000
_SOON = 2 * HOUR
_RERATED_EVERY = 9
"""One in this many small defects had a lower priority first."""


def export() -> str:
    """Return the text of the export: one search response, with one issue on each line."""
    raised = sorted((work for work in works() if work.raised < AS_OF), key=lambda work: work.raised)
    issues = (json.dumps(_issue(number, work)) for number, work in enumerate(raised, start=1))
    return '{"isLast": true, "issues": [\n' + ",\n".join(issues) + "\n]}\n"


def _issue(number: int, work: Work) -> dict[str, Any]:
    changes = [(at, items) for at, items in _changes(number, work) if at < AS_OF]
    planned, state = len(changes) > 0, ("new", "open", "done")[max(len(changes) - 1, 0)]
    id_, name, category = STATUSES[state]
    priority = work.priority if planned else _first_priority(number, work)
    return {
        "id": str(_FIRST_ID + number),
        "key": f"NW-{number}",
        "self": f"{SITE}/rest/api/3/issue/{_FIRST_ID + number}",
        "fields": {
            "summary": work.summary,
            "issuetype": {"id": _TYPES[work.kind], "name": work.kind},
            "priority": _named(_priority_id(priority), priority),
            "status": {"id": id_, "name": name, "statusCategory": {"key": category, "name": name}},
            "labels": [],
            "components": [_named(_COMPONENTS[work.area], work.area)],
            "versions": [_named(_VERSIONS[work.affected], work.affected)] if work.affected else [],
            "fixVersions": [_named(_VERSIONS[work.version], work.version)] if planned else [],
            "created": _time(work.raised),
            "updated": _time(changes[-1][0] if changes else work.raised),
        },
        "changelog": _history(number, changes),
    }


def _named(id_: str, name: str) -> Mapping[str, str]:
    return {"id": id_, "name": name}


def _changes(number: int, work: Work) -> Iterator[tuple[Instant, list[dict[str, Any]]]]:
    """Yield the changes of an issue: it is planned for a release, started, and closed."""
    planned = [_item("fixVersions", None, None, _VERSIONS[work.version], work.version)]
    first = _first_priority(number, work)
    if first != work.priority:
        planned.append(_item("priority", _priority_id(first), first, _priority_id(work.priority), work.priority))
    yield work.raised + _SOON, planned
    yield max(work.raised + 2 * _SOON, work.closed - DAY), [_moved("new", "open")]
    yield max(work.raised + 3 * _SOON, work.closed), [_moved("open", "done")]


def _first_priority(number: int, work: Work) -> str:
    return "Low" if work.priority == "Medium" and number % _RERATED_EVERY == 0 else work.priority


def _priority_id(priority: str) -> str:
    return str(_PRIORITIES.index(priority) + 1)


def _moved(before: str, after: str) -> dict[str, Any]:
    return _item("status", *STATUSES[before][:2], *STATUSES[after][:2])


def _item(field: str, before: str | None, called: str | None, after: str, then_called: str) -> dict[str, Any]:
    shown = "Fix Version" if field == "fixVersions" else field
    words = {"from": before, "fromString": called, "to": after, "toString": then_called}
    return {"field": shown, "fieldtype": "jira", "fieldId": field, **words}


def _history(number: int, changes: list[tuple[Instant, list[dict[str, Any]]]]) -> dict[str, Any]:
    histories = [
        {"id": str(10 * (_FIRST_ID + number) + place), "created": _time(at), "items": items}
        for place, (at, items) in enumerate(changes)
    ]
    return {"startAt": 0, "maxResults": len(histories), "total": len(histories), "histories": histories}


def _time(moment: Instant) -> str:
    return iso(moment).replace("Z", ".000+0000")
