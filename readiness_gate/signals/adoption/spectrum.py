"""How often and how well each user uses the system, and the spectrum of each role.

Frequency follows the usage segments that Microsoft publishes (vivainsights, MIT license, `identify_usage_segments` and
`identify_habit`): a habit is use in 9 of the last 12 weeks, or in each of the last 4; power is a habit and 15 actions a
week or more. The text on the R function says 15 or more, the formulas for Power BI more than 15; this module uses 15 or
more. Averages are per calendar week, and a week without use counts as 0.

The categories are not combined into a score: a mean would hide the weakest part.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, TypeAlias, get_args

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.usage import Use
from readiness_gate.model.time import DAY, Instant, Seconds
from readiness_gate.signals.views.once import once
from readiness_gate.signals.views.use import MOST_WEEKS, Known, Recent, User, Window, recent, used, windows

Frequency: TypeAlias = Literal["power", "habit", "novice", "low", "none", "unknown"]
Quality: TypeAlias = Literal["ineffective", "moderate", "amazing", "unknown"]
FREQUENCIES: tuple[Frequency, ...] = get_args(Frequency)
QUALITIES: tuple[Quality, ...] = get_args(Quality)

LATELY: Seconds = 28 * DAY
"""Someone who has not used the system for this long counts as not using it."""
_HABIT = {MOST_WEEKS: 9}
_POWER = 15
_COMPLETE, _LATE = 0.90, 0.25
_VERY_COMPLETE, _HARDLY_LATE, _MOST_FEATURES = 0.98, 0.05, 0.80


@dataclass(frozen=True, slots=True)
class Habits:
    """What is known of how often a user uses the system; None if it depends on data missing from the export."""

    habit: Known
    power: Known
    frequency: Frequency
    is_new: bool
    """Whether the user has had too few weeks to have a habit."""


@once
def habits(facts: Facts, as_of: Instant) -> Mapping[User, Habits]:
    """Return the habits of each user as of an instant."""
    lately = used(facts, as_of, LATELY)
    return {user: _habits(weeks, lately[user]) for user, weeks in recent(facts, as_of).items()}


@once
def qualities(facts: Facts, as_of: Instant) -> Mapping[User, Quality | None]:
    """Return the quality of the records of each user who used the system in the last 28 days; None for the others."""
    return {
        user: _quality(window) if window.certain else None for user, window in windows(facts, as_of, LATELY).items()
    }


def total(values: Collection[int | None]) -> int | None:
    """Return the sum of the counts; None if one of them is unknown."""
    return None if None in values else sum(value or 0 for value in values)


def _habits(weeks: Recent | None, lately: Known) -> Habits:
    """Return a user's habits from the weeks that count (None if too few) and from any recent use."""
    if weeks is None:
        return Habits(None, None, "none" if lately is False else "unknown", is_new=True)
    habit = _habit(weeks, lately)
    return Habits(habit, _power(weeks, habit), _frequency(weeks, habit, lately), is_new=False)


def _habit(weeks: Recent, lately: Known) -> Known:
    needed = _HABIT.get(weeks.weeks, weeks.weeks)
    if lately is False or weeks.used + weeks.unknown < needed:
        return False
    return True if lately and weeks.used >= needed else None


def _power(weeks: Recent, habit: Known) -> Known:
    if habit is False:
        return False
    if weeks.actions >= _POWER * weeks.weeks:
        return habit
    return None if weeks.more_actions else False


def _frequency(weeks: Recent, habit: Known, lately: Known) -> Frequency:
    if lately is False:
        return "none"
    power = _power(weeks, habit)
    if lately is None or habit is None or power is None:
        return "unknown"
    if habit:
        return "power" if power else "habit"
    if weeks.actions >= weeks.weeks:
        return "novice"
    return "unknown" if weeks.more_actions else "low"


def _quality(window: Window) -> Quality:
    """Return the quality of a user's records: how many are complete, how many are late, and how many of the role's
    features the user used. Rows that may belong to another time count only against the user."""
    records, complete, late = (total(counts) for counts in _counts(window.certain))
    if not window.is_whole or records is None:
        return "unknown"
    other_records, other_complete, other_late = (total(counts) for counts in _counts(window.doubtful))
    doubtful = other_records is None or other_complete is None or other_late is None
    incomplete = 0 if doubtful else (other_records or 0) - (other_complete or 0)
    more_late = other_late or 0
    if records == 0 or _share(complete, records + incomplete, 1) < _COMPLETE:
        return "ineffective"
    if _share(late, records, 0, more_late) > _LATE:
        return "ineffective"
    if complete is None or late is None or doubtful:
        return "unknown"
    is_amazing = (
        _share(complete, records + incomplete, 0) >= _VERY_COMPLETE
        and _share(late, records, 1, more_late) <= _HARDLY_LATE
        and _uses_most_features(window.certain)
    )
    return "amazing" if is_amazing else "moderate"


def _counts(rows: Sequence[Use]) -> tuple[list[int | None], list[int | None], list[int | None]]:
    """Return the records, the complete ones and the late ones of some rows of use."""
    return [row.records for row in rows], [row.complete for row in rows], [row.late for row in rows]


def _share(part: int | None, of: int, unknown: float, more: int = 0) -> float:
    """Return `part + more` as a share of the records; `unknown` if it cannot be computed."""
    return unknown if part is None else (part + more) / (of + more)


def _uses_most_features(rows: Iterable[Use]) -> bool:
    """Return whether any row shows that the user used most of the role's features."""
    return any(
        row.features is not None and row.features_of_role and row.features / row.features_of_role >= _MOST_FEATURES
        for row in rows
    )
