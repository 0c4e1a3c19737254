"""The JSON Schemas of the files, as editors use them."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import tomli
from jsonschema import Draft202012Validator, FormatChecker
from support.policy import BEGIN
from support.program import CONFIGURATION as OF_THE_TESTS

from readiness_gate.config.packs.loader import shipped_names
from readiness_gate.config.scaffold import Start, starting_configuration
from readiness_gate.config.schema.json_schema import SCHEMAS, schema
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.sample.configuration import CONFIGURATION as OF_THE_SAMPLE
from readiness_gate.shipped import shipped
from readiness_gate.signals import SIGNALS

EVERY_SECTION = (Path(__file__).parents[1] / "every-section.toml").read_text(encoding="utf-8")
START = Start("P", "Europe/Berlin", dt.date(2027, 3, 1))
STARTING = starting_configuration(START, "readiness-gate.schema.json", SIGNALS)
WAIVER = """\
[[waivers]]
rule = "DEF-02"
reason = "Workaround agreed with sales operations"
requested-by = "pm@example.com"
approved-by = "sponsor@example.com"
approved-on = 2027-02-11
expires = 2027-02-28
milestone = "wave-2"
accepts = 2
evidence = ["CRM-12"]
issue = "CRM-88"
"""
RULE = '[[rules]]\nid = "A"\ntitle = "T"\ndimension = "change"\nsignal = "change.landings"\nat-most = 0\n'
PEOPLE = """\
[people.roster]
file = "r.xlsx"
sheet = "People"
columns = { person = "ID", role = "Job", from = "Start", wave = "Wave" }
active = { column = "State", values = ["Active"] }
[people.completions]
file = "c.csv"
delimiter = ";"
dates = "dd.MM.yyyy"
earliest = 2020-01-01
passing-score = 0.8
columns = { person = "ID", completed-at = "Date", score = "Grade", expires = "Until" }
[people.calendar]
file = "k.csv"
exported-at = 2027-02-14
"""


def as_json(value: object) -> Any:
    """A value of TOML as the tools of editors hand it to a schema: dates and times as texts."""
    table, items = as_mapping(value), as_sequence(value)
    if table is not None:
        return {key: as_json(item) for key, item in table.items()}
    if items is not None:
        return [as_json(item) for item in items]
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def mistakes(kind: str, text: str) -> list[str]:
    """Where a schema finds something wrong in a file."""
    errors = _checker(kind).iter_errors(as_json(tomli.loads(text)))
    return [".".join(map(str, error.absolute_path)) for error in errors]


@cache
def _checker(kind: str) -> Any:
    return Draft202012Validator(schema(kind), format_checker=FormatChecker(["date"]))


@pytest.mark.parametrize("kind", SCHEMAS)
def test_each_is_a_schema(kind: str) -> None:
    """Each is a valid JSON Schema of the draft that it names."""
    found = schema(kind)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(found)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        pytest.param("configuration", OF_THE_SAMPLE, id="sample"),
        pytest.param("configuration", STARTING, id="starting"),
        pytest.param("configuration", OF_THE_TESTS, id="tests"),
        pytest.param("configuration", EVERY_SECTION, id="every-section"),
        pytest.param("configuration", BEGIN + "[jira]\nexported-at = 2027-02-14", id="export-of-a-day"),
        pytest.param("configuration", BEGIN + "[jira]\nexported-at = 2027-02-14T09:00:00Z", id="export-of-a-moment"),
        pytest.param("configuration", BEGIN + "policy-lock = 2027-02-14", id="lock-by-a-day"),
        pytest.param("configuration", BEGIN + "policy-lock = 'policy-1'", id="lock-by-a-tag"),
        pytest.param(
            "configuration", BEGIN + '[people]\nroster = "r.csv"\ncompletions = "c.csv"', id="people-by-names"
        ),
        pytest.param("configuration", BEGIN + PEOPLE, id="people-by-tables"),
        pytest.param("configuration", BEGIN + 'roster = "wave-1.csv"', id="own-roster-by-name"),
        pytest.param("configuration", BEGIN + 'roster = { file = "w.xlsx", sheet = "W" }', id="own-roster-by-table"),
        pytest.param("configuration", BEGIN + "[plugins.acme]\nany = { thing = 1 }", id="plugin"),
        pytest.param("waivers", WAIVER, id="waiver"),
        pytest.param("waivers", "", id="no-waivers"),
        pytest.param(
            "pack", 'includes = ["starter"]\n' + RULE + "with = { paths = ['a'], window = '1d' }", id="own-pack"
        ),
        *(
            pytest.param("pack", (shipped("rules") / f"{name}.toml").read_text(encoding="utf-8"), id=name)
            for name in shipped_names()
        ),
    ],
)
def test_what_a_schema_accepts(kind: str, text: str) -> None:
    """Every file that is shipped, written by the product or shown to its users has no mistake for an editor."""
    assert mistakes(kind, text) == []


@pytest.mark.parametrize(
    ("kind", "text", "path"),
    [
        pytest.param("configuration", "version = 1\n" + BEGIN, "", id="unknown-key"),
        pytest.param("configuration", BEGIN + "pack = 1", "milestones.go-live", id="unknown-key-of-a-milestone"),
        pytest.param("configuration", BEGIN + "[git.paths]\nconfigs = ['a']", "git.paths", id="unknown-key-of-paths"),
        pytest.param("configuration", BEGIN + "[milestones.'a b']", "milestones", id="name"),
        pytest.param("configuration", "[program]", "program", id="missing-name"),
        pytest.param("configuration", "", "", id="missing-program"),
        pytest.param("configuration", BEGIN.replace("2027-03-01", "'soon'"), "milestones.go-live.date", id="no-date"),
        pytest.param("configuration", BEGIN + "[jira]\nexported-at = 7", "jira.exported-at", id="no-moment"),
        pytest.param("configuration", BEGIN + "policy-lock = 7", "milestones.go-live.policy-lock", id="no-lock"),
        pytest.param("configuration", BEGIN + "[not-measured]\nfeedbck = 'x'", "not-measured", id="dimension"),
        pytest.param("configuration", BEGIN + "[waivers]\nmax-days = 0", "waivers.max-days", id="too-small"),
        pytest.param("configuration", BEGIN + RULE + "enforcement = 'no'", "rules.0.enforcement", id="enforcement"),
        pytest.param("configuration", BEGIN + "[people]\nroster = 1", "people.roster", id="no-file"),
        pytest.param("configuration", BEGIN + "[people]\nroster = ''", "people.roster", id="file-without-a-name"),
        pytest.param(
            "configuration", BEGIN + "[people.roster]\nfile = 'r'\nx = 1", "people.roster", id="key-of-a-file"
        ),
        pytest.param(
            "configuration", BEGIN + "[people.roster]\nsheet = 'S'", "people.roster", id="table-without-a-file"
        ),
        pytest.param("pack", RULE + "at_most = 1", "rules.0", id="unknown-key-of-a-rule"),
        pytest.param("pack", RULE.replace("= 0", "= '0'"), "rules.0.at-most", id="digits"),
        pytest.param("pack", RULE + "with = { x = { y = 1 } }", "rules.0.with.x", id="parameter"),
        pytest.param("pack", "rules = {}", "rules", id="no-list"),
        pytest.param("pack", "[[rules]]", "rules.0", id="no-id"),
        pytest.param("waivers", WAIVER + "expiry = 1", "waivers.0", id="unknown-key-of-a-waiver"),
        pytest.param("waivers", WAIVER.replace("rule = ", "# "), "waivers.0", id="missing-rule"),
        pytest.param("waivers", WAIVER.replace("accepts = 2", "accepts = true"), "waivers.0.accepts", id="flag"),
    ],
)
def test_what_a_schema_refuses(kind: str, text: str, path: str) -> None:
    """A wrong key, a missing one and a value of the wrong type are seen while the file is being written."""
    assert path in mistakes(kind, text)
