"""Answers to a survey, in a row for each answer or a column for each question."""

from typing import Any

import pytest
from support.exports import NOW, people_settings, settings

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.records.surveys import Answer
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.model.time import When
from readiness_gate.sources.people.records.source import fetch_records
from readiness_gate.sources.people.records.sponsor_acts import SPONSOR_ACTS
from readiness_gate.sources.people.records.surveys import SURVEYS

DAY = When(1772319600, 1772405999)
QUESTIONS = {"I know why we do this": "why", "It helps me": "helps-me"}
FORM = "Role,Completed,I know why we do this,It helps me\n"
COLUMNS = {"role": "Role", "answered-at": "Completed"}


def _read(text: str, **changes: Any) -> Any:
    file = PeopleFile("survey.csv", **changes)
    configured = settings(people=people_settings(records={"surveys": file}))
    facts: Any = fetch_records(SURVEYS, configured, Needs(), NOW, lambda _name, _limit: text.encode())
    return facts.records


def _why(text: str, **changes: Any) -> str:
    with pytest.raises(CouldNotLook) as refused:
        _read(text, **changes)
    return str(refused.value)


def test_a_row_for_each_answer() -> None:
    """In points from 1 to 5; an empty one is no answer."""
    text = "role,question,answer,answered-at,respondent\nClerk,why,4,2026-03-01,R1\nClerk,why,,2026-03-01,R2\n"
    assert _read(text) == (Answer("Clerk", "why", 4, DAY, "R1"),)


def test_a_column_for_each_question() -> None:
    """As survey tools export it."""
    answers = _read(FORM + "Clerk,2026-03-01,5,2\nClerk,,,1\n", columns=COLUMNS, questions=QUESTIONS)
    assert answers == (
        Answer("Clerk", "why", 5, DAY),
        Answer("Clerk", "helps-me", 2, DAY),
        Answer("Clerk", "helps-me", 1),
    )


def test_answers_in_words() -> None:
    """By the scale, regardless of case; some are none. A number is on it, or may count from the other end."""
    scale = {"Strongly agree": 5, "Neutral": 3, "4": 4}
    text = FORM + "Clerk,,strongly  agree,Neutral\nClerk,,4,Prefer not to say\n"
    answers = _read(text, columns=COLUMNS, questions=QUESTIONS, scale=scale, no_answer=("Prefer not to say",))
    assert [(answer.question, answer.points) for answer in answers] == [("why", 5), ("helps-me", 3), ("why", 4)]
    why = _why(FORM + "Clerk,,Agree,1\n", columns=COLUMNS, questions=QUESTIONS, scale={"Agree": 4})
    assert 'survey.csv:2: the cell "It helps me" is not an answer from 1 to 5: add it to scale' in why


@pytest.mark.parametrize("nobody", ["anonymous", "Anonymous", "n/a", ""])
def test_people_who_are_not_named_are_not_one_person(nobody: str) -> None:
    """Survey tools write a word for the id of everybody whom they do not know."""
    text = f"role,question,answer,respondent\nClerk,why,1,{nobody}\nClerk,why,5,E1\n"
    assert [answer.respondent for answer in _read(text)] == ["", "E1"]


def test_another_scale_of_numbers() -> None:
    """Then a number means what the scale says, or nothing."""
    scale = {"7": 5, "6": 4, "1": 1}
    answers = _read(FORM + "Clerk,,7,6\n", columns=COLUMNS, questions=QUESTIONS, scale=scale)
    assert [answer.points for answer in answers] == [5, 4]
    assert "is not an answer from 1 to 5" in _why(
        FORM + "Clerk,,7,5\n", columns=COLUMNS, questions=QUESTIONS, scale=scale
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            FORM + "Clerk,,6,1\n",
            'survey.csv:2: the cell "I know why we do this" is not an answer from 1 to 5: add it to',
        ),
        (FORM + "Clerk,,0,1\n", "is not an answer from 1 to 5"),
        (FORM + "Clerk,,yes,1\n", "is not an answer from 1 to 5"),
        (FORM + ",,4,1\n", 'the cell "Role" is empty'),
        ("Role,Completed,It helps me\nClerk,,1\n", 'the column of the question "I know why we do this" is missing'),
        (FORM.replace("\n", ",What else?\n") + "Clerk,,1,1,no\n", 'the column is unknown: "What else?"'),
        (FORM, "survey.csv has no rows below its header"),
    ],
)
def test_a_survey_that_cannot_be_relied_on(text: str, why: str) -> None:
    """Is never taken for one that says something else."""
    assert why in _why(text, columns=COLUMNS, questions=QUESTIONS)


def test_a_column_for_each_question_needs_questions() -> None:
    """Else its columns are unknown, and the message says what to do."""
    assert '"question"' in _why(FORM + "Clerk,,1,1\n", columns=COLUMNS)


def test_a_second_row_of_the_header() -> None:
    """SurveyMonkey writes one, without a time or an id: with either, the row may be an answer."""
    header = "Respondent ID,End Date,Role,I know why we do this\n"
    columns = {"respondent": "Respondent ID", "answered-at": "End Date", "role": "Role"}
    form: dict[str, Any] = {"columns": columns, "questions": {"I know why we do this": "why"}, "skip_rows": 1}
    assert len(_read(f"{header},,Response,Response\n1,2026-03-01,Clerk,4\n", **form)) == 1
    for row in ("1,,Clerk,4\n", ",2026-03-01,Clerk,4\n"):
        assert "may be of a row with data, and skip-rows skips it" in _why(
            f"{header}{row}2,2026-03-01,Clerk,4\n", **form
        )


def test_a_table_whose_rows_may_have_one_value_has_no_notes() -> None:
    """An act that is only planned has nothing but its id."""
    file = {"sponsor-acts": PeopleFile("acts.csv", footer_rows=1)}
    configured = settings(people=people_settings(records=file))
    with pytest.raises(CouldNotLook, match="so it has no footer-rows: remove the notes from the file"):
        fetch_records(SPONSOR_ACTS, configured, Needs(), NOW, lambda _name, _limit: b"id,held-on\nCOM-1,\n")
