"""What is known of the sessions that people attended and of their assessments, as of an instant."""

from collections.abc import Collection, Mapping, Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.sessions import Attendance, SessionFacts
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.model.time import Instant
from readiness_gate.signals.views.once import once

Key = tuple[str, str]
"""A person and a module."""
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Attended:
    """The sessions and the assessments by person and module; a row that comes twice is one."""

    sessions: Mapping[Key, Sequence[Attendance]]
    """Those that were over by the instant."""
    assessments: Mapping[Key, Sequence[Attendance]]
    """Those that had begun by the instant."""
    assessed: frozenset[str]
    """The modules in which somebody was assessed, or is to be."""
    passing: float | None
    """The lowest score that passes."""
    as_of: Instant

    def passed(self, person: str, module: str) -> bool:
        """Whether the person passed the last assessment in a module. Where only days are known, the worse of a day's
        results counts."""
        rows = self.assessments.get((person, module), ())
        passes = [row for row in rows if self._is_passed(row) and row.when.end <= self.as_of]
        fails = [row.when.end for row in rows if not self._is_passed(row)]
        return any(all(failed < row.when.start for failed in fails) for row in passes)

    def is_failing_today(self, people: Collection[str]) -> bool:
        """Whether one of some people failed on a day that is not over, at an unknown time."""
        return any(
            row.when.end >= self.as_of and not self._is_passed(row)
            for (person, _), rows in self.assessments.items()
            if person in people
            for row in rows
        )

    def _is_passed(self, row: Attendance) -> bool:
        said = [] if row.passed is None else [row.passed]
        if row.score is not None:
            said.append(self.passing is not None and row.score >= self.passing)
        return bool(said) and all(said)


@once
def attended(facts: Facts, as_of: Instant) -> Attended:
    """The sessions and the assessments as of an instant. Raises CannotMeasure where there is no list of them, or its
    scores are of another scale than the passing score."""
    rows = dict.fromkeys(facts.require("sessions", SessionFacts).records)
    passing = sessions_file(facts).passing_score
    _check_scale([row.score for row in rows if row.score is not None], passing)
    sessions: dict[Key, list[Attendance]] = {}
    assessments: dict[Key, list[Attendance]] = {}
    for row in rows:
        key = row.person, row.module
        if row.is_session and row.when.end <= as_of:
            sessions.setdefault(key, []).append(row)
        if row.is_assessment and row.when.start <= as_of:
            assessments.setdefault(key, []).append(row)
    assessed = frozenset(row.module for row in rows if row.is_assessment)
    return Attended(sessions, assessments, assessed, passing, as_of)


def sessions_file(facts: Facts) -> PeopleFile:
    """How the file of sessions is described."""
    return (facts.settings.people or PeopleSettings()).records.get("sessions") or PeopleFile("")


def _check_scale(scores: Sequence[float], passing: float | None) -> None:
    """Raises CannotMeasure for scores of another scale than the passing score: one of 0 to 1, or beyond 100."""
    if not scores or passing is None:
        return
    top = max(scores)
    if passing <= 1 < top or 0 < top <= 1 < passing or passing <= _PERCENT < top:
        raise CannotMeasure(
            f"scores up to {top:g} do not fit passing-score = {passing:g} in [people.sessions]: use one scale"
        )
