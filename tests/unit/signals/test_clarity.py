"""What people say: a lower bound for the lowest role, and the first barrier of each."""

from dataclasses import replace
from typing import Any

import pytest
from support.exports import people_settings, settings
from support.records import AT, day, moment, provenance, table

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.people import Membership, PeopleFacts
from readiness_gate.model.facts.records.surveys import Answer, SurveyFacts
from readiness_gate.model.reading import Measured, Question, Reading, Unavailable
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.signals import SIGNALS, measure
from readiness_gate.statistics.proportions import wilson_lower_bound

ELEMENTS: dict[str, tuple[str, ...]] = {"awareness": ("why",), "knowledge": ("know-how",)}


def _people(**held: int) -> PeopleFacts:
    rows = [Membership(f"{role}{number}", role) for role, count in held.items() for number in range(count)]
    return PeopleFacts(provenance("people", len(rows)), tuple(rows), ())


def _given(role: str, question: str, *points: int, **changes: Any) -> list[Answer]:
    return [replace(Answer(role, question, one, day(3)), **changes) for one in points]


def _ask(
    signal: str,
    answers: list[Answer],
    people: PeopleFacts | None = None,
    *,
    elements: dict[str, tuple[str, ...]] | None = ELEMENTS,
    dated: Any = None,
    **parameters: Any,
) -> Reading:
    surveys = replace(table(SurveyFacts, *answers), dated=dated or {})
    file = {"surveys": PeopleFile("survey.csv", elements=elements or {})}
    configured = settings(people=people_settings(records=file))
    sources = {"surveys": surveys, "people": people or _people(Clerk=10)}
    given = SIGNALS[signal].with_defaults(parameters)
    return measure(SIGNALS, Facts(configured, None, sources), Question(signal, AT, given))


def _value(*asked: Any, **parameters: Any) -> Any:
    reading = _ask(*asked, **parameters)
    assert isinstance(reading, Measured), reading
    return reading.value


def _why(*asked: Any, **parameters: Any) -> str:
    reading = _ask(*asked, **parameters)
    assert isinstance(reading, Unavailable), reading
    return reading.reason


def test_everybody_answered() -> None:
    """The bound is the share of those who have 4 or 5 points."""
    reading = _ask("clarity.favourable", _given("Clerk", "why", 5, 4, 4, 3, 3, 2, 1, 5, 5, 4))
    assert isinstance(reading, Measured)
    assert reading.value == 0.6
    assert reading.summary == (
        'Clerk, "why": 6 of 10 answers (10 people hold the role) are favorable; with 90 % confidence, at least this '
        "share of the role would say so."
    )


def test_the_lowest_role_and_question_decide() -> None:
    """By their bounds; one of each may be asked for."""
    answers = [
        *_given("Clerk", "why", *[5] * 12),
        *_given("Clerk", "helps", *[5] * 9, *[1] * 3),
        *_given("Boss", "why", *[4] * 6, *[1] * 6),
        *_given("Boss", "helps", *[5] * 12),
    ]
    people = _people(Clerk=40, Boss=12)
    assert _value("clarity.favourable", answers, people) == 0.5
    assert _value("clarity.favourable", answers, people, role="Clerk") == wilson_lower_bound(9, 12, 40)
    assert _value("clarity.favourable", answers, people, question="helps") == wilson_lower_bound(9, 12, 40)
    assert _value("clarity.favourable", answers, people, role="Boss", question="helps") == 1
    assert _why("clarity.favourable", answers, people, role="Chef") == (
        'nobody holds the role "Chef"; the roster has Boss, Clerk'
    )


@pytest.mark.parametrize(
    ("people", "answers", "needed"), [(10, 9, 10), (4, 3, 4), (100, 29, 30), (34, 10, 11), (101, 30, 31)]
)
def test_too_few_answers(people: int, answers: int, needed: int) -> None:
    """Ten, 30 % of the role if that is more, and everybody of a small role."""
    reason = _why("clarity.favourable", _given("Clerk", "why", *[5] * answers), _people(Clerk=people))
    assert f'to "why" in the role Clerk ({people} people): {needed} are needed; ask again' in reason
    assert _value("clarity.favourable", _given("Clerk", "why", *[5] * needed), _people(Clerk=people)) > 0


def test_a_role_without_answers() -> None:
    """Is not a role without complaints."""
    reason = _why("clarity.favourable", _given("Clerk", "why", *[5] * 10), _people(Clerk=10, Boss=10))
    assert reason.startswith('0 answers to "why" in the role Boss')
    assert 'to "what" in the role' in _why("clarity.favourable", _given("Clerk", "why", *[5] * 10), question="what")


def test_more_answers_than_people() -> None:
    """Some were given twice."""
    assert "has 11 answers in the role Clerk, which 10 people hold" in _why(
        "clarity.favourable", _given("Clerk", "why", *[5] * 11)
    )


def test_of_several_answers_of_a_person_the_newest_counts() -> None:
    """And of those at one time the worst."""
    others = _given("Clerk", "why", *[5] * 9)
    first = Answer("Clerk", "why", 5, moment(50), "R1")
    later = replace(first, points=1, answered_at=moment(1))
    assert _value("clarity.favourable", [*others, first, later]) == 0.9
    assert _value("clarity.favourable", [*others, first, replace(later, answered_at=moment(60))]) == 1
    assert _value("clarity.favourable", [*others, first, replace(first, points=2)]) == 0.9


def test_old_answers_and_those_to_come_do_not_count() -> None:
    """The window is part of the question."""
    answers = _given("Clerk", "why", *[5] * 10, answered_at=day(43))
    assert _why("clarity.favourable", answers).startswith("0 answers")
    assert _value("clarity.favourable", answers, window="60d") == 1
    assert _why("clarity.favourable", _given("Clerk", "why", *[5] * 10, answered_at=day(0))).startswith("0 answers")


def test_answers_without_a_time() -> None:
    """Have that of their file, or none."""
    answers = _given("Clerk", "why", *[5] * 10, answered_at=None)
    assert _value("clarity.favourable", answers, dated={"survey.csv": AT - 5}) == 1
    assert _why("clarity.favourable", answers).startswith("when the survey was answered is unknown: give surveys a col")


def test_the_first_barrier_of_each_role() -> None:
    """Whatever comes later depends on it; what helps is not always training."""
    clerk = [*_given("Clerk", "why", *[3] * 10), *_given("Clerk", "know-how", *[1] * 10)]
    boss = [*_given("Boss", "why", *[4] * 10), *_given("Boss", "know-how", *[2] * 10)]
    people = _people(Clerk=10, Boss=10)
    reading = _ask("clarity.barrier", [*clerk, *boss], people)
    assert isinstance(reading, Measured)
    assert reading.value == 2
    assert reading.summary == "2 of 2 roles have a barrier (Boss: knowledge; Clerk: awareness)."
    assert reading.remedy.startswith("Training does not help here. Explain why the system is introduced")
    assert reading.remedy.endswith("(Clerk).")
    assert [each.note for each in reading.evidence] == [
        "median of 5 points: awareness 4, knowledge 2",
        "median of 5 points: awareness 3, knowledge 1",
    ]


def test_no_barrier() -> None:
    """Above 3 of 5 points."""
    answers = [*_given("Clerk", "why", *[3] * 5, *[4] * 5), *_given("Clerk", "know-how", *[5] * 10)]
    reading = _ask("clarity.barrier", answers)
    assert isinstance(reading, Measured)
    assert (reading.value, reading.remedy, reading.summary) == (0, "", "0 of 1 role have a barrier.")


def test_barriers_need_to_know_what_questions_are_about() -> None:
    """And enough answers to each."""
    assert _why("clarity.barrier", _given("Clerk", "why", *[5] * 10), elements=None).startswith("which questions are")
    assert 'to "know-how" in the role Clerk' in _why("clarity.barrier", _given("Clerk", "why", *[5] * 10))
    sources = {"surveys": table(SurveyFacts, *_given("Clerk", "why", 1)), "people": _people(Clerk=1)}
    question = Question("clarity.barrier", AT, SIGNALS["clarity.barrier"].with_defaults({}))
    reading = measure(SIGNALS, Facts(settings(), None, sources), question)
    assert isinstance(reading, Unavailable)
