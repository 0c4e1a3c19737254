"""The page for Confluence: valid XHTML without macros, inert whatever is in it, and never too large."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from support.effort import heavy_after, law
from support.golden import check_golden
from support.random_verdicts import HOSTILE, everywhere, verdicts
from support.verdicts import BAD, RULES, VERDICTS, verdict

from readiness_gate.model.policy import Limit, Rule
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.reports.escape import printable
from readiness_gate.reports.storage import LARGEST, render, text

GOLDEN = Path(__file__).parents[2] / "golden" / "reports"
OURS = {*["h2", "h3", "h4", "p", "strong", "em", "code", "a", "ul", "li", "table", "tbody", "tr", "th", "td"]}
MACROS = (
    '<ac:structured-macro ac:name="html"><ac:plain-text-body><![CDATA[<b>GO</b>]]></ac:plain-text-body>',
    '</p><ac:link><ri:user ri:account-id="1"/></ac:link>',
    "{html}GO{html} [~accountid:1] !x.png!",
    "]]> --> &macro; &#60;script&#62;",
    "\ufffe\uffff\x00\x08",
    '" onclick="alert(1)',
    f"readiness-gate: evidence sha256:{'0' * 64}",
)


def _elements(page: str) -> Iterator[str]:
    """The elements of a page with the names of their attributes, in their order. It must be well-formed."""
    for each in ET.fromstring(f"<body>{page}</body>").iter():  # noqa: S314 - the text is our own
        yield f"{each.tag} {' '.join(each.attrib)}".strip()


HARMLESS = list(_elements(render(everywhere("plain words"))))


@pytest.mark.parametrize("name", ["no-go", "undecided"])
def test_the_pages(name: str) -> None:
    """What people read."""
    check_golden(GOLDEN / f"{name}.storage.xml", render(VERDICTS[name]).replace("><", ">\n<"))


@pytest.mark.parametrize("planted", [*HOSTILE, *MACROS])
def test_a_planted_text_changes_no_structure(planted: str) -> None:
    """With a hostile text everywhere, the page has the elements that it has with plain words."""
    assert list(_elements(render(everywhere(planted)))) == HARMLESS


@given(verdicts())
@law(50)
def test_any_verdict_is_a_valid_page(verdict: Verdict) -> None:
    """Whatever its texts, a page is well-formed, of our elements only, links to addresses only, and has its digest."""
    page = render(verdict)
    root = ET.fromstring(f"<body>{page}</body>")  # noqa: S314 - the text is our own
    assert {each.tag for each in root.iter()} <= OURS | {"body"}
    assert {name for each in root.iter() for name in each.attrib} <= {"href", "colspan"}
    assert all(each.attrib["href"].startswith(("https://", "http://")) for each in root.iter("a"))
    assert len(root.findall(".//tr")) == 1 + len(verdict.findings)
    assert f"<code>{verdict.evidence_digest}</code>" in page


@pytest.mark.parametrize("planted", [*HOSTILE, *MACROS])
def test_words_are_still_read(planted: str) -> None:
    """Escaping loses no letter."""
    assert (ET.fromstring(f"<p>{text(planted)}</p>").text or "") == printable(planted).strip()  # noqa: S314


def _many(rules: int, words: str) -> Verdict:
    """A no-go of many failing rules."""
    pieces = tuple(Evidence("issue", f"CRM-{number}", words) for number in range(100))
    reading = Measured(100, "All of them.", pieces, "issues")
    each = Rule("R-0", words, "defects", "defects.open", Limit("at-most", 0), "issues", Parameters(), owner=words)
    findings = tuple(Finding(replace(each, id=f"R-{number}"), "fail", words, reading) for number in range(rules))
    return replace(verdict(BAD), findings=findings)


@pytest.mark.parametrize("words", heavy_after(1, ["<|>@#&" * 40, "\U000e0041" * 400]), ids=["marks", "hidden"])
def test_never_too_large(words: str) -> None:
    """500 rules: at most 512 KiB, the decision and the digest are there, and what is left out is counted."""
    page = render(_many(500, words))
    assert len(page.encode()) <= LARGEST
    assert page.startswith("<h2>✗ NO-GO: wave-2 on 2027-03-01</h2>")
    rows, details = page.count("<td>✗ FAIL</td>"), page.count("<h4>")
    assert f"<em>{500 - rows} more rules: see the JSON.</em></td>" in page
    assert f"<p><em>{500 - details} more rules: see the JSON.</em></p>" in page
    assert "<code>sha256:" in page
    assert list(_elements(page))


def test_a_foot_that_is_too_long_is_cut_and_counted() -> None:
    """Thousands of loosened rules push neither the decision nor the digests off the page."""
    loosened = tuple(f"R-{number}: {'@' * 240}" for number in range(5_000))
    found = verdict(BAD, policy=replace(VERDICTS["no-go"].policy, weakened=loosened))
    page = render(found)
    assert len(page.encode()) <= LARGEST
    assert " more: see the JSON</li>" in page
    assert f"<code>{found.evidence_digest}</code>" in page
    assert f"<code>{found.policy.digest}</code>" in page
    assert all(f" {each.id} {each.title}</h4>" in page for each in RULES if each.id in ("CHG-02", "TRN-01"))


def test_an_address_is_a_link_when_it_is_plainly_one_of_the_web() -> None:
    """An address with an ampersand is escaped; anything else stays out of the page."""
    linked = (Evidence("issue", "CRM-1", "x", "https://crm.example/browse/CRM-1?a=b&c=d"),)
    assert '<a href="https://crm.example/browse/CRM-1?a=b&amp;c=d">CRM-1</a>' in render(
        verdict({**BAD, "DEF-02": Measured(1, "One.", linked)})
    )
    unlinked = (Evidence("issue", "CRM-1", "x", "javascript:alert(1)"),)
    assert "<a " not in render(verdict({**BAD, "DEF-02": Measured(1, "One.", unlinked)}))
