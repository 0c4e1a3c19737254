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
        default=None, description='points from 1 to 5 of answers that are texts: { "Strongly agree" = 5 }'
    )
    no_answer: Texts | None = Field(default=None, description='answers that are none, such as "Prefer not to say"')
    elements: Elements | None = Field(default=None, description="the questions on each element of change (CLR-02)")


def read_answers(rows: Rows) -> Iterator[Answer]:
    """The answers in the rows of a file; an empty cell is none. Problems are noted in `rows`."""
    scale = Scale.of(rows.file)
    for row in rows:
        before = len(rows.problems)
        role, answered_at = rows.name(row, "role"), rows.when(row, "answered-at")
        respondent = rows.text(row, "respondent")
        for question, place in _questions(rows, row):
            points = rows.read(row, place, scale.points)
            if points is not None and len(rows.problems) == before:
                yield Answer(role, question, points, answered_at, respondent)


def _questions(rows: Rows, row: Row) -> Iterator[tuple[str, int]]:
    """The questions that a row answers, each with the place of the answer."""
    if rows.file.questions:
        yield from rows.columns.questions
    else:
        yield rows.identifier(row, "question"), rows.columns.places["answer"]


@dataclass(frozen=True, slots=True)
class Scale:
    """What answers are worth."""

    by_answer: Mapping[str, int | None]
    """The points of each answer as it is spelled; None for one that is no answer."""
    has_numbers: bool
    """Whether the configuration says what numbers are worth."""

    @staticmethod
    def of(file: PeopleFile) -> "Scale":
        """The scale of a file."""
        points: dict[str, int | None] = {spelled(answer): worth for answer, worth in file.scale.items()}
        points |= {spelled(answer): None for answer in file.no_answer}
        return Scale(points, any(answer.strip().isdigit() for answer in file.scale))

    def points(self, value: Value) -> int | None:
        """The points of an answer; None for no answer. Raises BadCell for one that is on no scale."""
        written = cells.text(value)
        answer = spelled(written)
        if not written or answer in self.by_answer:
            return self.by_answer.get(answer)
        if not self.has_numbers and answer in map(str, range(1, MOST_POINTS + 1)):
            return int(answer)
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
                "a short id of the question; with `questions`, each question has a column of its own instead",
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
            ("Sales rep", "why", "4", "2027-01-20", "R-01"),
            ("Sales rep", "helps-me", "5", "2027-01-20", "R-01"),
            ("Service agent", "why", "2", "2027-01-21", "R-02"),
        ),
    ),
    Answer,
    SurveyFacts,
    form=SurveyForm,
    read=read_answers,
)
