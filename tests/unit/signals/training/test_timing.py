"""People are trained in the weeks before the milestone, and once more in those after it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from support.exports import people_settings, settings
from support.git import instant as midnight
from support.landings import evidence, reason, value

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.facts.people import CalendarFacts, Completion, Membership, PeopleFacts, Session
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Parameters, Reading, Unavailable
from readiness_gate.model.settings import Milestone
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.signal import answered

SECOND = 1 / 86_400
END = 101 - SECOND  # 2026-04-11 ends in UTC
MILESTONE = Milestone("wave-2", "go-live", date(2026, 4, 11))
REQUIRED = {"rep": ("quoting", "pipeline"), "clerk": ("quoting",)}
WINDOW, REINFORCED = "training.window-share", "training.reinforced-share"

Rows = Sequence[tuple[str, str, float]]


def instant(day: float) -> int:
    """The second of a day and a part of it."""
    return midnight(0) + round(day * 86_400)


def _people(completed: Rows = (), roster: Sequence[Membership] | None = None) -> PeopleFacts:
    held = [Membership("ann", "rep"), Membership("bob", "rep"), Membership("cai", "clerk")]
    return PeopleFacts(
        Provenance("people", "x", "all", 0),
        tuple(held if roster is None else roster),
        tuple(Completion(person, module, instant(day)) for person, module, day in completed),
    )


def _calendar(*sessions: tuple[float, str, str]) -> CalendarFacts:
    return CalendarFacts(
        Provenance("calendar", "calendar.csv", "all", 1),
        tuple(Session(instant(day), module, role) for day, module, role in sessions),
    )


def _facts(
    people: SourceFacts | Unavailable,
    calendar: SourceFacts | Unavailable | None = None,
    milestone: Milestone | None = MILESTONE,
    zone: str | None = "UTC",
    required: Mapping[str, tuple[str, ...]] | None = REQUIRED,
) -> Facts:
    configured = settings(zone=ZoneInfo(zone) if zone else None, people=people_settings(required=required))
    sources = {"people": people} if calendar is None else {"people": people, "calendar": calendar}
    return Facts(configured, milestone, sources)


def _ask(signal: str, facts: Facts, day: float = 100, **given: Any) -> Reading:
    return answered(SIGNALS[signal], facts, instant(day), SIGNALS[signal].with_defaults(given))


@pytest.mark.parametrize(
    ("day", "given", "within"),
    [
        pytest.param(END - 42, {}, True, id="at-its-beginning"),
        pytest.param(END - 42 - SECOND, {}, False, id="a-second-before"),
        pytest.param(END - 2, {}, True, id="at-its-end"),
        pytest.param(END - 2 + SECOND, {}, False, id="a-second-after"),
        pytest.param(END - 20, {}, True, id="inside"),
        pytest.param(END - 20, {"from": "19d"}, False, id="a-shorter-one"),
        pytest.param(END - 20, {"to": "3w"}, False, id="one-that-is-over-earlier"),
        pytest.param(END, {"to": "0d"}, True, id="up-to-the-milestone"),
        pytest.param(END + SECOND, {"to": "0d"}, False, id="after-the-milestone"),
    ],
)
def test_a_completion_lies_in_that_time_or_not(day: float, given: Mapping[str, Any], *, within: bool) -> None:
    """Both ends belong to it; they are counted from the end of the milestone's day."""
    assert value(_ask(WINDOW, _facts(_people([("ann", "quoting", day)])), 110, **given)) == within


def test_the_milestone_is_a_day_of_the_program() -> None:
    """It ends when it ends there."""
    people = _people([("ann", "quoting", END - 2 + SECOND)])
    assert value(_ask(WINDOW, _facts(people, zone="America/New_York"))) == 1


DONE: Rows = [
    ("ann", "quoting", 50),
    ("ann", "pipeline", 70),
    ("bob", "quoting", 70),
    ("bob", "pipeline", 99.5),
    ("cai", "quoting", 20),
]


def test_a_share_in_words() -> None:
    """What lies outside, and on which side; roles, the lowest first, and nobody by name."""
    found = _ask(WINDOW, _facts(_people(DONE)))
    assert isinstance(found, Measured)
    assert (found.value, found.summary) == (
        2 / 5,
        "2 of 5 completions of required modules lie 42d to 2d before 2026-04-11; 2 earlier and 1 later.",
    )
    assert evidence(found) == [
        ("role", "clerk", "0 of 1 completions in that time; 1 earlier"),
        ("role", "rep", "2 of 4 completions in that time; 1 earlier and 1 later"),
    ]


def test_a_share_of_what_lies_in_time() -> None:
    """Needs no more words; a role without completions is not told."""
    found = _ask(WINDOW, _facts(_people(DONE[1:3])))
    assert isinstance(found, Measured)
    assert found.summary == "2 of 2 completions of required modules lie 42d to 2d before 2026-04-11."
    assert evidence(found) == [("role", "rep", "2 of 2 completions in that time")]


@pytest.mark.parametrize(
    ("more", "share"),
    [
        pytest.param([], 1, id="by-itself"),
        pytest.param([("ann", "pipeline", 20)], 1 / 2, id="another"),
        pytest.param([("ann", "quoting", 20)], 1 / 2, id="the-same-module-earlier"),
        pytest.param([("ann", "quoting", 70)], 1, id="the-same-row"),
        pytest.param([("cai", "pipeline", 20)], 1, id="not-required"),
        pytest.param([("zoe", "quoting", 20)], 1, id="a-stranger"),
        pytest.param([("ann", "pipeline", 100 + SECOND)], 1, id="later-than-the-question"),
        pytest.param([("ann", "pipeline", 100)], 1 / 2, id="at-the-instant"),
    ],
)
def test_completions_of_required_modules_count(more: Rows, share: float) -> None:
    """Each of them, by people on the roster, up to the instant."""
    assert value(_ask(WINDOW, _facts(_people([("ann", "quoting", 70), *more])))) == share


def test_a_completion_for_two_roles_is_one() -> None:
    """Each role tells of it."""
    people = _people(
        [("ann", "quoting", 70), ("ann", "pipeline", 20)], [Membership("ann", "rep"), Membership("ann", "clerk")]
    )
    found = _ask(WINDOW, _facts(people))
    assert value(found) == 1 / 2
    assert [(name, note[:6]) for _, name, note in evidence(found)] == [("rep", "1 of 2"), ("clerk", "1 of 1")]


@pytest.mark.parametrize(
    ("facts", "given", "why"),
    [
        pytest.param(_facts(Unavailable("no files")), {}, "no files", id="no-people"),
        pytest.param(
            _facts(_people(DONE), milestone=None), {}, "there is no milestone to take the day from", id="no-milestone"
        ),
        pytest.param(_facts(_people(DONE), zone=None), {}, "there is no milestone to take the day from", id="no-zone"),
        pytest.param(
            _facts(_people(DONE)),
            {"from": "2d"},
            "from (2d before the milestone) must be longer than to (2d): correct the rule",
            id="no-time",
        ),
        pytest.param(_facts(_people(DONE)), {"from": "1d"}, "must be longer than to", id="backwards"),
        pytest.param(_facts(_people(DONE), required=None), {}, "which modules a role requires", id="none-required"),
        pytest.param(_facts(_people(DONE, [])), {}, "nobody is on the roster", id="no-roster"),
        pytest.param(
            _facts(_people([("zoe", "quoting", 70), ("ann", "quoting", 101)])),
            {},
            "nobody on the roster completed a required module by 2026-04-11, so the share is unknown",
            id="no-completions",
        ),
    ],
)
def test_a_window_that_cannot_be_told(facts: Facts, given: Mapping[str, Any], why: str) -> None:
    """Says why."""
    assert why in reason(_ask(WINDOW, facts, **given))


@pytest.mark.parametrize(
    ("day", "given", "held"),
    [
        pytest.param(END, {}, False, id="as-the-milestone-ends"),
        pytest.param(END + SECOND, {}, True, id="the-day-after"),
        pytest.param(END + 30, {}, True, id="at-the-end"),
        pytest.param(END + 30 + SECOND, {}, False, id="too-late"),
        pytest.param(END + 8, {"within": "1w"}, False, id="too-late-for-a-week"),
        pytest.param(50, {}, False, id="before"),
    ],
)
@pytest.mark.parametrize("asked", [100, 200])
def test_a_session_lies_soon_after_the_milestone_or_not(
    asked: float, day: float, given: Mapping[str, Any], *, held: bool
) -> None:
    """Whether it is planned or was held, as of before or after."""
    facts = _facts(_people(roster=[Membership("ann", "rep")]), _calendar((day, "quoting", "rep")))
    assert value(_ask(REINFORCED, facts, asked, **given)) == held


def test_every_role_of_the_roster_counts() -> None:
    """Those without a session first, then each with its first session, on the day that it is there."""
    facts = _facts(
        _people(roster=[*_people().roster, Membership("ann", "boss"), Membership("ann", "old", None, instant(99))]),
        _calendar((110, "z", "rep"), (105.9, "y", "rep"), (105.9, "x", "rep"), (90, "x", "clerk"), (200, "x", "boss")),
        zone="Asia/Tokyo",
    )
    found = _ask(REINFORCED, facts)
    assert isinstance(found, Measured)
    assert (found.value, found.summary) == (1 / 3, "1 of 3 roles have a session in the 30d after 2026-04-11.")
    assert evidence(found) == [
        ("role", "boss", "no session"),
        ("role", "clerk", "no session"),
        ("role", "rep", "x on 2026-04-17"),
    ]


def test_sessions_of_a_role_that_nobody_holds_are_told() -> None:
    """A name may be misspelt, and must be equal to the letter."""
    facts = _facts(_people(), _calendar((110, "x", "Rep"), (110, "x", "clerk"), (90, "x", "Boss")))
    found = _ask(REINFORCED, facts)
    assert isinstance(found, Measured)
    assert found.value == 1 / 2
    assert found.summary.endswith("; sessions for Rep count for nobody, as no role on the roster is called so.")


@pytest.mark.parametrize(
    ("facts", "given", "why"),
    [
        pytest.param(_facts(Unavailable("no files"), _calendar()), {}, "no files", id="no-people"),
        pytest.param(_facts(_people(), Unavailable("no calendar")), {}, "no calendar", id="no-calendar"),
        pytest.param(_facts(_people()), {}, 'nothing was read from the source "calendar"', id="calendar-not-read"),
        pytest.param(_facts(_people(), _calendar(), milestone=None), {}, "there is no milestone", id="no-milestone"),
        pytest.param(_facts(_people(), _calendar(), zone=None), {}, "there is no milestone", id="no-zone"),
        pytest.param(
            _facts(_people(), _calendar()),
            {"within": "0d"},
            "no session begins in no time: give the rule a longer within",
            id="no-time",
        ),
        pytest.param(_facts(_people(roster=[]), _calendar()), {}, "nobody is on the roster", id="no-roster"),
    ],
)
def test_a_reinforcement_that_cannot_be_told(facts: Facts, given: Mapping[str, Any], why: str) -> None:
    """Says why."""
    assert why in reason(_ask(REINFORCED, facts, **given))


@pytest.mark.parametrize(
    ("start", "end", "share"),
    [
        pytest.param(101, 102 - SECOND, 1, id="the-day-after-the-milestone"),
        pytest.param(100.5, 101.5 - SECOND, 0, id="a-day-elsewhere-that-begins-before-its-end"),
        pytest.param(130, 131 - SECOND, 1, id="the-last-day"),
        pytest.param(130.5, 131.5 - SECOND, 0, id="a-day-elsewhere-that-ends-later"),
    ],
)
def test_a_session_of_a_day_lies_in_that_time_with_the_whole_day(start: float, end: float, share: float) -> None:
    """It may be held at any time of it."""
    session = Session(instant(end), "x", "clerk", instant(start))
    calendar = CalendarFacts(Provenance("calendar", "calendar.csv", "all", 1), (session,))
    facts = _facts(_people(roster=[Membership("cai", "clerk")]), calendar)
    assert value(_ask(REINFORCED, facts)) == share


def test_modules_need_not_be_required_of_roles_with_sessions() -> None:
    """The roster tells the roles."""
    facts = _facts(_people(), _calendar((110, "x", "rep"), (110, "x", "clerk")), required=None)
    assert value(_ask(REINFORCED, facts)) == 1


@pytest.mark.parametrize(("signal", "sources"), [(WINDOW, {"people"}), (REINFORCED, {"people", "calendar"})])
def test_what_is_needed(signal: str, sources: set[str]) -> None:
    """The people files, and the calendar only for sessions."""
    assert SIGNALS[signal].needs(Parameters(), instant(50)) == Needs(frozenset(sources))
