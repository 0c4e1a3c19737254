"""The tables of a verdict: rows that keep their description, cells that a spreadsheet cannot run."""

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft4Validator
from support.effort import law
from support.random_verdicts import HOSTILE, everywhere, verdicts
from support.reports import archived
from support.tools import from_npm
from support.verdicts import BAD, GOOD, VERDICTS, verdict

from readiness_gate.model.reading import Evidence, Measured
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.tables.declared import TABLES, evaluation
from readiness_gate.reports.tables.folder import archive, cell, description, render, together, unpacked

NAMES = ["datapackage.json", *(f"{table.name}.csv" for table in TABLES)]
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "a;=1", "a; @x", "=cmd|' /C calc'!A0", '"=1')


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")


PARSED: Mapping[str, Any] = {
    "string": str,
    "number": float,
    "integer": int,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "datetime": _moment,
}
"""How a reader of Table Schema takes each type."""
Rows = list[dict[str, str]]


def _read(files: Mapping[str, bytes]) -> dict[str, Rows]:
    """The rows of each table, checked against the description: types, required values, keys, rows referred to."""
    package = json.loads(files["datapackage.json"])
    assert [*files] == NAMES
    found: dict[str, Rows] = {}
    for resource in package["resources"]:
        text = files[resource["path"]].decode(resource["encoding"])
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        fields, schema = resource["schema"]["fields"], resource["schema"]
        assert text.splitlines()[0].split(",") == [field["name"] for field in fields]
        assert text.count("\r\n") == len(text.splitlines()) == len(rows) + 1
        for row in rows:
            assert all(row[field["name"]] for field in fields if field["constraints"]["required"])
            assert [PARSED[field["type"]](row[field["name"]]) for field in fields if row[field["name"]]]
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys)
        for foreign in schema.get("foreignKeys", []):
            names, reference = foreign["fields"], foreign["reference"]
            there = {tuple(row[name] for name in reference["fields"]) for row in found[reference["resource"]]}
            assert {tuple(row[name] for name in names) for row in rows} <= there
        found[resource["name"]] = rows
    return found


def _told(of: Verdict) -> dict[str, Rows]:
    return _read(archived(of))


@pytest.mark.parametrize("name", VERDICTS)
def test_every_fact_has_its_row(name: str) -> None:
    """As many as the verdict has; and the decision is that of the verdict."""
    of = VERDICTS[name]
    told = _told(of)
    assert [row["decision"] for row in told["evaluations"]] == [of.decision]
    assert [(row["rule"], row["outcome"]) for row in told["findings"]] == [
        (each.rule.id, each.outcome) for each in of.findings
    ]
    assert [row["rule"] for row in told["readings"]] == [each.rule.id for each in of.findings if each.reading]
    pieces = [len(each.reading.evidence) for each in of.findings if isinstance(each.reading, Measured)]
    assert (len(told["evidence"]), len(told["waivers"])) == (sum(pieces), len(of.waivers))
    assert [row["complete"] for row in told["sources"]] == ["true", "true", "false"]


@pytest.mark.parametrize("name", VERDICTS)
def test_what_a_decision_is_worth_is_beside_it(name: str) -> None:
    """How many waivers it rests on, in how many places the policy is weakened, and each remark of other reports."""
    of = VERDICTS[name]
    told = _told(of)
    [row] = told["evaluations"]
    assert (row["waived"], row["weakened"]) == (
        f"{sum(each.waived for each in of.findings)}",
        f"{len(of.policy.weakened)}",
    )
    kinds = [remark["kind"] for remark in told["remarks"]]
    assert kinds.count("weakened") == len(of.policy.weakened)
    assert kinds.count("not-measured") == len(of.not_measured)
    assert kinds.count("void-waiver") == sum(each.state != "in-force" for each in of.waivers)
    assert ("without-waivers" in kinds) is (of.decision != of.decision_without_waivers)


def test_the_description_is_a_data_package() -> None:
    """It keeps the profile of tabular data packages."""
    profile = from_npm("datapackage/lib/profiles/tabular-data-package.json")
    validator: Any = Draft4Validator(json.loads(profile.read_text()))
    package = json.loads(description())
    validator.validate(package)
    assert not validator.is_valid({**package, "resources": []})


def test_what_is_not_known_is_no_number() -> None:
    """A value that is missing or hidden is empty, with its state; yes and no are 1 and 0."""
    hidden = Measured(0.625, "2 roles are not shown.", hidden=True)
    told = _told(verdict({**GOOD, "TRN-01": hidden, "DEF-01": VERDICTS["undecided"].findings[0].reading or hidden}))
    states = {row["rule"]: (row["state"], row["value"], bool(row["unavailable"])) for row in told["readings"]}
    assert states["TRN-01"] == ("hidden", "", False)
    assert states["DEF-01"] == ("unavailable", "", True)
    assert states["LDR-01"] == ("measured", "1", False)
    assert states["SUP-02"] == ("measured", "3.25", False)
    assert b"0.625" not in b"".join(archived(verdict({**GOOD, "TRN-01": hidden})).values())


def test_a_series_is_more_rows() -> None:
    """The tables of several verdicts are those of each, one after the other, with keys of their own."""
    pair = [VERDICTS["go"], replace(VERDICTS["no-go"], as_of=VERDICTS["go"].as_of - 86_400)]
    told = _read(unpacked(together([render(each) for each in pair])))
    alone = [_told(each) for each in pair]
    assert told == {table.name: alone[0][table.name] + alone[1][table.name] for table in TABLES}
    assert len({row["evaluation"] for row in told["evaluations"]}) == 2


def test_the_key_is_of_what_was_judged() -> None:
    """The same for the same milestone, time, policy and evidence, and another for any other."""
    of = VERDICTS["go"]
    others = (
        replace(of, program="x"),
        replace(of, as_of=of.as_of + 1),
        replace(of, evidence_digest="x"),
        replace(of, policy=replace(of.policy, digest="x")),
        replace(of, milestone=replace(of.milestone, name="x")),
    )
    assert evaluation(replace(of, sentence="x", sources=())) == evaluation(of)
    assert len({evaluation(each) for each in (of, *others)}) == len(others) + 1


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    """Neither where commas separate cells nor where semicolons do."""
    for part in cell(text).replace("\t", ";").split(";"):
        assert not re.match(r'[\s"]*[=+\-@＝＋－＠]', part)
    found = [value for rows in _told(everywhere(text)).values() for row in rows for value in row.values()]
    assert not any(re.match(r"\s*[=+@＝＋－＠]", value) for value in found)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, ""),
        (True, "true"),
        (-1, "-1"),
        (0.1, "0.1"),
        (date(2027, 3, 1), "2027-03-01"),
        ("a - b", "a - b"),
        ("a\nb", "a\\u000ab"),
        ("2027-03-01", "2027-03-01"),
    ],
)
def test_other_cells_stay_as_they_are(value: Any, told: str) -> None:
    """A negative number is a number, and a text that only has such a sign inside is itself."""
    assert cell(value) == told


@cache
def _rows_of_plain_words() -> dict[str, int]:
    return {name: len(rows) for name, rows in _told(everywhere("plain words")).items()}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_planted_text_changes_no_row(text: str) -> None:
    """Each fact has the row that it has with plain words, on one line."""
    told = _told(everywhere(text))
    assert {name: len(rows) for name, rows in told.items()} == _rows_of_plain_words()
    assert all(value.isprintable() for rows in told.values() for row in rows for value in row.values())


def test_much_evidence_is_all_there() -> None:
    """Programs get every row."""
    many = tuple(Evidence("issue", f"CRM-{number}") for number in range(20_000))
    assert len(_told(verdict({**BAD, "DEF-02": Measured(20_000, "All.", many)}))["evidence"]) > 20_000


def test_an_archive_has_the_same_bytes_for_the_same_files() -> None:
    """Whenever it is made."""
    assert render(VERDICTS["go"]) == render(VERDICTS["go"])
    assert unpacked(archive({"a": b"1", "b": b""})) == {"a": b"1", "b": b""}


@given(verdicts())
@law(50)
def test_any_verdict_keeps_its_description(of: Verdict) -> None:
    """Whatever its texts and values."""
    assert _told(of)["evaluations"][0]["decision"] == of.decision
