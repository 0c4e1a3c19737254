"""The interface to a service that holds a deployment or a merge request until its gate is judged."""

from collections.abc import Callable, Mapping
from typing import Protocol

from readiness_gate.deployments.answer import Answered
from readiness_gate.deployments.message import Received
from readiness_gate.history.deployments import Asked
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.deployments import Gate
from readiness_gate.model.time import Instant, Seconds


@dataclass(frozen=True, slots=True)
class Words:
    """The words for a service in messages."""

    title: str
    again: str
    """How to ask again, as the end of a sentence: `re-run the job`."""
    look: str
    """Where to see which answer counts: `look at the run`."""
    file: str
    """The file with its rules."""


@dataclass(frozen=True, slots=True)
class Door:
    """The HTTP route that receives the messages of a service."""

    path: str
    patience: float
    """The seconds for receiving a message and for putting it on the queue; the service waits slightly longer."""
    headers: tuple[str, ...]
    """The names of the relevant headers, in lower case."""
    status: int = 202
    """The HTTP status of the response to a message that is on the queue."""


class Service(Protocol):
    """A service that sends requests, and receives answers."""

    @property
    def name(self) -> str:
        """Its name in the queue."""
        ...

    @property
    def words(self) -> Words:
        """The words for it in messages."""
        ...

    @property
    def door(self) -> Door:
        """The route that receives its messages."""
        ...

    @property
    def give_up_after(self) -> Seconds:
        """How long after a request to keep trying to answer."""
        ...

    @property
    def longest(self) -> int:
        """The maximum duration of an evaluation, in seconds."""
        ...

    def is_trusted(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Return whether the service sent a message. The names of the headers are in lower case."""
        ...

    def is_ping(self, headers: Mapping[str, str]) -> bool:
        """Return whether a message only checks that the endpoint exists."""
        ...

    def received(self, headers: Mapping[str, str], body: bytes, now: Instant) -> Received:
        """Return the request in a message from the service. Raises Refusal."""
        ...

    def gate(self, asked: Asked) -> Gate | None:
        """Return the gate that a request waits for; None if there is no rule for it."""
        ...

    def called(self, asked: Asked) -> str:
        """Return the name of a request in logs."""
        ...

    def commit(self, asked: Asked) -> str:
        """Return the commit whose gate is judged. Raises NotSent if it is unknown."""
        ...

    def send(self, asked: Asked, state: Answered, comment: str, now: Instant, is_current: Callable[[], bool]) -> None:
        """Send an answer, unless it is no longer current. Raises NotSent if the service did not confirm it."""
        ...

    def explain(self, asked: Asked, comment: str) -> None:
        """After an answer is sent, show the reason if the answer itself has no room for it. Raises NotPublished."""
        ...


__all__ = ["Door", "Service", "Words"]
