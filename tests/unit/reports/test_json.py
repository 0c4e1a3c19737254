"""The JSON report keeps its schema, whatever is in it."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from support.effort import law
from support.random_verdicts import HOSTILE, everywhere, verdicts
from support.reports import rendered
from support.verdicts import AS_OF, SOURCES, VERDICTS, readings

from readiness_gate.model.reading import Evidence, Measured
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.json import dump, schema_text, several
from readiness_gate.reports.readings import as_json

SCHEMA = json.loads(schema_text())
VALIDATOR: Any = Draft202012Validator(SCHEMA)


def _told(verdict: Verdict) -> Any:
    text = rendered("json", verdict)
    assert text.isascii()
    assert text.endswith("}\n")
    told = json.loads(text)
    VALIDATOR.validate(told)
    return told


def test_the_schema_is_one() -> None:
    """The schema itself is a valid JSON Schema, and closed: what it does not name is refused."""
    Draft202012Validator.check_schema(SCHEMA)
    told = _told(VERDICTS["go"])
    assert not VALIDATOR.is_valid({**told, "surprise": 1})
    assert not VALIDATOR.is_valid({**told, "decision": "maybe"})


def test_a_list_of_verdicts_keeps_the_schema() -> None:
    """Of all future milestones: at least one, each as a verdict alone, and nothing besides."""
    text = several([rendered("json", each).encode() for each in VERDICTS.values()]).decode()
    told = json.loads(text)
    VALIDATOR.validate(told)
    assert text.isascii()
    assert [each["milestone"] for each in told["verdicts"]] == [_told(each)["milestone"] for each in VERDICTS.values()]
    changes: list[dict[str, Any]] = [{"verdicts": []}, {"surprise": 1}, {"schema": 2}, {"verdicts": [told]}]
    for wrong in changes:
        assert not VALIDATOR.is_valid({**told, **wrong})
    assert not VALIDATOR.is_valid({**told, "verdicts": [{**told["verdicts"][0], "surprise": 1}]})
    assert not VALIDATOR.is_valid({"schema": 1})


@pytest.mark.parametrize("name", VERDICTS)
def test_the_table_keeps_the_schema(name: str) -> None:
    """Every verdict of the table keeps the schema, and tells its rules once each, with everything counted."""
    verdict = VERDICTS[name]
    told = _told(verdict)
    assert [each["rule"] for each in told["findings"]] == [each.rule.id for each in verdict.findings]
    assert [each["outcome"] for each in told["findings"]] == [each.outcome for each in verdict.findings]
    assert len(told["waivers"]) == len(verdict.waivers)
    assert told["as-of"] == "2027-02-14T09:00:00Z"


@given(verdicts())
@law(50)
def test_any_verdict_keeps_the_schema(verdict: Verdict) -> None:
    """Whatever texts and values a verdict has, its JSON is ASCII and keeps the schema."""
    told = _told(verdict)
    assert told["decision"] == verdict.decision
    assert told["program"] == verdict.program


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_come_back_as_they_were(text: str) -> None:
    """JSON loses nothing of a text: it is for programs, which escape for themselves."""
    told = _told(everywhere(text))
    assert {each["title"] for each in told["findings"]} == {text}
    assert told["not-measured"] == {"feedback": text}


def test_a_reading_without_a_value_says_why() -> None:
    """Not knowing is no number: the reading has its reason, and no value."""
    told = _told(VERDICTS["undecided"])
    reading = next(each["reading"] for each in told["findings"] if each["rule"] == "DEF-01")
    assert set(reading) == {"signal", "with", "unavailable"}


def test_a_waiver_that_covers_is_told_with_its_approver() -> None:
    """A waived finding names who accepted it; the decision without waivers stands beside the decision."""
    told = _told(VERDICTS["go-with-waiver"])
    waived = [each for each in told["findings"] if each["waived"]]
    assert [(each["rule"], each["waiver"]["approved-by"]) for each in waived] == [("DEF-02", "sponsor@example.com")]
    assert (told["decision"], told["decision-without-waivers"]) == ("go", "no-go")


def test_notes_are_there_only_where_there_are_any() -> None:
    """How the sources were read, in a verdict and in readings; the schema knows it."""
    verdict = replace(VERDICTS["go"], notes=("roster.csv is not in git",))
    assert _told(verdict)["notes"] == ["roster.csv is not in git"]
    assert json.loads(as_json({}, (), AS_OF, verdict.notes))["notes"] == ["roster.csv is not in git"]
    assert "notes" not in _told(VERDICTS["go"])
    assert "notes" not in json.loads(as_json({}, (), AS_OF))


def test_no_number_that_is_none() -> None:
    """A value that JSON has no word for is refused, not written in a dialect."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        dump({"value": float("nan")})


def test_the_place_of_evidence_is_no_part_of_the_schema() -> None:
    """Files and lines are for annotations; schema 1 has four keys for a piece of evidence."""
    finding = VERDICTS["go"].findings[0]
    assert isinstance(finding.reading, Measured)
    placed = replace(finding.reading, evidence=(Evidence("document", "a.md", "old", "", "docs/a.md", 7),))
    found = _told(replace(VERDICTS["go"], findings=(replace(finding, reading=placed),)))["findings"][0]
    assert found["reading"]["evidence"] == [{"kind": "document", "id": "a.md", "url": None, "note": "old"}]


def test_readings_are_told_in_the_same_form() -> None:
    """What measure prints is made of the same readings and sources as a verdict."""
    verdict = VERDICTS["no-go"]
    told = json.loads(as_json(readings(verdict), SOURCES, AS_OF))
    of_verdict = _told(verdict)
    assert told["readings"] == [each["reading"] for each in of_verdict["findings"] if each["reading"]]
    assert told["sources"] == of_verdict["sources"]
    assert (told["schema"], told["as-of"]) == (1, of_verdict["as-of"])


def test_a_repository_is_named_where_there_are_several() -> None:
    """In a key of its own, which nothing else has."""
    told = _told(replace(VERDICTS["go"], sources=(replace(SOURCES[0], repository="crm"), SOURCES[1])))["sources"]
    assert [each.get("repository") for each in told] == ["crm", None]


def test_a_source_in_doubt_is_not_complete() -> None:
    """A source that cannot prove that it is whole says so in its own keys; so does every reading that rests on it."""
    doubtful = replace(SOURCES[0], doubts=("one", "two"), notes=("a note",))
    told = _told(replace(VERDICTS["go"], sources=(doubtful,)))["sources"][0]
    assert (told["complete"], told["doubt"], told["notes"]) == (False, "one; two", ["a note"])
    finding = VERDICTS["go"].findings[0]
    assert isinstance(finding.reading, Measured)
    rests_on_it = replace(finding, reading=replace(finding.reading, doubts=("jira: one",)))
    assert _told(replace(VERDICTS["go"], findings=(rests_on_it,)))["findings"][0]["reading"]["doubt"] == "jira: one"
