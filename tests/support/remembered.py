"""Portfolios whose programs have histories: configurations that name a program, and verdicts of every kind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from readiness_gate.app.history.rows import rows_of
from readiness_gate.history.sqlite import SqliteStore
from readiness_gate.model.portfolio import Member, Portfolio
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.verdict import Verdict
from support.histories import fill
from support.verdicts import AS_OF, VERDICTS

WEEK = 7 * DAY
DATES: tuple[Instant, ...] = tuple(AS_OF + number * WEEK for number in range(4))
CONFIGURATION = '[program]\nname = "{name}"\ntimezone = "UTC"\n'
KINDS = {"-": "no-go", "?": "undecided", "+": "go"}


def member(name: str, *milestones: str, tags: Sequence[str] = ()) -> Member:
    """A program in the folder of its name."""
    return Member(name, name.lower(), "readiness-gate.toml", milestones, tags=frozenset(tags))


def verdicts(program: str, states: str, milestone: str = "wave-2") -> Iterator[Verdict]:
    """A verdict as of each date, but for those with a dot."""
    for as_of, kind in zip(DATES, states, strict=False):
        if kind in KINDS:
            one = VERDICTS[KINDS[kind]]
            yield replace(one, program=program, as_of=as_of, milestone=replace(one.milestone, name=milestone))


def record(store: Path, judged: Iterator[Verdict]) -> None:
    """Add verdicts to a history."""
    fill(SqliteStore(store), [rows_of(one, one.as_of) for one in judged])


def program(root: Path, name: str, states: str = "", more: str = "", history: str = "") -> Path:
    """A program with its own history, or one in a history that it names."""
    folder = root / name.lower()
    folder.mkdir(parents=True)
    (folder / "readiness-gate.toml").write_text(CONFIGURATION.format(name=f"The {name}") + more)
    if states:
        record(folder / (history or "readiness-history.sqlite"), verdicts(f"The {name}", states))
    return folder


def together(root: Path, states: Mapping[str, str], *milestones: str) -> Portfolio:
    """A portfolio of programs with their own histories."""
    for name, one in states.items():
        program(root, name, one)
    return Portfolio("All waves", tuple(member(name, *milestones) for name in states))
