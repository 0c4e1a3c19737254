"""What the facts of every source have in common: where they come from, and how whole they are."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant, Seconds


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where facts come from: as whom the source was asked, what, and what it answered.

    The answer is known up to `observed_at`: now for a live read, the time of an export; `fetched_at` is of the run.
    `doubts` say why it may not be whole, and how to prove that it is, `notes` what else every reader must know of it.
    `ahead` is by how many seconds its clock was ahead of the run's time when it answered; None if it did not say.
    `repository` is the name of one of several.
    """

    source: str
    identity: str
    asked: str
    records: int
    observed_at: Instant | None = None
    complete: bool = True
    fetched_at: Instant | None = None
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    ahead: Seconds | None = None
    repository: str = ""


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """Base of the facts of every source, those of plugins too."""

    provenance: Provenance

    @property
    def provenances(self) -> tuple[Provenance, ...]:
        """Where the facts come from: of several repositories, each of them."""
        return (self.provenance,)
