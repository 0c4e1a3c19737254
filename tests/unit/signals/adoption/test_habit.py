"""Who uses the system as a habit."""

import pytest
from support.adoption import Adoption, at, day, members, use, weekly, whole

from readiness_gate.model.facts.people import Membership
from readiness_gate.model.facts.records.usage import Period, Use
from readiness_gate.model.time import When

IN = "in 9 of the last 12 weeks, or each of the last 4"
SHARE, POWER, GAP = "adoption.habit-share", "adoption.power-share", "adoption.habit-gap"
ALONE = Adoption(members(1))
ALL = range(12)


def _with(*uses: Use) -> Adoption:
    return ALONE.having(uses=uses)


@pytest.mark.parametrize(
    ("weeks", "habit"),
    [
        (ALL, True),
        (range(3, 12), True),
        (range(4, 12), False),
        ([*range(8), 11], True),
        ([11], False),
        ([*range(3, 11), 11, 12], True),
        ([*range(4, 11), 12, 11], False),  # the week that is not over does not count
    ],
)
def test_nine_of_the_last_twelve_weeks(weeks: list[int], *, habit: bool) -> None:
    """For people with 12 weeks or more."""
    rows = [use("rep0", 84.1) if week == 12 else row for week, row in zip(weeks, weekly("rep0", weeks), strict=True)]
    assert _with(*rows).value(SHARE) == habit
    assert _with(*rows).having(milestone=None).value(SHARE) == habit
    assert _with(*rows).having(go_live=-100, whole=whole(-200, 400)).value(SHARE) == habit


def test_who_did_not_use_it_lately_has_no_habit() -> None:
    """The first day of the ninth week is more than 28 days ago."""
    rows = [use("rep0", 7 * week) for week in range(9)]
    assert _with(*rows).value(SHARE) == 0
    assert _with(*rows[:-1], use("rep0", 57)).value(SHARE) == 1


@pytest.mark.parametrize(
    ("since", "weeks", "habit"),
    [
        (1, range(8, 12), True),  # a Tuesday: 11 whole weeks
        (1, range(7, 11), False),
        (0, range(8, 12), False),  # 12 whole weeks
        (56, range(8, 12), True),  # exactly 4
        (56, [8, 10, 11], False),
    ],
)
def test_each_of_the_last_four_weeks(since: int, weeks: list[int], *, habit: bool) -> None:
    """For people with 4 to 11 weeks since they joined, or since the go-live."""
    rows = weekly("rep0", weeks)
    assert _with(*rows).having(go_live=since).value(SHARE) == habit
    assert _with(*rows).having(roster=members(1, since=at(since))).value(SHARE) == habit


def test_newcomers_have_no_habit_yet() -> None:
    """It is said how many they are, and from when they can have one."""
    uses = [*weekly("rep0", ALL), *weekly("rep1", range(9, 12)), *weekly("rep2", range(10, 12))]
    people = [*members(1), *members(1, first=1, since=at(57)), *members(1, first=2, since=at(63))]
    one_new = Adoption(people[:2], uses)
    assert one_new.measured(SHARE).summary == (
        f"rep: 1 of 2 people used the system {IN}; 1 person has fewer than 4 "
        "whole weeks yet, and can count from 2027-05-31 on (1 person in the export of use is not on the roster)."
    )
    both = Adoption([*people, *members(1, first=3, since=at(75))], uses)
    assert both.value(SHARE) == 0.25
    assert "; 3 people have fewer than 4 whole weeks yet, and can count from 2027-05-31 to 2027-06-14 on." in (
        both.measured(SHARE).summary
    )
    assert both.measured(SHARE).shortfall == "3 of 4 people in the role rep without the habit"
    assert both.having(uses=[*uses, *weekly("rep1", [12])], observed=91.05).value(SHARE, 91.1) == 0.5


def test_nobody_has_the_weeks_yet() -> None:
    """Then it is unknown, and it is said until when."""
    new = ALONE.having(go_live=57, uses=weekly("rep0", ALL))
    assert new.why(SHARE) == (
        "nobody has had 4 whole calendar weeks to use the system yet: ask again from 2027-05-31 on"
    )
    assert new.why(POWER) == new.why(GAP) == new.why(SHARE)
    assert new.having(observed=91.1, uses=weekly("rep0", range(13))).value(SHARE, 91.2) == 1


def test_a_person_who_holds_two_roles() -> None:
    """Counts since the earlier one for all roles together, and in each since joining it."""
    people = [Membership("rep0", "rep"), Membership("rep0", "clerk", since=at(80))]
    two = Adoption(people, weekly("rep0", ALL))
    assert two.value(SHARE, role="rep") == two.value(SHARE, role="all") == 1
    assert two.value(SHARE) == 0
    again = [Membership("rep0", "rep", since=at(80)), Membership("rep0", "rep", since=at(1), until=at(200))]
    assert Adoption(again, weekly("rep0", ALL)).value(SHARE) == 1


def test_a_row_of_two_weeks_counts_in_neither() -> None:
    """And a week with a row of use and one of none was used."""
    rows = weekly("rep0", range(4, 12))
    between = use("rep0", When(at(13.9), at(14.2)))
    assert _with(*rows, between).value(SHARE) == 0
    assert _with(*rows, use("rep0", When(at(14.1), at(14.2)))).value(SHARE) == 1
    assert _with(*rows, *weekly("rep0", [2]), *weekly("rep0", [2], active=False)).value(SHARE) == 1
    assert _with(*rows, *weekly("rep0", [2], active=False)).value(SHARE) == 0


def test_unknown_weeks_must_not_matter() -> None:
    """Who has the habit, or cannot have it, is known; of the others it is unknown."""
    hole = (Period(at(0), at(7)), Period(at(14), at(400)))
    sure = Adoption(members(2), [*weekly("rep0", range(2, 12)), *weekly("rep1", range(5, 12))], whole=hole)
    assert sure.value(SHARE) == 0.5
    unsure = sure.having(uses=[*sure.uses, *weekly("rep1", [4])])
    assert unsure.why(SHARE) == (
        f"it is unknown whether 1 person used the system {IN}: the export of "
        "use does not say it, and does not declare itself whole from 2027-03-08 to 2027-03-14. Export all use of this "
        "time, and set whole = true in [people.usage]"
    )
    assert unsure.having(whole=whole()).value(SHARE) == 0.5
    said = unsure.having(uses=[*unsure.uses, *weekly("rep1", [1], active=False)])
    assert said.value(SHARE) == 0.5
    assert unsure.having(uses=[*unsure.uses, *weekly("rep1", [1])]).value(SHARE) == 1
    assert unsure.why(GAP) == unsure.why(SHARE)
    assert unsure.why(POWER) == unsure.why(SHARE)


def test_weeks_that_were_not_over_are_unknown() -> None:
    """When the export was made: it is to be made again, even where a row says that there was no use."""
    rows = weekly("rep0", range(3, 11))
    early = ALONE.having(uses=[*rows, *weekly("rep0", [11], active=False)], observed=82.0)
    assert early.why(SHARE) == (
        f"it is unknown whether 1 person used the system {IN}: the export of use is of 2027-05-22. Export it again"
    )
    assert early.having(observed=84.1).value(SHARE) == 0
    assert early.having(observed=None).value(SHARE) == 0
    assert early.having(observed=84.1, uses=rows).value(SHARE) == 0
    assert early.having(uses=[*rows, *weekly("rep0", [11])]).value(SHARE) == 1


def test_it_is_unknown_whether_there_was_any_use_lately() -> None:
    """Though all weeks are known."""
    rows = [*(use("rep0", 7 * week) for week in range(9)), *weekly("rep0", range(9, 12), active=False)]
    late = Adoption(members(1), rows, whole=whole(0, 84))
    assert late.value(SHARE, 84.9) == 0
    unknown = late.having(whole=())
    assert "from 2027-03-01 to 2027-05-23. Export all" in unknown.why(SHARE, 84.9)
    assert "from 2027-04-26 to 2027-05-23. Export all" in late.having(whole=whole(0, 56)).why(SHARE, 84.9)
    in_doubt = late.having(uses=[*rows, *weekly("rep0", [8], active=False)], whole=whole(56.5, 84))
    assert "from 2027-03-01 to 2027-05-02. Export all" in in_doubt.why(SHARE, 84.1)


@pytest.mark.parametrize(
    ("weeks", "actions", "power"),
    [(ALL, 15, True), (ALL, 14, False), (range(3, 12), 20, True), (range(3, 12), 19, False)],
)
def test_power_is_a_habit_with_fifteen_actions_a_week(weeks: list[int], actions: int, *, power: bool) -> None:
    """On average per calendar week, those without use included."""
    rows = weekly("rep0", weeks, actions=actions)
    reading = _with(*rows).measured(POWER)
    assert reading.value == power
    assert reading.summary == f"rep: {int(power)} of 1 person have the habit, and 15 actions a week or more."


def test_actions_of_a_week_add_up() -> None:
    """Those of several rows; what is not in one of the weeks does not count."""
    rows = [*weekly("rep0", ALL, actions=10), *(use("rep0", 7 * week + 3, actions=5) for week in ALL)]
    assert _with(*rows).value(POWER) == 1
    assert _with(*rows[:-1], use("rep0", 84.1, actions=500)).value(POWER) == 0
    assert _with(*rows[:-1]).having(go_live=1).value(POWER) == 0
    assert _with(*rows).having(go_live=1).value(POWER) == 1


def test_power_is_unknown_without_actions() -> None:
    """Unless those that are known suffice, or there is no habit."""
    login = _with(*weekly("rep0", ALL))
    assert login.why(POWER) == (
        "it is unknown how often 1 person with the habit used the system: add a column actions to [people.usage]"
    )
    assert login.value(SHARE) == 1
    assert "1 as a habit; use: unknown 1" in login.measured(SHARE).evidence[0].note
    assert _with(*weekly("rep0", range(4, 12))).value(POWER) == 0
    some = _with(*weekly("rep0", range(11), actions=17), *weekly("rep0", [11]))
    assert some.value(POWER) == 1
    mixed = _with(*weekly("rep0", ALL, actions=14), use("rep0", 80))
    assert "unknown" in mixed.why(POWER)
    new = [*members(1), *members(1, first=1, since=at(70))]
    assert _with(*weekly("rep0", ALL, actions=20)).having(roster=new).measured(POWER).summary == (
        "rep: 1 of 2 people have the habit, and 15 actions a week or more; 1 person has fewer than 4 whole weeks yet, "
        "and can count from 2027-06-07 on."
    )


@pytest.mark.parametrize(
    ("rows", "frequency"),
    [
        (weekly("rep0", ALL, actions=15), "power"),
        (weekly("rep0", ALL, actions=1), "habit"),
        (weekly("rep0", [9, 10, 11], actions=4), "novice"),
        (weekly("rep0", [9, 10], actions=4), "low"),
        (weekly("rep0", [5], actions=400), "none"),
        (weekly("rep0", [9, 10]), "unknown"),
        (weekly("rep0", [11], actions=1), "low"),
        ([use("rep0", 84.1, actions=9)], "low"),
    ],
)
def test_the_segments(rows: list[Use], frequency: str) -> None:
    """Of how often people use the system."""
    note = _with(*rows).measured("adoption.active-share").evidence[0].note
    assert f"; use: {frequency} 1" in note


def test_a_newcomer_who_does_not_use_it_is_none() -> None:
    """And one who does is unknown."""
    new = _with(use("rep0", 80)).having(go_live=70)
    assert "use: unknown 1" in new.measured("adoption.active-share").evidence[0].note
    assert "use: none 1" in new.having(uses=[use("rep0", 60)]).measured("adoption.active-share").evidence[0].note


def test_the_gap_is_use_without_a_habit() -> None:
    """Two roles with the same rate may differ in it; the widest decides."""
    people = [*members(2), *members(2, "clerk")]
    uses = [*weekly("rep0", ALL), *weekly("rep1", ALL), *weekly("clerk0", ALL), *weekly("clerk1", [11])]
    gap = Adoption(people, uses).measured(GAP)
    assert gap.value == 0.5
    assert gap.summary == (
        "clerk, the highest of 2 roles: 2 of 2 people used the system in the last 28 days, 1 as a habit."
    )
    assert gap.shortfall == "1 of 2 people in the role clerk use it without a habit"
    assert gap.who == {"clerk1"}
    assert Adoption(people, uses).value(GAP, role="all") == 0.25
    assert Adoption(people, uses).value(GAP, role="rep") == 0
    lately_unknown = Adoption(members(1), weekly("rep0", [0, 1]), whole=whole(0, 83.9))
    assert lately_unknown.having(whole=whole(0, 82)).value(SHARE) == 0
    assert (
        lately_unknown.having(whole=whole(0, 81)).why(GAP).startswith("it is unknown whether 1 person used the system:")
    )


def test_weeks_are_those_of_the_program() -> None:
    """A day of its zone is in one week; around the change to summer time, too."""
    rows = [use("rep0", day(7 * week + 6)) for week in range(3, 12)]
    assert _with(*rows).value(SHARE) == 1
    assert _with(*rows).having(go_live=-100, whole=whole(-100)).value(SHARE, 83.99) == 0
    assert _with(*rows[:-1], use("rep0", 83.5)).having(observed=83.999995).value(SHARE, 84.0) == 1
