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
from readiness_gate.deployments.message import Received, is_signed
from readiness_gate.deployments.service import Door, Words
from readiness_gate.history.deployments import Asked
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.deployments import Gate, GitLabChecks
from readiness_gate.model.time import Instant, Seconds

PATH = "/gitlab/status-checks"
_PATIENCE = 8.0
"""The seconds for a message; GitLab waits for ten."""
_SIGNATURE = "x-gitlab-signature"
_WORDS = Words(
    "GitLab",
    "select Retry next to the status check",
    "look at the status check in the merge request",
    "gitlab-checks.toml",
)


@dataclass(frozen=True, slots=True)
class GitLab:
    """The status checks of a GitLab instance."""

    checks: GitLabChecks
    secrets: Secrets

    @property
    def name(self) -> str:
        """Its name in the queue."""
        return "gitlab"

    @property
    def words(self) -> Words:
        """The words for it in messages."""
        return _WORDS

    @property
    def door(self) -> Door:
        """The route that receives its messages."""
        return Door(PATH, _PATIENCE, (_SIGNATURE,))

    @property
    def give_up_after(self) -> Seconds:
        """How long after a request to keep trying to answer."""
        return self.checks.give_up_after

    @property
    def longest(self) -> int:
        """The maximum duration of an evaluation, in seconds."""
        return max(rule.gate.seconds for rule in self.checks.rules)

    def is_trusted(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Return whether a message is signed with the shared secret: the header has only the digits, without the name
        of the algorithm."""
        return is_signed(body, headers.get(_SIGNATURE, ""), self.secrets.shared)

    def is_ping(self, headers: Mapping[str, str]) -> bool:  # noqa: ARG002 - GitLab sends none
        """Return False: GitLab sends no pings."""
        return False

    def received(self, headers: Mapping[str, str], body: bytes, now: Instant) -> Received:
        """Return the request of the waiting merge request. Raises Refusal."""
        return received(self.checks, headers, body, now)

    def gate(self, asked: Asked) -> Gate | None:
        """Return the gate of the target branch; None if there is no rule for it."""
        rule = self.checks.rule(asked.installation, asked.repository, asked.address)
        return None if rule is None else rule.gate

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
