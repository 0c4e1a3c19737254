"""The content of the decision log."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.decisions import Entry, Ignored, Other
from readiness_gate.model.facts.base import SourceFacts


@dataclass(frozen=True, slots=True)
class DecisionFacts(SourceFacts):
    """The entries of the decision log, in order; the log is intact, and nothing that landed is missing. Of the lines
    that do not count, decisions are among the entries because of their conditions; closings are not."""

    entries: tuple[Entry, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    others: tuple[Other, ...] = ()
    """The lines of other programs."""
