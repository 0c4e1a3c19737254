"""How much people use the system of their own accord."""

from support.adoption import Adoption, at, members, use

from readiness_gate.model.time import When

SHARE = "adoption.voluntary-share"
PEOPLE = [*members(2), *members(1, "clerk"), *members(1, "boss")]
USES = [
    use("rep0", 80, actions=10, prompted=4),
    use("rep1", 70, actions=10, prompted=0),
    use("rep1", 50, actions=90, prompted=90),
    use("clerk0", 80, actions=3, prompted=0),
    use("boss0", 80, active=False),
]
PROGRAM = Adoption(PEOPLE, USES)


def test_the_lowest_role_decides() -> None:
    """By all actions of its people; a role without any has no share."""
    reading = PROGRAM.measured(SHARE)
    assert reading.value == 0.8
    assert reading.summary == "rep, the lowest of 2 roles: 16 of 20 actions in the last 28 days follow no reminder."
    assert reading.shortfall == "only 16 of 20 actions in the role rep without a reminder"
    assert [(one.id, one.note) for one in reading.evidence] == [
        ("clerk", "3 of 3 actions follow no reminder"),
        ("rep", "16 of 20 actions follow no reminder"),
    ]
    everybody = PROGRAM.measured(SHARE, role="all")
    assert everybody.value == 19 / 23
    assert everybody.summary == "19 of 23 actions in the last 28 days follow no reminder."
    assert everybody.shortfall == "only 19 of 23 actions without a reminder"
    assert PROGRAM.value(SHARE, role="clerk") == 1
    assert PROGRAM.value(SHARE, window="56d") == 16 / 110
    assert PROGRAM.having(smallest=3).measured(SHARE).hidden


def test_a_row_of_another_time_perhaps() -> None:
    """Counts with what followed a reminder."""
    edge = use("rep0", When(at(56.3), at(57)), actions=50, prompted=5)
    assert PROGRAM.having(uses=[*USES, edge]).value(SHARE) == 16 / 25


def test_unknown() -> None:
    """Where a row does not say, the export is not whole, or nobody did anything."""
    for row in (use("rep0", 79, actions=3), use("rep0", 79, prompted=0), use("rep0", 84, actions=3)):
        assert PROGRAM.having(uses=[*USES, row]).why(SHARE) == (
            "it is unknown how many actions of 1 person follow a reminder: fill in the columns actions and prompted of "
            "[people.usage]"
        )
    assert PROGRAM.having(whole=()).why(SHARE).startswith("it is unknown how much 4 people did: ")
    assert PROGRAM.why(SHARE, role="boss") == "nobody did anything in that time, so no share can be computed"
