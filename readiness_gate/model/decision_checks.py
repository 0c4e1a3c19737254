"""Whether the decision log is unchanged, and whether the sources still support what was decided."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.decisions import Decided, Other
from readiness_gate.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class LogCheck:
    """The result of checking the decision log."""

    lines: int
    """The number of lines in the file, with or without a problem."""
    last: str
    """The digest of the last unchanged line; empty if there is none."""
    against: tuple[str, ...]
    """What is wrong, each as a sentence without the period."""
    unknown: str = ""
    """Why it cannot be determined whether more is wrong."""
    others: tuple[Other, ...] = ()
    """The lines of other programs."""
    broken: int | None = None
    """The number of the first line that is not as it was written or landed; None if there is none."""

    @property
    def holds(self) -> bool | None:
        """Whether the log is unchanged; None if unknown."""
        return False if self.against else None if self.unknown else True


@dataclass(frozen=True, slots=True)
class Replayed:
    """A decision, with today's verdict of the gate as of that time."""

    entry: Decided
    verdict: Verdict | None = None
    """None if it cannot be judged again."""
    unknown: str = ""
    """Why it is unknown whether the evidence is the same."""
    sentence: str = ""
    """The sentence of the verdict, in the form of a log line."""

    @property
    def is_same(self) -> bool:
        """Whether the evidence is known to be the same."""
        return self.verdict is not None and self.verdict.evidence_digest == self.entry.evidence

    @property
    def is_contradicted(self) -> bool:
        """Whether the gate now says something else on the same evidence than the line recorded. Another policy may
        use other words for the same decision."""
        if self.verdict is None or not self.is_same:
            return False
        said_so = self.verdict.policy.digest != self.entry.policy or self.sentence == self.entry.sentence
        return self.verdict.decision != self.entry.gate or not said_so

    @property
    def holds(self) -> bool | None:
        """Whether the evidence is the same and the gate agrees with the line; None if unknown."""
        if self.is_same:
            return not self.is_contradicted
        return None if self.unknown else False
