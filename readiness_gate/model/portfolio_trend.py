"""How the gates of a portfolio were judged over time, according to their histories."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.portfolio import reservations
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import WORST_FIRST, Decision


@dataclass(frozen=True, slots=True)
class GateTrend:
    """What one gate decided on each date."""

    program: str
    """The name of the program in the portfolio."""
    milestone: str
    """Empty if nothing is recorded for a program that names no milestones."""
    decisions: tuple[Decision | None, ...]
    """The decision on each date, oldest first; None if nothing was recorded since the previous date."""
    date: str = ""
    """The day of the milestone, as last recorded."""
    sentence: str = ""
    """The reason for the last recorded decision."""
    joined: str = ""
    """The day of its first verdict; empty if that is on or before the first date."""
    stopped: str = ""
    """The day of its last verdict, if nothing was recorded for the last date; else empty."""
    unknown: str = ""
    """Why nothing is known about it, and what to do; empty if something was recorded."""
    weakened: tuple[int | None, ...] = ()
    """In how many places its policy was weakened on each date; None if nothing was recorded."""
    waived: tuple[int | None, ...] = ()
    """How many failures were waived on each date."""
    remarks: tuple[str, ...] = ()
    """What in its history contradicts a decision that is shown, oldest first."""
    is_edited: bool = False
    """Whether the decision on the last date is undecided because it does not follow from its recorded rules."""

    @property
    def reservations(self) -> tuple[str, ...]:
        """Why its decision on the last date is weaker than it seems, in a few words each."""
        decision = self.decision
        if decision is None or not self.weakened:
            return ()
        return reservations(self.weakened[-1], self.waived[-1] or 0, decision)

    @property
    def decision(self) -> Decision | None:
        """What it decided on the last date; None if unknown."""
        return self.decisions[-1] if self.decisions else None

    @property
    def lasted(self) -> int:
        """For how many of the last dates in a row it decided the same."""
        count = 0
        for one in reversed(self.decisions):
            if one != self.decision:
                break
            count += 1
        return count

    @property
    def badness(self) -> tuple[int, int, str, str]:
        """The sort key of gates: no-go, undecided, unknown, go; within each, those that have not been go for the
        longest time first."""
        decision = self.decision
        unknown = WORST_FIRST.index("go")
        rank = unknown if decision is None else WORST_FIRST.index(decision) + (decision == "go")
        return rank, 0 if decision == "go" else -self.lasted, self.date, self.program.casefold()


@dataclass(frozen=True, slots=True)
class PortfolioTrend:
    """A portfolio over time."""

    name: str
    dates: tuple[Instant, ...]
    """Oldest first, at least one."""
    gates: tuple[GateTrend, ...]
    """Worst first."""
    left: tuple[str, ...] = ()
    """What is in the histories at this time but not in the portfolio: programs, and milestones of its programs as
    `program, milestone`."""
    tags: tuple[str, ...] = ()
    """Only programs with one of these tags are shown; empty for all programs."""
    left_out: tuple[str, ...] = ()
    """The programs that were left out because they have none of the tags."""

    @property
    def joined(self) -> tuple[GateTrend, ...]:
        """The gates that were first judged within this time."""
        return tuple(one for one in self.gates if one.joined)

    @property
    def stopped(self) -> tuple[GateTrend, ...]:
        """The gates that were judged, but not on the last date."""
        return tuple(one for one in self.gates if one.stopped)

    def count(self, decision: Decision | None) -> int:
        """Return how many gates had this decision on the last date; with None, how many are unknown."""
        return sum(one.decision == decision for one in self.gates)
