"""The check "Invoke REST API" of Azure DevOps: a stage waits for the answer before it may use an environment.

Azure DevOps sends a token with each request, which answers it. It is in memory alone: once the server has ended, nobody
can answer the request any more.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import field

from readiness_gate.deployments.answer import OLD, Answered, NotSent
from readiness_gate.deployments.azure.answers import built, complete, connected, say
from readiness_gate.deployments.azure.messages import Address, is_of_azure, received
from readiness_gate.deployments.message import Received
from readiness_gate.deployments.service import Door, Words
from readiness_gate.history.deployments import Asked
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.deployments import AzureChecks, Gate
from readiness_gate.model.time import Instant, Seconds
from readiness_gate.publishers.outcome import NotPublished

PATH = "/azure/checks"
_PATIENCE = 1.4
"""Seconds for a message, and as many for its place on the queue: Azure DevOps waits for three."""
_MANY = 10_000
"""The most tokens that are kept: a run has one for each check."""
_WORDS = Words("Azure DevOps", "run the stage again", "look at the run", "azure-checks.toml")
_GONE = "the token for the answer is gone, as the server that had it was started again"


@dataclass(frozen=True, slots=True)
class AzureDevOps:
    """The checks of an organization."""

    checks: AzureChecks
    secret: bytes = field(repr=False)
    tokens: dict[str, str] = field(default_factory=dict[str, str], repr=False)
    """The tokens of requests, by the ids of their messages."""
    unsaid: dict[str, NotPublished] = field(default_factory=dict[str, NotPublished])
    """Why the reasons of requests could not be shown."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def name(self) -> str:
        """What it is called on the queue."""
        return "azure"

    @property
    def words(self) -> Words:
        """How people know it."""
        return _WORDS

    @property
    def door(self) -> Door:
        """Where its messages arrive."""
        return Door(PATH, _PATIENCE, ("authorization",), 200)

    @property
    def give_up_after(self) -> Seconds:
        """How long an answer is tried."""
        return self.checks.give_up_after

    @property
    def longest(self) -> int:
        """The seconds that judging takes at most."""
        return max(rule.gate.seconds for rule in self.checks.rules)

    def is_trusted(self, headers: Mapping[str, str], body: bytes) -> bool:  # noqa: ARG002 - nothing is signed
        """Whether it has the password of the service connection."""
        return is_of_azure(headers, self.secret)

    def is_ping(self, headers: Mapping[str, str]) -> bool:  # noqa: ARG002
        """Azure DevOps sends none."""
        return False

    def received(self, headers: Mapping[str, str], body: bytes, now: Instant) -> Received:
        """The stage that waits, whose token is kept. Raises Refusal."""
        message = received(self.checks, headers, body, now)
        with self.lock:
            self.tokens[message.received.asked.delivery] = message.token
            for oldest in list(self.tokens)[:-_MANY]:
                del self.tokens[oldest]
        return message.received

    def gate(self, asked: Asked) -> Gate | None:
        """The gate of the environment; None also where another server has the token."""
        address = _address(asked)
        rule = self.checks.rule(address.project, asked.repository, address.environment)
        return rule.gate if rule is not None and asked.delivery in self.tokens else None

    def called(self, asked: Asked) -> str:
        """The repository, the environment and the run."""
        return f"{asked.repository}, {asked.environment}, run {asked.run}"

    def commit(self, asked: Asked) -> str:
        """The commit of the run. Raises NotSent, and Contradiction."""
        return built(connected(self.checks, self._token(asked)), asked, _address(asked))

    def send(
        self,
        asked: Asked,
        state: Answered,
        comment: str,
        now: Instant,  # noqa: ARG002
        is_current: Callable[[], bool],
    ) -> None:
        """Show the reason in the log of the run, which takes nothing once the check has ended, and end it. Raises
        NotSent."""
        hub, address = connected(self.checks, self._token(asked)), _address(asked)
        try:
            say(hub, address, comment)
        except NotPublished as error:
            self.unsaid[asked.delivery] = error
        if not is_current():  # the line in the log may have taken a while
            raise NotSent(OLD, None, is_refusal=True)
        complete(hub, address, state)

    def explain(self, asked: Asked, comment: str) -> None:  # noqa: ARG002 - it was sent before the answer
        """Forget the token. Raises NotPublished where the reason could not be shown."""
        with self.lock:
            self.tokens.pop(asked.delivery, None)
        why = self.unsaid.pop(asked.delivery, None)
        if why is not None:
            raise why

    def _token(self, asked: Asked) -> str:
        token = self.tokens.get(asked.delivery)
        if token is None:
            raise NotSent(_GONE, None, is_refusal=True, is_lost=True)
        return token


def _address(asked: Asked) -> Address:
    return Address.model_validate_json(asked.address)


__all__ = ["PATH", "AzureDevOps"]
