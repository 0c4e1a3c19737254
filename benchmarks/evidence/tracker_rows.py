"""What the product measured at each go-live of an issue tracker, and what became of it: numbers only.

The source has no histories, so a history of each issue is made from when it was raised and when it was resolved.
Priorities and versions are therefore the last ones, which nobody knew at the go-live: that is look-ahead.
"""

import gzip
import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.evidence import tables
from benchmarks.evidence.design import DAY, TRACKER, TRACKER_OUTCOMES
from readiness_gate.app.locate import Whereabouts
from readiness_gate.app.session import Session, open_session
from readiness_gate.model.reading import Measured, Question, Reading
from readiness_gate.plugins import tables as shipped_tables
from readiness_gate.run import measure_all
from readiness_gate.signals import SIGNALS
from readiness_gate.statistics.trends import chance_of_fall

ISSUES, VERSIONS = "tidev-timob-flow-slim.jsonl.gz", "tidev-timob-releases.json"
COLUMNS = ("go-live", "as-of", *TRACKER_OUTCOMES, *(feature.name for feature in TRACKER))
SEVERE = ("Critical", "High")
FILLED = datetime(2011, 5, 2, tzinfo=UTC).timestamp()
"""A little after the tracker was filled with the issues of another one."""
_GO_LIVE = re.compile(r"Release (\d+\.\d+)\.0")
_PATCH = re.compile(r"Release (\d+\.\d+)\.[1-9]\d*")
_WEEK, _FORTNIGHT = 7 * DAY, 14 * DAY
_MONTH = 28 * DAY
_WEEKS, _EARLIER, _MONTHS = 8, 11, 13


@dataclass(frozen=True)
class GoLive:
    """A version with the line that it begins, as of the day when it was released."""

    version: str
    line: str
    as_of: int


def write(folder: Path) -> None:
    """Measure every go-live of the tracker."""
    issues = list(_issues(folder))
    versions = json.loads((folder / VERSIONS).read_text(encoding="utf-8"))["TIMOB"]
    dated = {name: _day(version["date"]) for name, version in versions.items() if version["date"]}
    go_lives = _go_lives(dated)
    came = _outcomes(go_lives, dated, issues)
    with TemporaryDirectory() as name:
        session = _session(Path(name), issues)
        readings = _readings(session, go_lives)
    rows = [
        {"go-live": of.version, "as-of": of.as_of, **outcomes, **values}
        for of, outcomes, values in zip(go_lives, came, readings, strict=True)
    ]
    tables.write("tracker", COLUMNS, rows)


def _issues(folder: Path) -> Iterator[dict[str, Any]]:
    """The defects of the tracker."""
    with gzip.open(folder / ISSUES, "rt", encoding="utf-8") as lines:
        yield from (issue for issue in map(json.loads, lines) if issue["type"] == "Bug")


def _day(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def _moment(text: str) -> int:
    return int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z").timestamp())


def _go_lives(dated: Mapping[str, int]) -> list[GoLive]:
    named = ((_GO_LIVE.fullmatch(name), at) for name, at in dated.items())
    found = [GoLive(match[0], match[1], at) for match, at in named if match and at >= FILLED]
    return sorted(found, key=lambda one: one.as_of)


def _outcomes(
    go_lives: Sequence[GoLive], dated: Mapping[str, int], issues: Sequence[Mapping[str, Any]]
) -> list[dict[str, int]]:
    """What became of each go-live. Usual is the median of earlier go-lives, or the monthly mean of the year before."""
    severe = [issue for issue in issues if issue["priority"] in SEVERE]
    raised = [_moment(issue["created"]) for issue in severe]
    months = [_months(one.as_of, raised) for one in go_lives]
    naming = [_naming(one, severe) for one in go_lives]
    return [
        {
            "patched-14d": int(_patched(one, dated, 14)),
            "patched-28d": int(_patched(one, dated, 28)),
            "named-42d": int(_is_above_usual(naming, place)),
            "severe-28d": int(months[place][0] > fmean(months[place][1:])),
        }
        for place, one in enumerate(go_lives)
    ]


def _months(as_of: int, raised: Sequence[int]) -> list[int]:
    """How many severe defects were raised in the 28 days after an instant, and in each 28 days of the year before."""
    ends = [as_of + (1 - back) * _MONTH for back in range(_MONTHS + 1)]
    return [sum(end - _MONTH < at <= end for at in raised) for end in ends]


def _naming(one: GoLive, severe: Sequence[Mapping[str, Any]]) -> int:
    """How many severe defects name a version and were raised within 42 days."""
    return sum(
        one.version in issue["affects"] and one.as_of < _moment(issue["created"]) <= one.as_of + 42 * DAY
        for issue in severe
    )


def _patched(one: GoLive, dated: Mapping[str, int], days: int) -> bool:
    lines = ((_PATCH.fullmatch(name), at) for name, at in dated.items())
    return any(match and match[1] == one.line and 0 < at - one.as_of <= days * DAY for match, at in lines)


def _is_above_usual(counts: Sequence[int], place: int) -> bool:
    return place > 0 and counts[place] > median(counts[:place])


def _session(folder: Path, issues: Sequence[Mapping[str, Any]]) -> Session:
    """A program whose issues are in an export."""
    (folder / "export.json").write_text("\n".join(json.dumps(_exported(issue)) for issue in issues), encoding="utf-8")
    (folder / "readiness-gate.toml").write_text(
        f"""[program]
name = "evidence"
timezone = "UTC"

[jira]
export = "export.json"
issues = {len(issues)}

[jira.severity]
field = "priority"
sev1 = ["Critical"]
sev2 = ["High"]
sev3 = ["Medium"]
sev4 = ["Low", "Trivial", "None"]

[milestones.go-live]
date = 2100-01-01
packs = ["defects"]
""",
        encoding="utf-8",
    )
    return open_session(shipped_tables(), Whereabouts(folder), int(time.time()))


def _exported(issue: Mapping[str, Any]) -> dict[str, Any]:
    """An issue as the search API gives it, with a history of when it was raised and resolved."""
    resolved = issue["resolved"]
    move = {"field": "status", "from": "1", "fromString": "Open", "to": "2", "toString": "Done"}
    histories = [{"id": "1", "created": resolved, "items": [move]}] if resolved else []
    category = "done" if resolved else "new"
    return {
        "key": issue["key"],
        "fields": {
            "summary": issue["key"],
            "issuetype": {"name": "Bug"},
            "priority": {"name": issue["priority"] or "None"},
            "status": {
                "id": "2" if resolved else "1",
                "name": "Done" if resolved else "Open",
                "statusCategory": {"key": category},
            },
            "created": issue["created"],
            "updated": resolved or issue["created"],
            "labels": [],
            "fixVersions": [],
        },
        "changelog": {"startAt": 0, "maxResults": len(histories), "total": len(histories), "histories": histories},
    }


def _readings(session: Session, go_lives: Sequence[GoLive]) -> list[dict[str, str]]:
    """The features of each go-live, all from one read."""
    asked = {one: _asked(one.as_of) for one in go_lives}
    questions = [question for of in asked.values() for group in of.values() for question in group]
    readings = measure_all(session.program, questions, None).readings
    return [
        {name: _value(name, [readings[one] for one in group]) for name, group in of.items()} for of in asked.values()
    ]


def _asked(as_of: int) -> dict[str, list[Question]]:
    """What is asked for each feature. What is usual of the defects raised, and their trend, need several windows."""
    asked: dict[str, list[Question]] = {}
    for feature in TRACKER:
        steps = {"late-arrivals": (_FORTNIGHT, _EARLIER + 1), "laplace": (_WEEK, _WEEKS)}
        length, number = steps.get(feature.name, (0, 1))
        signal = "defects.raised" if number > 1 else feature.signal
        given = {"window": f"{length // DAY}d"} if number > 1 else feature.parameters
        parameters = SIGNALS[signal].with_defaults(given)
        asked[feature.name] = [Question(signal, as_of - step * length, parameters) for step in range(number)]
    return asked


def _value(name: str, readings: Sequence[Reading]) -> str:
    """A feature from its readings, the newest first; nothing where one of them is unavailable."""
    values = [float(one.value) for one in readings if isinstance(one, Measured)]
    if len(values) < len(readings):
        return ""
    if name == "late-arrivals":
        usual = median(values[1:])
        return tables.short(values[0] / usual) if usual else ""
    if name == "laplace":
        counts = [int(one) for one in reversed(values)]
        return tables.short(chance_of_fall(counts)) if any(counts) else ""
    return tables.short(values[0])
