"""How much of a source can be seen: what a person checks before believing a zero."""

from dataclasses import replace

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.base import Provenance


@dataclass(frozen=True, slots=True)
class Overview:
    """What a source, or one of several repositories, shows."""

    source: str
    counts: tuple[str, ...] = ()
    """How much there is of everything that counts, in words."""
    doubts: tuple[str, ...] = ()
    """What is doubtful about it."""
    missing: str = ""
    """Why it shows nothing."""

    def doubting(self, doubts: tuple[str, ...]) -> "Overview":
        """The same, with more that is doubtful."""
        return replace(self, doubts=(*self.doubts, *doubts))

    def noting(self, provenance: Provenance) -> "Overview":
        """The same, with what the source itself is in doubt of, first."""
        remarks = dict.fromkeys((*provenance.doubts, *provenance.notes, *self.doubts))
        return replace(self, doubts=tuple(remarks))
