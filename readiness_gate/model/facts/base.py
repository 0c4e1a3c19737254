"""What the facts of every source have in common: where they come from, and how whole they are."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.remembering import Remembering
from readiness_gate.model.time import Instant, Seconds


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where facts come from: as whom the source was asked, what, and what it answered."""

    source: str
    """The name of the source, such as `jira`."""
    identity: str
    """As whom or what it was read."""
    asked: str
    """What was asked of it."""
    records: int
    """How many records it answered with."""
    observed_at: Instant | None = None
    """Up to when the answer is known: now for a live read, the time of an export."""
    complete: bool = True
    """Whether the source answered at all."""
    fetched_at: Instant | None = None
    """The time of the run."""
    doubts: tuple[str, ...] = ()
    """Why the answer may not be whole, and how to prove that it is."""
    notes: tuple[str, ...] = ()
    """What else every reader must know."""
    ahead: Seconds | None = None
    """By how many seconds its clock was ahead of the run's time when it answered; None if it did not say."""
    repository: str = ""
    """The name of one of several repositories."""


@dataclass(frozen=True, slots=True)
class SourceFacts(Remembering):
    """Base of the facts of every source, those of plugins too."""

    provenance: Provenance

    @property
    def provenances(self) -> tuple[Provenance, ...]:
        """Where the facts come from: of several repositories, each of them."""
        return (self.provenance,)
