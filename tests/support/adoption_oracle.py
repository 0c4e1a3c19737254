"""The signals on use computed anew, in the plainest way: every person, every week, every row.

Nothing is shared with the signals: days are dates, and times that the export has whole are looked at hour by hour.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.people import Membership
from readiness_gate.model.facts.records.usage import Period, UsageFacts, Use

State: TypeAlias = Literal["yes", "no", "unknown", "left out"]
HOUR = 3600
LATELY = 28 * 24 * HOUR
WEEK = timedelta(days=7)
LOWEST = ("active-share", "habit-share", "power-share")


def stamp(moment: datetime) -> int:
    """The instant of a time."""
    return int(moment.timestamp())


class Naive:
    """What is so as of an instant."""

    def __init__(self, facts: Facts, as_of: int) -> None:
        usage = facts.require("usage", UsageFacts)
        self.as_of = as_of
        self.zone = facts.settings.calendar
        self.observed = usage.provenance.observed_at
        self.whole: Sequence[Period] = usage.whole
        milestone = facts.milestone
        self.go_live = None if milestone is None or milestone.go_live is None else self._midnight(milestone.go_live)
        self.is_unknown = milestone is not None and milestone.go_live is None
        self.rows: dict[str, list[Use]] = {}
        for row in usage.records:
            self.rows.setdefault(row.person, []).append(row)
        day = self.as_of
        self.on_roster = {member.person for member in facts.require_people().roster}
        self.members: list[Membership] = []
        for member in facts.require_people().roster:
            if (member.since is None or member.since <= day) and (member.until is None or day <= member.until):
                self.members.append(member)
        self.made_at = self.as_of if self.observed is None else min(self.as_of, self.observed)
        self.known_to = self._known_to()
        self._covered: dict[tuple[int, int], bool] = {}
        self._weeks: dict[int, list[tuple[int, int]]] = {}
        self._habits: dict[tuple[str, int], State] = {}

    def value(self, signal: str, role: str) -> float | None:
        """The value of a signal by its name without the family; None where it is unknown."""
        if not self._is_answerable(role):
            return None
        if signal == "leader-gap":
            return self.leader_gap()
        judged: dict[str, Callable[[str, int], State]] = {
            "active-share": self.active,
            "habit-share": self.habit,
            "power-share": self.power,
            "low-share": self.low,
            "minimal-share": self.minimal,
        }
        if signal == "habit-gap":
            active, habit = self.shares(self.active, role), self.shares(self.habit, role)
            if active is None or habit is None or self.nobody_can_have_a_habit(role):
                return None
            return max(active[name][0] / active[name][1] - habit[name][0] / habit[name][1] for name in active)
        if signal in ("habit-share", "power-share") and self.nobody_can_have_a_habit(role):
            return None
        shares = self.shares(judged[signal], role)
        if not shares:
            return None
        values = [part / people for part, people in shares.values()]
        return min(values) if signal in LOWEST else max(values)

    def _is_answerable(self, role: str) -> bool:
        if self.is_unknown or (self.go_live is not None and self.go_live > self.as_of):
            return False
        if not self.on_roster & set(self.rows) or not self.people(role):
            return False
        return self.made_at > self.as_of - LATELY

    def leader_gap(self) -> float | None:
        """The share of leaders who are active, less that of the others."""
        leading = {member.person for member in self.members if member.leader}
        found = {True: [0, 0], False: [0, 0]}
        for person, since in self.people("all")[""].items():
            state = self.active(person, since)
            if state == "unknown":
                return None
            found[person in leading][0] += state == "yes"
            found[person in leading][1] += 1
        if not found[True][1] or not found[False][1]:
            return None
        return found[True][0] / found[True][1] - found[False][0] / found[False][1]

    def people(self, role: str) -> dict[str, dict[str, int]]:
        """For each role, or all together, since when each person is in it."""
        found: dict[str, dict[str, int]] = {}
        for member in self.members:
            if role in ("all", "worst", member.role):
                since = -(10**12) if member.since is None else member.since
                if self.go_live is not None and self.go_live > since:
                    since = self.go_live
                held = found.setdefault("" if role == "all" else member.role, {})
                if member.person not in held or since < held[member.person]:
                    held[member.person] = since
        return found

    def shares(self, state_of: Callable[[str, int], State], role: str) -> dict[str, tuple[int, int]] | None:
        """For each role how many people count, of how many; None where that is unknown of anybody."""
        found: dict[str, tuple[int, int]] = {}
        for name, held in self.people(role).items():
            yes = of = 0
            for person, since in held.items():
                state = state_of(person, since)
                if state == "unknown":
                    return None
                yes += state == "yes"
                of += state != "left out"
            if of:
                found[name] = yes, of
        return found

    def nobody_can_have_a_habit(self, role: str) -> bool:
        """Whether all people are too new."""
        return all(
            len(self.weeks(since)) < 4 for held in self.people(role).values() for _, since in sorted(held.items())
        )

    def weeks(self, since: int) -> list[tuple[int, int]]:
        """The last 12 whole weeks of somebody, as their first second and the first one after them."""
        if since in self._weeks:
            return self._weeks[since]
        today = datetime.fromtimestamp(self.as_of + 1, UTC).astimezone(self.zone).date()
        monday = today - timedelta(days=today.weekday())
        found = self._weeks[since] = []
        for number in range(12, 0, -1):
            begin, end = self._midnight(monday - number * WEEK), self._midnight(monday - (number - 1) * WEEK)
            if begin >= since:
                found.append((begin, end))
        return found

    def active(self, person: str, since: int, seconds: int = LATELY) -> State:
        """Whether somebody used the system lately."""
        after = max(since - 1, self.as_of - seconds)
        for row in self.rows.get(person, []):
            if row.active and row.actions != 0 and row.week.start > after and row.week.end <= self.as_of:
                return "yes"
        if self.made_at < self.as_of - 7 * 24 * HOUR:
            return "unknown"
        if after + 1 >= self.known_to:
            return "no"
        if person not in self.rows:
            return "no" if self.is_whole(after + 1, self.known_to) else "unknown"
        # Each hour is in a week of which a row says that there was no use, or the export has it whole.
        for hour in range(after + 1, self.known_to, HOUR):
            if not self.is_whole(hour, hour + 1) and not self._is_said(person, hour):
                return "unknown"
        return "no"

    def habit(self, person: str, since: int) -> State:
        """Whether somebody uses the system as a habit."""
        if (person, since) not in self._habits:
            self._habits[person, since] = self._habit(person, since)
        return self._habits[person, since]

    def _habit(self, person: str, since: int) -> State:
        weeks = self.weeks(since)
        if len(weeks) < 4:
            return "no"
        judged = weeks if len(weeks) == 12 else weeks[-4:]
        states = [self.week(person, *week) for week in judged]
        needed = 9 if len(judged) == 12 else 4
        lately = self.active(person, since)
        if lately == "no" or states.count("yes") + states.count("unknown") < needed:
            return "no"
        return "yes" if lately == "yes" and states.count("yes") >= needed else "unknown"

    def power(self, person: str, since: int) -> State:
        """Whether somebody has the habit, and enough actions."""
        habit = self.habit(person, since)
        if habit == "no":
            return "no"
        weeks = self.weeks(since)
        judged = weeks if len(weeks) == 12 else weeks[-4:]
        known, unsure = 0, False
        for week in judged:
            actions: int | None = 0
            for row in self._uses_within(person, *week):
                if row.actions is None or actions is None:
                    actions = None
                else:
                    actions += row.actions
            known += actions or 0
            unsure = unsure or actions is None or self.week(person, *week) == "unknown"
        if known >= 15 * len(judged):
            return habit
        return "unknown" if unsure else "no"

    def low(self, person: str, since: int) -> State:
        """Whether somebody did not use the system, or left poor records."""
        active = self.active(person, since)
        if active != "yes":
            return "unknown" if active == "unknown" else "yes"
        certain, perhaps = self._lately(person, since)
        after = max(self.as_of - LATELY, since - 1)
        if not self._window_is_whole(after) or any(row.records is None for row in certain):
            return "unknown"
        records = sum(row.records or 0 for row in certain)
        if records == 0:
            return "yes"
        sure = all(None not in (row.records, row.complete, row.late) for row in perhaps)
        more_incomplete = sum((row.records or 0) - (row.complete or 0) for row in perhaps) if sure else 0
        known_late = all(row.late is not None for row in perhaps)
        more_late = sum(row.late or 0 for row in perhaps) if known_late else 0
        complete_known = all(row.complete is not None for row in certain)
        late_known = all(row.late is not None for row in certain)
        complete = sum(row.complete or 0 for row in certain)
        late = sum(row.late or 0 for row in certain)
        if complete_known and complete / (records + more_incomplete) < 0.9:
            return "yes"
        if late_known and (late + more_late) / (records + more_late) > 0.25:
            return "yes"
        return "no" if complete_known and late_known and sure else "unknown"

    def minimal(self, person: str, since: int) -> State:
        """Whether somebody only complies; left out without records."""
        certain, perhaps = self._lately(person, since)
        if not self._window_is_whole(max(self.as_of - LATELY, since - 1)):
            return "unknown"
        records_known = all(row.records is not None for row in certain)
        records = sum(row.records or 0 for row in certain)
        shares: list[float | None] = []
        for field in ("minimal", "rushed"):
            values = [getattr(row, field) for row in certain]
            more = [getattr(row, field) for row in perhaps]
            if not records_known or None in values or None in more:
                shares.append(None)
            elif records + sum(more) == 0:
                shares.append(0.0)
            else:
                shares.append((sum(values) + sum(more)) / (records + sum(more)))
        if any(share is not None and share >= 0.8 for share in shares):
            return "yes"
        if records_known and records == 0 and shares == [0.0, 0.0]:
            return "left out"
        return "unknown" if None in shares else "no"

    def week(self, person: str, begin: int, end: int) -> State:
        """Whether somebody used the system in a week."""
        if self._uses_within(person, begin, end):
            return "yes"
        if self._rows_within(person, begin, end):
            return "no" if self.observed is None or end - 1 <= self.observed else "unknown"
        return "no" if self.is_whole(begin, end) else "unknown"

    def is_whole(self, begin: int, end: int) -> bool:
        """Whether the export has every hour of a time."""
        if (begin, end) not in self._covered:
            self._covered[begin, end] = all(self._has(hour) for hour in range(begin, end, HOUR))
        return self._covered[begin, end]

    def _has(self, hour: int) -> bool:
        if self.observed is not None and hour >= self.observed:
            return False
        return any(period.start <= hour < period.end for period in self.whole)

    def _known_to(self) -> int:
        until = self.made_at
        last = None
        for period in sorted(self.whole, key=lambda one: one.start):
            end = period.end if self.observed is None else min(period.end, self.observed)
            if period.start < end and period.start <= self.as_of and end >= until - 3 * 24 * HOUR:
                last = end if last is None else max(last, end)
        return until if last is None else min(until, last)

    def _window_is_whole(self, after: int) -> bool:
        if self.made_at < self.as_of - 7 * 24 * HOUR:
            return False
        return after + 1 >= self.known_to or self.is_whole(after + 1, self.known_to)

    def _midnight(self, day: object) -> int:
        return stamp(datetime.fromisoformat(f"{day}T00:00:00").replace(tzinfo=self.zone))

    def _rows_within(self, person: str, begin: int, end: int) -> list[Use]:
        return [row for row in self.rows.get(person, []) if begin <= row.week.start and row.week.end < end]

    def _uses_within(self, person: str, begin: int, end: int) -> list[Use]:
        return [row for row in self._rows_within(person, begin, end) if row.active and row.actions != 0]

    def _is_said(self, person: str, hour: int) -> bool:
        day = datetime.fromtimestamp(hour, UTC).astimezone(self.zone).date()
        monday = day - timedelta(days=day.weekday())
        begin, end = self._midnight(monday), self._midnight(monday + WEEK)
        return bool(self._rows_within(person, begin, end)) and not self._uses_within(person, begin, end)

    def _lately(self, person: str, since: int) -> tuple[list[Use], list[Use]]:
        """The rows of use lately, and those that may be of another time."""
        after = max(self.as_of - LATELY, since - 1)
        certain: list[Use] = []
        perhaps: list[Use] = []
        for row in self.rows.get(person, []):
            if row.active and row.actions != 0 and row.week.end > after and row.week.start <= self.as_of:
                (certain if row.week.start > after and row.week.end <= self.as_of else perhaps).append(row)
        return certain, perhaps
