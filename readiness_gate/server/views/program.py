"""One program: its gates with their decisions over time."""

from readiness_gate.history import recording
from readiness_gate.history.store import Rows
from readiness_gate.history.verifying import edited
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant, Seconds
from readiness_gate.model.verdict import Decision
from readiness_gate.server.views.decisions import DecisionsView, decisions
from readiness_gate.server.views.marks import by_date
from readiness_gate.server.views.portfolio import GateLine
from readiness_gate.server.views.standing import headline, standing, worst

DATES = 40
"""The number of recorded dates drawn for a gate; each of them then has its symbol."""


@dataclass(frozen=True, slots=True)
class ProgramView:
    """The recorded state of a program."""

    name: str
    gates: tuple[GateLine, ...]
    """The gates by the day of the milestone, the latest first, with the decision as of each recorded date."""
    decisions: DecisionsView

    @property
    def decision(self) -> Decision:
        """The worst decision; undecided after a missed milestone."""
        return worst(gate.standing for gate in self.gates)

    @property
    def headline(self) -> str:
        """The number of gates in each state."""
        return headline(gate.standing for gate in self.gates)


def program(rows: Rows, name: str, now: Instant, max_age: Seconds) -> ProgramView:
    """Return the recorded state of a program."""
    gates: list[GateLine] = []
    changed = edited(rows, name)
    for (_, milestone), one in recording.counting_of_program(rows, name).items():
        stands = standing(one, now, max_age, edited=one.recorded.number in changed)
        dated = [
            (each.verdict.as_of, each.verdict.decision)
            for each in recording.last_verdicts(rows, name, milestone, DATES)
        ]
        gates.append(GateLine(one.recorded, stands, tuple(by_date(dated, stands.zone))))
    gates.sort(key=lambda gate: (gate.last.verdict.milestone_date, gate.last.verdict.milestone), reverse=True)
    return ProgramView(name, tuple(gates), decisions(rows, name, now))
