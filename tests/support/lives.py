"""Random lives of issues with the histories that Jira would tell of them."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from support.jira_server import PRIORITIES, TYPES, VERSIONS, issue, status

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
Json = dict[str, Any]
_NAMES: Mapping[str, Mapping[str, str]] = {"priority": PRIORITIES, "issuetype": TYPES, "fixVersions": VERSIONS}


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000+0000"


def _called(field: str, id_: str) -> str:
    return str(status(id_)["name"]) if field == "status" else _NAMES[field][id_]


def _item(field: str, before: str | None, after: str | None) -> Json:
    called = {"Fix Version": "fixVersions"}.get(field, field)
    return {
        "field": field,
        "fieldId": called,
        "from": before,
        "to": after,
        "fromString": _called(called, before) if before else None,
        "toString": _called(called, after) if after else None,
    }


def _change(chance: random.Random, now: Json) -> Json:
    """Change one field of how an issue stands, and tell of it."""
    field = chance.choice(["status", "status", "status", "priority", "fixVersions", "labels", "issuetype"])
    if field == "labels":
        before = " ".join(sorted(now["labels"]))
        now["labels"] = now["labels"] ^ {chance.choice(["approved", "workaround", "late"])}
        after = " ".join(sorted(now["labels"]))
        return {
            "field": "labels",
            "fieldId": "labels",
            "from": "",
            "to": "",
            "fromString": before,
            "toString": after,
        }
    if field == "fixVersions":
        version = chance.choice(list(VERSIONS))
        out = version in now["versions"]
        now["versions"] = now["versions"] ^ {version}
        return _item("Fix Version", version if out else None, None if out else version)
    known = {"status": ["1", "2", "3"], "priority": list(PRIORITIES), "issuetype": ["1", "1", "1", "2"]}[field]
    before, now[field] = now[field], chance.choice(known)
    return _item(field, before, now[field])


def lives(
    seed: int, count: int, days: int = 100, until: float | None = None
) -> tuple[list[Json], dict[str, Sequence[Json]]]:
    """Some issues of the project CRM as they stand after a number of days, or as they stood on the day `until` of these
    same lives, and their histories by their keys; at whole minutes."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    last = int((days if until is None else until) * 1440)
    found: list[Json] = []
    told: dict[str, Sequence[Json]] = {}
    for number in range(1, count + 1):
        born = chance.randrange(days * 1440 - 1)
        now: Json = {
            "status": "1",
            "priority": chance.choice(list(PRIORITIES)),
            "issuetype": chance.choice(["1", "1", "2"]),
            "versions": frozenset(chance.sample(list(VERSIONS), chance.randrange(3))),
            "labels": frozenset[str](),
        }
        times = sorted(chance.sample(range(born + 1, days * 1440 + 1), min(chance.randrange(6), days * 1440 - born)))
        histories: list[Json] = []
        stands, touched = dict(now), born
        for at in times:
            items = [_change(chance, now) for _ in range(chance.choice([1, 1, 2]))]
            moment = _iso(BEGIN + timedelta(minutes=at))
            if at <= last:
                histories.append({"id": str(number * 100 + len(histories)), "created": moment, "items": items})
                stands, touched = dict(now), at
        if born > last:
            continue
        made = issue(
            number,
            status=status(stands["status"]),
            priority={"id": stands["priority"], "name": PRIORITIES[stands["priority"]]},
            issuetype={"id": stands["issuetype"], "name": TYPES[stands["issuetype"]]},
            fixVersions=[{"id": each, "name": VERSIONS[each]} for each in sorted(stands["versions"])],
            labels=sorted(stands["labels"]),
            created=_iso(BEGIN + timedelta(minutes=born)),
            updated=_iso(BEGIN + timedelta(minutes=touched)),
        )
        found.append(made)
        told[made["key"]] = histories
    return found, told
