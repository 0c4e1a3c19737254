"""What `init` says of dimensions that the gate it wrote has no rule on."""

from collections.abc import Container, Iterator, Sequence

from readiness_gate.config import FILE
from readiness_gate.config.scaffold import Start, choices
from readiness_gate.model.policy import Dimension
from readiness_gate.reports.words import listed
from readiness_gate.signals import SIGNALS


def silence(start: Start) -> Iterator[str]:
    """What the gate that was written says nothing about."""
    if start.not_measured:
        yield f"Left out in [not-measured], with the reason: {', '.join(start.not_measured)}."
    fed = choices(SIGNALS)
    heard, unfed = _split(start.unheard, fed)
    if heard:
        yield f"None of its rules is about {listed(heard)}: {FILE} tells how to add them."
    if unfed:
        yield f"This version has no source for {listed(unfed)}: say in [not-measured] who watches them instead."


def _split(dimensions: Sequence[Dimension], fed: Container[Dimension]) -> tuple[list[Dimension], list[Dimension]]:
    """Dimensions by whether a source feeds rules on them."""
    known: list[Dimension] = [dimension for dimension in dimensions if dimension in fed]
    return known, [dimension for dimension in dimensions if dimension not in fed]
