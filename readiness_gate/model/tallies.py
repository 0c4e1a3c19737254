"""Counts of past go-lives: what a gate, or one of its rules, would have done with them, and how they turned out."""

from dataclasses import field
from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass

Fate: TypeAlias = Literal["stopped", "passed", "undecided"]
"""What the gate, or one of its rules, would have done with a go-live."""
ENOUGH = 8
"""With fewer go-lives whose outcome is known, only the counts are meaningful."""
ENOUGH_OF_EITHER = 3
"""The same minimum for those that went wrong and for those that went well; and for a ratio, for those that were
stopped and those that passed."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many go-lives went wrong, how many went well, and how many are unknown."""

    wrong: int = 0
    well: int = 0
    unknown: int = 0

    @property
    def known(self) -> int:
        """How many have a known outcome."""
        return self.wrong + self.well

    @property
    def total(self) -> int:
        """How many there are."""
        return self.known + self.unknown


@dataclass(frozen=True, slots=True)
class Tally:
    """The outcomes of the go-lives that the gate, or one of its rules, would have stopped, passed, or left
    undecided."""

    stopped: Outcomes = field(default_factory=Outcomes)
    passed: Outcomes = field(default_factory=Outcomes)
    undecided: Outcomes = field(default_factory=Outcomes)
    not_applicable: int = 0
    """The number of go-lives to which the rule does not apply."""

    @property
    def wrong(self) -> int:
        """How many went wrong, whatever the gate would have done."""
        return self.stopped.wrong + self.passed.wrong + self.undecided.wrong

    @property
    def well(self) -> int:
        """How many went well, whatever the gate would have done."""
        return self.stopped.well + self.passed.well + self.undecided.well

    @property
    def total(self) -> int:
        """How many go-lives it was tried on."""
        return self.stopped.total + self.passed.total + self.undecided.total

    @property
    def counted(self) -> Outcomes:
        """Those that were stopped or passed: ratios use those of them with a known outcome."""
        return Outcomes(
            self.stopped.wrong + self.passed.wrong,
            self.stopped.well + self.passed.well,
            self.stopped.unknown + self.passed.unknown,
        )

    @property
    def has_both(self) -> bool:
        """Whether enough of those with a known outcome were stopped, and enough passed, to compare the two."""
        return min(self.stopped.known, self.passed.known) >= ENOUGH_OF_EITHER

    @property
    def is_enough(self) -> bool:
        """Whether there are enough to say more than the counts."""
        counted = self.counted
        return counted.known >= ENOUGH and min(counted.wrong, counted.well) >= ENOUGH_OF_EITHER
