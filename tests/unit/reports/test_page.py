"""A page has everything that a verdict says, in blocks, once; each report draws what its readers need."""

from dataclasses import replace

import pytest
from support.verdicts import BAD, VERDICTS, verdict

from readiness_gate.model.policy import Policy
from readiness_gate.model.reading import Measured
from readiness_gate.reports import Display, reports
from readiness_gate.reports.footnote import Footnote, Span
from readiness_gate.reports.page import ACTING, page, requirement, waivable_notes, without_repetition

NO_GO = VERDICTS["no-go"]


@pytest.mark.parametrize("name", VERDICTS)
def test_each_finding_is_one_requirement(name: str) -> None:
    """In the order of the verdict; what somebody must do, or has accepted, is said of those that act."""
    found = VERDICTS[name]
    drawn = page(found).requirements
    assert [item.rule for item in drawn] == [finding.rule.id for finding in found.findings]
    assert [bool(item.to_do or item.accepted) for item in drawn] == [item.status in ACTING for item in drawn]
    assert not any(item.to_do and item.accepted for item in drawn)
    assert not any(item.evidence and item.unavailable for item in drawn)


def test_the_headline() -> None:
    """It has the decision with its symbol, and the reason with it and without."""
    head = page(NO_GO).headline
    assert (head.called, head.milestone, head.kind) == ("✗ NO-GO", "wave-2", "go-live")
    assert (head.when, head.program, head.as_of) == ("2027-03-01, in 15 days", "Northwind CRM", "2027-02-14 10:00 CET")
    assert NO_GO.sentence == " ".join(("No-go, 15 days before wave-2.", *head.reasons))
    assert head.reasons[-1] == f"{head.tally}."


def test_equal_evidence_is_listed_once() -> None:
    """A second rule on the same evidence names the first; one that needs action never refers to one that does not."""
    one = requirement(NO_GO.findings[0], NO_GO)
    assert one.evidence
    waits = replace(one, status="info", rule="R-2")
    drawn = [
        (item.rule, bool(item.evidence), item.same_as)
        for item in without_repetition(
            [waits, one, replace(one, rule="R-3"), replace(waits, rule="R-4"), replace(one, rule="R-5", evidence=())]
        )
    ]
    assert drawn == [
        ("R-2", True, ""),
        (one.rule, True, ""),
        ("R-3", False, one.rule),
        ("R-4", False, "R-2"),
        ("R-5", False, ""),
    ]


def test_a_quiet_requirement_refers_to_a_quiet_one() -> None:
    """Where everything is shown, evidence of rules that pass is listed once, too."""
    one = replace(requirement(NO_GO.findings[0], NO_GO), status="pass")
    assert [item.same_as for item in without_repetition([one, replace(one, rule="R-2")])] == ["", one.rule]


def test_a_kind_is_named_where_the_name_does_not_say_it() -> None:
    """A milestone is often called what it is."""
    of_its_name = replace(NO_GO, milestone=replace(NO_GO.milestone, name="go-live"))
    assert page(of_its_name).headline.kind == ""


def test_a_requirement_says_why_it_is_unknown() -> None:
    """Then there is no value, and no evidence."""
    unknown = VERDICTS["undecided"]
    item = requirement(next(each for each in unknown.findings if each.rule.id == "DEF-01"), unknown)
    assert (item.status, item.now, item.evidence) == ("unknown", "–", ())
    assert item.unavailable.startswith("there is no export")


def test_footnotes() -> None:
    """In the order of the page, each kind as often as there is something to say."""
    kinds = [note.kind for note in page(NO_GO).footnotes]
    assert kinds[:4] == ["weakened-in-short", "not-measured-in-short", "waivable", "dimensions"]
    assert kinds[4:6] == ["not-measured", "not-covered"]
    assert set(kinds[6:11]) == {"waiver", "void-waiver"}
    assert kinds[11] == "weakened"
    assert page(VERDICTS["go-with-waiver"]).footnotes[0].text == "Without the risks that were accepted: no-go."
    assert kinds[-3:] == ["policy-in-short", "policy", "evidence"]
    assert kinds.count("source") == len(NO_GO.sources)


def test_a_plain_verdict_has_few_footnotes() -> None:
    """What there is nothing to say about is left out."""
    kinds = {note.kind for note in page(verdict(BAD, rules=())).footnotes}
    assert kinds == {"not-covered", "source", "source-in-full", "policy-in-short", "policy", "evidence"}


def test_whose_words_they_are() -> None:
    """Other people's texts are spans of their own, so that a format can make them harmless."""
    policy = Policy(f"sha256:{'1' * 64}", ("*packs*",), "*ref*", ("*what*",), "*edit*")
    notes = page(replace(NO_GO, policy=policy, notes=("*note*",))).footnotes
    foreign = [span.text for note in notes for span in note.line if span.style == "foreign"]
    assert {"*packs*", "*ref*", "*what*", "*edit*", "*note*"} <= set(foreign)
    assert not any("*" in span.text for note in notes for span in note.line if span.style == "ours")


def test_the_text_of_a_footnote() -> None:
    """It is the line without styles."""
    assert Footnote("remark", (Span("a ", "ours"), Span("b"), Span("c", "code"))).text == "a bc"


def test_risks_that_can_be_accepted() -> None:
    """Of failing rules that block and can be waived, the first are named; one alone in the command itself."""
    fails = replace(next(one for one in NO_GO.findings if one.outcome == "fail"), waiver=None)
    many = [replace(fails, rule=replace(fails.rule, id=f"R-{number}")) for number in range(7)]
    said = (
        "Or accept a risk until a date, with a waiver (R-0, R-1, R-2, R-3, R-4 and 2 more): readiness-gate waive RULE"
    )
    assert [note.text for note in waivable_notes(many)] == [said]
    (one,) = waivable_notes(many[:1])
    assert one.text == "Or accept the risk until a date, with a waiver: readiness-gate waive R-0"
    others = (
        replace(fails, rule=replace(fails.rule, waivable=False)),
        replace(fails, rule=replace(fails.rule, enforcement="warn")),
        replace(fails, outcome="unknown"),
    )
    assert not list(waivable_notes(others))


@pytest.mark.parametrize("name", ["text", "markdown", "comment", "html", "email"])
def test_what_a_value_leaves_out_is_in_every_report(name: str) -> None:
    """Also of a rule that passes, whose reading a short report does not show."""
    go = VERDICTS["go"]
    finding = next(one for one in go.findings if isinstance(one.reading, Measured))
    assert isinstance(finding.reading, Measured)
    reading = replace(finding.reading, not_counted="1 more open defect is planned for later and not counted: CRM-9.")
    others = tuple(one for one in go.findings if one is not finding)
    verdict_ = replace(go, findings=(replace(finding, reading=reading), *others))
    assert Footnote("left-out", (Span(f"{finding.rule.id}: {reading.not_counted}"),)) in page(verdict_).footnotes
    for display in (Display(), Display(verbosity=0)):
        rendered = " ".join(reports(display)[name].render(verdict_).decode().split())
        assert "CRM-9" in rendered.replace("\\-", "-")
