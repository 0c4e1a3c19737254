"""The JUnit report: what readers of test results count, and nothing that another text can break."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from support.effort import law
from support.random_verdicts import HOSTILE, everywhere, verdicts
from support.reports import rendered
from support.verdicts import BAD, GOOD, MISSING, RULES, VERDICTS, verdict, waiver

from readiness_gate.model.reading import Evidence, Measured
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.reports.junit import together
from readiness_gate.sources.people.records.junit import as_csv

SHAPE: Mapping[str, tuple[set[str], list[str]]] = {
    "testsuites": ({"name"}, ["testsuite*"]),
    "testsuite": ({"name", "tests", "failures", "errors", "skipped", "time", "timestamp"}, ["properties", "testcase*"]),
    "testcase": ({"classname", "name", "time"}, ["properties?", "failure?", "error?", "skipped?", "system-out?"]),
    "properties": (set[str](), ["property*"]),
    "property": ({"name", "value"}, []),
    "failure": ({"message", "type"}, []),
    "error": ({"message", "type"}, []),
    "skipped": ({"message"}, []),
    "system-out": (set[str](), []),
}
"""The attributes of each element, all of them required, and its children in their order, as public descriptions of the
format have them."""


def _told(of: Verdict) -> ET.Element:
    """The report, checked against the shape."""
    told = ET.fromstring(rendered("junit", of).encode())  # noqa: S314 - our own text
    for element in told.iter():
        attributes, children = SHAPE[element.tag]
        assert set(element.attrib) == attributes
        names = [child.rstrip("*?") for child in children]
        found = [child.tag for child in element]
        assert found == sorted(found, key=names.index)
        assert all(found.count(child.rstrip("?*")) == 1 for child in children if child[-1] not in "*?")
        assert all(found.count(child[:-1]) <= 1 for child in children if child.endswith("?"))
    return told


def _results(told: ET.Element) -> dict[str, str]:
    """The result of each case, by the first word of its name: as readers count, `passed` without any other mark."""
    marks = ("failure", "error", "skipped")
    return {
        case.attrib["name"].split()[0]: next((each.tag for each in case if each.tag in marks), "passed")
        for case in told.iter("testcase")
    }


@pytest.mark.parametrize("name", VERDICTS)
def test_the_suite_is_green_exactly_for_a_go(name: str) -> None:
    """Its counts are those of its cases, one for each rule and one for the decision."""
    found = VERDICTS[name]
    told = _told(found)
    results = _results(told)
    assert [*results] == ["Decision", *(each.rule.id for each in found.findings)]
    [suite] = told
    counts = {key: int(suite.attrib[key]) for key in ("tests", "failures", "errors", "skipped")}
    values = list(results.values())
    of_each = {
        key: values.count(result) for key, result in zip(counts, ("", "failure", "error", "skipped"), strict=True)
    }
    assert counts == {**of_each, "tests": len(values)}
    assert (counts["failures"] + counts["errors"] == 0) is (found.decision == "go")
    assert results["Decision"] == {"go": "passed", "no-go": "failure", "undecided": "error"}[found.decision]


def test_each_outcome_is_what_readers_make_of_it() -> None:
    """A fail fails, an unknown is an error, a warning passes; what is waived or does not apply is skipped, and so is an
    unknown that cannot block."""
    readings = {**BAD, "CHG-02": MISSING, "DEF-03": MISSING, "SUP-02": MISSING}
    results = _results(_told(verdict(readings, waivers=(waiver("DEF-02"),))))
    assert results == {
        "Decision": "failure",
        "TRN-01": "failure",
        "LDR-01": "failure",
        "CHG-02": "error",
        "DEF-02": "skipped",
        "DEF-03": "skipped",
        "SUP-02": "skipped",
        "ADP-00": "skipped",
        "DOC-01": "passed",
        "DEF-01": "passed",
    }


def test_our_own_reader_of_results_agrees() -> None:
    """What is not passed for a reader of test results is not passed for ours either."""
    rows = (as_csv(rendered("junit", VERDICTS["no-go-and-unknown"]).encode()) or b"").decode().splitlines()[1:]
    results = dict(row.rsplit(",", 2)[:2] for row in rows)
    assert {result for test, result in results.items() if "TRN-01" in test or "DEF-01" in test} == {"failed"}
    assert results["readiness-gate.wave-2.decision.Decision"] == "failed"


def test_a_case_says_what_to_do_and_until_when() -> None:
    """Its properties are for programs, its text for people."""
    told = _told(VERDICTS["no-go"])
    case = next(each for each in told.iter("testcase") if each.attrib["name"].startswith("CHG-02"))
    assert case.attrib["classname"] == "readiness-gate.wave-2.change"
    assert {each.attrib["name"]: each.attrib["value"] for each in case.iter("property")} == {
        "outcome": "fail",
        "enforcement": "block",
        "signal": "change.landings",
        "with": "paths = config/**,src/**, window = 14d",
        "value": "7",
        "unit": "landings",
        "limit": "at most 6 landings, warned above 3 landings",
        "owner": "release manager",
        "due": "2027-03-01",
    }
    failure = next(case.iter("failure"))
    assert failure.attrib["message"].startswith("FAIL: 7 landings; 6 allowed")
    assert "To pass: merge nothing more" in (failure.text or "")
    assert "fix: round" in (failure.text or "")


def test_a_hidden_value_is_not_in_it() -> None:
    """Nor in its properties."""
    hidden = Measured(0.625, "The figures of 2 roles are not shown.", hidden=True)
    text = rendered("junit", verdict({**GOOD, "TRN-01": hidden}))
    assert "0.625" not in text
    assert "62.5" not in text


@pytest.mark.heavy
def test_evidence_is_bounded() -> None:
    """10,000 findings on much evidence: so many cases, the first pieces of evidence of each, and how many there are."""
    pieces = tuple(Evidence("issue", f"CRM-{number}", "x" * 500) for number in range(10_000))
    reading = Measured(10_000, "All.", pieces, "issues")
    findings = tuple(
        Finding(replace(RULES[0], id=f"R-{number}"), "fail", "y" * 9_000, reading) for number in range(100)
    )
    told = rendered("junit", replace(VERDICTS["no-go"], findings=findings))
    assert told.count("<testcase ") == 101
    assert "- and 9980 more" in told
    assert len(told) < 100 * 20_000


def test_several_verdicts_are_suites_of_one_report() -> None:
    """Each as it is alone."""
    texts = [rendered("junit", each) for each in VERDICTS.values()]
    told = ET.fromstring(together([text.encode() for text in texts]))  # noqa: S314 - our own text
    assert [each.attrib["tests"] for each in told] == [_told(each)[0].attrib["tests"] for each in VERDICTS.values()]


@cache
def _tags_of_plain_words() -> list[str]:
    return [each.tag for each in _told(everywhere("plain words")).iter()]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_planted_text_changes_no_structure(text: str) -> None:
    """With a hostile text everywhere, the report has the elements that it has with plain words."""
    assert [each.tag for each in _told(everywhere(text)).iter()] == _tags_of_plain_words()


@given(verdicts())
@law(50)
def test_any_verdict_keeps_the_shape(of: Verdict) -> None:
    """Whatever texts it has; and the decision is that of the verdict."""
    results = _results(_told(of))
    assert ({"failure", "error"}.isdisjoint(results.values())) is (of.decision == "go")


@pytest.mark.parametrize("name", VERDICTS)
def test_the_text_of_what_is_not_green_says_all_that_its_message_does(name: str) -> None:
    """Some readers show the text alone: that of the decision, and of each rule."""
    for case in _told(VERDICTS[name]).iter("testcase"):
        for result in (*case.iter("failure"), *case.iter("error")):
            message = result.attrib["message"].removeprefix("FAIL: ").removeprefix("UNKNOWN: ")
            assert (result.text or "").splitlines()[0].endswith(message), case.attrib["name"]
