"""Who is to use the system as of an instant, who used it lately, and in how many calendar weeks.

What the export of use does not say is unknown: a person without a row did not use the system only if the export is
known to be complete.
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.people import Membership
from readiness_gate.model.facts.records.usage import Use
from readiness_gate.model.time import Instant, Seconds
from readiness_gate.signals.views.diary import LATEST, Diary, Export, export
from readiness_gate.signals.views.go_live import go_live
from readiness_gate.signals.views.once import once
from readiness_gate.signals.views.roster import roster

MOST_WEEKS = 12
FEWEST_WEEKS = 4
"""People with fewer whole weeks in their role cannot have a habit yet; those with fewer than `MOST_WEEKS` are judged
by their last `FEWEST_WEEKS`."""
_ALWAYS: Instant = -(2**62)
"""Since when somebody is in a role if there is no milestone."""
_NOTHING = Diary((), (), {})

Known: TypeAlias = bool | None
"""Whether something is true; None if unknown."""
User: TypeAlias = tuple[str, Instant]
"""The id of a person, and since when they are to use the system: since they joined the role, or since go-live."""


@dataclass(frozen=True, slots=True)
class Users:
    """The people who are to use the system."""

    by_role: Mapping[str, tuple[User, ...]]
    """The people who hold each role, sorted by role."""
    everybody: tuple[User, ...]
    """Each person once, with the earliest start in any of their roles."""
    strangers: int
    """How many people in the export are not on the roster."""


@dataclass(frozen=True, slots=True)
class Window:
    """A person's rows of use in a window of time."""

    certain: tuple[Use, ...]
    doubtful: tuple[Use, ...]
    """The rows that may belong to another time; they count only against a go."""
    is_whole: bool
    """Whether the export has all use of that time."""


@dataclass(frozen=True, slots=True)
class Recent:
    """The calendar weeks by which a person's habit is judged: the last 12, else the last 4."""

    weeks: int
    used: int
    unknown: int
    """How many of the weeks may have had use."""
    actions: int
    """How many actions are known."""
    more_actions: bool
    """Whether there may be more."""


@once
def users(facts: Facts, as_of: Instant) -> Users:
    """Return the people who are to use the system. Raises CannotMeasure before go-live, and if none of them is in
    the export."""
    since = _go_live(facts, as_of)
    now, exported = roster(facts, as_of), export(facts).people
    on_roster = {row.person for row in now.people.roster}
    if on_roster.isdisjoint(exported):
        raise CannotMeasure(
            "nobody in the export of use is on the roster: write the ids of people in both files as one system has them"
        )
    joined: dict[str, dict[str, Instant]] = {}
    everybody: dict[str, Instant] = {}
    for row in now.members():
        begins = _since(row, since)
        for earliest in (joined.setdefault(row.role, {}), everybody):
            earliest[row.person] = min(begins, earliest.get(row.person, begins))
    by_role = {role: tuple(sorted(joined[role].items())) for role in sorted(joined)}
    return Users(by_role, tuple(sorted(everybody.items())), len(exported.keys() - on_roster))


def all_users(facts: Facts, as_of: Instant) -> frozenset[User]:
    """Return the users of every role, and of all roles together."""
    known = users(facts, as_of)
    return frozenset(known.everybody).union(*known.by_role.values())


def has_begun(facts: Facts, as_of: Instant, seconds: Seconds) -> bool:
    """Return whether the export reaches into a window: it does not end before the window begins."""
    return export(facts).made_at(as_of) > as_of - seconds


@once
def windows(facts: Facts, as_of: Instant, seconds: Seconds) -> Mapping[User, Window]:
    """Return, for each user, the rows in a window since the user joined. Raises CannotMeasure if the export ends
    before the window begins."""
    exported = export(facts)
    begin, until = as_of - seconds, exported.known_to(as_of)
    if not has_begun(facts, as_of, seconds):
        raise CannotMeasure(
            f"the export of use ends on {facts.day(until)}, before the time in question: export it again"
        )
    is_recent = exported.made_at(as_of) >= as_of - LATEST
    whole: dict[Instant, bool] = {}
    found: dict[User, Window] = {}
    for user in all_users(facts, as_of):
        after = max(begin, user[1] - 1)
        if after not in whole:
            whole[after] = is_recent and (after + 1 >= until or exported.has_whole(after + 1, until))
        rows = exported.people.get(user[0], _NOTHING).between(after, as_of, exported.longest)
        found[user] = _window(rows, after, as_of, is_whole=whole[after])
    return found


@once
def used(facts: Facts, as_of: Instant, seconds: Seconds) -> Mapping[User, Known]:
    """Return whether each user used the system in a window; None if unknown."""
    return {
        user: True
        if window.certain
        else (False if window.is_whole or _certainly_unused(facts, user, as_of, seconds) else None)
        for user, window in windows(facts, as_of, seconds).items()
    }


@once
def recent(facts: Facts, as_of: Instant) -> Mapping[User, Recent | None]:
    """Return the weeks by which each user's habit is judged; None for fewer than 4 whole weeks."""
    exported = export(facts)
    last = last_week(exported, as_of)
    whole = {
        number
        for number in range(last - MOST_WEEKS + 1, last + 1)
        if exported.has_whole(exported.monday(number), exported.monday(number + 1))
    }
    ended = {number for number in range(last - MOST_WEEKS + 1, last + 1) if _is_over(exported, number)}
    counts: dict[Instant, int] = {}
    found: dict[User, Recent | None] = {}
    for user in all_users(facts, as_of):
        if user[1] not in counts:
            counts[user[1]] = _judged(last - first_week(exported, user[1], last) + 1)
        weeks = range(last - counts[user[1]] + 1, last + 1)
        diary = exported.people.get(user[0], _NOTHING)
        found[user] = _recent(diary, weeks, whole, ended) if weeks else None
    return found


def last_week(exported: Export, as_of: Instant) -> int:
    """Return the last calendar week that was over by an instant."""
    number = exported.week_of(as_of)
    return number if exported.monday(number + 1) - 1 <= as_of else number - 1


def first_week(exported: Export, since: Instant, last: int) -> int:
    """Return the first whole calendar week since an instant, at the earliest the first of the 12 up to `last`."""
    earliest = last - MOST_WEEKS + 1
    if since <= exported.monday(earliest):
        return earliest
    number = exported.week_of(since)
    return number if exported.monday(number) >= since else number + 1


def weeks_in_question(facts: Facts, as_of: Instant) -> tuple[Instant, Instant]:
    """Return the first and the last second of those of the last 12 calendar weeks since go-live that the export does
    not cover completely."""
    exported = export(facts)
    last = last_week(exported, as_of)
    first = first_week(exported, _go_live(facts, as_of), last)
    weeks = [(exported.monday(number), exported.monday(number + 1)) for number in range(first, last + 1)]
    lacking = [week for week in weeks if not exported.has_whole(*week)] or weeks
    return lacking[0][0], lacking[-1][1] - 1


def _go_live(facts: Facts, as_of: Instant) -> Instant:
    """Return the start of the day from which people use the system: earlier activity, such as training and tests, is
    not use. Raises CannotMeasure before it, and if the milestone's go-live is unknown; without a milestone,
    everything counts."""
    if facts.milestone is None:
        return _ALWAYS
    start = go_live(facts).start
    if start > as_of:
        day = facts.day(start)
        raise CannotMeasure(f"the go-live is on {day}: ask again after it, as nobody uses the system before")
    return start


def _since(row: Membership, live: Instant) -> Instant:
    return live if row.since is None else max(row.since, live)


def _window(rows: Iterable[Use], after: Instant, as_of: Instant, *, is_whole: bool) -> Window:
    certain: list[Use] = []
    doubtful: list[Use] = []
    for row in rows:
        (certain if after < row.week.start and row.week.end <= as_of else doubtful).append(row)
    return Window(tuple(certain), tuple(doubtful), is_whole)


def _certainly_unused(facts: Facts, user: User, as_of: Instant, seconds: Seconds) -> bool:
    """Return whether the export shows for each week of a window that the person did not use the system, by a row or
    by covering the week completely."""
    exported = export(facts)
    diary = exported.people.get(user[0], _NOTHING)
    after, until = max(as_of - seconds, user[1] - 1), exported.known_to(as_of)
    if exported.made_at(as_of) < as_of - LATEST:
        return False
    for number in range(exported.week_of(after + 1), exported.week_of(until - 1) + 1):
        week = diary.weeks.get(number)
        first, end = max(exported.monday(number), after + 1), min(exported.monday(number + 1), until)
        if (week is None or week.used) and not exported.has_whole(first, end):
            return False
    return True


def _is_over(exported: Export, number: int) -> bool:
    """Return whether a calendar week was over when the export was made, as far as known."""
    return exported.observed is None or exported.monday(number + 1) - 1 <= exported.observed


def _judged(weeks: int) -> int:
    """Return how many weeks a habit is judged by, for a user with this many."""
    if weeks >= MOST_WEEKS:
        return MOST_WEEKS
    return FEWEST_WEEKS if weeks >= FEWEST_WEEKS else 0


def _recent(diary: Diary, weeks: range, whole: set[int], ended: set[int]) -> Recent:
    used = unknown = actions = 0
    more = False
    for number in weeks:
        week = diary.weeks.get(number)
        if week is not None and week.used:
            used += 1
            actions += week.actions or 0
            more = more or week.actions is None
        elif number not in (whole if week is None else ended):
            unknown += 1
    return Recent(len(weeks), used, unknown, actions, more or unknown > 0)
