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
"""The verdict on the part of the gate that people sign, as of each instant asked for, by the policy of today."""
Govern: TypeAlias = Callable[[Facts, Standing, Instant, Parameters], Measured]


@dataclass(frozen=True, slots=True)
class Seeing:
    """Measures a signal from facts and from verdicts; such a signal is no part of what people sign."""

    govern: Govern
    standing: Standing = field(default_factory=dict[Instant, Verdict])

    def __call__(self, facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
        """The value as of an instant. Raises CannotMeasure where it is unknown how the gate was judged."""
        return self.govern(facts, self.standing, as_of, parameters)
