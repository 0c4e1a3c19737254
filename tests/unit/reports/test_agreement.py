"""All surfaces tell the same decision."""

import csv
import io
import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import icalendar
import pytest
from hypothesis import given
from support.documents import message, part, slides
from support.effort import law
from support.random_verdicts import verdicts
from support.reports import archived, rendered
from support.verdicts import VERDICTS

from readiness_gate.cli.check import EXIT_CODES
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports import Display
from readiness_gate.reports.words import DECISIONS

EXPECTED = {
    "go": ("go", 0),
    "warn": ("go", 0),
    "go-with-waiver": ("go", 0),
    "no-go": ("no-go", 1),
    "no-go-and-unknown": ("no-go", 1),
    "undecided": ("undecided", 3),
    "undecided-without-rules": ("undecided", 3),
}


def decisions(verdict: Verdict) -> set[str]:
    """What each surface says that the decision is."""
    said = {told: decision for decision, told in DECISIONS.items()}
    told = json.loads(rendered("json", verdict))
    mail = message(verdict)
    markdown = rendered("markdown", verdict).splitlines()[0].removeprefix("## ")
    page = rendered("html", verdict)
    texts = [rendered("text", verdict, Display(verbosity=verbosity)).splitlines()[0] for verbosity in (0, 1, 2)]
    return {
        told["decision"],
        told["sentence"].partition(",")[0].lower(),
        said[markdown.partition(":")[0]],
        said[page.partition("<title>")[2].partition(":")[0]],
        said[page.partition('<p class="decision">')[2].partition("</p>")[0]],
        *(said[text.partition(":")[0].partition("  ")[0]] for text in texts),
        _of_junit(verdict),
        json.loads(rendered("shields", verdict))["message"].partition(",")[0].partition(" ")[0],
        json.loads(rendered("sarif", verdict))["runs"][0]["properties"]["decision"],
        str(mail["Subject"]).partition(":")[0].lower(),
        said[part(mail, "plain").partition(":")[0]],
        said[rendered("comment", verdict).partition(":")[0].removeprefix("**")],
        _of_badge(verdict),
        _of_tables(verdict),
        _of_calendar(verdict),
        json.loads(rendered("attestation", verdict))["predicate"]["readinessGate"]["decision"],
        {0: "go", 1: "no-go", 3: "undecided"}[EXIT_CODES[verdict.decision]],
    }


def _of_badge(verdict: Verdict) -> str:
    picture = ET.fromstring(rendered("badge", verdict).encode())  # noqa: S314 - our own text
    *_, message = picture.iter("{http://www.w3.org/2000/svg}text")
    return (message.text or "").partition(",")[0].partition(" ")[0]


def _of_tables(verdict: Verdict) -> str:
    text = archived(verdict)["evaluations.csv"].decode()
    [row] = csv.DictReader(io.StringIO(text, newline=""))
    return row["decision"]


def _of_calendar(verdict: Verdict) -> str:
    calendar: Any = icalendar.Calendar.from_ical(rendered("ics", verdict))
    said = str(calendar.subcomponents[0]["DESCRIPTION"]).partition(": ")[2]
    return said.partition(",")[0].lower()


def _of_junit(verdict: Verdict) -> str:
    suite = ET.fromstring(rendered("junit", verdict).encode())[0]  # noqa: S314 - our own text
    return next(each.attrib["value"] for each in suite.iter("property") if each.attrib["name"] == "decision")


@pytest.mark.parametrize("name", VERDICTS)
def test_the_table_is_told_alike(name: str) -> None:
    """Exit code, JSON, Markdown and text of each verdict of the table say what it is."""
    decision, code = EXPECTED[name]
    assert decisions(VERDICTS[name]) == {decision}
    titles = [slide.shapes.title.text_frame.text for slide in slides(VERDICTS[name]).slides]
    assert {title.partition(":")[0] for title in titles} == {DECISIONS[VERDICTS[name].decision]}
    assert EXIT_CODES[VERDICTS[name].decision] == code


@given(verdicts())
@law(50)
def test_any_verdict_is_told_alike(verdict: Verdict) -> None:
    """Whatever the texts in it, a verdict is told as the same decision everywhere."""
    assert decisions(verdict) == {verdict.decision}


@given(verdicts())
@law(50)
def test_a_host_that_counts_lets_nothing_but_a_go_through(verdict: Verdict) -> None:
    """Failed tests and results of the level `error` that nobody accepted: none exactly for a go."""
    suite = ET.fromstring(rendered("junit", verdict).encode())[0]  # noqa: S314 - our own text
    failed = int(suite.attrib["failures"]) + int(suite.attrib["errors"])
    results = json.loads(rendered("sarif", verdict))["runs"][0]["results"]
    errors = [one for one in results if one["level"] == "error" and "suppressions" not in one]
    assert (not failed, not errors) == (verdict.decision == "go", verdict.decision == "go")


@pytest.mark.parametrize("name", VERDICTS)
@pytest.mark.parametrize("format_", ["text", "markdown", "junit", "sarif", "html"])
def test_every_rule_is_told(name: str, format_: str) -> None:
    """No report leaves out a rule of the gate, nor the state of a waiver that is void."""
    verdict = VERDICTS[name]
    told = rendered(format_, verdict)
    assert [each.rule.id for each in verdict.findings if each.rule.id not in told] == []
    assert [each.why for each in verdict.waivers if each.state == "expired" and each.why not in told] == []
    if verdict.decision != verdict.decision_without_waivers:
        assert re.search(f"Without (waivers|the risks that were accepted): .*{verdict.decision_without_waivers}", told)
