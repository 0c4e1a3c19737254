"""The SARIF report: valid, complete, and at places that a viewer can open."""

import json
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft4Validator
from support.effort import law
from support.random_verdicts import HOSTILE, everywhere, verdicts
from support.reports import rendered
from support.tools import from_npm
from support.verdicts import BAD, GOOD, MISSING, VERDICTS, verdict, waiver

from readiness_gate.model.reading import Evidence, Measured
from readiness_gate.model.verdict import Line, Verdict
from readiness_gate.reports.sarif import together

LINES = {"": Line("sub/readiness-gate.toml", 5), "DOC-01": Line("sub/our rules.toml", 40)}
DOCUMENTS = tuple(
    Evidence("document", path, "last changed 2026-12-30", path=path)
    for path in (
        "docs/quoting.md",
        "docs/ü ?#%.md",
        "core:/docs/a:b.md",
        "/etc/passwd",
        "docs/../../x",
        "bad\udcff\ud800.md",
    )
)


@cache
def _schema() -> Any:
    schema = json.loads(from_npm("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json").read_text())
    return Draft4Validator(schema)


def _run(of: Verdict) -> Any:
    """The one run of a report."""
    log = json.loads(rendered("sarif", of))
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    return run


def _with_documents() -> Verdict:
    stale = replace(BAD["DOC-01"], evidence=DOCUMENTS) if isinstance(BAD["DOC-01"], Measured) else None
    assert stale is not None
    return replace(verdict({**GOOD, "DOC-01": replace(stale, value=0.5)}), lines=LINES)


def _place(result: Any) -> tuple[str, str, int]:
    [location] = result["locations"]
    physical = location["physicalLocation"]
    artifact = physical["artifactLocation"]
    return artifact["uriBaseId"], artifact["uri"], physical["region"]["startLine"]


def _states(run: Any) -> dict[str, tuple[str, str]]:
    return {each["ruleId"]: (each["kind"], each["level"]) for each in run["results"]}


@pytest.mark.parametrize("name", VERDICTS)
def test_the_table_keeps_the_schema(name: str) -> None:
    """Also with lines and documents; and what the schema does not name is refused."""
    for of in (
        VERDICTS[name],
        replace(VERDICTS[name], lines=LINES),
        _with_documents(),
        everywhere("\udcff \x00 [a](b)"),
    ):
        log = json.loads(rendered("sarif", of))
        _schema().validate(log)
    assert not _schema().is_valid({**log, "version": "2.0.0"})
    assert not _schema().is_valid({**log, "runs": [{**log["runs"][0], "results": [{"level": "fatal"}]}]})


def test_unknown_is_not_dropped() -> None:
    """It is open, whatever the rule's enforcement; a warning is one, an accepted risk is suppressed; what passes or
    does not apply has no result."""
    readings = {**BAD, "CHG-02": MISSING, "DEF-03": MISSING, "SUP-02": MISSING}
    run = _run(verdict(readings, waivers=(waiver("DEF-02"),)))
    assert _states(run) == {
        "readiness-gate/decision": ("fail", "error"),
        "LDR-01": ("fail", "error"),
        "TRN-01": ("fail", "error"),
        "CHG-02": ("open", "none"),
        "DEF-02": ("fail", "error"),
        "DOC-01": ("fail", "warning"),
        "DEF-03": ("open", "none"),
        "SUP-02": ("open", "none"),
    }
    suppressed = {each["ruleId"]: each["suppressions"] for each in run["results"] if "suppressions" in each}
    assert [*suppressed] == ["DEF-02"]
    assert suppressed["DEF-02"][0]["status"] == "accepted"
    unknown = next(each for each in run["results"] if each["ruleId"] == "CHG-02")
    assert "write one, or correct jira.export" in unknown["message"]["text"]


@pytest.mark.parametrize("name", ["no-go", "undecided", "undecided-without-rules"])
def test_what_is_no_go_never_reads_as_clean(name: str) -> None:
    """The decision has a result of its own, also where no rule has one, and one that hosts block on; a go has none."""
    assert _states(_run(VERDICTS[name]))["readiness-gate/decision"] == ("fail", "error")
    assert _run(VERDICTS["go"])["results"] == []


def test_every_result_has_a_place() -> None:
    """A rule without a line of its own, such as one from a pack outside the repository, is where the milestone is: a
    host refuses a report with a result that is nowhere."""
    run = _run(replace(VERDICTS["no-go-and-unknown"], lines={"": LINES[""]}))
    places = {each["ruleId"]: _place(each) for each in run["results"]}
    assert set(places.values()) == {("%SRCROOT%", "sub/readiness-gate.toml", 5)}
    assert {"TRN-01", "DEF-01"} <= set(places)


def test_results_are_where_they_can_be_opened() -> None:
    """Rules at their line, else where the milestone is; documents at their path in their repository, as a reference; a
    path that leads out of it is none."""
    run = _run(_with_documents())
    top = "%SRCROOT%"
    assert [_place(each) for each in run["results"]] == [
        (top, "sub/readiness-gate.toml", 5),
        (top, "sub/our%20rules.toml", 40),
        (top, "docs/quoting.md", 1),
        (top, "docs/%C3%BC%20%3F%23%25.md", 1),
        ("core", "docs/a%3Ab.md", 1),
        (top, "bad%3F%3F.md", 1),
    ]
    assert set(run["originalUriBaseIds"]) == {top, "core"}
    assert run["automationDetails"]["id"] == "readiness-gate/wave-2/"


def test_each_result_has_its_rule_and_is_known_again() -> None:
    """By its index and its id; the fingerprint is of the rule and the document, not of the line or the words."""
    run, later = _run(_with_documents()), _run(replace(_with_documents(), lines={"DOC-01": Line("x.toml", 1)}))
    rules = run["tool"]["driver"]["rules"]
    assert [rules[each["ruleIndex"]]["id"] for each in run["results"]] == [each["ruleId"] for each in run["results"]]
    prints = [each["partialFingerprints"]["primaryLocationLineHash"] for each in run["results"]]
    assert len(set(prints)) == len(prints)
    assert prints == [each["partialFingerprints"]["primaryLocationLineHash"] for each in later["results"]]
    of_rule = next(each for each in rules if each["id"] == "DEF-01")
    assert of_rule["help"]["text"] == "Fix, retest and close each of these defects."
    assert of_rule["defaultConfiguration"] == {"level": "error"}
    assert of_rule["properties"]["tags"] == ["defects"]


def test_a_hidden_value_is_not_in_it() -> None:
    """Nor in the properties."""
    text = rendered("sarif", verdict({**GOOD, "TRN-01": Measured(0.625, "2 roles are not shown.", hidden=True)}))
    assert "0.625" not in text
    assert "62.5" not in text


def test_the_number_of_files_is_bounded() -> None:
    """A host shows 5,000 results; the rule says how many there are."""
    many = tuple(Evidence("document", f"{number}.md", path=f"{number}.md") for number in range(7_000))
    reading = Measured(0.1, "700 of 7000 documents are fresh.", many)
    results = _run(verdict({**GOOD, "DOC-01": reading}))["results"]
    assert len(results) == 5_002
    assert "700 of 7000" in results[1]["message"]["text"]


def test_several_verdicts_are_runs_of_one_log() -> None:
    """Each with its own category."""
    pair = [VERDICTS["go"], replace(VERDICTS["no-go"], milestone=replace(VERDICTS["go"].milestone, name="a/b ü"))]
    log = json.loads(together([rendered("sarif", each).encode() for each in pair]))
    names = [each["automationDetails"]["id"] for each in log["runs"]]
    assert names == ["readiness-gate/wave-2/", "readiness-gate/a%2Fb%20%C3%BC/"]


@cache
def _results_of_plain_words() -> list[str]:
    return [each["ruleId"] for each in _run(everywhere("plain words"))["results"]]


@pytest.mark.parametrize("text", [*HOSTILE, "see [here](https://evil.example)"])
def test_a_planted_text_is_inert(text: str) -> None:
    """No link, no control character, no command for a pipeline, and the results that plain words have."""
    told = rendered("sarif", everywhere(text))
    run = _run(everywhere(text))
    assert told.isascii()
    assert [each["ruleId"] for each in run["results"]] == _results_of_plain_words()
    texts = [each["message"]["text"] for each in run["results"]]
    assert all("](" not in each and each.isprintable() for each in texts)


@given(verdicts())
@law(50)
def test_any_verdict_is_told_as_it_is(of: Verdict) -> None:
    """Each rule that is unknown or blocks has a result; and there is no decision beside a go."""
    states = _states(_run(of))
    assert ("readiness-gate/decision" in states) is (of.decision != "go")
    in_the_way = {each.rule.id: each.outcome for each in of.findings if each.outcome in ("unknown", "warn")}
    assert all(states[rule][0] == ("open" if outcome == "unknown" else "fail") for rule, outcome in in_the_way.items())
