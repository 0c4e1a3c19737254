"""GitLab's external status checks: a merge request waits until a check passes for its newest commit.

GitLab keeps a pass until the next push. So a pass is watched: the gate is judged again before the pass becomes too old.
The gate is that of the newest commit of the target branch, by the rules of that branch, so a merge request cannot
change the rules that judge it.
"""

from collections.abc import Callable, Mapping

from readiness_gate.deployments.answer import Answered
from readiness_gate.deployments.gitlab.answers import connected, newest, refuse_other, send
from readiness_gate.deployments.gitlab.messages import received
from readiness_gate.deployments.gitlab.note import note
from readiness_gate.deployments.gitlab.secret import Secrets
from readiness_gate.deployments.message import is_signed
from readiness_gate.deployments.service import Door, Service, Words
from readiness_gate.history.deployments import Asked
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.deployments import GitLabChecks, Rule
from readiness_gate.model.time import Instant

PATH = "/gitlab/status-checks"
_PATIENCE = 8.0
"""The seconds for a message; GitLab waits for ten."""
_SIGNATURE = "x-gitlab-signature"


@dataclass(frozen=True, slots=True)
class GitLab(Service):
    """The status checks of a GitLab instance."""

    checks: GitLabChecks
    secrets: Secrets

    name = "gitlab"
    words = Words(
        "GitLab",
        "select Retry next to the status check",
        "look at the status check in the merge request",
        "gitlab-checks.toml",
    )
    door = Door(PATH, _PATIENCE, (_SIGNATURE,))

    def is_trusted(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Return whether a message is signed with the shared secret: the header has only the digits, without the name
        of the algorithm."""
        return is_signed(body, headers.get(_SIGNATURE, ""), self.secrets.shared)

    def received(self, headers: Mapping[str, str], body: bytes, now: Instant) -> Asked:
        """Return the request of the waiting merge request. Raises Refusal."""
        return received(self.checks, headers, body, now)

    def rule(self, asked: Asked) -> Rule | None:
        """Return the rule of the target branch."""
        return self.checks.rule(asked.repository, asked.installation, asked.address)

    def called(self, asked: Asked) -> str:
        """Return the project, its status check and the merge request."""
        return f"{asked.repository}, {asked.environment}, merge request !{asked.run}"

    def commit(self, asked: Asked) -> str:
        """Return the newest commit of the target branch, if the merge request has not changed since its request. Raises
        NotSent and Contradiction."""
        hub = connected(self.checks, self.secrets)
        refuse_other(hub, asked)
        return newest(hub, asked)

    def send(
        self,
        asked: Asked,
        state: Answered,
        comment: str,  # noqa: ARG002 - a status has no text
        now: Instant,  # noqa: ARG002
        is_current: Callable[[], bool],
    ) -> None:
        """Answer the status check. Raises NotSent."""
        send(connected(self.checks, self.secrets), asked, state, is_current)

    def explain(self, asked: Asked, comment: str) -> None:
        """Write the reason into a note. Raises NotPublished."""
        if self.checks.notes:
            note(connected(self.checks, self.secrets), asked, comment)


__all__ = ["PATH", "GitLab"]
