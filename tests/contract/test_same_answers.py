"""The same issues give the same readings, whether they are read live, from JSON or from CSV."""

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from support.csv_export import dates, exported
from support.exports import no_file, page, settings
from support.jira_server import FakeJira, serving
from support.lives import lives
from support.tracker import MARKED, asked

from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Parameters, Reading, Unavailable
from readiness_gate.model.settings.jira import JiraSettings, Marks
from readiness_gate.model.time import DAY, instant
from readiness_gate.signals import SIGNALS
from readiness_gate.sources import jira

NOW = instant("2026-01-01T00:00:00Z") + 101 * DAY
DAYS = (101.0, 90.0, 75.5, 61.0)
ASKED: Mapping[str, Mapping[str, Any]] = {
    "defects.open": {"severity": "sev1+sev2"},
    "defects.without-workaround": {"severity": "any"},
    "defects.unmapped": {},
    "defects.age": {"severity": "any", "percentile": 90},
    "defects.quiet-days": {},
    "defects.converging-weeks": {},
    "defects.backlog-slope": {},
    "defects.arrivals-falling": {"min": 3},
    "defects.reopen-rate": {"min": 1, "window": "60d"},
    "defects.raised": {"window": "60d"},
    "defects.closed": {"window": "60d"},
    "defects.closures-vs-median": {"min": 1, "window": "20d"},
    "scope.open-work": {},
    "scope.removed": {},
    "defects.moved": {"window": "90d"},
    "severity.downgrades": {"window": "90d"},
}
NO_HISTORY = {
    "defects.open",
    "defects.without-workaround",
    "defects.unmapped",
    "defects.age",
    "defects.quiet-days",
    "defects.arrivals-falling",
    "scope.open-work",
}
CONFIGURED = replace(MARKED, workaround=Marks(labels=frozenset({"workaround"})), projects=("CRM",))


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIRA_TOKEN", "s3cret")


def _needs(name: str, day: float) -> Needs:
    given: Parameters = SIGNALS[name].with_defaults(ASKED[name])
    return SIGNALS[name].needs(given, NOW - int((101 - day) * DAY)) | Needs(versions=frozenset({"1.0"}))


NEEDS = reduce(Needs.__or__, (_needs(name, day) for name in ASKED for day in DAYS))


def _fetch(root: Path, configured: JiraSettings) -> JiraFacts:
    return jira.fetch(settings(root, jira=configured), NEEDS, NOW, no_file)


def _readings(found: JiraFacts, days: tuple[float, ...] = DAYS) -> dict[tuple[str, float], Reading]:
    return {(name, day): asked(name, found, day, jira=CONFIGURED, **ASKED[name]) for name in ASKED for day in days}


def _values(readings: Mapping[tuple[str, float], Reading]) -> dict[tuple[str, float], Any]:
    """What was measured: the value, what it rests on and what is said of it, but for addresses."""
    return {
        key: (reading.value, reading.summary, [(each.id, each.note) for each in reading.evidence])
        if isinstance(reading, Measured)
        else reading
        for key, reading in readings.items()
    }


@pytest.mark.parametrize("seed", range(6))
def test_live_and_exported_issues_read_the_same(tmp_path: Path, seed: int) -> None:
    """Now and as of any earlier day; a CSV export only where it can be told, and otherwise not at all."""
    issues, histories = lives(seed, 60)
    live: list[dict[tuple[str, float], Any]] = []
    for cloud in (True, False):
        with serving(FakeJira(issues, cloud, histories, page=25)) as fake:
            live.append(_values(_readings(_fetch(tmp_path, replace(CONFIGURED, export=None, url=fake.url)))))
    told = [
        {**row, "changelog": {"total": len(histories[row["key"]]), "histories": histories[row["key"]]}}
        for row in issues
    ]
    (tmp_path / "export.json").write_bytes(page(told, isLast=True))
    from_json = _values(_readings(_fetch(tmp_path, replace(CONFIGURED, export="export.json"))))
    assert live[0] == live[1] == from_json
    assert [each for each in from_json.items() if isinstance(each[1], Unavailable)] == []
    (tmp_path / "export.csv").write_text(exported(issues))
    from_csv = _readings(_fetch(tmp_path, replace(CONFIGURED, export="export.csv", csv=dates(), issues=60)))
    for (name, day), value in _values(from_csv).items():
        told_without = name in NO_HISTORY and day == DAYS[0]
        assert isinstance(from_csv[name, day], Measured if told_without else Unavailable), (name, day)
        if told_without:
            assert value == from_json[name, day], name
