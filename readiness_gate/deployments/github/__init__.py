"""GitHub's deployment protection rules: an environment waits for the answer of an app."""

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
"""Seconds for a message: GitHub waits for ten."""
_HEADERS = ("x-hub-signature-256", "x-github-event", "x-github-delivery")
_WORDS = Words("GitHub", "re-run the job", "look at the run", "github-app.toml")


@dataclass(frozen=True, slots=True)
class GitHub:
    """An app of GitHub."""

    app: GitHubApp
    secrets: Secrets

    @property
    def name(self) -> str:
        """What it is called on the queue."""
        return "github"

    @property
    def words(self) -> Words:
        """How people know it."""
        return _WORDS

    @property
    def door(self) -> Door:
        """Where its messages arrive."""
        return Door(PATH, PATIENCE, _HEADERS)

    @property
    def give_up_after(self) -> Seconds:
        """How long an answer is tried."""
        return self.app.give_up_after

    @property
    def longest(self) -> int:
        """The seconds that judging takes at most."""
        return max(rule.seconds for rule in self.app.rules)

    def is_trusted(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether it is signed with the webhook's secret."""
        return is_of_github(body, headers.get("x-hub-signature-256", ""), self.secrets.webhook)

    def is_ping(self, headers: Mapping[str, str]) -> bool:
        """Whether GitHub only tries the webhook."""
        return headers.get("x-github-event") == "ping"

    def received(self, headers: Mapping[str, str], body: bytes, now: Instant) -> Received:
        """The deployment that waits. Raises Refusal."""
        return received(self.app, headers, body, now)

    def gate(self, asked: Asked) -> Gate | None:
        """The gate of the environment."""
        rule = self.app.rule(asked.repository, asked.environment, asked.installation)
        return None if rule is None else rule.gate

    def called(self, asked: Asked) -> str:
        """The repository, its environment and the run."""
        return f"{asked.repository}, {asked.environment}, run {asked.run}"

    def commit(self, asked: Asked) -> str:
        """The commit that is to be deployed."""
        return asked.sha

    def send(self, asked: Asked, state: Answered, comment: str, now: Instant, is_current: Callable[[], bool]) -> None:
        """Answer the deployment. Raises NotSent."""
        Sender(self.app, self.secrets).send(asked, state, comment, now, is_current)

    def explain(self, asked: Asked, comment: str) -> None:
        """The answer has the reason."""


__all__ = ["PATH", "GitHub"]
