"""A program in whose history a limit was loosened on day 5, thirty people joined on day 9, and a defect was raised on
day 12."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from support.git import Repo
from support.program import CONFIGURATION, issue

DAY_OF_LIMIT, DAY_OF_PEOPLE, DAY_OF_DEFECT = 5, 9, 12
SINCE, AS_OF = "2026-01-03T12:00:00Z", "2026-01-15T12:00:00Z"
LOOSE = '\n[[rules]]\nid = "DEF-02"\nat-most = 3\n'
Event: TypeAlias = Literal["limit", "people", "defect"]
EVENTS: tuple[Event, ...] = get_args(Event)
_PEOPLE = 40
_JOINED = 30


def roster(people: int) -> str:
    """A roster of sales reps."""
    return "person,role,critical-process\n" + "".join(f"p{number},Sales rep,quote\n" for number in range(people))


def completions() -> str:
    """Everybody who was there from the beginning is trained."""
    rows = "".join(f"p{number},quoting,2026-01-02\n" for number in range(_PEOPLE))
    return f"person,module,completed-at\n{rows}"


def export(*defects: int) -> str:
    """An export with a story that is done, and open defects of severity 2, each raised on a day of January."""
    day = "2026-01-{:02}T08:00:00.000+0000"
    done = issue("CRM-1", kind="Story", category="done", created=day.format(1), updated=day.format(defects[-1]))
    raised = [
        issue(f"CRM-{number}", "High", created=day.format(at), updated=day.format(at), histories=[])
        for number, at in enumerate(defects, 2)
    ]
    for one in (done, *raised):
        one["changelog"] = {"startAt": 0, "maxResults": 1, "total": 0, "histories": []}
    return json.dumps({"issues": [done, *raised], "isLast": True})


def build(folder: Path, events: Sequence[Event] = EVENTS) -> Repo:
    """The program, with everything in git, and some of the events in its history."""
    repo = Repo(folder)
    configuration = CONFIGURATION.replace('"Clerk" = ["basics"]\n', "")
    repo.commit(
        0,
        {
            "config/quote.xml": "1",
            "src/quote.py": "1",
            "docs/quoting.md": "1",
            "readiness-gate.toml": configuration,
            "roster.csv": roster(_PEOPLE),
            "completions.csv": completions(),
            "export.json": export(2),
        },
        "begin",
    )
    if "limit" in events:
        repo.commit(DAY_OF_LIMIT, {"readiness-gate.toml": configuration + LOOSE}, "Allow three of them")
    if "people" in events:
        repo.commit(DAY_OF_PEOPLE, {"roster.csv": roster(_PEOPLE + _JOINED)}, "Thirty people join")
    if "defect" in events:
        repo.commit(DAY_OF_DEFECT, {"export.json": export(2, 12)}, "Export again")
    return repo
