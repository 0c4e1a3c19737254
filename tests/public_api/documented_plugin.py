from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from readiness_gate import (
    CouldNotLook,
    Facts,
    Measured,
    Needs,
    Parameters,
    Provenance,
    Reader,
    Reading,
    Settings,
    Signal,
    Source,
    SourceFacts,
    Unavailable,
)


@dataclass(frozen=True, slots=True)
class Approvals(SourceFacts):
    """What the approval tool says."""

    waiting: tuple[str, ...]


def fetch(settings: Settings, needs: Needs, now: int, read: Reader) -> Approvals:
    """Read once; raise CouldNotLook with a reason that a program manager understands."""
    given = settings.plugins.get("approvals", {})
    if "waiting" not in given:
        raise CouldNotLook("no approvals are configured. Add waiting = […] to [plugins.approvals]")
    waiting = tuple(map(str, cast("Sequence[object]", given["waiting"])))
    return Approvals(Provenance("approvals", "the approval tool", "what is waiting", len(waiting), now), waiting)


def measure(facts: Facts, as_of: int, parameters: Parameters) -> Reading:
    """Pure: the same facts give the same reading."""
    approvals = facts.of("approvals", Approvals)
    if isinstance(approvals, Unavailable):
        return approvals
    return Measured(len(approvals.waiting), f"{len(approvals.waiting)} approvals are waiting.")


APPROVALS = Source("approvals", fetch)
OPEN_APPROVALS = Signal(
    name="approvals.open",
    unit="count",
    sources=("approvals",),
    meaning="Approvals that are waiting.",
    needs=lambda parameters, as_of: Needs(frozenset({"approvals"})),
    measure=measure,
)
