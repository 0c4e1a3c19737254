"""Facts of what people attended: training sessions, and assessments of what they learned."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When

ASSESSMENT = "assessment"


@dataclass(frozen=True, slots=True)
class Attendance:
    """A person attended a session of a training module, or was assessed in it."""

    person: str
    module: str
    when: When
    kind: str = ""
    """How the person was trained, or `assessment`; empty if the source does not say."""
    passed: bool | None = None
    """Whether the person passed; None if the source does not say."""
    score: float | None = None
    hours: float | None = None
    """How long it took."""

    @property
    def is_assessment(self) -> bool:
        """Whether it shows what the person learned."""
        return self.kind == ASSESSMENT or self.passed is not None or self.score is not None

    @property
    def is_session(self) -> bool:
        """Whether the person was trained: a result of unknown kind may come from a test alone."""
        return self.kind not in ("", ASSESSMENT) or not self.is_assessment


@dataclass(frozen=True, slots=True)
class SessionFacts(RecordFacts):
    """Every session that anybody attended, and every assessment."""

    records: tuple[Attendance, ...]
