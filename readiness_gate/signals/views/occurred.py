"""What occurred by an instant, where a file may give a day only: what speaks for a go counts from the end of its day,
and what speaks against it from the start."""

from readiness_gate.model.time import Instant, When


def has_occurred(when: When, as_of: Instant, *, is_good: bool) -> bool:
    """Whether it occurred by an instant, in doubt in the way that is worse for a go."""
    return (when.end if is_good else when.start) <= as_of
