"""Who used the system at all."""

import pytest
from support.adoption import Adoption, at, day, members, on, use, weekly, whole

from readiness_gate.model.facts.people import Membership
from readiness_gate.model.facts.records.usage import Period, Use
from readiness_gate.model.reading import Measured
from readiness_gate.model.time import When

SHARE = "adoption.active-share"
LATE = [use(f"rep{number}", 80) for number in range(3)]
TEN = Adoption([*members(4), *members(6, "clerk")], [*LATE, *(use(f"clerk{number}", 80) for number in range(6))])


def test_the_lowest_role_decides() -> None:
    """Or all people, or a role by its name."""
    reading = TEN.measured(SHARE)
    assert reading.value == 0.75
    assert reading.summary == "rep, the lowest of 2 roles: 3 of 4 people used the system in the last 28 days."
    assert reading.shortfall == "1 of 4 people in the role rep did not use the system in the last 28 days"
    assert reading.who == {"rep3"}
    assert TEN.value(SHARE, role="all") == 0.9
    assert TEN.measured(SHARE, role="all").summary == "9 of 10 people used the system in the last 28 days."
    assert TEN.measured(SHARE, role="clerk").summary == "clerk: 6 of 6 people used the system in the last 28 days."
    assert [one.id for one in TEN.measured(SHARE, role="clerk").evidence] == ["clerk"]
    assert [one.id for one in reading.evidence] == ["clerk", "rep"]
    assert reading.observed_at == at(84)


def test_the_spectrum_is_the_evidence() -> None:
    """Of each role, in counts."""
    (rep,) = TEN.measured(SHARE, role="rep").evidence
    assert rep.note == (
        "3 of 4 used the system in the last 28 days, 0 as a habit; use: none 1, unknown 3; records: unknown 3"
    )
    counted = TEN.having(uses=[use("rep0", 80, actions=3, records=3, complete=3, late=0)])
    assert counted.measured(SHARE, role="rep").evidence[0].note == (
        "1 of 4 used the system in the last 28 days, 0 as a habit; use: low 1, none 3; records: moderate 1"
    )
    idle = TEN.having(uses=[use("rep0", 9)])
    assert idle.measured(SHARE, role="rep").evidence[0].note == (
        "0 of 4 used the system in the last 28 days, 0 as a habit; use: none 4"
    )


def test_a_longer_window() -> None:
    """Takes use that is longer ago."""
    early = Adoption(members(2), [use("rep0", 30), use("rep1", 80)])
    assert early.value(SHARE) == 0.5
    assert early.value(SHARE, window="56d") == 1


def test_an_unknown_role() -> None:
    """The others are named, unless they are small."""
    assert TEN.why(SHARE, role="boss") == 'nobody holds the role "boss"; the roster has clerk, rep'
    assert TEN.having(smallest=5).why(SHARE, role="boss") == 'nobody holds the role "boss"; the roster has clerk'
    assert TEN.having(smallest=7).why(SHARE, role="boss") == 'nobody holds the role "boss"'


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        (use("rep0", 57), True),
        (use("rep0", 56), False),  # the window begins at 56.375
        (use("rep0", 56.4), True),
        (use("rep0", 56.375), False),
        (use("rep0", 84.375), True),
        (use("rep0", 84), False),  # of today, and the time is unknown
        (use("rep0", 84.4), False),
        (use("rep0", 80, active=False), False),
        (use("rep0", 80, actions=0), False),
        (use("rep0", 80, actions=1), True),
        (use("rep0", When(at(56.3), at(57))), False),
    ],
)
def test_a_row_counts_by_its_own_time(row: Use, *, counts: bool) -> None:
    """Where it may be of another time, it does not count; a row of no action is no use."""
    assert Adoption(members(1), [row, use("rep0", 1)]).value(SHARE) == counts


def test_use_before_the_go_live_does_not_count() -> None:
    """It was a test; nor does use before somebody joined the role."""
    tested = Adoption(members(1), [use("rep0", 79)], go_live=80)
    assert tested.value(SHARE) == 0
    assert tested.having(go_live=79).value(SHARE) == 1
    assert tested.having(milestone=None).value(SHARE) == 1
    for signal in (SHARE, "adoption.habit-share", "adoption.voluntary-share"):
        assert tested.having(go_live=None).why(signal) == (
            "the day from which people use the system is unknown: add go-live = 2027-03-01, with that day, to "
            "[milestones.after]"
        )
    assert Adoption(members(1, since=at(80)), [use("rep0", 79)]).value(SHARE) == 0
    two = [Membership("rep0", "rep", since=at(80)), Membership("rep0", "clerk", since=at(1))]
    assert Adoption(two, [use("rep0", 79)]).value(SHARE) == 0
    assert Adoption(two, [use("rep0", 79)]).value(SHARE, role="clerk") == 1
    assert Adoption(two, [use("rep0", 79)]).value(SHARE, role="all") == 1
    assert tested.having(go_live=85).why(SHARE) == (
        "the go-live is on 2027-05-25: ask again after it, as nobody uses the system before"
    )


def test_without_a_milestone() -> None:
    """There is no go-live, and nothing fails."""
    assert Adoption(members(2), [use("rep0", 80)], milestone=None).value(SHARE) == 0.5


def test_people_of_the_roster_count() -> None:
    """Those on the day of the milestone where it is in the future, of its wave; others in the export are counted in the
    text."""
    people = [*members(2, wave="one"), *members(2, "clerk", wave="two")]
    uses = [*LATE, use("clerk0", 80), use("stranger", 80)]
    first = Adoption(people, uses, tags=frozenset({"one"}))
    assert first.measured(SHARE).summary == (
        "rep: 2 of 2 people used the system in the last 28 days (2 people in the export of use are not on the roster)."
    )
    gone = Adoption([*members(1), *members(1, "clerk", until=at(50))], uses)
    assert gone.value(SHARE, role="all") == 1
    coming = Adoption(
        [*members(1), *members(1, first=1, since=at(86))], [use("rep0", 80), use("rep1", 80)], milestone=90
    )
    assert coming.value(SHARE) == 0.5
    assert coming.measured(SHARE).levers == ()


def test_nobody_in_the_export_is_on_the_roster() -> None:
    """The ids are of two systems; that is not no use."""
    assert "write the ids of people in both files" in Adoption(members(2), [use("x", 80)]).why(SHARE)


def test_a_missing_row_is_no_use_where_the_export_is_whole() -> None:
    """Else it is unknown."""
    part = TEN.having(whole=())
    assert part.why(SHARE) == (
        "it is unknown whether 1 person used the system: the export of use does not say it, and does not declare "
        "itself whole from 2027-04-26 to 2027-05-24. Export all use of this time, and set whole = true in "
        "[people.usage]"
    )
    assert "whether some people used" in part.having(smallest=2).why(SHARE)
    assert part.value(SHARE, role="clerk") == 1
    assert TEN.having(whole=whole(56, 84)).value(SHARE, 84.0) == 0.75
    assert "unknown" in TEN.having(whole=whole(57, 84)).why(SHARE)
    halves = (Period(at(70), at(90)), Period(at(40), at(60)), Period(at(60), at(70)), Period(at(5), at(5)))
    assert TEN.having(whole=halves).value(SHARE) == 0.75
    apart = (Period(at(71), at(90)), Period(at(40), at(70)))
    assert "unknown" in TEN.having(whole=apart).why(SHARE)


def test_rows_can_say_that_there_was_no_use() -> None:
    """Of each week that the window touches."""
    said = [*LATE, *weekly("rep3", (8, 9, 10, 11, 12), active=False)]
    part = Adoption(members(4), said, whole=())
    assert part.value(SHARE) == 0.75
    assert "unknown" in part.having(uses=said[:-1]).why(SHARE)
    assert "unknown" in part.having(uses=said[:-1], observed=76.0).why(SHARE)
    assert part.having(uses=said[:-1], whole=whole(84, 86)).value(SHARE) == 0.75
    used_before = [*said[:3], use("rep3", 56), *said[4:]]
    assert "unknown" in part.having(uses=used_before).why(SHARE)


def test_an_export_may_end_up_to_a_week_before() -> None:
    """What came since does not count; an older one is exported again."""
    week_old = TEN.having(observed=81.5, whole=whole(0, 82))
    assert week_old.measured(SHARE).summary == (
        "rep, the lowest of 2 roles: 3 of 4 people used the system in the last 28 days (the export of use ends on "
        "2027-05-21)."
    )
    assert TEN.having(observed=81.0, uses=[*TEN.uses, use("rep3", 80.5)]).value(SHARE) == 1
    old = TEN.having(observed=77.0)
    assert old.why(SHARE) == (
        "it is unknown whether 1 person used the system: the export of use is of 2027-05-17. Export it again"
    )
    assert "does not declare itself whole" in TEN.having(whole=whole(0, 77)).why(SHARE)
    assert TEN.having(observed=50.0).why(SHARE) == (
        "the export of use ends on 2027-04-20, before the time in question: export it again"
    )
    assert TEN.having(observed=50.0).value(SHARE, window="40d", role="clerk") == 1
    assert TEN.having(observed=50.0).measured(SHARE, window="40d", role="clerk").evidence == ()
    assert TEN.having(observed=None).value(SHARE) == 0.75


def test_who_joins_today_has_not_used_it_yet() -> None:
    """Though the export is of yesterday."""
    late = Adoption([*members(1), *members(1, first=1, since=at(84))], [use("rep0", 80)], observed=83.9)
    assert late.value(SHARE) == 0.5
    assert late.having(uses=[use("rep0", 80), use("rep1", 84.1)], observed=84.2).value(SHARE) == 1


@pytest.mark.parametrize(
    ("kind", "day", "failed"),
    [
        ("adoption-d60", 60.5, True),
        ("adoption-d60", 84.375, True),
        ("adoption-d90", 60.5, True),
        ("adoption-d60", 59.9, False),
        ("adoption-d30", 60.5, False),
        ("hypercare-exit", 60.5, False),
        ("go-live", 60.5, False),
    ],
)
def test_adoption_has_failed(kind: str, day: float, *, failed: bool) -> None:
    """At most 25 % use the system on day 60 or later; it is said in words."""
    uses = [use(f"rep{number}", 50) for number in range(3)] + [use("rep0", 80)]
    few = Adoption(members(13), uses, kind=kind)
    reading = few.measured(SHARE, day)
    assert reading.summary.startswith("Adoption has failed: ") == failed
    assert reading.shortfall.startswith("adoption has failed: ") == failed


def test_how_failed_adoption_reads() -> None:
    """With its share, and the counts."""
    few = Adoption(members(13), [use(f"rep{number}", 80) for number in range(3)])
    reading = few.measured(SHARE)
    assert reading.summary == (
        "Adoption has failed: 23 % of people in the role rep used the system. rep: 3 of 13 people used the system in "
        "the last 28 days."
    )
    assert reading.shortfall == "adoption has failed: 23 % of people in the role rep used the system (3 of 13)"
    assert few.measured(SHARE, role="all").summary.startswith("Adoption has failed: 23 % of people used the system. 3 ")
    quarter = few.having(roster=members(12))
    assert "failed" in quarter.measured(SHARE).summary
    assert "failed" not in few.having(roster=members(11)).measured(SHARE).summary


def test_small_groups_are_judged_and_not_shown() -> None:
    """Nor are they in the evidence."""
    reading = TEN.having(smallest=5).read(SHARE)
    assert isinstance(reading, Measured)
    assert reading.hidden
    assert reading.value == 0.75
    assert reading.evidence[0].id == "2 roles are not shown"
    assert "rep" not in reading.summary + reading.shortfall


def test_days_are_those_of_the_program() -> None:
    """A day of another zone may be of two of them."""
    assert on(0).weekday() == 0
    assert day(27).start == at(27)
    assert day(27).end - day(27).start == 23 * 3600 - 1  # summer time begins
