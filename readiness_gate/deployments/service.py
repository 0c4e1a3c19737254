"""The interface to a service that holds a deployment or a merge request until its gate is judged."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import ClassVar

from readiness_gate.deployments.answer import Answered
from readiness_gate.history.deployments import Asked
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.deployments import Checks, Gate, Rule
from readiness_gate.model.time import Instant


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


@dataclass(frozen=True, slots=True)
class Service(ABC):
    """A service that sends requests, and receives answers."""

    checks: Checks

    name: ClassVar[str]
    """Its name in the queue."""
    words: ClassVar[Words]
    door: ClassVar[Door]

    @abstractmethod
    def is_trusted(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Return whether the service sent a message. The names of the headers are in lower case."""

    def is_ping(self, headers: Mapping[str, str]) -> bool:  # noqa: ARG002 - most services send none
        """Return whether a message only checks that the endpoint exists."""
        return False

    @abstractmethod
    def received(self, headers: Mapping[str, str], body: bytes, now: Instant) -> Asked:
        """Return the request in a message from the service. Raises Refusal."""

    @abstractmethod
    def rule(self, asked: Asked) -> Rule | None:
        """Return the rule for a request; None if this server has none."""

    def gate(self, asked: Asked) -> Gate | None:
        """Return the gate that a request waits for; None if there is no rule for it."""
        rule = self.rule(asked)
        return None if rule is None else rule.gate

    def called(self, asked: Asked) -> str:
        """Return the name of a request in logs."""
        return f"{asked.repository}, {asked.environment}, run {asked.run}"

    @abstractmethod
    def commit(self, asked: Asked) -> str:
        """Return the commit whose gate is judged. Raises NotSent if it is unknown, and Contradiction if the request
        must be rejected."""

    @abstractmethod
    def send(self, asked: Asked, state: Answered, comment: str, now: Instant, is_current: Callable[[], bool]) -> None:
        """Send an answer, unless it is no longer current. Raises NotSent if the service did not confirm it."""

    def explain(self, asked: Asked, comment: str) -> None:  # noqa: B027 - an answer may have room for the reason
        """After an answer is sent, show the reason if the answer itself has no room for it. Raises NotPublished."""


__all__ = ["Door", "Service", "Words"]
