"""What is wrong with a decision log."""

from readiness_gate.lean_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line is not as this program wrote it."""

    line: int
    what: str
    remedy: str = ""
    """How the log gets the line again; empty for the usual way, which is to restore the file."""

    def __str__(self) -> str:
        return f"line {self.line} {self.what}"

    @property
    def in_full(self) -> str:
        """The problem, with its remedy where it is another one than to restore the file."""
        return f"{self}: {self.remedy}" if self.remedy else str(self)

    @property
    def advice(self) -> str:
        """The problem, and what to do, as sentences without the last end."""
        return self.in_full if self.remedy else f"{self}. Run `readiness-gate log verify`"
