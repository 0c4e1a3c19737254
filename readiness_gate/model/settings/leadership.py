"""The configuration of those who lead the change."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.digest import WHEN_GIVEN


@dataclass(frozen=True, slots=True)
class LeadershipSettings:
    """The people who publicly represent the change, so that reports may name them."""

    sponsor: str = ""
    owners: Mapping[str, str] = field(default_factory=dict[str, str])
    """The owner of adoption in each unit."""
    units: tuple[str, ...] = ()
    """The units that use the system."""
    strategy: str = field(default="", metadata=WHEN_GIVEN)
    """The adoption strategy: a link or a file."""
    strategy_approved: date | None = field(default=None, metadata=WHEN_GIVEN)
    """The day on which the strategy was approved."""
