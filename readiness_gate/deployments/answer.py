"""The answer to a request: how it is sent to a service, and the errors that prevent it."""

import time
from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from readiness_gate.deployments.message import Part
from readiness_gate.publishers.client import Answer, Client, Refused, client
from readiness_gate.publishers.outcome import NotPublished
from readiness_gate.web.exchange import NotYet

PATIENCE = 60.0
"""The time limit for one answer including all its requests, in seconds."""
OLD = "the gate was judged too long ago"

_REFUSALS = range(400, 500)
_NOT_IN_TIME = 408
"""The status of a request that did not arrive in time, or whose answer did not."""

Answered: TypeAlias = Literal["approved", "rejected"]
_Form = TypeVar("_Form", bound=Part)


class Body(BaseModel):
    """What is sent to a service: only what its description has."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


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
        status: int = 0,
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
        self.status = status
        """The HTTP status of a refusal; 0 if there is none."""


class Contradiction(Exception):
    """A request contradicts the service's own data; the message is the reason for rejecting it."""


def not_sent(error: NotPublished, *, is_answer: bool) -> NotSent:
    """Return the NotSent for a failed HTTP request: either the answer itself, or an earlier request that changes
    nothing. Only a status between 400 and 499 reports that the service did nothing: with others, such as those of a
    proxy that lost the answer, it may have."""
    cause = error.__cause__
    wait = cause.wait if isinstance(cause, NotYet) else None
    status = error.status if isinstance(error, Refused) else 0
    is_certain = status in _REFUSALS and status != _NOT_IN_TIME
    is_refusal = not is_answer or is_certain or (isinstance(cause, NotYet) and cause.is_refusal)
    return NotSent(str(error), wait, is_refusal=is_refusal, status=status)


def connected(
    url: str, setting: str, headers: Mapping[str, str], token: str, *, path: str = "", until: float | None = None
) -> Client:
    """Return a client for a service, whose time limit covers one answer; `path` is that of its API."""
    made = client(f"{url}{path}", url, setting, {"User-Agent": "readiness-gate", **headers}, (token,))
    made.until = time.monotonic() + PATIENCE if until is None else until
    return made


def read(hub: Client, path: str, form: type[_Form]) -> _Form | None:
    """Return what a service reports; None if that has another form. Raises NotSent if it reports nothing."""
    try:
        return form.model_validate(hub.read(path).body)
    except NotPublished as error:
        raise not_sent(error, is_answer=False) from error
    except ValidationError:
        return None


def send(
    hub: Client, path: str, body: Body, is_current: Callable[[], bool], is_taken: Callable[[Answer], bool]
) -> None:
    """Send an answer, unless it is no longer current. It is sent once, because the worker judges the gate again before
    a retry. Raises NotSent unless the service confirms that it took the answer."""
    if not is_current():
        raise NotSent(OLD, None, is_refusal=True)
    try:
        answer = hub.write_once(path, body.model_dump())
    except NotPublished as error:
        raise not_sent(error, is_answer=True) from error
    if not is_taken(answer):
        why = f"{hub.shown} answered {answer.status}, which does not say that it took the answer"
        raise NotSent(why, None, is_refusal=False)


__all__ = ["OLD", "PATIENCE", "Answered", "Body", "Contradiction", "NotSent", "connected", "not_sent", "read", "send"]
