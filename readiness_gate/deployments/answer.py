"""The answer to a request, and the errors that prevent one."""

from typing import Literal, TypeAlias

from readiness_gate.publishers.client import Refused
from readiness_gate.publishers.outcome import NotPublished
from readiness_gate.web.exchange import NotYet

PATIENCE = 60.0
"""The time limit for one answer including all its requests, in seconds."""
OLD = "the gate was judged too long ago"

Answered: TypeAlias = Literal["approved", "rejected"]


class NotSent(Exception):
    """An answer did not arrive, or may not have arrived."""

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
        """The seconds that the service asks the client to wait; None if it does not say."""
        self.is_refusal = is_refusal
        """Whether the service reports that it did nothing."""
        self.nothing_waits = nothing_waits
        """Whether the service reports that nothing waits for this answer: not yet, or no longer."""
        self.is_over = is_over
        """Whether the service reports that another request has replaced this one."""
        self.is_lost = is_lost
        """Whether a retry cannot succeed."""


class Contradiction(Exception):
    """A request contradicts the service's own data; the message is the reason for rejecting it."""


def not_sent(error: NotPublished, *, is_answer: bool) -> NotSent:
    """Return the NotSent for a failed HTTP request: either the answer itself, or an earlier request that changes
    nothing."""
    cause = error.__cause__
    wait = cause.wait if isinstance(cause, NotYet) else None
    is_refusal = not is_answer or isinstance(error, Refused) or (isinstance(cause, NotYet) and cause.is_refusal)
    return NotSent(str(error), wait, is_refusal=is_refusal)


__all__ = ["OLD", "PATIENCE", "Answered", "Contradiction", "NotSent", "not_sent"]
