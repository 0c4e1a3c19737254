"""GitHub's deployment protection rules: an environment waits for the answer of a GitHub App."""

from collections.abc import Callable, Mapping

from readiness_gate.deployments.answer import Answered
from readiness_gate.deployments.github.answers import Sender
from readiness_gate.deployments.github.messages import is_of_github, received
from readiness_gate.deployments.github.secret import Secrets
from readiness_gate.deployments.message import Received
from readiness_gate.deployments.service import Door, Words
from readiness_gate.history.deployments import Asked
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.deployments import Gate, GitHubApp
from readiness_gate.model.time import Instant, Seconds

PATH = "/github/deployments"
PATIENCE = 8.0
"""The seconds for a message; GitHub waits for ten."""
_HEADERS = ("x-hub-signature-256", "x-github-event", "x-github-delivery")
_WORDS = Words("GitHub", "re-run the job", "look at the run", "github-app.toml")


@dataclass(frozen=True, slots=True)
class GitHub:
    """A GitHub App."""

    app: GitHubApp
    secrets: Secrets

    @property
    def name(self) -> str:
        """Its name in the queue."""
        return "github"

    @property
    def words(self) -> Words:
        """The words for it in messages."""
        return _WORDS

    @property
    def door(self) -> Door:
        """The route that receives its messages."""
        return Door(PATH, PATIENCE, _HEADERS)

    @property
    def give_up_after(self) -> Seconds:
        """How long after a request to keep trying to answer."""
        return self.app.give_up_after

    @property
    def longest(self) -> int:
        """The maximum duration of an evaluation, in seconds."""
        return max(rule.gate.seconds for rule in self.app.rules)

    def is_trusted(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Return whether a message is signed with the secret of the webhook."""
        return is_of_github(body, headers.get("x-hub-signature-256", ""), self.secrets.webhook)

    def is_ping(self, headers: Mapping[str, str]) -> bool:
        """Return whether GitHub only tests the webhook."""
        return headers.get("x-github-event") == "ping"

    def received(self, headers: Mapping[str, str], body: bytes, now: Instant) -> Received:
        """Return the request of the waiting deployment. Raises Refusal."""
        return received(self.app, headers, body, now)

    def gate(self, asked: Asked) -> Gate | None:
        """Return the gate of the environment; None if there is no rule for it."""
        rule = self.app.rule(asked.repository, asked.environment, asked.installation)
        return None if rule is None else rule.gate

    def called(self, asked: Asked) -> str:
        """Return the repository, its environment and the run."""
        return f"{asked.repository}, {asked.environment}, run {asked.run}"

    def commit(self, asked: Asked) -> str:
        """Return the commit to be deployed."""
        return asked.sha

    def send(self, asked: Asked, state: Answered, comment: str, now: Instant, is_current: Callable[[], bool]) -> None:
        """Answer the deployment. Raises NotSent."""
        Sender(self.app, self.secrets).send(asked, state, comment, now, is_current)

    def explain(self, asked: Asked, comment: str) -> None:
        """Do nothing: the answer includes the reason."""


__all__ = ["PATH", "GitHub"]
