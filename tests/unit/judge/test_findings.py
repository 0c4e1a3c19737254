"""What is asked for a gate, and what a rule makes of the answers."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest
from support.gates import AS_OF, UNKNOWN, answered, gate, measured, rule

from readiness_gate.judge import questions
from readiness_gate.judge.findings import finding
from readiness_gate.model.policy import Applies, Limit, Outcome
from readiness_gate.model.reading import Measured, Parameters, Question, Reading, Unavailable
from readiness_gate.model.time import DAY, instant

LATER = Applies(days_to_go_at_most=3)
LIMIT = Limit("at-most", 2, 1)


def test_one_question_a_rule() -> None:
    """Each rule that applies asks once as of the instant, and what several ask is asked once."""
    shared = Parameters((("severity", "sev1"),))
    rules = (
        rule("A", signal="s", parameters=shared),
        rule("B", signal="s", parameters=shared),
        rule("C", signal="s"),
        rule("D", when=LATER),
    )
    assert questions(gate(*rules), AS_OF) == [Question("s", AS_OF, shared), Question("s", AS_OF)]


def test_a_question_for_each_day() -> None:
    """A rule that must hold for N days asks for now and for each of the N days before, 86 400 s apart."""
    asked = questions(gate(rule(held_for=2 * DAY), rule("B", signal="signal.R-1", held_for=DAY)), AS_OF)
    assert [each.as_of for each in asked] == [AS_OF, AS_OF - DAY, AS_OF - 2 * DAY]


def test_nothing_to_ask() -> None:
    """A gate without rules asks nothing."""
    assert questions(gate(), AS_OF) == []


DAYS: dict[str, tuple[Sequence[Reading], Outcome, int]] = {
    "pass": ((measured(0), measured(1), measured(0)), "pass", 0),
    "warn today": ((measured(2), measured(0), measured(0)), "warn", 0),
    "warn before": ((measured(0), measured(2), measured(2)), "pass", 0),
    "fail today": ((measured(3), measured(0), measured(4)), "fail", 0),
    "fail before": ((measured(0), measured(0), measured(3)), "fail", 2),
    "the latest fail": ((measured(0), measured(3), measured(4)), "fail", 1),
    "fail before unknown": ((measured(0), UNKNOWN, measured(3)), "fail", 2),
    "fail, today unknown": ((UNKNOWN, measured(3), measured(0)), "fail", 1),
    "unknown today": ((UNKNOWN, measured(0), UNKNOWN), "unknown", 0),
    "unknown before": ((measured(2), measured(0), UNKNOWN), "unknown", 2),
    "the latest unknown": ((measured(0), UNKNOWN, Unavailable("other")), "unknown", 1),
    "never measured before": ((measured(0),), "unknown", 1),
}


@pytest.mark.parametrize(("readings", "outcome", "told"), DAYS.values(), ids=DAYS)
def test_a_rule_that_must_hold_for_days(readings: Sequence[Reading], outcome: Outcome, told: int) -> None:
    """Any day that failed fails it, else any that is unknown makes it unknown; the latest such day is told."""
    held = rule(limit=LIMIT, held_for=2 * DAY)
    found = finding(held, gate(held), answered([held], {"R-1": readings}), AS_OF)
    assert (found.outcome, found.judged_at) == (outcome, AS_OF - told * DAY)
    if told < len(readings):
        assert found.reading == readings[told]
    assert found.message.startswith("Must have held for 2 days; 2026-03-3") == (told > 0)


def test_days_beyond_those_that_are_asked_for() -> None:
    """A fail before the time that the rule must hold for is forgotten."""
    held = rule(held_for=2 * DAY)
    readings = answered([held], {"R-1": [measured(0), measured(0), measured(0), measured(9)]})
    assert finding(held, gate(held), readings, AS_OF).outcome == "pass"


@pytest.mark.parametrize(
    ("zone", "day"),
    [("UTC", "2026-03-31"), ("Europe/Berlin", "2026-04-01"), ("Pacific/Kiritimati", "2026-04-01")],
)
def test_the_day_that_reset_it_is_one_of_the_programs_calendar(zone: str, day: str) -> None:
    """At 23:30 UTC it is already tomorrow in the zones of some programs."""
    late = instant("2026-04-01T23:30:00Z")
    held = rule(held_for=DAY)
    readings = {Question(held.signal, late): measured(0), Question(held.signal, late - DAY): measured(1)}
    message = finding(held, gate(held, zone=ZoneInfo(zone)), readings, late).message
    assert message.startswith(f"Must have held for 1 day; {day} reset it: 1 issue; 0 allowed.")


def test_the_other_days_are_kept() -> None:
    """Whoever would waive the fail must see every other day that failed or is unknown, and none that passed."""
    held = rule(held_for=4 * DAY)
    days: list[Reading] = [measured(0), measured(3, "A"), UNKNOWN, measured(5, "B"), measured(0)]
    found = finding(held, gate(held), answered([held], {"R-1": days}), AS_OF)
    assert (found.reading, found.other_days) == (days[1], (days[3], days[2]))


def test_a_rule_that_does_not_apply() -> None:
    """It has no reading and no outcome but that, also where its reading would fail or is missing."""
    never = rule(when=LATER)
    for given in ({}, {"R-1": measured(9)}, {"R-1": UNKNOWN}):
        found = finding(never, gate(never), answered([never], given), AS_OF)
        assert (found.outcome, found.reading, found.judged_at) == ("not-applicable", None, None)


def test_whether_a_rule_is_asked_about_is_told_by_the_programs_calendar() -> None:
    """On the day of the program, which another zone may not have reached, or have left behind."""
    first = rule(when=Applies(days_to_go_at_most=61, days_to_go_at_least=61))
    for zone, hour in (("Pacific/Kiritimati", "10:00:00"), ("Pacific/Pago_Pago", "11:00:00")):
        of = gate(first, zone=ZoneInfo(zone))
        day = "2026-03-31" if zone.endswith("Kiritimati") else "2026-04-01"
        assert len(questions(of, instant(f"{day}T{hour}Z"))) == 1
        assert questions(of, instant(f"{day}T{hour}Z") - 1) == []


def test_whether_a_rule_applies_is_todays_question() -> None:
    """The days before are judged by the same rule, though it did not apply on them."""
    held = rule(held_for=2 * DAY, when=Applies(days_to_go_at_most=61))
    readings = answered([held], {"R-1": [measured(0), measured(0), measured(1)]})
    assert finding(held, gate(held), readings, AS_OF).outcome == "fail"


def test_missing_is_unknown() -> None:
    """A question without an answer is unknown, and says so; so is one whose answer is a reason."""
    one = rule()
    assert finding(one, gate(one), {}, AS_OF).message == "Could not be measured: nothing was measured for this rule"
    told = finding(one, gate(one), answered([one], {"R-1": UNKNOWN}), AS_OF)
    assert (told.outcome, told.message) == ("unknown", "Could not be measured: the server did not answer")


def test_only_the_very_question_answers() -> None:
    """A reading of another signal, instant or parameter is no answer."""
    one = rule(parameters=Parameters((("window", "28d"),)))
    others = [
        Question(one.signal, AS_OF),
        Question(one.signal, AS_OF - 1, one.parameters),
        Question("signal.R-2", AS_OF, one.parameters),
    ]
    assert finding(one, gate(one), dict.fromkeys(others, measured(0)), AS_OF).outcome == "unknown"


@pytest.mark.parametrize(
    ("limit", "value"),
    [
        (Limit("equals", True), 1),
        (Limit("equals", True), 1.0),
        (Limit("equals", False), 0),
        (Limit("equals", 1), True),
        (Limit("at-most", 0), False),
        (Limit("at-least", 1), True),
    ],
)
def test_true_is_no_number(limit: Limit, value: float) -> None:
    """A number held against true or false, or the other way round, is unknown: something else was measured."""
    one = rule(limit=limit)
    found = finding(one, gate(one), answered([one], {"R-1": Measured(value, "As counted.")}), AS_OF)
    assert (found.outcome, isinstance(found.reading, Unavailable)) == ("unknown", True)
    assert (
        found.message
        == f"Could not be measured: signal.R-1 gave {value!r}, which no limit of {limit.value!r} can judge"
    )
