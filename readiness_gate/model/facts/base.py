"""What the facts of every source have in common: where they come from, and how complete they are."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.remembering import Remembering
from readiness_gate.model.time import Instant, Seconds


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where facts come from: the identity used to read the source, the query, and the answer."""

    source: str
    """The name of the source, such as `jira`."""
    identity: str
    """The identity that it was read with, or what was read."""
    asked: str
    """The query."""
    records: int
    """The number of records in the answer."""
    observed_at: Instant | None = None
    """Until when the answer is known: now for a live read, else the time of the export."""
    complete: bool = True
    """Whether the source answered at all."""
    fetched_at: Instant | None = None
    """The time of the run."""
    doubts: tuple[str, ...] = ()
    """Why the answer may be incomplete, and how to prove that it is complete."""
    notes: tuple[str, ...] = ()
    """What else every reader must know."""
    ahead: Seconds | None = None
    """How many seconds its clock was ahead of the run's time when it answered; None if it did not say."""
    repository: str = ""
    """The name of the repository, if there are several."""


@dataclass(frozen=True, slots=True)
class SourceFacts(Remembering):
    """Base class of the facts of every source, including those of plugins."""

    provenance: Provenance

    @property
    def provenances(self) -> tuple[Provenance, ...]:
        """Where the facts come from; with several repositories, the provenance of each."""
        return (self.provenance,)
