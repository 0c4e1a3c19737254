"""How much of a source is visible: what to check before believing a zero."""

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
        """Return the overview with additional doubts."""
        return replace(self, doubts=(*self.doubts, *doubts))

    def noting(self, provenance: Provenance) -> "Overview":
        """Return the overview with the doubts of the source itself first."""
        remarks = dict.fromkeys((*provenance.doubts, *provenance.notes, *self.doubts))
        return replace(self, doubts=tuple(remarks))
