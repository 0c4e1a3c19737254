"""What holds something until its gate was judged: how it asks, and how it is answered."""

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
    """How people know a service."""

    title: str
    again: str
    """How to ask again, as the end of a sentence: `re-run the job`."""
    look: str
    """Where to see which answer counts: `look at the run`."""
    file: str
    """The file with its rules."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where the messages of a service arrive."""

    path: str
    patience: float
    """Seconds for a message and for its place on the queue: the service waits a little longer."""
    headers: tuple[str, ...]
    """The names of the headers that count, in lower case."""
    status: int = 202
    """The status of the answer to a message that is on the queue."""


class Service(Protocol):
    """A service that asks, and is answered."""

    @property
    def name(self) -> str:
        """What it is called on the queue."""
        ...

    @property
    def words(self) -> Words:
        """How people know it."""
        ...

    @property
    def door(self) -> Door:
        """Where its messages arrive."""
        ...

    @property
    def give_up_after(self) -> Seconds:
        """How long an answer is tried."""
        ...

    @property
    def longest(self) -> int:
        """The seconds that judging takes at most."""
        ...

    def is_trusted(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the service sent a message. The names of the headers are in lower case."""
        ...

    def is_ping(self, headers: Mapping[str, str]) -> bool:
        """Whether a message only asks whether somebody is there."""
        ...

    def received(self, headers: Mapping[str, str], body: bytes, now: Instant) -> Received:
        """What a message asks that the service sent. Raises Refusal."""
        ...

    def gate(self, asked: Asked) -> Gate | None:
        """The gate that a request waits for; None where there is no rule for it."""
        ...

    def called(self, asked: Asked) -> str:
        """What a request is called in a log."""
        ...

    def commit(self, asked: Asked) -> str:
        """The commit whose gate is judged. Raises NotSent where that is unknown."""
        ...

    def send(self, asked: Asked, state: Answered, comment: str, now: Instant, is_current: Callable[[], bool]) -> None:
        """Send an answer, unless it is no longer a current one. Raises NotSent where the service did not say that it
        took it."""
        ...

    def explain(self, asked: Asked, comment: str) -> None:
        """Show the reason where an answer has no room for it, once it was sent. Raises NotPublished."""
        ...


__all__ = ["Door", "Service", "Words"]
