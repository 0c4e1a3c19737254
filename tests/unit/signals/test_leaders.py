"""Leaders go first: they complete what their roles require."""

from dataclasses import replace

from support.records import ask, day, provenance, table, value
from support.training import EVERYBODY, Program

from readiness_gate.model.facts.people import Membership, PeopleFacts
from readiness_gate.model.facts.records.leader_acts import LeaderAct, LeaderActFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.signals import SIGNALS

SIGNAL = "leadership.leaders-trained"


def _row(person: str, role: str, *, leads: bool | None) -> Membership:
    return Membership(person, role, leader=leads)


ROSTER = [
    _row("ann", "rep", leads=True),
    _row("bob", "rep", leads=False),
    _row("cai", "clerk", leads=True),
    _row("dan", "clerk", leads=True),
]
PROGRAM = Program(roster=ROSTER, completions=EVERYBODY)


def test_the_share_of_the_leaders_who_are_trained() -> None:
    """Others do not count."""
    found = PROGRAM.measured(SIGNAL)
    assert (found.value, found.summary) == (
        2 / 3,
        "2 of 3 leaders completed every module that their roles require.",
    )
    assert found.evidence == (
        Evidence("role", "clerk", "1 of 2 leaders trained"),
        Evidence("role", "rep", "1 of 1 leader trained"),
    )
    (lever,) = found.levers
    assert (lever.after, lever.names) == ((2 / 3, 1), ("quoting",))  # type: ignore[union-attr]


def test_a_leader_is_trained_in_every_role_held() -> None:
    """Also in one in which the person does not lead; in roles without leaders there is nothing to say."""
    rows = [_row("cai", "clerk", leads=True), _row("cai", "rep", leads=False), _row("bob", "rep", leads=False)]
    assert replace(PROGRAM, roster=rows).value(SIGNAL) == 0
    alone = replace(PROGRAM, roster=[*ROSTER[1:3]])
    assert (alone.value(SIGNAL), [each.id for each in alone.measured(SIGNAL).evidence]) == (1, ["clerk"])


def test_what_cannot_be_told() -> None:
    """Is unavailable, and says what to do."""
    assert "give it a column leader with yes" in replace(PROGRAM, roster=[_row("ann", "rep", leads=None)]).why(SIGNAL)
    nobody = replace(PROGRAM, roster=[_row("ann", "rep", leads=False), _row("cai", "clerk", leads=False)])
    assert "says yes for nobody, so no share can be computed" in nobody.why(SIGNAL)
    assert "provide them in [people.required]" in replace(PROGRAM, required=None).why(SIGNAL)
    assert SIGNALS[SIGNAL].needs(Parameters(), 1) == Needs(frozenset({"people"}))


def test_the_share_of_the_leaders_who_act() -> None:
    """In the window, and by the instant; others do not count."""
    acts = [LeaderAct("ann", day(3)), LeaderAct("ann", day(4)), LeaderAct("bob", day(3)), LeaderAct("cai", day(31))]
    people = PeopleFacts(provenance("people", 4), tuple(ROSTER), ())
    sources = {"people": people, "leader-acts": table(LeaderActFacts, *acts, LeaderAct("dan", day(-1)))}
    reading = ask("leadership.acting-share", sources)
    assert isinstance(reading, Measured)
    assert (reading.value, reading.summary) == (
        1 / 3,
        "1 of 3 leaders did something for the change in the last 30d.",
    )
    assert value("leadership.acting-share", sources, window="60d") == 2 / 3
