"""What signals on the decision itself see: how the gate was judged."""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.reading import Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict

Standing: TypeAlias = Mapping[Instant, Verdict]
"""The verdict on the part of the gate that people sign, for each requested instant, by today's policy."""
Govern: TypeAlias = Callable[[Facts, Standing, Instant, Parameters], Measured]


@dataclass(frozen=True, slots=True)
class Seeing:
    """Measures a signal from facts and verdicts; people do not sign the result of such a signal."""

    govern: Govern
    standing: Standing = field(default_factory=dict[Instant, Verdict])

    def __call__(self, facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
        """Measure the value as of an instant. Raises CannotMeasure if it is unknown how the gate was judged."""
        return self.govern(facts, self.standing, as_of, parameters)
