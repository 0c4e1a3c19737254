"""What the reports for people say alike."""

from dataclasses import replace
from datetime import date

import pytest
from support.verdicts import ISSUES, RULES, VERDICTS, waiver

from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.levers import work
from readiness_gate.model.policy import Enforcement, Limit, Outcome
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import DAY
from readiness_gate.model.verdict import DimensionOutcome, Finding, JudgedWaiver
from readiness_gate.reports.spec import Display
from readiness_gate.reports.words import (
    Status,
    accepted,
    days_to_go,
    dimension_in_words,
    due,
    evidence_in_words,
    in_brief,
    localized,
    localized_evidence,
    now_and_required,
    parameters_in_words,
    remarks,
    short,
    shown,
    status,
    to_do,
    waiver_in_words,
    weakened,
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
    assert now_and_required(UNKNOWN) == ("–", "0 issues")
    assert now_and_required(Finding(RULE, "fail", "", Measured(3, "", unit="issues"))) == ("3 issues", "0 issues")


def test_a_warning_is_compared_with_its_own_limit() -> None:
    """What only warns is within the limit that blocks; a limit without a warning is shown as it is."""
    limit = Limit("at-most", 6, 3)
    reading = Measured(5, "", unit="issues")
    warned = Finding(replace(RULE, limit=limit), "warn", "", reading)
    passing = Finding(replace(RULE, limit=Limit("at-most", 9)), "warn", "", reading)
    failing = replace(warned, outcome="fail")
    assert now_and_required(warned) == ("5 issues", "at most 3 issues")
    assert now_and_required(passing) == ("5 issues", "at most 9 issues")
    assert now_and_required(failing) == ("5 issues", "at most 6 issues")


@pytest.mark.parametrize(
    ("of_milestone", "of_rule", "expected"),
    [
        (0, None, "by 2027-03-01"),
        (14 * DAY, None, "by 2027-02-15"),
        (14 * DAY, 15 * DAY, "by 2027-02-14"),
        (14 * DAY, 16 * DAY, "overdue since 2027-02-13"),
        (28 * DAY, 0, "by 2027-03-01"),
    ],
)
def test_the_lead_time_of_an_owner(of_milestone: int, of_rule: int | None, expected: str) -> None:
    """The milestone's lead time counts unless the rule has its own; the due day itself is not overdue."""
    verdict = VERDICTS["go"]
    later = replace(verdict, milestone=replace(verdict.milestone, owner_due=of_milestone))
    assert due(replace(RULE, owner_due=of_rule), later) == expected
    assert expected in to_do(replace(UNKNOWN, rule=replace(RULE, owner_due=of_rule)), later)


def test_what_is_not_measured_is_listed_once() -> None:
    """A dimension that is left out is no second time listed as weakened; everything else is."""
    policy = replace(
        VERDICTS["no-go"].policy,
        weakened=("feedback is not measured: by the board", "R-1: x", "tests is not measured: y"),
    )
    verdict = replace(VERDICTS["no-go"], policy=policy, not_measured={"feedback": "by the board"})
    assert weakened(verdict) == ["R-1: x", "tests is not measured: y"]


def test_a_dimension_without_a_blocking_rule() -> None:
    """It says that only warnings are behind it; one rule that blocks and applies is enough."""
    findings = [Finding(replace(RULE, enforcement="warn"), "fail", ""), Finding(RULE, "not-applicable", "")]
    outcome = DimensionOutcome("defects", "warn")
    assert dimension_in_words(outcome, findings) == "defects warn (only warnings)"
    assert dimension_in_words(outcome, [*findings, Finding(RULE, "pass", "")]) == "defects warn"


def test_what_to_do() -> None:
    """A fail says how it passes, what to do, the owner and by when; an unknown the owner and by when."""
    levers = (work("close", "defect", ("A-1", "A-2", "A-3")),)
    finding = Finding(RULE, "fail", "", Measured(3, "", unit="issues", levers=levers), judged_at=VERDICTS["go"].as_of)
    assert to_do(finding, VERDICTS["go"]) == (
        "To pass: close 3 defects (A-1, A-2, A-3). Fix each of these defects, or accept individual ones with a "
        "waiver that expires. Owner: defect manager, by 2027-03-01."
    )
    assert to_do(UNKNOWN, VERDICTS["go"]) == "Owner: defect manager, by 2027-03-01."
    nobody = Finding(replace(RULE, owner="", remedy=""), "warn", "", Measured(0, "", unit="issues"))
    assert to_do(nobody, VERDICTS["go"]) == "Owner: no owner, by 2027-03-01."


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
    assert few == [*all_[:5], ("and 3 more (-v shows them all, --format json has them)", "")]
    assert len(all_) == len(ISSUES)
    landing = Measured(1, "", (Evidence("landing", "0123456789abcdef", "fix", "https://git.example/01"),))
    assert list(evidence_in_words(landing.evidence, Display())) == [("0123456789  fix", "https://git.example/01")]


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("known at 2027-02-14T09:00:00Z, and not before", "known at 2027-02-14 10:00 CET, and not before"),
        ("(2027-07-14T23:30:05Z)", "(2027-07-15 01:30:05 CEST)"),
        ("of 2027-02-14T09:00:00Z and 2027-02-15T09:00:00Z.", "of 2027-02-14 10:00 CET and 2027-02-15 10:00 CET."),
        ("signed-on = 2027-02-14T09:00:00Z", "signed-on = 2027-02-14T09:00:00Z"),
        ("--exported-at people=2027-02-14T09:00:00Z", "--exported-at people=2027-02-14T09:00:00Z"),
        ("check --as-of 2027-02-14T09:00:00Z", "check --as-of 2027-02-14T09:00:00Z"),
        ('"2027-02-14T09:00:00Z" is wrong', '"2027-02-14T09:00:00Z" is wrong'),
        ("no day: 2027-02-30T09:00:00Z", "no day: 2027-02-30T09:00:00Z"),
        ("in 2027-02-14", "in 2027-02-14"),
    ],
)
def test_instants_in_texts_are_local(text: str, expected: str) -> None:
    """Unless they are to be copied, or are none."""
    assert localized(text, VERDICTS["go"].zone) == expected


def test_instants_in_evidence_are_local() -> None:
    """In its notes; what it is called stays as it is."""
    piece = Evidence("source", "2027-02-14T09:00:00Z", "of 2027-02-14T09:00:00Z")
    bare = Evidence("role", "Clerk")
    assert localized_evidence((piece, bare), VERDICTS["go"].zone) == (
        replace(piece, note="of 2027-02-14 10:00 CET"),
        bare,
    )


def test_in_brief_a_verdict_says_what_it_is_worth() -> None:
    """Behind its sentence: the decision without waivers, a weakened policy, and what is not measured."""
    go, waived, blocked = (VERDICTS[name] for name in ("go", "go-with-waiver", "no-go"))
    assert in_brief(go) == go.sentence
    assert in_brief(waived) == f"{waived.sentence} Without waivers: no-go."
    assert in_brief(blocked) == f"{blocked.sentence} The policy is weakened in 1 place. Not measured: feedback."
