"""How signals are declared before a source feeds them: their rules can be read, and are unknown."""

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Parameters, Unit
from readiness_gate.model.time import Instant
from readiness_gate.signals.signal import Parameter, Signal


@dataclass(frozen=True, slots=True)
class Unfed:
    """Measures a signal that no source feeds: it says why."""

    reason: str

    def __call__(self, _facts: Facts, _as_of: Instant, _parameters: Parameters) -> Measured:
        """Raises CannotMeasure."""
        raise CannotMeasure(self.reason)


def declared(
    *,
    name: str,
    unit: Unit,
    meaning: str,
    lacking: str,
    topic: str,
    parameters: tuple[Parameter, ...] = (),
    instead: str = "",
) -> Signal:
    """A signal that reads nothing, and says so: what is `lacking`, and what to do `instead` of leaving its family out
    as a dimension."""
    reason = f"this version reads no {lacking}: {instead or watched(name.partition('.')[0])}"
    return Signal(
        name=name,
        unit=unit,
        sources=(),
        meaning=meaning,
        needs=_needs,
        measure=Unfed(reason),
        parameters=parameters,
        fed=False,
        topic=topic,
    )


def watched(dimension: str) -> str:
    """To leave a dimension out."""
    return f"leave the dimension {dimension} out in [not-measured], with the reason and who watches it instead"


def _needs(_parameters: Parameters, _as_of: Instant) -> Needs:
    return Needs()
