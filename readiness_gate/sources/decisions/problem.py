"""A problem with a decision log."""

from readiness_gate.lean_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """The reason why a line is not as this program wrote it."""

    line: int
    what: str
    remedy: str = ""
    """How to get the line back into the log; empty for the usual way, which is to restore the file."""

    def __str__(self) -> str:
        return f"line {self.line} {self.what}"

    @property
    def in_full(self) -> str:
        """The problem, with its remedy unless that is to restore the file."""
        return f"{self}: {self.remedy}" if self.remedy else str(self)

    @property
    def advice(self) -> str:
        """The problem and how to fix it, as sentences without the last full stop."""
        return self.in_full if self.remedy else f"{self}. Run `readiness-gate log verify`"
