"""All programs: the changes of the last weeks, and each gate, worst first."""

from collections.abc import Iterable, Mapping, Sequence

from readiness_gate.history import recording
from readiness_gate.history.counting import Counting
from readiness_gate.history.rows import Recorded
from readiness_gate.history.store import Rows
from readiness_gate.history.verifying import edited
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant, Seconds
from readiness_gate.model.verdict import WORST_FIRST, Decision
from readiness_gate.reports.html.strip import Mark
from readiness_gate.server.access import Viewer
from readiness_gate.server.views.marks import WEEK, WEEKS, weekly
from readiness_gate.server.views.standing import Standing, decision_of, headline, standing, worst

PERIODS = (1, 4, 13)
"""The selectable numbers of weeks to look back; the first is the default."""
Dated = tuple[Instant, str, str]
"""A time, the decision as of that time, and the digest of the policy."""


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate in a list."""

    last: Recorded
    standing: Standing
    marks: tuple[Mark, ...]
    """The last decision of each week."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes since some weeks ago, those of the portfolio itself first."""

    weeks: int
    joined: tuple[str, ...]
    """The programs whose first verdict is more recent than that."""
    stopped: tuple[str, ...]
    """The gates that were recorded before then, and not since."""
    new: tuple[str, ...]
    """The gates of the other programs whose first verdict is more recent than that, each with its decision."""
    worse: tuple[str, ...]
    better: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PortfolioView:
    """The state of all programs that the user may see."""

    now: Instant
    programs: tuple[str, ...]
    """The names of the programs, including those without a verdict."""
    gates: tuple[GateLine, ...]
    """The gates, worst first."""
    passed: tuple[GateLine, ...]
    """The gates whose day is over and that are no longer judged."""
    changes: Changes

    @property
    def all_gates(self) -> tuple[GateLine, ...]:
        """The gates of both lists."""
        return (*self.gates, *self.passed)

    @property
    def decision(self) -> Decision:
        """The worst decision; undecided after a missed milestone."""
        return worst(gate.standing for gate in self.all_gates)

    @property
    def headline(self) -> str:
        """The number of gates in each state."""
        return headline(gate.standing for gate in self.all_gates)

    @property
    def without_verdict(self) -> tuple[str, ...]:
        """The programs without a recorded verdict."""
        judged = {gate.last.verdict.program for gate in self.all_gates}
        return tuple(name for name in self.programs if name not in judged)


def portfolio(rows: Rows, viewer: Viewer, now: Instant, max_age: Seconds, weeks: int) -> PortfolioView:
    """Return the recorded state of the programs that the viewer may see."""
    programs = tuple(filter(viewer.sees, recording.programs(rows)))
    first = {key: at for key, at in recording.first_of_each(rows).items() if viewer.sees(key[0])}
    past = {gate: sorted(dated, key=_worst_last) for gate, dated in recording.trends(rows, now - WEEKS * WEEK).items()}
    last = [one for (program, _), one in recording.counting(rows).items() if viewer.sees(program)]
    gates = _lines(last, past, now, max_age, edited(rows))
    then = now - weeks * WEEK
    before = {gate: max(dated, key=_worst_last) for gate, dated in recording.last_until(rows, then).items()}
    changes = _changes(gates, before, first, then, weeks)
    return PortfolioView(
        now,
        programs,
        tuple(gate for gate in gates if gate.standing.kind != "passed"),
        tuple(gate for gate in gates if gate.standing.kind == "passed"),
        changes,
    )


def _lines(
    last: Iterable[Counting],
    past: Mapping[tuple[str, str], Sequence[Dated]],
    now: Instant,
    max_age: Seconds,
    changed: frozenset[int],
) -> list[GateLine]:
    """Return the gates with their last verdicts, worst first."""
    found = [
        GateLine(
            one.recorded,
            standing(one, now, max_age, edited=one.recorded.number in changed),
            tuple(weekly([dated[:2] for dated in past.get(_key(one.recorded), ())], now)),
        )
        for one in last
    ]
    return sorted(found, key=_order)


def _order(gate: GateLine) -> tuple[int, str, str, str]:
    row = gate.last.verdict
    return gate.standing.rank, row.milestone_date, row.program, row.milestone


def _key(one: Recorded) -> tuple[str, str]:
    return one.verdict.program, one.verdict.milestone


def _changes(
    gates: Sequence[GateLine],
    before: Mapping[tuple[str, str], Dated],
    first: Mapping[tuple[str, str], Instant],
    then: Instant,
    weeks: int,
) -> Changes:
    begun: dict[str, Instant] = {}
    for (program, _), at in first.items():
        begun[program] = min(at, begun.get(program, at))
    moved = [(gate, before[_key(gate.last)]) for gate in gates if _key(gate.last) in before]
    known = {program for program, at in begun.items() if at <= then}
    new = [gate for gate in gates if gate.last.verdict.program in known and _key(gate.last) not in before]
    worse = [(gate, old) for gate, old in moved if _rank(gate.standing.recorded) < _rank(old[1])]
    better = [(gate, old) for gate, old in moved if _rank(gate.standing.recorded) > _rank(old[1])]
    return Changes(
        weeks,
        tuple(program for program, at in sorted(begun.items()) if at > then),
        tuple(
            f"{name(gate)} ({gate.standing.said})"
            for gate, _ in moved
            if gate.last.verdict.as_of <= then and gate.standing.kind != "passed"
        ),
        tuple(f"{name(gate)}: {_now(gate)}" for gate in new),
        tuple(_moved(gate, old) for gate, old in worse),
        tuple(_moved(gate, old) for gate, old in better if gate.standing.is_current),
    )


def _worst_last(one: Dated) -> tuple[Instant, int]:
    """Return the sort key of verdicts by time. Among those of the same time the worst is last, because it is the one
    that counts."""
    return one[0], -_rank(one[1])


def _moved(gate: GateLine, old: Dated) -> str:
    also = ", under another policy" if old[2] != gate.last.verdict.policy_digest else ""
    return f"{name(gate)}: {decision_of(old[1])} to {_now(gate)}{also}"


def _now(gate: GateLine) -> str:
    return gate.standing.recorded if gate.standing.is_current else f"{gate.standing.recorded}, and old since"


def name(gate: GateLine) -> str:
    """Return the name of a gate: its program and its milestone."""
    return f"{gate.last.verdict.program}, {gate.last.verdict.milestone}"


def _rank(decision: str) -> int:
    return WORST_FIRST.index(decision_of(decision))
