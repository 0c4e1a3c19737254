"""What the reports for people say alike."""

from dataclasses import replace
from datetime import date

import pytest
from support.verdicts import ISSUES, RULES, VERDICTS, waiver

from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.levers import work
from readiness_gate.model.policy import Enforcement, Outcome
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.verdict import Finding, JudgedWaiver
from readiness_gate.reports.spec import Display
from readiness_gate.reports.words import (
    Status,
    accepted,
    days_to_go,
    evidence_in_words,
    now_and_limit,
    parameters_in_words,
    remarks,
    short,
    shown,
    status,
    to_do,
    waiver_in_words,
)

RULE = RULES[1]
UNKNOWN = next(each for each in VERDICTS["undecided"].findings if each.outcome == "unknown")


@pytest.mark.parametrize(
    ("outcome", "enforcement", "expected"),
    [
        ("pass", "block", "pass"),
        ("pass", "info", "pass"),
        ("warn", "block", "warn"),
        ("warn", "info", "info"),
        ("fail", "block", "fail"),
        ("fail", "warn", "warn"),
        ("fail", "info", "info"),
        ("unknown", "block", "unknown"),
        ("unknown", "warn", "unknown"),
        ("unknown", "info", "info"),
        ("not-applicable", "block", "not-applicable"),
    ],
)
def test_status(outcome: Outcome, enforcement: Enforcement, expected: Status) -> None:
    """A finding is shown as what it means for the milestone; what could not be measured never as a pass."""
    assert status(Finding(replace(RULE, enforcement=enforcement), outcome, "")) == expected


def test_a_waived_fail_is_its_own_status() -> None:
    """A fail with its waiver is an accepted risk, neither a fail nor a pass."""
    assert status(Finding(RULE, "fail", "", waiver=waiver(RULE.id))) == "waived"


def test_a_value_that_is_not_there_is_a_dash() -> None:
    """An unknown reading has no number to show; its limit stands all the same."""
    assert now_and_limit(UNKNOWN) == ("–", "at most 0 issues")
    assert now_and_limit(Finding(RULE, "fail", "", Measured(3, "", unit="issues"))) == ("3 issues", "at most 0 issues")


def test_what_to_do() -> None:
    """A fail says how it passes, what to do, the owner and by when; an unknown the owner and by when."""
    levers = (work("close", "defect", ("A-1", "A-2", "A-3")),)
    finding = Finding(RULE, "fail", "", Measured(3, "", unit="issues", levers=levers), judged_at=VERDICTS["go"].as_of)
    assert to_do(finding, VERDICTS["go"]) == (
        "To pass: close 3 defects (A-1, A-2, A-3). Fix each of these defects, or accept individual ones with a waiver "
        "that expires. Owner: defect manager, by 2027-03-01."
    )
    assert to_do(UNKNOWN, VERDICTS["go"]) == "Owner: defect manager, by 2027-03-01."
    nobody = Finding(replace(RULE, owner="", remedy=""), "warn", "", Measured(0, "", unit="issues"))
    assert to_do(nobody, VERDICTS["go"]) == "Owner: nobody is named, by 2027-03-01."


@pytest.mark.parametrize(
    ("count", "most", "kept", "more"), [(0, 5, 0, ""), (5, 5, 5, ""), (6, 5, 5, "and 1 more"), (8, 0, 0, "and 8 more")]
)
def test_shown(count: int, most: int, kept: int, more: str) -> None:
    """As much as has room is shown, and the rest is counted."""
    evidence, told = shown(ISSUES[:count], most)
    assert (len(evidence), told) == (kept, more)


def test_evidence_in_words() -> None:
    """Five pieces unless everything is asked for; a commit by the digits that people know it by."""
    found = Measured(8, "", ISSUES)
    few, all_ = (
        list(evidence_in_words(found.evidence, Display())),
        list(evidence_in_words(found.evidence, Display(verbosity=2))),
    )
    assert few == [*all_[:5], "and 3 more (-v shows them all, --format json has them)"]
    assert len(all_) == len(ISSUES)
    landing = Measured(1, "", (Evidence("landing", "0123456789abcdef", "fix"),))
    assert list(evidence_in_words(landing.evidence, Display())) == ["0123456789  fix"]


def test_short() -> None:
    """A text is cut only when it is too long, and a cut is visible."""
    assert short("x" * 240) == "x" * 240
    assert short("x" * 241) == "x" * 239 + "…"
    assert short("abcd", 3) == "ab…"


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2027, 2, 13), "1 day ago"),
        (date(2027, 2, 12), "2 days ago"),
        (date(2027, 2, 14), "today"),
        (date(2027, 2, 15), "in 1 day"),
        (date(2027, 3, 1), "in 15 days"),
    ],
)
def test_days_to_go(day: date, told: str) -> None:
    """Days are counted in the program's calendar."""
    verdict = VERDICTS["go"]
    assert days_to_go(replace(verdict, milestone=replace(verdict.milestone, date=day))) == told


def test_days_to_go_count_local_days() -> None:
    """Shortly before midnight in UTC the next day has begun in Berlin."""
    verdict = replace(VERDICTS["go"], as_of=VERDICTS["go"].as_of + 14 * 3_600 + 1)
    assert days_to_go(verdict) == "in 14 days"


def test_parameters_as_they_are_written() -> None:
    """Parameters are told in the form in which `--with` takes them."""
    given = Parameters((("critical", True), ("paths", ("a/**", "b/*")), ("window", "28d")))
    assert parameters_in_words(given) == "critical = true, paths = a/**,b/*, window = 28d"


def test_waivers_in_words() -> None:
    """A waiver says whether it counts, and who accepted what until when."""
    void = JudgedWaiver(waiver("R-1"), "not-yet-approved", "it is approved from 2027-03-01 on")
    assert waiver_in_words(void) == "Waiver of R-1, void (not yet approved): it is approved from 2027-03-01 on"
    assert waiver_in_words(JudgedWaiver(waiver("R-1"), "in-force", "why")) == "Waiver of R-1, in force: why"
    assert accepted(waiver("R-1")) == "Accepted by sponsor@example.com until 2027-02-28: Workaround agreed"


def test_why_a_source_may_not_be_whole_comes_first() -> None:
    """Every report says of each source what it cannot prove, then how it was read."""
    sources = (Provenance("jira", "", "", 1, doubts=("no proof",), notes=("its clock is ahead",)),)
    assert list(remarks(["a note"], sources)) == [
        "Not proven to be whole: jira: no proof",
        "a note",
        "jira: its clock is ahead",
    ]
