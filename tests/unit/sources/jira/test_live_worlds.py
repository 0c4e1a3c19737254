"""With the times of real sites, programs of many changed issues are decided; types are looked up."""

import random
from pathlib import Path
from typing import Any

import pytest
from support.exports import NOW, jira_settings, no_file, page, read_export, settings
from support.git import instant
from support.jira_server import TYPES, FakeJira, Reply, issue, serving, status

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.time import iso
from readiness_gate.signals.views.issues import stood
from readiness_gate.sources import jira
from readiness_gate.sources.jira import client

SINCE = 60


def _time(milliseconds: int) -> str:
    return iso(milliseconds // 1000).replace("Z", f".{milliseconds % 1000:03d}+0000")


def _world(seed: int) -> tuple[list[dict[str, Any]], dict[str, list[dict[str, Any]]], int]:
    """300 closed issues with the entry of that 2 to 30 ms after the update, and how many were closed after SINCE."""
    chance = random.Random(seed)  # noqa: S311 - a world for a test
    rows: list[dict[str, Any]] = []
    histories: dict[str, list[dict[str, Any]]] = {}
    later = 0
    for number in range(1, 301):
        updated = instant(chance.uniform(20, 99)) * 1000 + chance.randrange(1000)
        written = updated + chance.randint(2, 30)
        row = issue(number, status=status("3"), updated=_time(updated))
        item = {"field": "status", "fieldId": "status", "from": "1", "to": "3"}
        changed = {**item, "fromString": "Open", "toString": "Done"}
        histories[row["key"]] = [{"id": str(number), "created": _time(written), "items": [changed]}]
        rows.append(row)
        later += written // 1000 > instant(SINCE)
    return rows, histories, later


def _read(fake: FakeJira, needs: Needs | None = None, **changes: Any) -> JiraFacts:
    with serving(fake), pytest.MonkeyPatch.context() as environment:
        environment.setenv(client.TOKEN, "s3cret")
        configured = jira_settings(export=None, url=fake.url, projects=("CRM",), **changes)
        return jira.fetch(settings(jira=configured), needs or Needs(), NOW, no_file)


def _open(found: JiraFacts) -> int:
    issues = stood(found, instant(SINCE))
    assert isinstance(issues, list), issues
    return sum(not each.done for each in issues)


@pytest.mark.parametrize("seed", range(8))
def test_a_program_of_300_changed_issues_is_decided(seed: int, tmp_path: Path) -> None:
    """Live on Cloud, live on Data Center and from an export alike, as an independent count says."""
    rows, histories, later = _world(seed)
    needs = Needs(frozenset({"jira"}), issues_since=instant(SINCE))
    assert _open(_read(FakeJira(rows, cloud=True, histories=histories), needs)) == later
    if seed % 4 == 0:
        assert _open(_read(FakeJira(rows, cloud=False, histories=histories), needs)) == later
    logs = [{"total": 1, "histories": histories[row["key"]]} for row in rows]
    exported = [{**row, "changelog": log} for row, log in zip(rows, logs, strict=True)]
    # An issue that is open tells the category of its status.
    opened: dict[str, Any] = {
        **issue(999, updated=_time(instant(50) * 1000)),
        "changelog": {"total": 0, "histories": []},
    }
    assert _open(read_export(tmp_path, page([*exported, opened], isLast=True))) == later + 1


@pytest.mark.parametrize("type_", ["Incident", "Bugg", "Fehler"])
def test_data_center_is_asked_for_its_types(type_: str) -> None:
    """A type that it does not know is no type without issues."""
    with pytest.raises(CouldNotLook, match=f"jira.defect-types: {type_}"):
        _read(FakeJira([issue(1)], cloud=False), defect_types=("Bug", type_))


@pytest.mark.parametrize("cloud", [True, False])
@pytest.mark.parametrize("name", ["Fehler", "Anomalie", "Ошибка"])
def test_a_translated_type_is_found_by_its_id(name: str, *, cloud: bool) -> None:
    """The list of types says what the built-in type is called untranslated."""
    listed = [{"id": id_, "name": called, "untranslatedName": called} for id_, called in TYPES.items()]
    types = [*listed[1:], {"id": "1", "name": name, "untranslatedName": "Bug"}]
    row = issue(1, issuetype={"id": "1", "name": name})
    fake = FakeJira([row], cloud, fault=lambda asked, reply: Reply(types) if "issuetype" in asked.path else reply)
    assert [each.type for each in _read(fake).issues] == ["Bug"]
