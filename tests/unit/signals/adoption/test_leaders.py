"""Whether leaders use the system as much as the others do."""

from support.adoption import Adoption, at, members, use

GAP = "adoption.leader-gap"
PEOPLE = [*members(2, leader=True), *members(4, "clerk", leader=False)]
USES = [use("rep0", 80), *(use(f"clerk{number}", 80) for number in range(3))]
PROGRAM = Adoption(PEOPLE, USES)


def test_leaders_less_others() -> None:
    """Half of the leaders, and three quarters of the others."""
    reading = PROGRAM.measured(GAP)
    assert reading.value == -0.25
    assert reading.summary == "1 of 2 leaders and 3 of 4 others used the system in the last 28 days."
    assert reading.shortfall == "only 1 of 2 leaders use the system, and 3 of 4 others"
    assert [(one.id, one.note) for one in reading.evidence] == [
        ("leaders", "1 of 2 used the system"),
        ("others", "3 of 4 used the system"),
    ]
    assert reading.who == {"rep1"}
    (work,) = reading.levers
    assert work.after == (-0.25, 0.25)  # type: ignore[union-attr]
    assert PROGRAM.having(uses=[*USES, use("rep1", 40)]).value(GAP, window="60d") == 0.25


def test_a_leader_who_joins_later() -> None:
    """Cannot use it yet."""
    coming = PROGRAM.having(roster=[*PEOPLE, *members(1, first=2, leader=True, since=at(85))], milestone=90)
    assert coming.measured(GAP).levers == ()


def test_small_groups_are_not_shown() -> None:
    """Neither leaders nor others, as the value follows from both."""
    hidden = PROGRAM.having(smallest=3).measured(GAP)
    assert hidden.hidden
    assert "leaders" not in hidden.summary + str(hidden.evidence)
    others = PROGRAM.having(roster=[*members(6, leader=True), *members(2, "clerk", leader=False)], smallest=3).measured(
        GAP
    )
    assert others.hidden
    assert "6" not in others.summary + str(others.evidence)
    assert not PROGRAM.having(smallest=2).measured(GAP).hidden


def test_unknown() -> None:
    """Where the roster has no leaders or nobody else, and where the export is not whole."""
    assert "give it a column leader" in PROGRAM.having(roster=members(2)).why(GAP)
    assert "yes for nobody" in PROGRAM.having(roster=members(2, leader=False)).why(GAP)
    assert PROGRAM.having(roster=members(2, leader=True)).why(GAP) == (
        "the roster's column leader says yes for everybody, so there is nobody to compare with: correct it"
    )
    assert PROGRAM.having(whole=()).why(GAP).startswith("it is unknown whether 2 people used the system: ")
