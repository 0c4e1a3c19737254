"""Decisions that lost a race: two branches wrote a line each, and a merge kept only one of them. It is unknown which of
them landed first, so the conditions of the other must have been written again."""

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.decisions import Condition, Decided
from readiness_gate.sources.decisions.lines import Log, parsed
from readiness_gate.sources.decisions.problem import Problem

_Task: TypeAlias = tuple[str, str, date]
"""What identifies a condition in another line: its milestone, its text and its day."""


@dataclass(frozen=True, slots=True)
class Race:
    """A version of the log in whose place a merge kept another one."""

    became: str
    """What happened to it: `was replaced by the commit 1234567890ab`."""
    decisions: tuple[Decided, ...]


def race(became: str, content: bytes) -> Race:
    """Return a version of a log that lost a race, with its decisions."""
    return Race(became, tuple(parsed(content).decisions))


def unwritten(lost: Iterable[Race], log: Log) -> Problem | None:
    """Return the first condition of a lost decision that no line in its place, or below, has again; None if there is
    none."""
    kept = {one.number: one for one in log.decisions}
    for race in lost:
        gone = [one for one in race.decisions if kept.get(one.number) != one]
        first = gone[0].number if gone else 0
        again = {_task(one, condition) for one in log.decisions if one.number >= first for condition in one.conditions}
        for decided in gone:
            for condition in decided.conditions:
                if _task(decided, condition) not in again:
                    return _problem(race, decided, condition)
    return None


def _task(decided: Decided, condition: Condition) -> _Task:
    return decided.milestone, condition.text, condition.due


def _problem(race: Race, decided: Decided, condition: Condition) -> Problem:
    what = (
        f'of another branch {race.became}, which kept the line of this one, and nobody wrote its condition "'
        f'{condition.text}" for {decided.milestone} (due {condition.due}) again'
    )
    remedy = "run `readiness-gate decide` again with this condition and day, and close it if it no longer matters"
    return Problem(decided.number, what, remedy)
