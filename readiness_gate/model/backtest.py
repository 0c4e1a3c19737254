"""A gate that is tried on past go-lives: what it would have said before each, and what became of them."""

import datetime as dt

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.policy import Gate
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class PastGoLive:
    """A go-live of the past, as the configuration, a tag or a version states it."""

    name: str
    date: dt.date
    as_of: Instant
    """As of when its gate is judged: nothing that came later is known to it."""
    origin: str
    """Where it is stated, for the end of a sentence: `readiness-gate.toml, line 41`, `tag v2.4.0`."""
    version: str | None = None
    """The version that went live, whose defects are in its scope."""


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What became of a go-live."""

    went_wrong: bool | None
    """None where that is not known."""
    seen: str
    """What shows it, or why it is not known, as a sentence."""
    said_by: str = ""
    """Who says so; empty for what facts show."""


@dataclass(frozen=True, slots=True)
class Replay:
    """One past go-live with the verdict that its gate would have had, and what became of it."""

    go_live: PastGoLive
    verdict: Verdict
    """The one that `check` gives as of that instant, for a milestone on that day."""
    aftermath: Aftermath


@dataclass(frozen=True, slots=True)
class Backtest:
    """The gate of one program, tried on its past go-lives, oldest first."""

    gate: Gate
    """As it is today, or as it was asked for."""
    replays: tuple[Replay, ...]
    changed: tuple[str, ...] = ()
    """What was changed for the trial, as given: `DEF-03.at-most=5`."""
    left_out: tuple[str, ...] = ()
    """Which go-lives were stated and could not be tried, and why; a sentence each."""
    notes: tuple[str, ...] = ()
    """What every reader must know of how go-lives were found, and sources read; a sentence each."""
    is_whole: bool = True
    """Whether every source could be read that states go-lives. Why not is among those that are left out."""
