"""The Markdown report: inert whatever is in it, the decision first, and never larger than a host takes."""

from dataclasses import replace

import pytest
from hypothesis import given
from support.effort import heavy_after, law
from support.markdown import active_words, structure, table
from support.random_verdicts import HOSTILE, everywhere, verdicts
from support.verdicts import BAD, RULES, VERDICTS, verdict

from readiness_gate.model.policy import Limit, Rule
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.reports.escape import markdown, printable
from readiness_gate.reports.markdown import LARGEST, render

HARMLESS = structure(render(everywhere("plain words")))
USUAL = {part.split()[0] for part in structure(render(VERDICTS["no-go"]))}


def _told(verdict: Verdict) -> str:
    return render(verdict)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_planted_text_changes_no_structure(text: str) -> None:
    """With a hostile text everywhere, the page has the blocks, markup, tags and links that it has with plain words."""
    told = _told(everywhere(text))
    assert structure(told) == HARMLESS
    assert active_words(told) == []


@given(verdicts())
@law(50)
def test_any_verdict_keeps_its_structure(verdict: Verdict) -> None:
    """Whatever its texts, a page has one row for each rule, its own headings, and links to issues only."""
    told = _told(verdict)
    found = [part.split() for part in structure(told)]
    addresses = {part[2] for part in found if part[0] == "link_open"}
    assert all(address.startswith("https://") and "evil" not in address.split("/")[2] for address in addresses)
    assert [part[1] for part in found if part[0] == "heading_open"] in (["h2", "h3"], ["h2", "h3", "h3"])
    assert {part[0] for part in found} <= USUAL
    assert [len(row) for row in table(told)] == [6] * (1 + len(verdict.findings))
    assert active_words(told) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_words_are_still_read(text: str) -> None:
    """Escaping loses no letter: what is read on the page are the words that were written."""
    cell = table(f"| {markdown(text)} |\n|---|\n")[0][0]
    assert cell.replace("\u200b", "") == printable(text).strip()


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://crm.example/browse/CRM-1?a=b&c=d#e", True),
        ("http://crm.example:8080/browse/CRM-1", True),
        ("", False),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,x", False),
        ("//crm.example/", False),
        ("https://crm.example/(x", False),
        ("https://crm.example/x)", False),
        ("https://crm.example/ x", False),
        ("https://crm.example/\n", False),
        ("https://crm.example/\u202e", False),
        ('https://crm.example/"x', False),
        ("https://crm.example/<x>", False),
        ("https://crm.example/[x]", False),
        ("https://crm.example/\\", False),
        ("https://crm.example/`x`", False),
    ],
)
def test_only_addresses_of_issues_are_linked(url: str, *, linked: bool) -> None:
    """An address is a link when it is plainly one of the web; anything else stays out of the page."""
    evidence = (Evidence("issue", "CRM-1", "sev1: note", url),)
    told = _told(verdict({**BAD, "DEF-02": Measured(1, "One.", evidence)}))
    assert [part.split()[2] for part in structure(told) if "link_open" in part] == ([url] if linked else [])
    assert "CRM-1" in told


def _many(rules: int, evidence: int, text: str) -> Verdict:
    """A no-go of many failing rules on one reading of much evidence."""
    pieces = tuple(Evidence("issue", f"CRM-{number}", text) for number in range(evidence))
    reading = Measured(evidence, "All of them.", pieces, "issues")
    each = Rule("R-0", text, "defects", "defects.open", Limit("at-most", 0), "issues", Parameters(), owner=text)
    found = verdict(BAD)
    findings = tuple(Finding(replace(each, id=f"R-{number}"), "fail", text, reading) for number in range(rules))
    return replace(found, findings=findings)


@pytest.mark.parametrize(
    "text", heavy_after(1, ["<|>@#&" * 40, "A summary", "\U000e0041" * 400]), ids=["marks", "plain", "hidden"]
)
def test_never_larger_than_a_host_takes(text: str) -> None:
    """500 rules on 100,000 pieces of evidence: at most 900 KiB, the decision first, and what is left out is counted."""
    told = _told(_many(500, 100_000, text))
    head, _, foot = told.partition("### What this rests on")
    assert len(told.encode()) <= LARGEST
    assert head.startswith("## ✗ NO-GO: wave-2 on 2027-03-01, in 15 days\n")
    assert "- Evidence `sha256:" in foot
    rows, details = head.count("\n| ✗ FAIL | R-"), head.count("<details>")
    assert details == head.count("</details>")
    left_out = {f"_{500 - count} more rules: see the JSON._" for count in (rows, details) if count < 500}
    assert [each for each in head.splitlines() if each.endswith("see the JSON._") and each not in left_out] == []
    assert [each for each in left_out if each not in head] == []


def test_the_page_has_room_for_what_is_usual() -> None:
    """Few rules on much evidence are all shown, the first 20 pieces of equal evidence once, and the page looks the
    same."""
    few, many = _told(_many(5, 21, "A summary")), _told(_many(5, 100_000, "A summary"))
    assert few.count("- and 1 more") == many.count("- and 99980 more") == 1
    assert few.count("Evidence: as for R-0.") == many.count("Evidence: as for R-0.") == 4
    assert few.splitlines()[:4] == many.splitlines()[:4]
    assert few.count("\n") == many.count("\n")


def test_a_foot_that_is_too_long_is_cut_and_counted() -> None:
    """Thousands of loosened rules do not push the decision off the page."""
    loosened = tuple(f"R-{number}: {'@' * 240}" for number in range(5_000))
    told = _told(verdict(BAD, policy=replace(VERDICTS["no-go"].policy, weakened=loosened)))
    assert len(told.encode()) <= LARGEST
    assert " more: see the JSON\n" in told
    assert all(f"<b>{each.id}</b>" in told for each in RULES if each.id in ("CHG-02", "TRN-01"))
