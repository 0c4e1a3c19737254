"""The signals on use agree with plain loops over people, weeks and rows; and what is missing never makes a gate go."""

import random
import runpy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.adoption import Adoption, at, day, use, whole
from support.adoption_oracle import Naive
from support.effort import law

from readiness_gate.model.facts.people import Membership
from readiness_gate.model.facts.records.usage import Period, Use
from readiness_gate.model.reading import Measured, Question
from readiness_gate.signals import SIGNALS, measure

SHARES = ("active-share", "habit-share", "power-share", "habit-gap", "low-share", "minimal-share")
ROLES = ("worst", "all", "rep")
ZONES = ("Europe/Berlin", "UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
AHEAD = ("active-share", "habit-share", "power-share")
"""Signals of which more is better."""
BEHIND = ("low-share", "minimal-share")
"""Signals of which less is better."""


def _counts(rng: random.Random, *, silent: float) -> dict[str, Any]:
    """What a row may say."""
    records = rng.choice((0, 1, 4, 10, 20))
    counts: dict[str, Any] = {
        "actions": rng.choice((0, 1, 5, 15, 15, 30)),
        "records": records,
        "complete": max(0, records - rng.choice((0, 0, 0, 1, 2, 5))),
        "late": min(records, rng.choice((0, 0, 0, 1, 5))),
        "minimal": min(records, rng.choice((0, 0, 4, 8, 16))),
        "rushed": min(records, rng.choice((0, 0, 0, 3, 16))),
    }
    return {name: value for name, value in counts.items() if rng.random() >= silent}


def _rows(rng: random.Random, person: str, zone: ZoneInfo, silent: float) -> list[Use]:
    """What somebody did in 16 weeks: most weeks, few, or none."""
    often = rng.choice((0.0, 0.1, 0.6, 0.75, 0.95, 1.0))
    rows: list[Use] = []
    for week in range(-2, 13):
        if rng.random() >= often and rng.random() < 0.85:
            continue
        number = 7 * week + rng.randrange(7)
        when = rng.choice((number, number, number + rng.randrange(24) / 24, day(number, ZoneInfo(rng.choice(ZONES)))))
        active = rng.random() < (0.95 if often else 0.2)
        rows += [use(person, when, zone, active=active, **_counts(rng, silent=silent))] * rng.choice((1, 1, 1, 2))
    return rows


def _whole(rng: random.Random, zone: ZoneInfo) -> tuple[Period, ...]:
    gap = rng.randrange(0, 85)
    return rng.choice(
        (
            whole(-200, 400, zone),
            whole(-200, 400, zone),
            whole(-200, rng.randrange(70, 92), zone),
            whole(rng.randrange(-10, 40), 400, zone),
            (*whole(-200, gap, zone), *whole(gap + rng.randrange(0, 9), 400, zone)),
            (),
        )
    )


def some_program(rng: random.Random) -> tuple[Adoption, float]:
    """A random program, and the day of the question."""
    zone = ZoneInfo(rng.choice(ZONES))
    silent = rng.choice((0.0, 0.0, 0.0, 0.02, 0.5))
    roster: list[Membership] = []
    uses: list[Use] = []
    for number in range(rng.randrange(1, 9)):
        role = "rep" if number == 0 else rng.choice(("rep", "clerk", "boss"))
        since = at(rng.randrange(-3, 88), zone) if rng.random() < 0.25 else None
        until = at(rng.randrange(60, 99), zone) if rng.random() < 0.1 else None
        roster.append(Membership(f"p{number}", role, since, until, leader=number % 3 == 0))
        uses += _rows(rng, f"p{number}", zone, silent)
    if rng.random() < 0.3:
        roster.append(Membership("p0", "clerk", at(rng.randrange(0, 80), zone), leader=True))
    program = Adoption(
        roster,
        uses,
        _whole(rng, zone),
        rng.choice((None, 85.5, 84.0, 83.75, 77.5, 70.0)),
        rng.choice((None, -100, -100, 0, 0, 1, 5, 30, 58, 79)),
        milestone=60,
        zone=zone,
    )
    return program, rng.choice((84.0, 84.375, 83.5, 86.25, 90.75))


def _values(program: Adoption, as_of: float) -> dict[tuple[str, str], float | None]:
    """The values of all signals, None for those that are unknown."""
    found: dict[tuple[str, str], float | None] = {}
    for signal in SHARES:
        for role in ROLES:
            reading = program.read(f"adoption.{signal}", as_of, role=role)
            found[signal, role] = float(reading.value) if isinstance(reading, Measured) else None
    return found


def _same(one: float | None, other: float | None) -> bool:
    """Whether two values are the same, but for the order in which the gap was computed."""
    return one == other or (one is not None and other is not None and abs(one - other) < 1e-12)


@law(150, few=40)
@given(st.integers(0, 10**9))
def test_the_signals_agree_with_plain_loops(seed: int) -> None:
    """Of every program, role and instant."""
    program, as_of = some_program(random.Random(seed))  # noqa: S311
    naive = Naive(program.facts, at(as_of, program.zone))
    for (signal, role), value in _values(program, as_of).items():
        assert _same(value, naive.value(signal, role)), (signal, role)
    gap = program.read("adoption.leader-gap", as_of)
    assert _same(float(gap.value) if isinstance(gap, Measured) else None, naive.value("leader-gap", "all"))


@pytest.mark.heavy
@pytest.mark.timeout(900)
def test_a_large_program_agrees_with_plain_loops() -> None:
    """The one whose cost is measured: 5,000 people and 60 weeks, at every fifth of its 26 dates."""
    large = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks/adoption.py"))
    facts = large["program"](random.Random(1))  # noqa: S311
    for as_of in large["dates"]()[::5]:
        naive = Naive(facts, as_of)
        for signal in ("active-share", "habit-share", "power-share", "low-share", "habit-gap"):
            name = f"adoption.{signal}"
            question = Question(name, as_of, SIGNALS[name].with_defaults({"role": "worst"}))
            reading = measure(SIGNALS, facts, question)
            assert isinstance(reading, Measured)
            assert _same(float(reading.value), naive.value(signal, "worst")), (signal, as_of)


Change: TypeAlias = Callable[[random.Random, Adoption], Adoption]


def _without_a_week(rng: random.Random, program: Adoption) -> Adoption:
    """A week of somebody is not in the export, and nothing says that it has that week whole."""
    person = rng.choice(program.uses).person
    return _with_a_hole(program, rng.randrange(12), lambda one: one.person == person)


def _without_a_week_of_all(rng: random.Random, program: Adoption) -> Adoption:
    """A week of everybody is not in the export."""
    return _with_a_hole(program, rng.randrange(12), lambda _: True)


def _with_a_hole(program: Adoption, week: int, goes: Callable[[Use], bool]) -> Adoption:
    """A week that was over when the export was made: what it lacks of its own last days makes it an older one."""
    last = 12 if program.observed is None else int(program.observed) // 7
    monday = 7 * min(week, last - 1)
    begin, end = at(monday, program.zone), at(monday + 7, program.zone)
    uses = [one for one in program.uses if not (goes(one) and one.week.end >= begin and one.week.start < end)]
    return replace(program, uses=uses, whole=tuple(_outside(program.whole, begin, end)))


def _outside(periods: Sequence[Period], begin: int, end: int) -> Iterator[Period]:
    for one in periods:
        if one.start < begin:
            yield Period(one.start, min(one.end, begin))
        if one.end > end:
            yield Period(max(one.start, end), one.end)


def _not_whole(_rng: random.Random, program: Adoption) -> Adoption:
    """The export does not declare itself whole."""
    return replace(program, whole=())


def _less_whole(rng: random.Random, program: Adoption) -> Adoption:
    """It declares less."""
    first = rng.randrange(-20, 90)
    return replace(program, whole=tuple(_outside(program.whole, at(first, program.zone), at(first + 9, program.zone))))


def _silent(rng: random.Random, program: Adoption) -> Adoption:
    """A row says less."""
    number, field = rng.randrange(len(program.uses)), rng.choice(("actions", "records", "complete", "late", "minimal"))
    silent: dict[str, Any] = {field: None}
    row = replace(program.uses[number], **silent)
    return replace(program, uses=[*program.uses[:number], row, *program.uses[number + 1 :]])


def _without_a_person(rng: random.Random, program: Adoption) -> Adoption:
    """The whole export has nothing of somebody."""
    person = rng.choice(program.uses).person
    return replace(program, uses=[row for row in program.uses if row.person != person])


def _fewer_weeks(rng: random.Random, program: Adoption) -> Adoption:
    """The whole export has less of everybody."""
    return replace(program, uses=[row for row in program.uses if rng.random() < 0.8])


MISSING: Sequence[Change] = (_without_a_week, _without_a_week_of_all, _not_whole, _less_whole, _silent)
NO_USE: Sequence[Change] = (_without_a_person, _fewer_weeks)


def _is_no_better(signal: str, after: float | None, before: float | None) -> bool:
    """Whether no limit that was not met is met now."""
    if after is None:
        return True
    if before is None:
        return False
    return after <= before if signal in AHEAD else after >= before


@law(150, few=40)
@given(st.integers(0, 10**9), st.sampled_from(MISSING))
def test_what_is_missing_never_makes_a_gate_go(seed: int, missing: Change) -> None:
    """A week, the word that the export is whole, a count: a share becomes unknown, or no better."""
    rng = random.Random(seed)  # noqa: S311
    program, as_of = some_program(rng)
    assume(program.uses)
    before = _values(program, as_of)
    assume(any(value is not None for value in before.values()))
    for (signal, role), after in _values(missing(rng, program), as_of).items():
        if signal in (*AHEAD, *BEHIND):
            assert _is_no_better(signal, after, before[signal, role]), (signal, role)


@law(200)
@given(st.integers(0, 10**9), st.sampled_from(NO_USE))
def test_less_use_never_makes_a_gate_go(seed: int, less: Change) -> None:
    """Of an export that is whole: of the shares that block, none becomes better."""
    rng = random.Random(seed)  # noqa: S311
    program, as_of = some_program(rng)
    program = replace(program, whole=whole(-200, 400, program.zone))
    assume(program.uses)
    before = _values(program, as_of)
    signals = ("active-share", "habit-share", *(("low-share",) if less is _without_a_person else ()))
    for (signal, role), after in _values(less(rng, program), as_of).items():
        if signal in signals:
            assert before[signal, role] is None or _is_no_better(signal, after, before[signal, role]), (signal, role)
