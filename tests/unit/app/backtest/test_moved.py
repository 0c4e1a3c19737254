"""A gate on the day of a past go-live is the one of a configuration that says so."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.policy import loaded

from readiness_gate.app.backtest.moved import moved
from readiness_gate.model.backtest import PastGoLive
from readiness_gate.model.policy import Gate

DAYS = st.dates(dt.date(2005, 1, 1), dt.date(2026, 1, 1))
OLD = dt.date(2027, 3, 1)
NAMES = ("go-live", "d60")


def _text(day: dt.date, version: str | None) -> str:
    """A configuration with every date that belongs to a milestone, as far from its day as ever."""

    def at(days: int) -> dt.date:
        return day + dt.timedelta(days=days)

    own = "" if version is None else f'version = "{version}"\n'
    return f"""
[program]
name = "P"
timezone = "Europe/Berlin"
[git]
mainline = "main"
[milestones.pilot]
date = {at(-60)}
kind = "go-live"
packs = ["starter"]
freeze = {at(-70)}
[milestones.go-live]
date = {day}
packs = ["starter", "integrity"]
freeze = {at(-20)}
policy-lock = {at(-10)}
after = "pilot"
{own}
[milestones.d60]
date = {at(20)}
go-live = {at(-10)}
kind = "adoption-d60"
packs = ["adoption-d60", "starter"]
policy-lock = "v1"
[not-measured]
feedback = "by the board"
[[rules]]
id = "DEF-01"
at-most = 9
"""


def _moved(name: str, go_live: PastGoLive) -> Gate:
    configuration = loaded(_text(OLD, "next"))
    return moved(configuration.gates[name], configuration.settings, go_live)


@pytest.mark.parametrize("name", NAMES)
@law(20)
@given(day=DAYS, version=st.sampled_from([None, "1.0"]))
def test_it_is_that_of_a_configuration(name: str, day: dt.date, version: str | None) -> None:
    """With every date, the version, what it is weaker in, and the digest of its policy."""
    own = day if name == "go-live" else day + dt.timedelta(days=20)
    expected = loaded(_text(day, version if name == "go-live" else None)).gates[name]
    if name == "d60":
        expected = replace(expected, milestone=replace(expected.milestone, version=None))
        version = None
    assert _moved(name, PastGoLive("x", own, 0, "here", version)) == expected


def test_nothing_moves_to_its_own_day() -> None:
    """The gate is as it was."""
    configuration = loaded(_text(OLD, "next"))
    for name in NAMES:
        gate = configuration.gates[name]
        same = PastGoLive("x", gate.milestone.date, 0, "here", gate.milestone.version)
        assert moved(gate, configuration.settings, same) == gate
