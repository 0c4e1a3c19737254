"""What all formats of a portfolio over time say alike."""

from collections.abc import Iterator
from typing import Literal, TypeAlias

from readiness_gate.model.portfolio_trend import GateTrend, PortfolioTrend
from readiness_gate.model.time import iso, iso_day
from readiness_gate.model.verdict import Decision
from readiness_gate.model.wording import and_more, counted
from readiness_gate.reports.portfolio.words import Change, of_reserved

State: TypeAlias = Literal["fail", "unknown", "absent", "pass"]
STATES: dict[State, tuple[str, str]] = {
    "fail": ("✗", "NO-GO"),
    "unknown": ("?", "UNDECIDED"),
    "absent": ("·", "nothing recorded"),
    "pass": ("✓", "GO"),
}
"""The symbol and the name of each state, worst first."""
_OF: dict[Decision | None, State] = {"no-go": "fail", "undecided": "unknown", None: "absent", "go": "pass"}
_MANY = 10
HOW = (
    "These are recorded verdicts, not judged again. A date shows the newest verdict since the date before, or nothing."
)
CHECK = "`readiness-gate history verify` shows whether somebody edited a history."


def state(decision: Decision | None) -> State:
    """How a decision is shown; None for nothing recorded."""
    return _OF[decision]


def headline(trend: PortfolioTrend) -> str:
    """How many gates decided what on the last date, worst first: `1 gate no-go, 2 not recorded, 3 go`."""
    kinds: tuple[tuple[str, Decision | None], ...] = (
        ("no-go", "no-go"),
        ("undecided", "undecided"),
        ("not recorded", None),
        ("go", "go"),
    )
    found = [(name, trend.count(decision)) for name, decision in kinds if trend.count(decision)]
    if not found:
        return "no gate was recorded"
    (first, count), *others = found
    reserved = sum(bool(gate.reservations) for gate in trend.gates if gate.decision == "go")
    counts = ", ".join([f"{counted(count, 'gate')} {first}", *(f"{number} {one}" for one, number in others)])
    return f"{counts}{of_reserved(reserved)}"


def about(trend: PortfolioTrend) -> str:
    """How many gates on which dates."""
    dates = f"{counted(len(trend.dates), 'date')} from {iso_day(trend.dates[0])} to {iso(trend.dates[-1])}"
    text = f"{counted(len(trend.gates), 'gate')}, {dates}"
    if not trend.tags:
        return text
    return (
        f"{text}; only those with the tag {', '.join(trend.tags)}, {counted(len(trend.left_out), 'program')} left out"
    )


def changes(trend: PortfolioTrend) -> Iterator[Change]:
    """Who joined, who is not in the portfolio, and what is no longer recorded: said before anything is called go."""
    kinds = (
        ("Joined", [f"{_name(one)} ({one.joined})" for one in trend.joined]),
        ("Not in this portfolio", list(trend.left)),
        ("No longer recorded", [f"{_name(one)} (last {one.stopped})" for one in trend.stopped]),
    )
    yield from (Change(name, _first(items)) for name, items in kinds if items)


def _first(items: list[str]) -> tuple[str, ...]:
    """The first of many, of which the last one says how many more there are."""
    if len(items) <= _MANY:
        return tuple(items)
    return (*items[: _MANY - 1], f"{items[_MANY - 1]}{and_more(len(items) - _MANY)}")


def title(gate: GateTrend) -> str:
    """A gate by its program, its milestone and the milestone's day."""
    return f"{_name(gate)}{f' on {gate.date}' if gate.date else ''}"


def said(gate: GateTrend, trend: PortfolioTrend) -> str:
    """What is written beside the states of a gate: `NO-GO since 2026-03-02 or before (5 dates)`."""
    if gate.unknown:
        return f"unknown: {gate.unknown}"
    parts = [_now(gate, trend)]
    if gate.joined:
        parts.append(f"joined {gate.joined}")
    parts += gate.reservations
    if gate.remarks:
        parts.append(f"{gate.remarks[-1]}{and_more(len(gate.remarks) - 1)}")
    return "; ".join(parts)


def _now(gate: GateTrend, trend: PortfolioTrend) -> str:
    if gate.stopped:
        last = next(one for one in reversed(gate.decisions) if one is not None)
        return f"not recorded since {gate.stopped}, when it was {last}"
    first = trend.dates[len(trend.dates) - gate.lasted]
    or_before = " or before" if gate.lasted == len(trend.dates) else ""
    return f"{STATES[state(gate.decision)][1]} since {iso_day(first)}{or_before} ({counted(gate.lasted, 'date')})"


def _name(gate: GateTrend) -> str:
    return f"{gate.program}, {gate.milestone or 'no milestone'}"
