"""Whether the decision log is as it was written, and whether the sources still say what was decided on."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.decisions import Decided, Other
from readiness_gate.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class LogCheck:
    """What became of the decision log."""

    lines: int
    last: str
    """The digest of the last line that is as it was written; empty without any."""
    against: tuple[str, ...]
    """What is wrong, each as a sentence without its end."""
    unknown: str = ""
    """Why it cannot be determined whether more is wrong."""
    others: tuple[Other, ...] = ()
    """The lines of other programs."""

    @property
    def holds(self) -> bool | None:
        """Whether the log is as it was written; None where that is unknown."""
        return False if self.against else None if self.unknown else True


@dataclass(frozen=True, slots=True)
class Replayed:
    """A decision, with what the gate says of then today."""

    entry: Decided
    verdict: Verdict | None = None
    """None where it cannot be judged again."""
    unknown: str = ""
    """Why it is unknown whether the evidence is the same."""
    sentence: str = ""
    """The sentence of the verdict, as a line has it."""

    @property
    def is_same(self) -> bool:
        """Whether the evidence is known to be the same."""
        return self.verdict is not None and self.verdict.evidence_digest == self.entry.evidence

    @property
    def is_contradicted(self) -> bool:
        """Whether on the same evidence the gate says something else than the line says that it did. Another policy may
        put it in other words, and not decide otherwise."""
        if self.verdict is None or not self.is_same:
            return False
        said_so = self.verdict.policy.digest != self.entry.policy or self.sentence == self.entry.sentence
        return self.verdict.decision != self.entry.gate or not said_so

    @property
    def holds(self) -> bool | None:
        """Whether the evidence is the same, and the gate says of it what the line says; None where that is unknown."""
        if self.is_same:
            return not self.is_contradicted
        return None if self.unknown else False
