"""The issues of the sample program, as an export of the search API."""

import json
from typing import Any

from readiness_gate.model.time import DAY, Instant, iso
from readiness_gate.sample.story import AREAS, Area, Story, last_day

SITE = "https://northwind.example"
STATUSES = {
    "new": ("10000", "To Do", "new"),
    "open": ("3", "In Progress", "indeterminate"),
    "done": ("10001", "Done", "done"),
}
SYMPTOMS = (
    "{0} is empty after saving",
    "{0} shows the value of another record",
    "{0} cannot be edited by the owner",
    "Rounding of {0} differs from the old system",
    "The list view sorts {0} as text",
    "No alert is sent if {0} changes",
    "Import loses {0}",
    "{0} takes ten seconds to load",
)
_PRIORITIES = ("Medium", "Low", "Medium", "High", "Low", "Medium", "Lowest", "Medium", "High", "Highest")
# The defects that are still open at either moment, by index.
_OPEN_BEFORE = {"High": (113, 123, 134), "Medium": (102, 115, 125, 127, 130), "Low": (114, 121, 131), "Lowest": (126,)}
_OPEN_WHEN_READY = {"Medium": (125, 137), "Low": (131, 141)}
_DEFECTS = {False: 136, True: 144}
_STORIES = 96


def export(story: Story) -> str:
    """Return the text of the export: one search response with every issue."""
    raised = [_defect(index, story) for index in range(_DEFECTS[story.ready])]
    raised += [_story(index, story) for index in range(_STORIES)]
    raised.sort(key=lambda fields: fields["created"])
    issues = [_issue(number, fields) for number, fields in enumerate(raised, start=1)]
    return json.dumps({"issues": issues, "isLast": True}, indent=1, ensure_ascii=False) + "\n"


def _history(number: int, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the changes of an issue: one that is done was in progress before."""
    before, after = STATUSES["open"], STATUSES["done"]
    closing = {
        "id": str(40_000 + number),
        "created": fields["updated"],
        "items": [
            {
                "field": "status",
                "fieldtype": "jira",
                "fieldId": "status",
                "from": before[0],
                "fromString": before[1],
                "to": after[0],
                "toString": after[1],
            }
        ],
    }
    histories = [closing] if fields["status"]["id"] == after[0] else []
    return {"startAt": 0, "maxResults": len(histories), "total": len(histories), "histories": histories}


def _defect(index: int, story: Story) -> dict[str, Any]:
    area = AREAS[index % len(AREAS)]
    still_open = (_OPEN_WHEN_READY if story.ready else _OPEN_BEFORE).get(_PRIORITIES[index % len(_PRIORITIES)], ())
    symptom = SYMPTOMS[index % len(SYMPTOMS)].format(f"{area.subject} {area.fields[index % len(area.fields)]}")
    state = ("open" if index % 2 else "new") if index in still_open else "done"
    return _fields("Bug", symptom, area, _PRIORITIES[index % len(_PRIORITIES)], state, _created(index), story)


def _story(index: int, story: Story) -> dict[str, Any]:
    area = AREAS[index % len(AREAS)]
    field = area.fields[index % len(area.fields)]
    summary = f"As a user I keep {area.subject} {field} up to date in one place ({index + 1})"
    return _fields("Story", summary, area, "Medium", "done", _created(index), story)


def _created(index: int) -> int:
    """Return the day on which an issue was raised: most in the middle of the program."""
    return 12 + (index * 11) // 10


def _fields(
    kind: str, summary: str, area: Area, priority: str, state: str, created: int, story: Story
) -> dict[str, Any]:
    raised = min(created, last_day(story) - 1)
    id_, name, category = STATUSES[state]
    changed = min(raised + 6 + len(summary) % 9, last_day(story)) if state == "done" else raised
    return {
        "summary": summary,
        "issuetype": {"id": "10004" if kind == "Bug" else "10001", "name": kind},
        "priority": {"name": priority},
        "status": {"id": id_, "name": name, "statusCategory": {"key": category, "name": name}},
        "labels": [area.name],
        "created": _time(raised, story),
        "updated": _time(changed, story),
    }


def _time(number: int, story: Story) -> str:
    moment: Instant = story.as_of - (last_day(story) - number) * DAY - 3_600
    return iso(moment).replace("Z", ".000+0000")


def _issue(number: int, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(20_000 + number),
        "key": f"NW-{number}",
        "self": f"{SITE}/rest/api/3/issue/{20_000 + number}",
        "fields": fields,
        "changelog": _history(number, fields),
    }
