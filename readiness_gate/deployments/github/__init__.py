"""GitHub's deployment protection rules: an environment waits for the answer of a GitHub App."""

from collections.abc import Callable, Mapping

from readiness_gate.deployments.answer import Answered
from readiness_gate.deployments.github.answers import Sender
from readiness_gate.deployments.github.messages import is_of_github, received
from readiness_gate.deployments.github.secret import Secrets
from readiness_gate.deployments.service import Door, Service, Words
from readiness_gate.history.deployments import Asked
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.deployments import GitHubApp, Rule
from readiness_gate.model.time import Instant

PATH = "/github/deployments"
_PATIENCE = 8.0
"""The seconds for a message; GitHub waits for ten."""


@dataclass(frozen=True, slots=True)
class GitHub(Service):
    """A GitHub App."""

    checks: GitHubApp
    secrets: Secrets

    name = "github"
    words = Words("GitHub", "re-run the job", "look at the run", "github-app.toml")
    door = Door(PATH, _PATIENCE, ("x-hub-signature-256", "x-github-event", "x-github-delivery"))

    def is_trusted(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Return whether a message is signed with the secret of the webhook."""
        return is_of_github(body, headers.get("x-hub-signature-256", ""), self.secrets.webhook)

    def is_ping(self, headers: Mapping[str, str]) -> bool:
        """Return whether GitHub only tests the webhook."""
        return headers.get("x-github-event") == "ping"

    def received(self, headers: Mapping[str, str], body: bytes, now: Instant) -> Asked:
        """Return the request of the waiting deployment. Raises Refusal."""
        return received(self.checks, headers, body, now)

    def rule(self, asked: Asked) -> Rule | None:
        """Return the rule of the environment."""
        return self.checks.rule(asked.repository, asked.installation, asked.environment)

    def commit(self, asked: Asked) -> str:
        """Return the commit to be deployed."""
        return asked.sha

    def send(self, asked: Asked, state: Answered, comment: str, now: Instant, is_current: Callable[[], bool]) -> None:
        """Answer the deployment. Raises NotSent."""
        Sender(self.checks, self.secrets).send(asked, state, comment, now, is_current)


__all__ = ["PATH", "GitHub"]
