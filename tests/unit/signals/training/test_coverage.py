"""Whoever is missing counts as untrained, and a share is taken only of people of whom something is known."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from support.exports import BERLIN, NOW, REQUIRED, ask, people_settings, settings

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.people import Completion, Membership, PeopleFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters, Reading, Unavailable
from readiness_gate.model.settings import Milestone
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.model.time import instant
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.signal import answered
from readiness_gate.signals.training.coverage import coverage

BEFORE = NOW - 1


def _facts(
    roster: Sequence[Membership], completions: Sequence[tuple[str, str]] = (), *, at: int = BEFORE
) -> PeopleFacts:
    completed = tuple(Completion(person, module, at) for person, module in completions)
    return PeopleFacts(Provenance("people", "files", "all", 1, BEFORE), tuple(roster), completed)


def _people(role: str, count: int, *, critical: bool | None = False) -> list[Membership]:
    return [Membership(f"{role} {number}", role, critical=critical) for number in range(count)]


def _ask(
    found: PeopleFacts, required: Mapping[str, tuple[str, ...]] | None = REQUIRED, *, as_of: int = NOW, **given: Any
) -> Reading:
    configured = settings(people=people_settings(required=required))
    return ask("training.coverage", {"people": found}, configured, as_of=as_of, **given)


def _value(found: Reading) -> object:
    return found.value if isinstance(found, Measured) else found


def _reason(found: Reading) -> str:
    assert isinstance(found, Unavailable)
    return found.reason


BOTH = [*_people("Sales rep", 4), *_people("Clerk", 2)]
DONE = [*((f"Sales rep {number}", "quoting") for number in range(3)), ("Clerk 0", "basics")]


@pytest.mark.parametrize(
    ("role", "value", "summary", "evidence"),
    [
        pytest.param(
            "worst",
            0.5,
            "Clerk, the lowest of 2 roles, 1 of 2 people completed every module required.",
            ["Clerk", "Sales rep"],
            id="worst",
        ),
        pytest.param(
            "all",
            4 / 6,
            "4 of 6 people completed every module that their roles require.",
            ["Clerk", "Sales rep"],
            id="all",
        ),
        pytest.param(
            "Sales rep", 0.75, "Sales rep: 3 of 4 people completed every module required.", ["Sales rep"], id="named"
        ),
    ],
)
def test_the_share_is_that_of_the_role_asked_for(
    role: str, value: float, summary: str, evidence: Sequence[str]
) -> None:
    """The lowest role, all people, or one role; the evidence begins with the lowest."""
    found = _ask(_facts(BOTH, DONE), role=role)
    assert isinstance(found, Measured)
    assert (found.value, found.summary, [each.id for each in found.evidence]) == (value, summary, evidence)
    assert (found.unit, found.facts, found.observed_at) == ("share", ("people",), BEFORE)


def test_evidence_tells_what_is_still_to_complete_and_names_nobody() -> None:
    """A role with how many lack which module."""
    required = {"Clerk": ("basics", "archive")}
    completions = [("Clerk 0", "basics"), ("Clerk 0", "archive"), ("Clerk 1", "basics")]
    found = _ask(_facts(_people("Clerk", 3), completions), required)
    assert isinstance(found, Measured)
    assert found.evidence == (Evidence("role", "Clerk", "1 of 3 trained; still to complete: archive 2, basics 1"),)
    assert found.summary.startswith("Clerk: 1 of 3 people")
    other = _ask(_facts([*_people("Clerk", 1), *_people("Sales rep", 1)], completions), {**REQUIRED, **required})
    assert isinstance(other, Measured)
    assert [each.id for each in other.evidence] == ["Sales rep", "Clerk"]
    everybody = _ask(_facts(_people("Clerk", 1), completions), required)
    assert isinstance(everybody, Measured)
    assert everybody.evidence == (Evidence("role", "Clerk", "1 of 1 trained"),)


@pytest.mark.parametrize(
    "completion",
    [
        pytest.param(("Clerk 0", "basic"), id="another-module"),
        pytest.param(("Clerk 0", "Basics"), id="module-in-capitals"),
        pytest.param(("clerk 0", "basics"), id="person-in-other-case"),
        pytest.param(("Clerk 0 ", "basics"), id="person-with-a-space"),
        pytest.param(("Clerk 9", "basics"), id="a-stranger"),
        pytest.param(("Clerk 0", "quoting"), id="a-module-of-another-role"),
    ],
)
def test_only_the_module_itself_by_the_person_counts(completion: tuple[str, str]) -> None:
    """Names are equal to the letter, or the person counts as untrained."""
    assert _value(_ask(_facts(_people("Clerk", 1), [completion]), {"Clerk": ("basics",)})) == 0.0


@pytest.mark.parametrize(("at", "share"), [(NOW, 1.0), (NOW + 1, 0.0)])
def test_a_completion_counts_from_its_instant_on(at: int, share: float) -> None:
    """What lies later than the question has not happened yet."""
    found = _ask(_facts(_people("Clerk", 1), [("Clerk 0", "basics")], at=at), {"Clerk": ("basics",)})
    assert isinstance(found, Measured)
    assert found.value == share
    assert ("(1 completion is dated later)" in found.summary) is (share == 0)


def test_what_was_not_counted_is_told() -> None:
    """Later completions, and those of strangers, are named as numbers."""
    later = _ask(_facts(BOTH, [*DONE, ("x", "basics")], at=NOW + 1), role="all")
    assert isinstance(later, Measured)
    assert later.summary == (
        "0 of 6 people completed every module that their roles require (5 completions are dated later; 1 person "
        "with completions is not on the roster)."
    )


@pytest.mark.parametrize(
    ("since", "until", "on_roster"),
    [
        pytest.param(None, None, True, id="always"),
        pytest.param(NOW, None, True, id="from-this-instant"),
        pytest.param(NOW + 1, None, False, id="from-the-next"),
        pytest.param(None, NOW, True, id="until-this-instant"),
        pytest.param(None, NOW - 1, False, id="until-the-last"),
        pytest.param(NOW, NOW, True, id="just-now"),
        pytest.param(None, 0, False, id="until-1970"),
        pytest.param(0, None, True, id="from-1970"),
    ],
)
def test_a_row_holds_from_and_until_its_instants(since: int | None, until: int | None, *, on_roster: bool) -> None:
    """Both instants belong to it; a row that does not hold counts for nothing."""
    row = Membership("Clerk 1", "Clerk", since, until)
    found = _ask(_facts([*_people("Clerk", 1), row], [("Clerk 0", "basics")]), {"Clerk": ("basics",)})
    assert _value(found) == (0.5 if on_roster else 1.0)


def test_a_person_counts_once_in_a_role_and_in_each_role() -> None:
    """Rows of the same person are one person; `all` wants every role of a person trained."""
    rows = [
        Membership("ann", "Clerk"),
        Membership("ann", "Clerk"),
        Membership("ann", "Sales rep"),
        *_people("Clerk", 1),
    ]
    found = _facts(rows, [("ann", "basics"), ("Clerk 0", "basics")])
    assert _value(_ask(found, role="Clerk")) == 1.0
    assert _value(_ask(found, role="Sales rep")) == 0.0
    assert _value(_ask(found, role="all")) == 0.5


def test_only_people_in_a_critical_process_count_when_asked_for() -> None:
    """Of those, the lowest role; a role without any of them is no matter."""
    rows = [*_people("Sales rep", 2, critical=True), *_people("Sales rep", 9), Membership("x", "Clerk", critical=False)]
    found = _facts(rows, [("Sales rep 0", "quoting")])
    assert _value(_ask(found, critical=True)) == 0.5
    assert _value(_ask(found, critical=True, role="all")) == 0.5


def test_one_row_that_says_critical_is_enough() -> None:
    """Two rows of one person and role that disagree: the stricter one holds."""
    rows = [Membership("ann", "Clerk", critical=False), Membership("ann", "Clerk", critical=True)]
    for order in (rows, rows[::-1]):
        assert _value(_ask(_facts(order), critical=True)) == 0.0


@pytest.mark.parametrize("required", [None, {}], ids=["none", "empty"])
def test_without_required_modules_nobody_is_trained(required: Mapping[str, tuple[str, ...]] | None) -> None:
    """Everybody has completed every module of none: that is no training."""
    why = "which modules a role requires is not configured: provide them in [people.required]"
    assert _reason(_ask(_facts(BOTH, DONE), required)) == why
    assert _reason(ask("training.coverage", {"people": _facts(BOTH)}, settings())) == why


@pytest.mark.parametrize(
    ("rows", "given", "why"),
    [
        pytest.param([], {}, "nobody is on the roster on 2026-04-11 (0 rows in all)", id="empty-roster"),
        pytest.param(
            [Membership("x", "Clerk", None, NOW - 1)],
            {},
            "nobody is on the roster on 2026-04-11 (1 row in all): no share can be computed",
            id="all-left",
        ),
        pytest.param(_people("Clerk", 2), {}, 'nobody on the roster holds the role "Sales rep"', id="role-of-nobody"),
        pytest.param(
            [*BOTH[:4], Membership("x", "Clerk", None, NOW - 1)],
            {},
            'nobody on the roster holds the role "Clerk", which [people.required] names',
            id="role-of-somebody-who-left",
        ),
        pytest.param(
            [*BOTH, *_people("Boss", 1)],
            {},
            '[people.required] says nothing of the role "Boss" of the roster',
            id="strange",
        ),
        pytest.param(
            [*BOTH, *_people("Cl\u0435rk", 1)],
            {},
            'the role "Cl\u0435rk" of the roster; did you mean "Clerk"? (names must be equal to the letter)',
            id="cyrillic",
        ),
        pytest.param(
            [*BOTH, *(row for letter in "FEDCBA" for row in _people(letter, 1))],
            {},
            'says nothing of the role "A" of the roster',
            id="the-first-of-many-strange-roles",
        ),
        pytest.param(
            [Membership("Clerk", "ann"), Membership("Clerk", "bob")],
            {},
            "says nothing of the 2 roles of the roster, most of which one person holds: check the column of the role",
            id="people-in-the-place-of-roles",
        ),
        pytest.param([*BOTH, *_people("clerk", 1)], {}, 'did you mean "Clerk"?', id="other-case"),
        pytest.param(
            BOTH, {"role": "Boss"}, 'nobody holds the role "Boss"; the roster has Clerk, Sales rep', id="asked"
        ),
        pytest.param(
            [*BOTH, Membership("x", "Clerk", critical=None)],
            {"critical": True},
            "the roster does not say who works in a critical process: give it a column critical-process",
            id="no-column",
        ),
        pytest.param(
            BOTH,
            {"critical": True},
            "the roster's column critical-process is empty for everybody",
            id="nobody-critical",
        ),
    ],
)
def test_without_people_there_is_no_share(rows: Sequence[Membership], given: Mapping[str, Any], why: str) -> None:
    """No share of nobody, and none where roles and requirements do not fit each other."""
    assert why in _reason(_ask(_facts(rows, DONE), **given))


def test_of_many_roles_that_nobody_holds_the_first_is_told() -> None:
    """The reason is the same in every run."""
    required = {**REQUIRED, **dict.fromkeys("FEDCBA", ("basics",))}
    assert 'holds the role "A"' in _reason(_ask(_facts(BOTH), required))


def test_without_people_files_there_is_no_reading() -> None:
    """What was not read is unavailable, by the signal itself too."""
    assert _reason(ask("training.coverage", {})) == 'nothing was read from the source "people"'


def test_the_signal_needs_the_people_only() -> None:
    """Whatever the parameters, only the people files are read."""
    signal = SIGNALS["training.coverage"]
    assert signal.measure is coverage
    assert signal.needs(Parameters(), NOW) == Needs(frozenset({"people"}))


def test_whoever_joins_later_is_told() -> None:
    """They do not count yet, and a reader must not think that they did."""
    roster = [*BOTH, Membership("late", "Clerk", NOW + 1), Membership("late", "Rep", NOW + 9)]
    found = _ask(_facts(roster, DONE))
    assert isinstance(found, Measured)
    assert found.summary.endswith("(1 person joins the roster after 2026-04-11).")
    more = _ask(_facts([*roster, Membership("later", "Clerk", NOW + 9)], DONE))
    assert isinstance(more, Measured)
    assert more.summary.endswith("(2 people join the roster after 2026-04-11).")


DAY_OF = date(2026, 6, 1)
START_OF_DAY, END_OF_DAY = instant("2026-05-31T22:00:00Z"), instant("2026-06-01T21:59:59Z")
GO_LIVE = Milestone("go-live", "go-live", DAY_OF)


def _for(
    milestone: Milestone | None,
    roster: Sequence[Membership],
    completions: Sequence[Completion] = (),
    *,
    as_of: int = NOW,
    zone: ZoneInfo | None = BERLIN,
    **given: Any,
) -> Reading:
    """The reading for a milestone on 2026-06-01."""
    people = PeopleFacts(Provenance("people", "files", "all", 1, BEFORE), tuple(roster), tuple(completions))
    configured = settings(zone=zone, people=people_settings(required={"Clerk": ("basics",)}))
    signal = SIGNALS["training.coverage"]
    return answered(signal, Facts(configured, milestone, {"people": people}), as_of, signal.with_defaults(given))


@pytest.mark.parametrize(
    ("since", "until", "counts"),
    [
        pytest.param(END_OF_DAY, None, True, id="joins-on-the-day"),
        pytest.param(END_OF_DAY + 1, None, False, id="joins-the-day-after"),
        pytest.param(None, START_OF_DAY, True, id="leaves-as-the-day-begins"),
        pytest.param(None, START_OF_DAY - 1, False, id="left-the-day-before"),
        pytest.param(NOW, START_OF_DAY - 1, False, id="only-there-now"),
        pytest.param(START_OF_DAY + 9, START_OF_DAY + 10, True, id="there-for-a-second-of-it"),
    ],
)
def test_the_roster_is_that_of_the_milestones_day(since: int | None, until: int | None, *, counts: bool) -> None:
    """Whoever is there for any of it is to be trained."""
    rows = [Membership("ann", "Clerk"), Membership("bob", "Clerk", since, until)]
    found = _for(GO_LIVE, rows, [Completion("ann", "basics", BEFORE)])
    assert _value(found) == (0.5 if counts else 1.0)


@pytest.mark.parametrize(
    ("milestone", "as_of", "zone"),
    [
        pytest.param(None, NOW, BERLIN, id="no-milestone"),
        pytest.param(GO_LIVE, END_OF_DAY, BERLIN, id="the-day-is-over"),
        pytest.param(GO_LIVE, NOW, None, id="no-zone"),
    ],
)
def test_without_a_day_ahead_the_question_counts(
    milestone: Milestone | None, as_of: int, zone: ZoneInfo | None
) -> None:
    """The roster is that of its instant."""
    rows = [Membership("ann", "Clerk"), Membership("bob", "Clerk", as_of + 1), Membership("cleo", "Clerk", None, as_of)]
    found = _for(milestone, rows, [Completion("ann", "basics", as_of)], as_of=as_of, zone=zone)
    assert isinstance(found, Measured)
    assert (found.value, "(1 person joins the roster after " in found.summary) == (0.5, True)


def test_on_the_day_itself_who_left_in_the_morning_does_not_count() -> None:
    """What is left of the day counts from the question on."""
    noon = START_OF_DAY + 43_200
    rows = [
        Membership("ann", "Clerk"),
        Membership("bob", "Clerk", None, noon - 1),
        Membership("cleo", "Clerk", noon + 1),
    ]
    found = _for(GO_LIVE, rows, [Completion("ann", "basics", BEFORE)], as_of=noon)
    assert _value(found) == 0.5


@pytest.mark.parametrize(
    ("expires", "counts"), [(None, True), (END_OF_DAY, True), (END_OF_DAY - 1, False), (NOW, False), (BEFORE, False)]
)
def test_a_completion_counts_through_its_expiry(expires: int | None, *, counts: bool) -> None:
    """It must hold to the end of the milestone's day."""
    found = _for(GO_LIVE, [Membership("ann", "Clerk")], [Completion("ann", "basics", BEFORE, expires)])
    assert isinstance(found, Measured)
    assert found.value == (1.0 if counts else 0.0)
    assert ("(1 completion is expired by 2026-06-01)" in found.summary) is not counts


def test_a_completion_that_is_listed_twice_is_no_expired_one() -> None:
    """Expired ones are counted by row."""
    twice = [Completion("ann", "basics", BEFORE)] * 2
    found = _for(GO_LIVE, [Membership("ann", "Clerk")], twice)
    assert isinstance(found, Measured)
    assert "expired" not in found.summary
    expired = _for(GO_LIVE, [Membership("ann", "Clerk")], [*twice, *[Completion("ann", "archive", BEFORE, NOW)] * 3])
    assert isinstance(expired, Measured)
    assert "(3 completions are expired by 2026-06-01)" in expired.summary


def test_without_a_milestone_a_completion_counts_through_the_question() -> None:
    """At its instant, and not a second later."""
    for as_of, share in ((NOW, 1.0), (NOW + 1, 0.0)):
        completed = Completion("ann", "basics", BEFORE, NOW)
        assert _value(_for(None, [Membership("ann", "Clerk")], [completed], as_of=as_of)) == share


WAVES = [
    Membership("ann", "Clerk", wave="Wave 1"),
    Membership("bob", "Clerk", wave="wave-1"),
    Membership("cleo", "Clerk", wave="Wave 2"),
    Membership("dan", "Clerk", wave="1.1"),
    Membership("eve", "Clerk", wave="11"),
]


@pytest.mark.parametrize(
    ("tags", "summary"),
    [
        pytest.param(("wave 1",), "Clerk: 1 of 2 people", id="one-wave-in-any-spelling"),
        pytest.param(("emea", "WAVE-2"), "Clerk: 0 of 1 people", id="another-tag-too"),
        pytest.param(("wave-1", "wave-2"), "Clerk: 1 of 3 people", id="two-waves"),
        pytest.param((), "Clerk: 1 of 5 people", id="no-tags"),
        pytest.param(("11",), "Clerk: 0 of 1 people", id="digits-apart"),
    ],
)
def test_the_people_of_the_milestones_wave_count(tags: Sequence[str], summary: str) -> None:
    """Its tags name the wave; a milestone without tags is of everybody."""
    found = _for(replace(GO_LIVE, tags=frozenset(tags)), WAVES, [Completion("ann", "basics", BEFORE)])
    assert isinstance(found, Measured)
    assert found.summary.startswith(summary)


def test_a_wave_that_no_tag_names_is_unknown() -> None:
    """Nobody would count; with a roster of its own, or one without waves, everybody on it does."""
    tagged = replace(GO_LIVE, tags=frozenset({"wave-3", "emea"}))
    assert _reason(_for(tagged, [*WAVES, *(replace(row, person=f"{row.person} too") for row in WAVES)])) == (
        "the roster has the waves 1.1, 11, Wave 1, Wave 2, wave-1, and the milestone's tags (emea, wave-3) name none "
        "of them: add the milestone's wave to its tags"
    )
    assert _value(_for(replace(tagged, roster=PeopleFile("w.csv")), WAVES)) == 0.0
    assert _value(_for(tagged, [Membership("ann", "Clerk")])) == 0.0


def test_a_wave_without_anybody_on_the_day_is_unknown() -> None:
    """There is no share of nobody."""
    rows = [Membership("ann", "Clerk", wave="1", until=BEFORE), Membership("bob", "Clerk", wave="2")]
    assert _reason(_for(replace(GO_LIVE, tags=frozenset({"1"})), rows)) == (
        "nobody is on the roster on 2026-06-01 (1 row in all): no share can be computed"
    )


def test_what_the_source_left_out_and_hints_at_is_in_the_summary() -> None:
    """With what the signal leaves out itself."""
    given = replace(_facts(BOTH, DONE), uncounted=("2 rows without a date in c.csv",), hints=("write ids alike",))
    found = _ask(given)
    assert isinstance(found, Measured)
    assert found.summary.endswith(" required (2 rows without a date in c.csv; write ids alike).")


def _of_waves(waves: Sequence[str], tag: str) -> Reading:
    """The share of trained people of the waves that a tag names; of all clerks, the first one is trained."""
    roster = [Membership(f"Clerk {number}", "Clerk", wave=wave) for number, wave in enumerate(waves)]
    section = settings(people=people_settings(required={"Clerk": ("basics",)}))
    milestone = Milestone("go-live", "go-live", date(2026, 6, 1), tags=frozenset({tag}))
    found = Facts(section, milestone, {"people": _facts(roster, [("Clerk 0", "basics")])})
    return answered(SIGNALS["training.coverage"], found, NOW, Parameters((("critical", False), ("role", "all"))))


def test_a_wave_is_its_letters_and_digits() -> None:
    """Nobody is left out for the signs between them."""
    assert _value(_of_waves(["Wave 1", "wave-1", 'Wave" 1', "Wave 2"], "WAVE_1")) == pytest.approx(1 / 3)


def test_waves_that_no_tag_names_are_listed_unless_they_may_be_people() -> None:
    """A name that each row has for itself is perhaps that of a person."""
    assert "the roster has the waves North, South, and the milestone's tags (East)" in _reason(
        _of_waves(["North", "North", "South", "South"], "East")
    )
    assert _reason(_of_waves(["Ann", "Bob", "Cy"], "East")).startswith("the roster has 3 waves, and the milestone's")


def test_a_role_of_the_critical_is_no_person_of_another_column() -> None:
    """Roles that may be people are not named where only some of them are asked about, either."""
    roster = [Membership("Clerk", "ann", critical=True), Membership("Clerk", "bob", critical=False)]
    assert "says nothing of the 2 roles of the roster" in _reason(_ask(_facts(roster), critical=True))


def test_whoever_left_before_is_told() -> None:
    """They do not count any more."""
    found = _ask(_facts([*BOTH, Membership("gone", "Clerk", None, NOW - 9)], DONE))
    assert isinstance(found, Measured)
    assert found.summary.endswith("(1 person on the roster left before 2026-04-11).")
