"""The present meaning of a recorded verdict. A past *go* is not a *go* today: it shows what was true then, and that
nothing is known since."""

import shlex
from collections.abc import Iterable
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from readiness_gate.history.counting import Counting, is_ahead
from readiness_gate.history.rows import VerdictRow
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import DAY, HOUR, Instant, Seconds, day_of, local
from readiness_gate.model.verdict import WORST_FIRST, Decision
from readiness_gate.model.wording import counted
from readiness_gate.reports.words import DECISIONS

Kind: TypeAlias = Literal["current", "old", "ahead", "passed", "edited"]
"""`current`: recent enough, and as it was recorded. `old`: older than the maximum age. `ahead`: as of a future time, so
a clock is wrong. `passed`: old, and the day of the milestone is over. `edited`: not as it was recorded."""
_RANKS: dict[tuple[Decision, bool], int] = {
    ("no-go", True): 0,
    ("no-go", False): 1,
    ("undecided", True): 2,
    ("undecided", False): 3,
    ("go", False): 4,
    ("go", True): 5,
}
"""The sort order by decision and by whether it is current, worst first."""
_MARKS: dict[Kind, str] = {"old": "? OLD", "ahead": "? AHEAD", "passed": "– PASSED", "edited": "? EDITED"}
_MISSED = "? MISSED"
"""The mark of a milestone whose day is over and whose last verdict was not a go."""
_HELD_AGAINST: Seconds = 26 * 7 * DAY
"""How long a missed milestone keeps the decision on all gates undecided, in seconds."""
_OF_DECISION: dict[Decision, str] = {"go": "pass", "no-go": "fail", "undecided": "unknown"}


@dataclass(frozen=True, slots=True)
class Standing:
    """The present meaning of a verdict."""

    recorded: Decision
    """The decision as of that time."""
    kind: Kind
    as_of: Instant
    until: Instant
    """The time until which it counts as current."""
    age: Seconds
    zone: ZoneInfo
    milestone: str
    remarks: tuple[str, ...] = ()
    """The contradictions of the verdict, each as sentences without their final period."""

    @property
    def is_current(self) -> bool:
        """Whether the verdict is current."""
        return self.kind == "current"

    @property
    def today(self) -> Decision:
        """The decision now; undecided unless the verdict is current."""
        return self.recorded if self.is_current else "undecided"

    @property
    def is_missed(self) -> bool:
        """Whether the day of the milestone is over and the last verdict was not a go."""
        return self.kind == "passed" and self.recorded != "go"

    @property
    def counts(self) -> bool:
        """Whether it affects the decision on several gates. It does not once the day of the milestone is over, except
        for a missed milestone, which counts for half a year."""
        return self.kind != "passed" or (self.is_missed and self.age <= _HELD_AGAINST)

    @property
    def rank(self) -> int:
        """Its position in a list, worst first."""
        return _RANKS[self.recorded, self.is_current]

    @property
    def mark(self) -> str:
        """The decision with its symbol: `✓ GO`, or `? OLD` for a verdict that is not current."""
        if self.is_missed:
            return _MISSED
        return DECISIONS[self.recorded] if self.is_current else _MARKS[self.kind]

    @property
    def style(self) -> str:
        """The state whose color the style sheet defines; that of a *go* only while it is current."""
        if self.kind == "passed" and not self.is_missed:
            return "not-applicable"
        return _OF_DECISION[self.today]

    @property
    def when(self) -> str:
        """The time as of which it is, and its age: `2027-02-14 10:00 CET, 3 days ago`."""
        return f"{local(self.as_of, self.zone)}, {_ago(self.age)}"

    @property
    def said(self) -> str:
        """A short description: `as of …`, and for a verdict that is not current, its decision."""
        if self.kind == "edited":
            return f"edited; says {self.recorded.upper()} as of {self.when}"
        return f"as of {self.when}" if self.is_current else f"was {self.recorded.upper()} as of {self.when}"

    @property
    def why_unknown(self) -> str:
        """Why today's decision is unknown; empty if it is known."""
        was = f"The last verdict was {self.recorded.upper()}, as of {self.when}. What it is today is unknown."
        if self.kind == "edited":
            return "Somebody edited this verdict after it was recorded: its digest does not match its content."
        if self.kind == "ahead":
            return (
                f"The verdict is as of {self.when}. A clock is wrong: that of this server, or of the machine that "
                "recorded it."
            )
        if self.kind == "passed":
            return f"The day of this milestone is over. {was}"
        return "" if self.is_current else was

    @property
    def command(self) -> str:
        """The command to get a verdict of today; for an edited verdict, the command that reports other edits."""
        if self.kind == "edited":
            return "readiness-gate history verify"
        return f"readiness-gate check {shlex.quote(self.milestone)} --record"


def standing(last: Counting, now: Instant, max_age: Seconds, *, edited: bool = False) -> Standing:
    """Return the present meaning of the verdict that counts for a gate. It is current up to `max_age`, and never if it
    was edited."""
    row = last.recorded.verdict
    age, zone = now - row.as_of, zone_of(row)
    kind = "edited" if edited else _kind(row, now, age, max_age, zone)
    decision = decision_of(row.decision)
    return Standing(decision, kind, row.as_of, row.as_of + max_age, age, zone, row.milestone, last.remarks)


def _kind(row: VerdictRow, now: Instant, age: Seconds, max_age: Seconds, zone: ZoneInfo) -> Kind:
    if is_ahead(row, now):
        return "ahead"
    if age <= max_age:
        return "current"
    return "passed" if row.milestone_date < day_of(now, zone).isoformat() else "old"


def decision_of(text: str) -> Decision:
    """Return the recorded decision; undecided for any other text."""
    known: dict[str, Decision] = {"go": "go", "no-go": "no-go"}
    found = known.get(text)
    return "undecided" if found is None else found


def zone_of(row: VerdictRow) -> ZoneInfo:
    """Return the time zone of a program; UTC if this machine does not know it."""
    try:
        return ZoneInfo(row.timezone)
    except (ValueError, OSError, LookupError):
        return ZoneInfo("UTC")


def worst(standings: Iterable[Standing]) -> Decision:
    """Return the current decision on several gates together: the worst of those that count; undecided if there are
    none."""
    found = {one.today for one in standings if one.counts}
    for decision in WORST_FIRST:
        if decision in found:
            return decision
    return "undecided"


def headline(standings: Iterable[Standing]) -> str:
    """Return the number of gates in each state, worst first; without zeros, and never as a share."""
    all_of = list(standings)
    kinds: list[tuple[str, int]] = [
        ("no-go", sum(one.is_current and one.recorded == "no-go" for one in all_of)),
        ("undecided", sum(one.is_current and one.recorded == "undecided" for one in all_of)),
        ("with an edited verdict", sum(one.kind == "edited" for one in all_of)),
        ("with an old verdict", sum(one.kind in ("old", "ahead") for one in all_of)),
        ("whose day is over without a go", sum(one.is_missed for one in all_of)),
        ("go", sum(one.is_current and one.recorded == "go" for one in all_of)),
        ("whose day is over", sum(one.kind == "passed" and not one.is_missed for one in all_of)),
    ]
    found = [(name, count) for name, count in kinds if count]
    if not found:
        return "No gate has a verdict"
    (first, count), *others = found
    return ", ".join([f"{counted(count, 'gate')} {first}", *(f"{number} {name}" for name, number in others)])


def _ago(age: Seconds) -> str:
    """Return an age in words: `5 minutes ago`, `7 hours ago`, `12 days ago`."""
    if age < 0:
        return f"{_length(-age)} ahead"
    return f"{_length(age)} ago"


def _length(seconds: Seconds) -> str:
    if seconds < HOUR:
        return counted(seconds // 60, "minute")
    return counted(seconds // HOUR, "hour") if seconds < 2 * DAY else counted(seconds // DAY, "day")
