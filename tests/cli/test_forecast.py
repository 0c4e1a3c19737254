"""`readiness-gate forecast`, as users run it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.console import Call
from support.dated_programs import defect
from support.program import AS_OF, Sample
from support.tools import skip_where_python_cannot_start

DEMO = ("forecast", "go-live", "--as-of", "2026-03-09T08:00:00Z")
ENVIRONMENTS = [
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8"},
]


def _valid(call: Call, text: str) -> Any:
    forecast = json.loads(text)
    schema: Any = Draft202012Validator(json.loads(call("rules", "schema", "forecast").out))
    schema.validate(forecast)
    return forecast


@pytest.mark.usefixtures("demo")
def test_what_the_sample_says(call: Call) -> None:
    """The gate in sentences, what decides most, a line for each rule, and what no forecast is made of."""
    ended = call(*DEMO)
    said = " ".join(ended.out.split())
    assert ended.exit == 3  # there is no calendar of training
    for words in (
        "go-live on 2026-03-23: forecast as of 2026-03-09 09:00 CET",
        "Not ready on 2026-03-23 unless CHG-08, TRN-01 and TRN-01-b pass (fail now, no forecast); if so, it is < 5 % l",
        "if so, it is < 5 % likely that DEF-01, DEF-02 and DOC-01 pass, too.",
        "Open defects (DEF-02) and outdated documents (DOC-01) arrive at least as fast as they are resolved, so there",
        "Least likely of those with a forecast: DEF-02, no open severity 2 defects. To be green by 2026-03-23 (80 % ",
        "On the program's own past, 3 weeks ahead: ranges of defects raised and closed that should ",
        "03-23 10 % 50 % 80 % 95 % > 26 w DEF-02 ",
        "DOC-01 Documentation is current (fails now)",
        "DEF-01 No open severity 1 defects (passes now)",
        "TRN-01 Every role at least 90 % trained (fails now) No forecast: no training calendar is configured: add ",
        "No forecast is made of these, and they must pass, too: CHG-08 No configuration or code change in the last 14",
        "fails now. To pass: merge nothing more until 2026-03-18",
        "1 other blocking rule passes now, or is waived until then, and is taken to stay so: GOV-05.",
    ):
        assert words in said, words
    assert max(map(len, ended.out.splitlines())) <= 80
    quiet = call(*DEMO, "-q").out
    assert ended.out.startswith(quiet.rstrip("\n"))
    assert "DOC-01  Documentation" not in quiet


@pytest.mark.usefixtures("demo")
def test_the_json_keeps_its_schema(call: Call, tmp_path: Path) -> None:
    """With the record of 4, 8 and 13 weeks where that is asked for; a file has what stdout has."""
    ended = call(*DEMO, "--calibrate", "--format", "json")
    forecast = _valid(call, ended.out)
    assert (forecast["decision"], forecast["binding"], forecast["gate"]["no-date"]) == (
        "no-go",
        "DEF-02",
        "not-converging",
    )
    assert [one["rule"] for one in forecast["rules"]] == ["DEF-02", "DOC-01", "DEF-01", "TRN-01", "TRN-01-b"]
    assert {one["weeks-ahead"] for one in forecast["record"]["counts"]} == {3, 4, 8}
    assert {one["rule"]: one["why"] for one in forecast["conditions"]} == {
        "CHG-08": "fails",
        "TRN-01": "fails",
        "TRN-01-b": "fails",
    }
    assert (forecast["gate"]["green-by-day"], forecast["gate"]["green-by-day-at-most"]) == (0, 0.05)
    passing = forecast["rules"][2]["outlook"]
    assert passing["within"]["p95"] == {"weeks": 0, "date": "2026-03-09"}
    place = tmp_path / "forecast.json"
    assert call(*DEMO, "--calibrate", "--output", str(place)).out == ""
    assert place.read_text() == ended.out
    text = call(*DEMO, "--calibrate").out
    assert "Record on the program's own past" in text
    assert "vs. common tools" in text


def test_a_calendar_has_the_week(demo: Path, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the ending of the file; without the package it says what to install."""
    place = tmp_path / "forecast.ics"
    assert call(*DEMO, "--output", str(place)).exit == 3
    assert r"SUMMARY:go-live: no forecast\, CHG-08\, TRN-01 and TRN-01-b fail now" in place.read_text()
    assert call(*DEMO, "--format", "ics").out == place.read_bytes().decode()

    def missing(_name: str) -> None:
        return None

    monkeypatch.setattr("readiness_gate.cli.output.find_spec", missing)
    ended = call(*DEMO, "--format", "ics")
    assert ended.exit == 2
    assert 'needs icalendar: pip install "readiness-gate[calendar]"' in ended.err
    assert demo.is_dir()


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda each: each["PYTHONHASHSEED"])
def test_it_is_the_same_everywhere(demo: Path, call: Call, environment: dict[str, str]) -> None:
    """The same bytes under any hash seed, zone and locale."""
    skip_where_python_cannot_start()
    words = [sys.executable, "-m", "readiness_gate", *DEMO, "--format", "json"]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    ended = subprocess.run(words, cwd=demo, env=inherited | environment, capture_output=True, check=False)
    assert ended.returncode == 3
    assert ended.stdout.decode() == call(*DEMO, "--format", "json").out


def test_a_rule_without_skill_is_not_relied_on(program: Sample, call: Call) -> None:
    """A severe defect is open in four of every eight weeks, which the last weeks alone never tell: nothing is in the
    headline but a condition."""
    program.configure("date = 2026-06-01", "date = 2026-04-29")
    raised = {week: 83.5 - 7 * week for week in range(108) if week % 8 < 4}
    program.export([defect(week, day, day + 7 if week else None, "Highest") for week, day in raised.items()])
    ended = call("forecast", "--as-of", AS_OF, "--format", "json")
    forecast = _valid(call, ended.out)
    of_rule = next(one for one in forecast["rules"] if one["rule"] == "DEF-01")
    assert ended.exit == 3
    assert (of_rule["outlook"], of_rule["has-skill"]) == (None, False)
    assert of_rule["unavailable"].startswith("tried at ")
    assert "no better than its base rate" in of_rule["unavailable"]
    assert "No forecast: tried at " in call("forecast", "--as-of", AS_OF).out


@pytest.mark.masses
def test_the_whole_record_changes_no_figure(program: Sample, call: Call) -> None:
    """A rule that was hard to forecast long ago, and is not since: `--calibrate` says so, and no more."""
    program.configure("date = 2026-06-01", "date = 2026-04-29")
    long_ago = {week: 83.5 - 7 * week for week in range(110, 260) if week % 8 < 4}
    lately = [defect(1000 + week, 84 - 7 * week, 86 - 7 * week if week else None, "Low") for week in range(110)]
    program.export([*(defect(week, day, day + 7, "Highest") for week, day in long_ago.items()), *lately])
    usual, whole = (
        _valid(call, call("forecast", "--as-of", AS_OF, "--format", "json", *more).out)
        for more in ((), ("--calibrate",))
    )
    (was,), (of_rule,) = ([one for one in each["rules"] if one["rule"] == "DEF-01"] for each in (usual, whole))
    assert was["outlook"] is not None, was["unavailable"]
    assert "Over all " in of_rule["tried"]
    assert of_rule["tried"].startswith(was["tried"])
    assert {**of_rule, "tried": ""} == {**was, "tried": ""}
    assert [usual[key] for key in ("sentence", "gate", "conditions")] == [
        whole[key] for key in ("sentence", "gate", "conditions")
    ]


def test_too_short_a_history(program: Sample, call: Call) -> None:
    """A forecast that should be there is unavailable, and says from when on there is one."""
    ended = call("forecast", "--as-of", AS_OF)
    assert ended.exit == 3
    said = " ".join(ended.out.split())
    assert "DEF-01 No open severity 1 defects" in said
    assert "No forecast: " in said
    assert "Not tried on the program's own past." in said
    assert call("forecast", "--as-of", AS_OF, "--calibrate").exit == 3
    assert program.path.exists()


def test_training_from_the_planned_calendar(program: Sample, call: Call) -> None:
    """Who still lacks a module may complete it in the planned session; before it, the rule stays red."""
    configuration = program.path / "readiness-gate.toml"
    configuration.write_text(configuration.read_text().replace("[people]", '[people]\ncalendar = "calendar.csv"'))
    roles = [("Sales rep", "rep"), ("Clerk", "clerk")]
    people = "".join(f"{name}-{number},{role},\n" for role, name in roles for number in range(6))
    (program.path / "roster.csv").write_text(f"person,role,critical-process\n{people}")
    (program.path / "completions.csv").write_text("person,module,completed-at\nrep-1,quoting,2026-03-01\n")
    (program.path / "calendar.csv").write_text(
        "starts-at,module,role\n2026-03-01T09:00:00Z,quoting,Sales rep\n2026-05-04T09:00:00Z,quoting,Sales rep\n"
    )
    forecast = _valid(call, call("forecast", "--as-of", AS_OF, "--format", "json").out)
    of_training = next(one for one in forecast["rules"] if one["rule"] == "TRN-01")
    assert of_training["outcome"] == "fail"
    assert of_training["outlook"]["green-by-day"] == 0  # nobody plans a session of basics
    assert "plan sessions of basics: none is planned until then" in of_training["to-be-green"]
    assert "Learned from 1 planned session" in of_training["learned"]


@pytest.mark.usefixtures("demo")
def test_a_milestone_that_has_passed(call: Call) -> None:
    """There is no day to be ready by, and what is to come still shows."""
    ended = call("forecast", "go-live", "--as-of", "2026-03-24T08:00:00Z")
    assert (ended.exit, ended.err) == (3, "")
    assert "2026-03-23 has passed. Not ready unless " in " ".join(ended.out.split())


@pytest.mark.usefixtures("demo")
def test_mistakes(call: Call) -> None:
    """Nothing is forecast."""
    assert call("forecast", "nope").exit == 2
    ended = call("forecast", "go-live", "--output", "readiness-gate.toml")
    assert (ended.exit, ended.out) == (2, "")
