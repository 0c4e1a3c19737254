"""What a committee is shown: answers, grades, dimensions, accepted risks, sources, and what a go does not cover."""

from dataclasses import replace
from datetime import date

import pytest
from support.verdicts import AS_OF, BAD, GOOD, MILESTONE, SOURCES, VERDICTS, verdict, waiver

from readiness_gate.model.time import DAY
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.committee import brief
from readiness_gate.reports.committee.details import MOST_DETAILS
from readiness_gate.reports.html.drawing import draw


def answer(judged: Verdict, topic: str) -> str:
    """The answer to one of the five questions."""
    return next(one.text for one in brief(judged).answers if one.topic == topic)


def graded(judged: Verdict) -> dict[str, str]:
    """The grade of each rule that must come to pass."""
    return {must.requirement.rule: must.urgency for must in brief(judged).musts}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("go", "Yes, with and without waivers."),
        (
            "go-with-waiver",
            (
                "Yes, with the risks that were accepted, the first of them only until 2027-02-28, before the "
                "milestone. Without waivers: no-go."
            ),
        ),
        ("no-go", "No, with and without waivers."),
        ("undecided", "It is not known yet, with and without waivers."),
    ],
)
def test_may_we_go(name: str, told: str) -> None:
    """The decision is told with and without waivers."""
    assert answer(VERDICTS[name], "go") == told


def test_every_question_has_an_answer() -> None:
    """Of every verdict, the five in their order; one on an earlier state says that nothing was compared."""
    for judged in VERDICTS.values():
        found = brief(judged).answers
        assert [one.topic for one in found] == ["go", "why", "asked", "changed", "data"]
        assert all(one.text for one in found)
    assert answer(VERDICTS["go"], "changed").startswith("Not compared.")
    assert answer(VERDICTS["no-go"], "asked") == (
        "Decide on the date, stop change, look again at 1 accepted risk, and accept or refuse 3 risks."
    )


def test_the_counts_come_first() -> None:
    """An answer may be cut, and how many rules fail, are unknown or accepted is not lost with it."""
    assert answer(VERDICTS["no-go"], "why").startswith("3 of 6 blocking rules fail, 1 is an accepted risk, 2 pass")
    assert answer(VERDICTS["undecided"], "why").startswith("3 of 6 blocking rules are unknown, 3 pass")


def test_without_rules_some_are_asked_for() -> None:
    """Nothing is missing but them."""
    assert answer(VERDICTS["undecided-without-rules"], "asked") == "Have rules set up."


def test_how_sure_the_data_is() -> None:
    """How many sources were read, how old the newest facts of each are at most, and what is in doubt."""
    assert answer(VERDICTS["undecided"], "data") == (
        "2 of 3 sources read; could not be read: people. Nothing in jira is newer than 1 day. 4 rules are unknown."
    )
    fresh = replace(VERDICTS["go"], sources=(replace(SOURCES[0], doubts=("the clone is shallow",)),))
    assert answer(fresh, "data") == (
        "1 of 1 source read. Every source has facts that are less than a day old. Not proven to be whole: git."
    )
    assert answer(replace(VERDICTS["go"], sources=()), "data") == "0 of 0 sources read."


def test_requirements_are_graded() -> None:
    """A failing rule is critical a week before its day, and later; else it is essential, as is one that is unknown."""
    assert graded(VERDICTS["go"]) == {}
    assert graded(VERDICTS["no-go"]) == {
        "CHG-02": "essential",
        "LDR-01": "essential",
        "TRN-01": "essential",
        "DOC-01": "recommended",
        "DEF-03": "recommended",
    }
    assert graded(VERDICTS["undecided"])["DEF-01"] == "essential"
    assert graded(VERDICTS["undecided"])["DEF-03"] == "recommended"


@pytest.mark.parametrize(
    ("day", "urgency"),
    [(date(2027, 2, 22), "essential"), (date(2027, 2, 21), "critical"), (date(2027, 2, 1), "critical")],
)
def test_what_is_due_is_critical(day: date, urgency: str) -> None:
    """Eight days before the milestone a failing rule is essential, seven days before it and afterwards critical."""
    judged = verdict({**GOOD, "DEF-02": BAD["DEF-02"], "LDR-01": BAD["LDR-01"]}, milestone=replace(MILESTONE, date=day))
    assert set(graded(judged).values()) == {urgency}
    unknown = verdict(
        {key: value for key, value in GOOD.items() if key != "DEF-02"}, milestone=replace(MILESTONE, date=day)
    )
    assert graded(unknown) == {"DEF-02": "essential"}


def test_the_critical_come_first() -> None:
    """Whatever the order of the findings."""
    early = verdict(BAD, milestone=replace(MILESTONE, owner_due=10 * DAY))
    order = [must.urgency for must in brief(early).musts]
    assert order == sorted(order, key=("critical", "essential", "recommended").index)
    assert order[0] == "critical"


def test_dimensions_have_their_worst_rule() -> None:
    """With its value and its limit; one whose only failing rule is an accepted risk says so."""
    found = {one.name: one for one in brief(VERDICTS["no-go"]).dimensions}
    assert (found["defects"].status, found["defects"].rule) == ("waived", "DEF-02")
    assert (found["change"].status, found["change"].now, found["change"].required) == (
        "fail",
        "7 landings",
        "at most 6 landings",
    )
    assert (found["documentation"].status, found["documentation"].required) == ("warn", "at least 95 %")
    assert found["defects"].rules == "3 rules, 1 passes"
    assert found["adoption"].rules == "does not apply"
    assert "support" in found or "support" not in {one.name for one in VERDICTS["no-go"].dimensions}
    failing = replace(
        VERDICTS["no-go"].findings[0], rule=replace(VERDICTS["no-go"].findings[0].rule, dimension="defects")
    )
    both = replace(VERDICTS["no-go"], findings=(*VERDICTS["no-go"].findings, failing))
    assert next(one for one in brief(both).dimensions if one.name == "defects").status == "fail"


def test_what_a_go_does_not_cover() -> None:
    """What is left out by name with who watches it, and what has no rule without."""
    found = {one.dimension: one.watched for one in brief(VERDICTS["no-go"]).uncovered}
    assert found["feedback"] == "measured by the CRM board"
    assert {name for name, watched in found.items() if not watched} == {
        "tests",
        "data",
        "clarity",
        "process",
        "governance",
    }


def test_accepted_risks() -> None:
    """Those in force come first; of a void one the page says why."""
    found = brief(VERDICTS["no-go"]).waivers
    assert [one.in_force for one in found] == [True, False, False, False, False]
    assert found[0].rule == "DEF-02"
    assert (found[0].expires, found[0].approved_by, found[0].what) == (
        "2027-02-28",
        "sponsor@example.com",
        "Workaround agreed",
    )
    assert "void (not waivable)" in next(one.what for one in found if one.rule == "DEF-01")
    assert brief(verdict(GOOD, waivers=(waiver("DEF-02"),))).waivers[0].in_force is False


def test_sources_in_trouble_come_first() -> None:
    """One that could not be read says why; of the others the age is shown, also of some hours."""
    doubtful = replace(SOURCES[0], doubts=("the clone is shallow",), repository="web")
    hours = replace(SOURCES[1], observed_at=AS_OF - 3600)
    known = replace(SOURCES[1], observed_at=None)
    judged = replace(VERDICTS["go"], sources=(SOURCES[1], hours, known, doubtful, SOURCES[2]))
    found = [(one.name, one.state, one.age) for one in brief(judged).sources]
    assert found == [
        ("people", "could not be read", ""),
        ("git (web)", "not proven to be whole", "current"),
        ("jira", "complete", "nothing newer than 1 day"),
        ("jira", "complete", "nothing newer than 2027-02-14 09:00 CET"),
        ("jira", "complete", ""),
    ]


def test_each_rule_says_how_it_is_calculated() -> None:
    """From which signal and sources, as asked, up to when, and against which limit."""
    found = {
        one.requirement.rule: {row.name: row.text for row in one.calculation}
        for one in brief(VERDICTS["no-go"]).details
    }
    assert found["DEF-01"] == {
        "Signal": found["DEF-01"]["Signal"],
        "As asked": "severity = sev1",
        "Sources": "git",
        "Facts known up to": "2027-02-14 10:00 CET",
        "Required": "at most 0 issues",
        "Basis of the limit": (
            "Common exit criteria for user acceptance tests (from secondary sources: what practitioners write)"
        ),
    }
    assert found["DEF-01"]["Signal"].startswith("defects.open: ")
    assert found["CHG-02"]["Required"].endswith("it must have held for 2 days")
    assert found["ADP-00"].keys() == {"Signal", "Required"}
    earlier = replace(VERDICTS["no-go"].findings[0], judged_at=AS_OF - DAY)
    rows = brief(replace(VERDICTS["no-go"], findings=(earlier,), dimensions=())).details[0].calculation
    assert ("Day that decides", "2027-02-13") in [(row.name, row.text) for row in rows]


def test_very_many_rules_are_counted() -> None:
    """Those without details, too: the page says of how many it has none."""
    one = VERDICTS["no-go"].findings[0]
    findings = [replace(one, rule=replace(one.rule, id=f"R-{number}")) for number in range(MOST_DETAILS + 1)]
    many = replace(VERDICTS["no-go"], findings=tuple(findings), dimensions=())
    shown = brief(many)
    assert (len(shown.details), shown.rules) == (MOST_DETAILS, MOST_DETAILS + 1)
    room = len(draw(many, 0).encode())
    page = draw(many, 10_000)
    assert len(page.encode()) < room + 10_000
    assert f'<p class="rest">{MOST_DETAILS + 1 - page.count("<details")} more rules have no room here' in page
