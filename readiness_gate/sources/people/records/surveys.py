"""Surveys: a row for each answer, or a row for each person with a column for each question."""

from collections.abc import Iterator, Mapping

from pydantic import Field

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.surveys import MOST_POINTS, Answer, SurveyFacts
from readiness_gate.model.headers import spelled
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.sources.people import cells
from readiness_gate.sources.people.cells import BadCell
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.forms import Form
from readiness_gate.sources.people.grid import Row, Value
from readiness_gate.sources.people.records.record_table import RecordTable
from readiness_gate.sources.people.rows import Rows
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import Points, Text, Texts, Word, Words

_ANONYMOUS = "anonymous"
"""What survey tools write for the id of everybody whom they do not know."""


class Elements(StrictModel):
    """The questions on each element of change, in the order in which people need them (Prosci, ADKAR)."""

    awareness: Words | None = None
    desire: Words | None = None
    knowledge: Words | None = None
    ability: Words | None = None
    reinforcement: Words | None = None


class SurveyForm(Form):
    """How a survey is written, beside its columns."""

    questions: dict[Text, Word] | None = Field(
        default=None, description="one column for each question: its name in the file, and a short id"
    )
    scale: dict[Text, Points] | None = Field(
        default=None, description='the points from 1 to 5 of every answer: { "Strongly agree" = 5 }; default: 1 to 5'
    )
    no_answer: Texts | None = Field(default=None, description='answers that are none, such as "Prefer not to say"')
    elements: Elements | None = Field(default=None, description="the questions on each element of change (CLR-02)")


def read_answers(rows: Rows) -> Iterator[Answer]:
    """Yield the answers in the rows of a file; an empty cell is not an answer. Problems are added to `rows`."""
    scale = Scale.of(rows.file)
    for row in rows:
        before = len(rows.problems)
        role, answered_at = rows.name(row, "role"), rows.when(row, "answered-at")
        respondent = _respondent(rows, row)
        for question, place in _questions(rows, row):
            points = rows.read(row, place, scale.points)
            if points is not None and len(rows.problems) == before:
                yield Answer(role, question, points, answered_at, respondent)


def _respondent(rows: Rows, row: Row) -> str:
    """Return the id of the person; "" if there is none, or the word for an anonymous respondent."""
    written = rows.text_or_nothing(row, "respondent")
    return "" if spelled(written) == _ANONYMOUS else written


def _questions(rows: Rows, row: Row) -> Iterator[tuple[str, int]]:
    """Yield the questions that a row answers, each with the position of the answer."""
    if rows.file.questions:
        yield from rows.columns.questions
    else:
        yield rows.identifier(row, "question"), rows.columns.places["answer"]


@dataclass(frozen=True, slots=True)
class Scale:
    """The points of answers."""

    by_answer: Mapping[str, int | None]
    """The points of each answer by spelling; None for one that is not an answer."""

    @staticmethod
    def of(file: PeopleFile) -> "Scale":
        """Return the scale of a file: only the configured one, which also defines numbers; else 1 to 5.

        Next to words, a number may belong to another scale, or count from the other end.
        """
        scale = file.scale or {str(points): points for points in range(1, MOST_POINTS + 1)}
        points: dict[str, int | None] = {spelled(answer): worth for answer, worth in scale.items()}
        return Scale(points | {spelled(answer): None for answer in file.no_answer})

    def points(self, value: Value) -> int | None:
        """Return the points of an answer; None for no answer. Raises BadCell for one that is on no scale."""
        written = cells.text(value)
        answer = spelled(written)
        if not written or answer in self.by_answer:
            return self.by_answer.get(answer)
        raise BadCell("is not an answer from 1 to 5: add it to scale with its points, or to no-answer")


SURVEYS = RecordTable(
    Table(
        "surveys",
        "answers to a survey",
        "who of which role answered what or when",
        (
            Column(
                "role",
                "the role of the person who answered",
                required=True,
                privacy="group",
                aliases="role jobrole position jobfunction yourrole whatisyourrole",
            ),
            Column(
                "question",
                "a short id of the question; with `questions`, each question has its own column instead",
                "id",
                required=True,
                aliases="question questionid item itemid statement",
            ),
            Column(
                "answer",
                "from 1 (strongly disagree) to 5 (strongly agree), or a word of `scale`; empty for no answer",
                "text",
                required=True,
                privacy="about-person",
                aliases="answer response rating score value",
            ),
            Column(
                "answered-at",
                "when it was answered",
                "when",
                privacy="about-person",
                aliases="answeredat completiontime timestamp recordeddate submittedat enddate date",
            ),
            Column(
                "respondent",
                "an id of the person, if the survey is not anonymous: of several answers of one, the newest counts",
                "text",
                privacy="person",
                aliases="respondent respondentid responseid person userid email",
            ),
        ),
        examples=(
            ("Sales rep", "why", "4", "2026-01-20", "R-01"),
            ("Sales rep", "helps-me", "5", "2026-01-20", "R-01"),
            ("Service agent", "why", "2", "2026-01-21", "R-02"),
        ),
    ),
    Answer,
    SurveyFacts,
    form=SurveyForm,
    read=read_answers,
)
