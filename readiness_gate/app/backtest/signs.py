"""What one sign shows about the outcome of a go-live."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant, iso_day


@dataclass(frozen=True, slots=True)
class Sign:
    """What one sign shows."""

    went_wrong: bool | None
    seen: str
    said_by: str = ""
    is_unclear: bool = False
    """Whether only a person can interpret it; then a label counts without it."""


def not_over(what: str, end: Instant) -> Sign:
    """Return a sign whose period is not over."""
    return Sign(None, f"{what} {iso_day(end)}, which is still to come.")


def not_known(what: str, end: Instant, source: str, until: Instant, renew: str) -> Sign:
    """Return a sign whose source does not cover its whole period."""
    return Sign(None, f"{what} {iso_day(end)}, and {source} are known until {iso_day(until)} only: {renew}.")
