"""An answer to what waits, and why it did not arrive."""

from typing import Literal, TypeAlias

from readiness_gate.publishers.client import Refused
from readiness_gate.publishers.outcome import NotPublished
from readiness_gate.web.exchange import NotYet

PATIENCE = 60.0
"""Seconds for one answer with all its requests."""
OLD = "the gate was judged too long ago"

Answered: TypeAlias = Literal["approved", "rejected"]


class NotSent(Exception):
    """An answer did not arrive, or may not have."""

    def __init__(
        self,
        why: str,
        wait: float | None,
        *,
        is_refusal: bool,
        nothing_waits: bool = False,
        is_over: bool = False,
        is_lost: bool = False,
    ) -> None:
        super().__init__(why)
        self.why = why
        self.wait = wait
        """The seconds that the service asks to wait, if it says."""
        self.is_refusal = is_refusal
        """Whether the service says that it did nothing."""
        self.nothing_waits = nothing_waits
        """Whether the service says that nothing waits for this answer: not yet, or no longer."""
        self.is_over = is_over
        """Whether the service says that it asks, or asked, about something else in its place."""
        self.is_lost = is_lost
        """Whether no other try can arrive."""


class Contradiction(Exception):
    """What asks is not what it says it is: the text says why it is rejected."""


def not_sent(error: NotPublished, *, is_answer: bool) -> NotSent:
    """The same for a request that failed: the answer itself, or one that comes before it and changes nothing."""
    cause = error.__cause__
    wait = cause.wait if isinstance(cause, NotYet) else None
    is_refusal = not is_answer or isinstance(error, Refused) or (isinstance(cause, NotYet) and cause.is_refusal)
    return NotSent(str(error), wait, is_refusal=is_refusal)


__all__ = ["OLD", "PATIENCE", "Answered", "Contradiction", "NotSent", "not_sent"]
