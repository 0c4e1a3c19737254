"""The committee's page: one file, inert whatever is in it, bounded, and with all that a committee must know."""

import hashlib
import re
from base64 import b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from support.developed import charted, developed, past
from support.effort import law
from support.markup import active, elements, links, words
from support.random_verdicts import HOSTILE, everywhere, verdicts
from support.verdicts import BAD, VERDICTS, verdict

from readiness_gate.model.policy import Limit
from readiness_gate.model.reading import Evidence, Measured
from readiness_gate.model.verdict import DimensionOutcome, Finding, Verdict
from readiness_gate.reports.html.drawing import LARGEST, draw

HARMLESS = elements(draw(everywhere("plain words")))
MANY = 10_000


@pytest.mark.parametrize("text", HOSTILE)
def test_a_planted_text_changes_no_structure(text: str) -> None:
    """With a hostile text everywhere, the page has the elements that it has with plain words, and nothing active."""
    page = draw(everywhere(text))
    assert elements(page) == HARMLESS
    assert active(page) == []
    assert links(page) == []


@given(verdicts())
@law(50)
def test_any_verdict_is_inert(verdict: Verdict) -> None:
    """Whatever its texts, nothing in a page runs or loads, and its links are plain addresses of evidence."""
    page = draw(verdict)
    assert active(page) == []
    assert all(re.fullmatch(r"https?://[^\s\"'<>()]+", address) for address in links(page))
    assert {each.split()[0] for each in elements(page)} <= {each.split()[0] for each in HARMLESS} | {"a"}


@pytest.mark.parametrize("name", VERDICTS)
def test_the_page_allows_nothing_from_outside(name: str) -> None:
    """Its policy forbids all but its own style, by the digest; and it names no address of its own."""
    page = draw(VERDICTS[name])
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    allowed = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert allowed is not None
    assert allowed[1].startswith(f"default-src 'none'; style-src 'sha256-{digest}'; ")
    assert "url(" not in style
    assert "@import" not in style
    assert {address.partition("/browse/")[0] for address in links(page)} <= {"https://crm.example"}


def test_evidence_is_linked_and_cut() -> None:
    """Issues by their address, landings by a short id; the first twenty, and how many more there are."""
    pieces = tuple(
        Evidence("issue", f"CRM-{number}", "note", f"https://crm.example/CRM-{number}") for number in range(25)
    )
    landing = Evidence("landing", "0123456789abcdef", "merged", "javascript:alert(1)")
    page = draw(verdict({**BAD, "DEF-02": Measured(26, "26.", (landing, *pieces))}))
    assert links(page) == [f"https://crm.example/CRM-{number}" for number in range(19)]
    assert "0123456789: merged" in words(page)
    assert "and 6 more (the JSON report has them)" in words(page)


DEVELOPED = elements(draw(developed(everywhere("plain words"))))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_planted_text_changes_no_chart(text: str) -> None:
    """Nor strip, nor table: the page has the elements that it has with plain words, and nothing active."""
    page = draw(developed(everywhere(text), text))
    assert elements(page) == DEVELOPED
    assert active(page) == []
    assert links(page) == []


def test_a_page_without_a_past_has_no_charts() -> None:
    """Nor a heading over none; with a past and nothing measured for charts it has the strips alone."""
    assert "<svg" not in draw(VERDICTS["no-go"])
    assert "How it developed" not in words(draw(VERDICTS["no-go"]))
    strips = draw(replace(VERDICTS["no-go"], past=past(lambda _: "go")))
    assert strips.count("<svg") == len(VERDICTS["no-go"].findings) + 1
    alone = draw(replace(VERDICTS["no-go"], charted=charted()))
    assert alone.count("<svg") == 5
    assert draw(developed(VERDICTS["no-go"])).count("<svg") == strips.count("<svg") + 5


def test_room_for_details_is_for_details_alone() -> None:
    """A page that is given room for them, such as one for paper, has some with charts, too; they say more then."""
    pages = (draw(one, 8_000) for one in (VERDICTS["no-go"], developed(VERDICTS["no-go"])))
    counts = [page.partition('<section class="rules"')[2].count("<details>") for page in pages]
    assert 0 < counts[1] <= counts[0] < len(VERDICTS["no-go"].findings)


def test_the_ids_of_a_page_are_unique() -> None:
    """So that each title and description is found by its id."""
    ids = re.findall(r'\sid="([^"]*)"', draw(developed(VERDICTS["no-go"])))
    assert len(ids) == len(set(ids))


def test_a_chart_has_its_values_as_a_table() -> None:
    """Each column is a row, with the texts of the values; what is unknown is called so."""
    page = draw(developed(VERDICTS["no-go"]))
    figure = page.partition('aria-labelledby="chart-arrivals"')[2].partition("</figure>")[0]
    cells = re.findall(r"<t[hd](?: [^>]*)?>(?:<bdi>)?(.*?)(?:</bdi>)?</t[hd]>", figure)
    assert cells[:6] == ["Week to", "raised", "closed", "2026-08-16", "unknown", "unknown"]
    assert cells[-3:] == ["2027-02-14", "22", "0"]


def test_the_first_screen_is_the_same_with_charts() -> None:
    """All that comes before them, but for the trend of the dimensions."""
    plain, with_charts = (_before_charts(one) for one in (VERDICTS["no-go"], developed(VERDICTS["no-go"])))
    assert with_charts == plain


def _before_charts(of: Verdict) -> str:
    """What a page has in front of its charts, or of its rules, without the style and the dimensions."""
    first = re.split('<section class="(?:charts|rules)"', draw(of))[0].partition("<body>")[2]
    return re.sub(r"<table.*?</table>", "", first, flags=re.DOTALL)


def _many(text: str) -> Verdict:
    """A no-go of very many failing rules, each with evidence."""
    evidence = tuple(Evidence("issue", f"CRM-{number}", text) for number in range(3))
    reading = Measured(3, text, evidence, "issues")
    one = VERDICTS["no-go"].findings[0]
    findings = tuple(
        Finding(replace(one.rule, id=f"R-{number:05}", title=text, limit=Limit("at-most", 0)), "fail", text, reading)
        for number in range(MANY)
    )
    change = (DimensionOutcome(one.rule.dimension, "fail"),)
    sources = VERDICTS["no-go"].sources * MANY
    return replace(VERDICTS["no-go"], findings=findings, dimensions=change, notes=(text,) * MANY, sources=sources)


@pytest.mark.heavy
@pytest.mark.parametrize("text", ["plain words", "<b>&'\"" * 400], ids=["plain", "markup"])
def test_very_many_rules_leave_the_first_screen_as_it_is(text: str) -> None:
    """The page stays within its size, counts what it leaves out, and begins as one of few rules does."""
    many = _many(text)
    before = tuple(replace(many, as_of=many.as_of - ago * 604_800) for ago in range(26, 0, -1))
    page = draw(replace(many, past=before, charted=charted(text)))
    assert len(page.encode()) <= LARGEST
    assert "and 9960 more rules" in words(page)
    shown = page.partition('<section class="rules"')[2].count("<details>")
    assert f"{MANY - shown} more rules have no room here" in words(page)
    assert f"and {MANY - 8} more (the JSON report has them all)" in words(page)
    first, few = (re.split('<section class="(?:charts|rules)"', one)[0] for one in (page, draw(VERDICTS["no-go"])))
    assert first.count("<li") <= few.count("<li") + 30


def test_names_from_right_to_left_are_kept_apart() -> None:
    """Their letters are kept, each name in an element of its own direction; marks that turn the direction are shown."""
    page = draw(replace(VERDICTS["go"], program="\u202eمدير"))
    assert "<bdi>\\u202eمدير</bdi>" in page


def test_figures_behind_names_from_right_to_left_keep_their_order() -> None:
    """A mark keeps "62.5 %, 15 of 24" behind an Arabic title from being read as "15 of 24 ,% 62.5"."""
    found = VERDICTS["no-go"].findings
    titled = tuple(replace(each, rule=replace(each.rule, title="لا توجد عيوب")) for each in found)
    page = draw(replace(VERDICTS["no-go"], findings=titled))
    assert page.count("لا توجد عيوب\u200e (") >= 3
    assert "لا توجد عيوب (" not in page
    assert "\u200e" not in draw(VERDICTS["no-go"])


def test_a_value_that_is_not_there_is_not_drawn() -> None:
    """An unknown shows what is required, and no dash that reads as a value."""
    read = words(draw(VERDICTS["undecided"]))
    assert "DEF-01 No open severity 1 defects (required: 0 issues)" in read
    assert "? UNKNOWN DEF-01 No open severity 1 defects required: 0 issues" in read


def test_nothing_reads_as_met_without_rules() -> None:
    """A page that has no rule to show says that one must apply, and not that every rule passes."""
    read = words(draw(VERDICTS["undecided-without-rules"]))
    assert "At least one blocking rule must apply to this milestone, and pass." in read
    assert "every rule passes" not in read
    assert "Nothing: every rule passes" in words(draw(VERDICTS["go"]))


def test_names_are_on_it_in_full() -> None:
    """Where the heading has no room for them, the footer does."""
    name = "Vertriebsinformationssystemeinführung Nord"
    assert f"Program {name}, milestone wave-2" in words(draw(replace(VERDICTS["go"], program=name)))
