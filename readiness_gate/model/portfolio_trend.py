"""How the gates of a portfolio were judged over time, as their histories have it."""

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
    """Empty where nothing is recorded of a program that names no milestones."""
    decisions: tuple[Decision | None, ...]
    """Of each date, oldest first; None where nothing was recorded since the date before."""
    date: str = ""
    """The day of the milestone, as it was last recorded."""
    sentence: str = ""
    """What the last recorded decision rests on."""
    joined: str = ""
    """The day of its first verdict; empty where that is before the dates, or on the first of them."""
    stopped: str = ""
    """The day of its last verdict, where nothing was recorded for the last date; empty where something was."""
    unknown: str = ""
    """Why nothing is known of it, and what to do; empty where something was recorded."""
    weakened: tuple[int | None, ...] = ()
    """In how many places its policy was weakened, of each date; None where nothing was recorded."""
    waived: tuple[int | None, ...] = ()
    """How many fails were accepted, of each date."""
    remarks: tuple[str, ...] = ()
    """What its history has that contradicts a decision that is shown, oldest first."""
    is_edited: bool = False
    """Whether the decision of the last date is undecided because it does not follow from its recorded rules."""

    @property
    def reservations(self) -> tuple[str, ...]:
        """In what its decision on the last date is worth less than it seems, each in a few words."""
        decision = self.decision
        if decision is None or not self.weakened:
            return ()
        return reservations(self.weakened[-1], self.waived[-1] or 0, decision)

    @property
    def decision(self) -> Decision | None:
        """What it decided on the last date; None where that is unknown."""
        return self.decisions[-1] if self.decisions else None

    @property
    def lasted(self) -> int:
        """On how many of the last dates in a row it decided the same."""
        count = 0
        for one in reversed(self.decisions):
            if one != self.decision:
                break
            count += 1
        return count

    @property
    def badness(self) -> tuple[int, int, str, str]:
        """The order in which gates are shown: no-go, undecided, unknown, go; of each those first that are not go for
        the longest time."""
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
    """What the histories have in this time, and the portfolio does not name: programs, and milestones of its programs
    as `program, milestone`."""
    tags: tuple[str, ...] = ()
    """Only programs with one of these tags are shown; none for all programs."""
    left_out: tuple[str, ...] = ()
    """The programs that are left out, because they have none of the tags."""

    @property
    def joined(self) -> tuple[GateTrend, ...]:
        """The gates that were first judged within this time."""
        return tuple(one for one in self.gates if one.joined)

    @property
    def stopped(self) -> tuple[GateTrend, ...]:
        """The gates that were judged, and were not for the last date."""
        return tuple(one for one in self.gates if one.stopped)

    def count(self, decision: Decision | None) -> int:
        """How many gates decided so on the last date; of how many that is unknown."""
        return sum(one.decision == decision for one in self.gates)
