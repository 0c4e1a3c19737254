"""The exports of a random program, as Jira writes them: answers of the search API, a list, or one issue a line; and
the configuration that reads them."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from support.issue_world import CATEGORIES, SEVERITIES, STATUSES, TYPES, Life, World

Json: TypeAlias = dict[str, Any]
Form: TypeAlias = Literal["cloud", "server", "pages", "list", "lines"]
FORMS: tuple[Form, ...] = ("cloud", "server", "pages", "list", "lines")
NAMES = {"status": STATUSES, "severity": SEVERITIES, "type": TYPES}
FIELDS = {"status": "status", "severity": "priority", "type": "issuetype"}
UNPROVEN: tuple[Form, ...] = ("list", "lines")
"""Forms that do not say whether they are whole."""


@dataclass
class Export:
    """The parts of an export before they are written, and what the configuration says of it."""

    form: Form
    issues: list[Json]
    pages: list[Json] = field(default_factory=list[Json])
    config: Json = field(default_factory=dict[str, Any])
    damage: bytes | None = None

    def written(self) -> bytes:
        """The file."""
        if self.damage is not None:
            return self.damage
        if self.form == "lines":
            return b"".join(json.dumps(each).encode() + b"\n" for each in self.issues)
        if self.form == "list":
            return json.dumps(self.issues).encode()
        return json.dumps(self.pages if len(self.pages) > 1 else self.pages[0]).encode()


def written(rng: random.Random, world: World) -> Export:
    """The export of a world in a random form, which its configuration proves to be whole."""
    form = rng.choice(FORMS)
    issues = [_issue(rng, each, with_ids=form != "server" or rng.random() < 0.5) for each in world.issues]
    if rng.random() < 0.3:
        rng.shuffle(issues)
    export = Export(form, issues, _pages(rng, form, issues))
    export.config = {
        "export": "export.json",
        "defect-types": list(world.defect_types),
        "severity": _severity(world),
        "statuses": {name: CATEGORIES[id_] for id_, name in STATUSES.items()},
    }
    if rng.random() < 0.7:
        export.config["projects"] = list(world.projects)
    if form in UNPROVEN or rng.random() < 0.2:
        if rng.random() < 0.5:
            export.config["issues"] = len(issues)
        else:
            export.config["canary"] = _ends(world)
    return export


def _severity(world: World) -> Json:
    named: Json = {"field": "priority"}
    for name, meant in world.meant.items():
        named.setdefault(meant, []).append(name)
    return named


def _ends(world: World) -> list[str]:
    """The oldest and the newest key of each project."""
    numbers = {project: [each.number for each in world.issues if each.project == project] for project in world.projects}
    return [f"{name}-{end}" for name, own in numbers.items() for end in sorted({min(own), max(own)})]


def _pages(rng: random.Random, form: Form, issues: Sequence[Json]) -> list[Json]:
    if form == "cloud":
        return [{"isLast": True, "issues": list(issues)}]
    size = len(issues) if form == "server" else rng.randrange(1, len(issues) + 1)
    parts = [list(issues[at : at + size]) for at in range(0, len(issues), size)]
    if form == "server" or rng.random() < 0.5:
        return [
            {"startAt": at * size, "maxResults": size, "total": len(issues), "issues": part}
            for at, part in enumerate(parts)
        ]
    last = len(parts) - 1
    return [
        {"isLast": True, "issues": part} if at == last else {"nextPageToken": f"t{at}", "isLast": False, "issues": part}
        for at, part in enumerate(parts)
    ]


def iso(moment: int, milliseconds: int = 0) -> str:
    """A time as the search API writes it."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{milliseconds:03d}+0000"


def value(name: str, id_: str) -> Json | None:
    """The value of a field by its id, as the search API has it."""
    if not id_:
        return None
    named: Json = {"id": id_, "name": NAMES[name][id_]}
    if name == "status":
        category = CATEGORIES[id_]
        named["statusCategory"] = {"id": 2, "key": category, "name": category}
    if name == "type":
        named["subtask"] = False
    return named


def _issue(rng: random.Random, life: Life, *, with_ids: bool) -> Json:
    stood = life.at(2**62)
    fields: Json = {FIELDS[name]: value(name, id_) for name, id_ in stood.items()}
    # On real sites the time of the update is a few milliseconds before that of the last entry.
    fields |= {
        "created": iso(life.created, rng.randrange(1000)),
        "updated": iso(life.updated - rng.choice((0, 0, 0, 1)) if life.steps else life.updated, rng.randrange(1000)),
        "summary": f"Summary of {life.number}",
        "labels": [life.label] if life.label else [],
        "fixVersions": [],
        "statuscategorychangedate": iso(_category_changed(life)),
    }
    histories = [_history(rng, life, at, with_ids=with_ids) for at in range(len(life.steps))]
    if rng.random() < 0.5:
        histories.reverse()
    changelog = {"startAt": 0, "maxResults": max(len(histories), 20), "total": len(histories), "histories": histories}
    return {"id": str(10_000 + life.number), "key": life.key, "fields": fields, "changelog": changelog}


def _category_changed(life: Life) -> int:
    moment, category = life.created, CATEGORIES["1"]
    for when, name, id_ in life.steps:
        if name == "status" and CATEGORIES[id_] != category:
            moment, category = when, CATEGORIES[id_]
    return moment


def _history(rng: random.Random, life: Life, at: int, *, with_ids: bool) -> Json:
    when, name, after = life.steps[at]
    before = life.at(when - 1)[name] if at == 0 or life.steps[at - 1][0] < when else ""
    item: Json = {
        "field": FIELDS[name],
        "fieldtype": "jira",
        "from": before,
        "fromString": NAMES[name][before],
        "to": after,
        "toString": NAMES[name][after],
    }
    if with_ids:
        item["fieldId"] = FIELDS[name]
    noise: list[Json] = [{"field": "assignee", "fieldtype": "jira", "from": "a", "to": "b"}]
    noise = noise if rng.random() < 0.3 else []
    return {"id": str(life.number * 1000 + at), "created": iso(when, rng.randrange(1000)), "items": [*noise, item]}
