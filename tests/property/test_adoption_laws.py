"""The signals on use agree with plain loops over people, weeks and rows; and what is missing never makes a gate go."""

import random
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from support.adoption import Adoption, at, day, use, whole
from support.adoption_oracle import Naive
from support.effort import law

from readiness_gate.model.facts.people import Membership
from readiness_gate.model.facts.records.usage import Period, Use
from readiness_gate.model.reading import Measured

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


@law(1_500, few=60)
@given(st.integers(0, 10**9))
def test_the_signals_agree_with_plain_loops(seed: int) -> None:
    """Of every program, role and instant."""
    program, as_of = some_program(random.Random(seed))  # noqa: S311
    naive = Naive(program, at(as_of, program.zone))
    for (signal, role), value in _values(program, as_of).items():
        assert _same(value, naive.value(signal, role)), (signal, role)
    gap = program.read("adoption.leader-gap", as_of)
    assert _same(float(gap.value) if isinstance(gap, Measured) else None, naive.value("leader-gap", "all"))
