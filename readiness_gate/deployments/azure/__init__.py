"""The check "Invoke REST API" of Azure DevOps: a stage waits for the answer before it may use an environment.

Azure DevOps sends a token with each request, and the answer needs it. The token is kept only in memory: after the
server ends, the request can no longer be answered.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import field

from readiness_gate.deployments.answer import Answered, NotSent
from readiness_gate.deployments.azure.answers import built, complete, connected, say
from readiness_gate.deployments.azure.messages import Address, is_of_azure, received
from readiness_gate.deployments.service import Door, Service, Words
from readiness_gate.history.deployments import Asked
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.deployments import Rule
from readiness_gate.model.time import Instant
from readiness_gate.publishers.outcome import NotPublished

PATH = "/azure/checks"
_PATIENCE = 1.4
"""The seconds for receiving a message, and again for putting it on the queue: Azure DevOps waits for three seconds."""
_MANY = 10_000
"""The maximum number of tokens to keep; a run has one for each check."""
_GONE = "the token for the answer is gone, as the server that had it was started again"


@dataclass(frozen=True, slots=True)
class AzureDevOps(Service):
    """The checks of an organization."""

    secret: bytes = field(repr=False)
    tokens: dict[str, str] = field(default_factory=dict[str, str], repr=False)
    """The tokens of requests, by message id."""
    unsaid: dict[str, NotPublished] = field(default_factory=dict[str, NotPublished])
    """The errors that kept the reasons of requests from being shown, by message id."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    name = "azure"
    words = Words("Azure DevOps", "run the stage again", "look at the run", "azure-checks.toml")
    door = Door(PATH, _PATIENCE, ("authorization",), 200)

    def is_trusted(self, headers: Mapping[str, str], body: bytes) -> bool:  # noqa: ARG002 - nothing is signed
        """Return whether a message has the password of the service connection."""
        return is_of_azure(headers, self.secret)

    def received(self, headers: Mapping[str, str], body: bytes, now: Instant) -> Asked:
        """Return the request of the waiting stage, and keep its token. Raises Refusal."""
        asked, token = received(self.checks, headers, body, now)
        with self.lock:
            self.tokens[asked.delivery] = token
            for oldest in list(self.tokens)[:-_MANY]:
                del self.tokens[oldest]
        return asked

    def rule(self, asked: Asked) -> Rule | None:
        """Return the rule of the environment; None also if another server has the token."""
        if asked.delivery not in self.tokens:
            return None
        address = _address(asked)
        return self.checks.rule(asked.repository, address.project, address.environment)

    def commit(self, asked: Asked) -> str:
        """Return the commit of the run. Raises NotSent and Contradiction."""
        return built(connected(self.checks, self._token(asked)), asked, _address(asked))

    def send(
        self,
        asked: Asked,
        state: Answered,
        comment: str,
        now: Instant,  # noqa: ARG002
        is_current: Callable[[], bool],
    ) -> None:
        """Show the reason in the log of the run, which accepts no lines once the check has ended; then end the check.
        Raises NotSent."""
        hub, address = connected(self.checks, self._token(asked)), _address(asked)
        try:
            say(hub, address, comment)
        except NotPublished as error:
            self.unsaid[asked.delivery] = error
        complete(hub, address, state, is_current)  # the line in the log may have taken a while

    def explain(self, asked: Asked, comment: str) -> None:  # noqa: ARG002 - it was sent before the answer
        """Forget the token. Raises NotPublished if the reason could not be shown."""
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
