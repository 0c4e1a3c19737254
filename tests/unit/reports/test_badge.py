"""The badge: the decision with its day, readable by everyone, and nothing in it that acts."""

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from support.effort import law
from support.random_verdicts import HOSTILE, everywhere, verdicts
from support.reports import rendered
from support.verdicts import VERDICTS

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.badge import COLORS, LABEL_COLOR

MESSAGES = {
    "go": "go, 2027-02-14",
    "warn": "go, 2027-02-14",
    "go-with-waiver": "go with 1 waiver, 2027-02-14",
    "no-go": "no-go, 2027-02-14",
    "no-go-and-unknown": "no-go, 2027-02-14",
    "undecided": "undecided, 2027-02-14",
    "undecided-without-rules": "undecided, 2027-02-14",
}
SVG = "{http://www.w3.org/2000/svg}"


def _picture(of: Verdict) -> ET.Element:
    return ET.fromstring(rendered("badge", of).encode())  # noqa: S314 - our own text


@pytest.mark.parametrize("name", VERDICTS)
def test_it_says_the_decision_and_its_day(name: str) -> None:
    """As a picture and as an endpoint; the color of what is no go stays."""
    verdict = VERDICTS[name]
    picture, endpoint = _picture(verdict), json.loads(rendered("shields", verdict))
    assert [each.text for each in picture.iter(f"{SVG}text")] == ["wave-2", MESSAGES[name]]
    assert picture.findtext(f"{SVG}title") == f"wave-2: {MESSAGES[name]}"
    assert (picture.findtext(f"{SVG}desc") or "").startswith(f"As of 2027-02-14 10:00 CET. {verdict.sentence[:20]}")
    assert endpoint == {
        "schemaVersion": 1,
        "label": "wave-2",
        "message": MESSAGES[name],
        "color": COLORS[verdict.decision],
        "labelColor": LABEL_COLOR,
        "isError": verdict.decision != "go",
    }


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("go", "go with weakened policy, 2027-02-14"),
        ("go-with-waiver", "go with 1 waiver and weakened policy, 2027-02-14"),
        ("undecided", "undecided, 2027-02-14"),
    ],
)
def test_a_go_says_that_its_policy_is_weakened(name: str, message: str) -> None:
    """In the picture, not only in its description."""
    of = VERDICTS[name]
    weaker = replace(of, policy=replace(of.policy, weakened=("DEF-03: the limit is at most 10 instead of at most 5",)))
    assert [each.text for each in _picture(weaker).iter(f"{SVG}text")][1] == message
    assert json.loads(rendered("shields", weaker))["message"] == message
    assert "The policy is weakened in 1 place." in (_picture(weaker).findtext(f"{SVG}desc") or "")


def test_a_waiver_of_a_warning_is_not_counted() -> None:
    """The decision does not rest on it."""
    of = VERDICTS["go-with-waiver"]
    as_warnings = tuple(replace(one, rule=replace(one.rule, enforcement="warn")) for one in of.findings if one.waived)
    mixed = replace(of, findings=(*of.findings, *as_warnings))
    assert json.loads(rendered("shields", mixed))["message"] == "go with 1 waiver, 2027-02-14"
    assert json.loads(rendered("shields", replace(of, findings=as_warnings)))["message"] == "go, 2027-02-14"


def _luminance(color: str) -> float:
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("color", [LABEL_COLOR, *COLORS.values()])
def test_its_letters_can_be_read(color: str) -> None:
    """The contrast of white on each color is at least 4.5 to 1, as WCAG 2.2 defines it."""
    assert 1.05 / (_luminance(color) + 0.05) >= 4.5


def test_each_part_has_room_for_its_text() -> None:
    """One beside the other, also for letters that are twice as wide."""
    verdict = VERDICTS["go"]
    for name, letters in (("ab", 2), ("本番", 4)):
        named = _picture(replace(verdict, milestone=replace(verdict.milestone, name=name)))
        left, right = named.iter(f"{SVG}rect")
        assert (left.attrib["x"], left.attrib["width"]) == ("0", str(7 * letters + 12))
        assert right.attrib["x"] == left.attrib["width"]
        assert named.attrib["width"] == str(int(left.attrib["width"]) + int(right.attrib["width"]))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_planted_text_changes_no_structure(text: str) -> None:
    """No element, attribute or reference comes of it, and it has an end."""
    picture = _picture(everywhere(text))
    tags = ["svg", "title", "desc", "rect", "text", "rect", "text"]
    assert [each.tag.removeprefix(SVG) for each in picture.iter()] == tags
    assert not any(name.startswith("on") or "href" in name for each in picture.iter() for name in each.attrib)
    assert len(rendered("badge", everywhere(text))) < 12_000


@given(verdicts())
@law(50)
def test_any_verdict_has_its_badge(of: Verdict) -> None:
    """With its decision first in the message."""
    assert [each.text or "" for each in _picture(of).iter(f"{SVG}text")][1].startswith(of.decision)
