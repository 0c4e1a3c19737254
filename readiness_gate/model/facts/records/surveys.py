"""Facts of surveys: which role answered what."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When

MOST_POINTS = 5
"""The points of the best answer; the worst has 1."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one question of a survey, in points from 1 to 5."""

    role: str
    question: str
    points: int
    answered_at: When | None = None
    """None if the file does not say."""
    respondent: str = ""
    """Who answered, to distinguish repeated answers by one person; empty in an anonymous survey."""


@dataclass(frozen=True, slots=True)
class SurveyFacts(RecordFacts):
    """Every answer."""

    records: tuple[Answer, ...]
