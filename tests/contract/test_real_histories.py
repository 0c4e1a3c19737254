"""Real issues of a Jira Cloud, with their changelogs, stood as a naive fold of these says."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.exports import page, read_export

from readiness_gate.model.time import instant
from readiness_gate.signals.views.issues import stood

DATA = Path(__file__).parents[3] / "shared" / "data" / "jira" / "jirametrics"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real issues (../shared/data/jira) are not here")


def _issues() -> list[Any]:
    found = [json.loads(path.read_text()) for path in sorted(DATA.rglob("SP-*.json"))]
    return [*{each["key"]: each for each in found}.values()]


def _status_at(issue: Any, moment: int) -> str:
    """The id of the status, by walking forward through the changes of it."""
    changes = (
        sorted(
            (instant(history["created"]), int(history["id"]), item)
            for history in issue["changelog"]["histories"]
            for item in history["items"]
            if item["field"] == "status"
        )
        if issue["changelog"]["histories"]
        else []
    )
    now = changes[0][2]["from"] if changes else issue["fields"]["status"]["id"]
    for at, _, item in changes:
        now = item["to"] if at <= moment else now
    return str(now)


def test_real_issues_stood_as_their_changelogs_say(tmp_path: Path) -> None:
    """As of the instant of every change, and right before it."""
    issues = _issues()
    found = read_export(tmp_path, page(issues), now=instant("2030-01-01T00:00:00Z"))
    names = {each["fields"]["status"]["id"]: each["fields"]["status"]["name"] for each in issues}
    moments = {instant(history["created"]) for each in issues for history in each["changelog"]["histories"]}
    compared = 0
    for moment in sorted({*moments, *(each - 1 for each in moments)}):
        then = stood(found, moment)
        for issue in then:
            real = next(each for each in issues if each["key"] == issue.key)
            expected = _status_at(real, moment)
            assert issue.status == names.get(expected, issue.status)
            compared += expected in names
    assert compared > 100
