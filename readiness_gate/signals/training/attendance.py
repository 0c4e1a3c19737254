"""The sessions that people attended, and their assessments."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.sessions import Attendance, SessionFacts
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.model.time import Instant, When
from readiness_gate.signals.views.once import once

Key = tuple[str, str]
"""A person and a module."""
_PERCENT = 100
_ALWAYS = 0
"""A placeholder instant for what does not depend on time."""


@dataclass(frozen=True, slots=True)
class Held:
    """A session that a person attended, with the first and the last day that it may have been on."""

    row: Attendance
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Attended:
    """All sessions and assessments by person and module, whenever they took place; duplicate rows count once."""

    held: Mapping[Key, Sequence[Held]]
    """The sessions of each key."""
    passed: Sequence[tuple[Key, Instant, Instant | None]]
    """The key, and from when to before when its last assessment is passed; None for no end. If only days are known,
    the worse result of a day counts."""
    failed: Sequence[tuple[str, When]]
    """When a person failed."""
    first: Mapping[Key, Instant]
    """When the first assessment of each key started."""
    assessed: frozenset[str]
    """The modules with any assessment, past or planned."""

    def passed_by(self, as_of: Instant) -> set[Key]:
        """Return the keys whose last assessment by `as_of` was passed."""
        return {key for key, begin, end in self.passed if begin <= as_of and (end is None or as_of < end)}

    def assessed_by(self, as_of: Instant) -> set[Key]:
        """Return the keys that were, or may have been, assessed by `as_of`."""
        return {key for key, first in self.first.items() if first <= as_of}

    def is_failing_today(self, people: Collection[str], as_of: Instant) -> bool:
        """Return whether one of the people failed at an unknown time on a day that is not over."""
        return any(when.start <= as_of <= when.end and person in people for person, when in self.failed)

    def sessions(self, key: Key, as_of: Instant) -> list[Held]:
        """Return the sessions of a module that the person attended and that were over by `as_of`."""
        return [held for held in self.held.get(key, ()) if held.row.when.end <= as_of]

    def rows_of(self, modules: set[str], as_of: Instant) -> list[Attendance]:
        """Return the sessions of some modules that anybody attended and that were over by `as_of`."""
        everything = (held.row for (_, module), of_key in self.held.items() if module in modules for held in of_key)
        return [row for row in everything if row.when.end <= as_of]

    def has_sessions(self, as_of: Instant) -> bool:
        """Return whether any session was over by `as_of`."""
        return any(held.row.when.end <= as_of for of_key in self.held.values() for held in of_key)


def attended(facts: Facts) -> Attended:
    """Return the sessions and assessments. Raises CannotMeasure if there is no list of them, or the scores have
    another scale than the passing score."""
    return _attended(facts, _ALWAYS)


@once
def _attended(facts: Facts, _always: Instant) -> Attended:
    rows = dict.fromkeys(facts.require("sessions", SessionFacts).records)
    passing = _sessions_file(facts).passing_score
    _check_scale([row.score for row in rows if row.score is not None], passing)
    day_of = cache(facts.day)
    held: dict[Key, list[Held]] = {}
    results: dict[Key, list[Attendance]] = {}
    for row in rows:
        key = row.person, row.module
        if row.is_session:
            held.setdefault(key, []).append(Held(row, day_of(row.when.start), day_of(row.when.end)))
        if row.is_assessment:
            results.setdefault(key, []).append(row)
    passes = {key: [row.when for row in of_key if _is_passed(row, passing)] for key, of_key in results.items()}
    fails = {key: [row.when for row in of_key if not _is_passed(row, passing)] for key, of_key in results.items()}
    return Attended(
        held,
        [(key, when.end, _next(when, fails[key])) for key, of_key in passes.items() for when in of_key],
        [(person, when) for (person, _), of_key in fails.items() for when in of_key],
        {key: min(row.when.start for row in of_key) for key, of_key in results.items()},
        frozenset(module for _, module in results),
    )


def _next(passed: When, fails: Iterable[When]) -> Instant | None:
    """Return when the first failure that may follow a pass started; None if there is none."""
    return min((fail.start for fail in fails if fail.end >= passed.start), default=None)


def _is_passed(row: Attendance, passing: float | None) -> bool:
    said = [] if row.passed is None else [row.passed]
    if row.score is not None:
        said.append(passing is not None and row.score >= passing)
    return bool(said) and all(said)


def _sessions_file(facts: Facts) -> PeopleFile:
    """Return the configured sessions file."""
    return (facts.settings.people or PeopleSettings()).records.get("sessions") or PeopleFile("")


def _check_scale(scores: Sequence[float], passing: float | None) -> None:
    """Raise CannotMeasure for scores with another scale than the passing score: 0 to 1, or above 100."""
    if not scores or passing is None:
        return
    top = max(scores)
    if passing <= 1 < top or 0 < top <= 1 < passing or passing <= _PERCENT < top:
        raise CannotMeasure(
            f"scores up to {top:g} do not fit passing-score = {passing:g} in [people.sessions]: use one scale"
        )
