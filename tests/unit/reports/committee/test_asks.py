"""What a committee is asked to decide, and what follows if it does nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from support.verdicts import AS_OF, BAD, GOOD, MILESTONE, MISSING, RULES, VERDICTS, verdict, waiver

from readiness_gate.model.levers import Quiet
from readiness_gate.model.policy import Limit, Rule
from readiness_gate.model.reading import Measured, Reading
from readiness_gate.model.time import DAY
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.committee.asks import asks


def asked(readings: Mapping[str, Reading], **fields: Any) -> dict[str, tuple[str, str]]:
    """The first decision of each kind with what follows, of the gate that the tests of reports share."""
    return of(verdict(readings, **fields))


def of(judged: Verdict) -> dict[str, tuple[str, str]]:
    """The first decision of each kind with what follows."""
    return {ask.kind: (ask.what, ask.otherwise) for ask in reversed(asks(judged))}


WAITING = {**GOOD, "CHG-02": BAD["CHG-02"]}


def test_a_go_is_confirmed() -> None:
    """Nothing else is asked where every rule passes."""
    assert list(of(VERDICTS["go"])) == ["confirm"]
    assert of(VERDICTS["go"])["confirm"][0] == "Confirm wave-2 on 2027-03-01"


def test_a_go_that_ends_before_the_milestone_is_not_taken_for_one_on_its_day() -> None:
    """What a committee confirms is no go on the day if an acceptance ends before that."""
    waived = {**GOOD, "DEF-02": BAD["DEF-02"]}
    ends = "The gate lets it through no longer than 2027-02-28, when the first acceptance of a risk ends."
    assert asked(waived, waivers=(waiver("DEF-02"),))["confirm"][1] == ends
    lasting = waiver("DEF-02", expires=MILESTONE.date)
    assert asked(waived, waivers=(lasting,))["confirm"] == of(VERDICTS["go"])["confirm"]


def test_the_date_is_kept_if_there_is_time() -> None:
    """The rule on change can pass two weeks before the milestone: it leaves the window, and holds for two days."""
    what, otherwise = asked(WAITING)["date"]
    assert what == "Keep 2027-03-01: CHG-02 can pass from 2027-02-17 on"
    assert otherwise == "The date stays 2027-03-01, and the gate stays no-go until its rules pass."
    both = {**WAITING, "DEF-02": BAD["DEF-02"]}
    assert asked(both)["date"][0].endswith("can pass from 2027-02-17 on; 1 other rule needs work first")


def test_the_date_is_moved_if_there_is_not() -> None:
    """A milestone before the first day on which the rule can pass is moved to that day."""
    what, otherwise = asked(WAITING, milestone=replace(MILESTONE, date=date(2027, 2, 16)))["date"]
    assert what == "Move wave-2 to 2027-02-17 or later: before that day, CHG-02 cannot pass"
    assert otherwise == "The gate is not go on 2027-02-16, unless these risks are accepted."


@pytest.mark.parametrize(
    ("readings", "why"),
    [
        ({**WAITING, "DEF-01": MISSING}, "because DEF-01 is unknown"),
        ({**WAITING, "DEF-01": MISSING, "DEF-02": MISSING}, "because DEF-01 and 1 more are unknown"),
        ({**WAITING, "LDR-01": BAD["LDR-01"]}, "because the facts do not show when LDR-01 can pass"),
        ({**GOOD, "DEF-02": BAD["DEF-02"]}, "because the open rules need work, and none of them only needs time"),
    ],
)
def test_no_date_is_invented(readings: Mapping[str, Reading], why: str) -> None:
    """Where a rule is unknown, or the facts do not show when it passes, no date is given, and the page says why."""
    what = asked(readings)["date"][0].replace("DEF-01, DEF-02", "DEF-01 and 1 more")
    assert what == f"Decide on the date: none can be given, {why}"


def test_change_is_stopped() -> None:
    """Until the last of what was merged has left the window; other quiet days are no change that one could stop."""
    what, otherwise = asked(WAITING)["stop"]
    assert what == "Stop change: merge nothing more until 2027-02-15 10:00 (CHG-02)"
    assert otherwise == "Each further change moves this day back."
    quiet = Rule("DEF-09", "Quiet", "defects", "defects.quiet-days", Limit("at-least", 7), "days")
    calm = Measured(3, "3 days.", levers=(Quiet("no new defect", AS_OF - 3 * DAY),), unit="days")
    judged = verdict(GOOD)
    finding = replace(judged.findings[0], rule=quiet, outcome="fail", reading=calm, judged_at=AS_OF)
    assert "stop" not in of(replace(judged, decision="no-go", findings=(finding,)))


def test_missing_facts_are_asked_for() -> None:
    """By owner and topic; nobody is asked to accept what is unknown."""
    found = of(VERDICTS["undecided"])
    assert found["facts"] == (
        (
            "Have the missing facts delivered by defect manager, program manager: No open severity 1 defects; "
            "No open severity 2 defects; A sponsor is named"
        ),
        "An unknown never counts as a pass, and cannot be accepted.",
    )
    assert "accept" not in found


def test_risks_are_accepted_or_not() -> None:
    """Each failing rule that can be waived in a line of its own, and those that cannot be in one."""
    bad = {**BAD, "DEF-01": Measured(1, "1 of 11 open defects is sev1.")}
    found = of(verdict(bad))
    assert found["accept"][1].endswith("blocks until it passes: release manager, by 2027-03-01.")
    assert found["refuse"][0] == "Insist on DEF-01: this risk cannot be accepted"
    lines = [ask.what for ask in asks(verdict(bad)) if ask.kind == "accept"]
    assert [line.rpartition("(")[2] for line in lines] == ["CHG-02)", "DEF-02)", "LDR-01)", "TRN-01)"]


def test_acceptances_that_end_too_early_are_shown() -> None:
    """Before the milestone, or before the first day to which it would be moved."""
    waived = {**GOOD, "DEF-02": BAD["DEF-02"]}
    found = asked(waived, waivers=(waiver("DEF-02"),))
    assert found["extend"] == (
        "Accept again, or fix before 2027-03-01: 8 open severity 2 defects (DEF-02)",
        "The acceptance ends on 2027-02-28, and DEF-02 blocks from the next day on.",
    )
    soon = replace(MILESTONE, date=date(2027, 2, 15))
    assert "extend" not in asked(waived, waivers=(waiver("DEF-02"),), milestone=soon)
    moved = asked(
        {**waived, "CHG-02": BAD["CHG-02"]}, milestone=soon, waivers=(waiver("DEF-02", expires=date(2027, 2, 16)),)
    )
    assert "2027-02-17" in moved["extend"][0]


def test_a_gate_without_rules_needs_some() -> None:
    """Nothing was judged, so there is no date to decide on."""
    assert list(of(VERDICTS["undecided-without-rules"])) == ["rules"]
    assert len(RULES) > len(VERDICTS["undecided-without-rules"].findings)
