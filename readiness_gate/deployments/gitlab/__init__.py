"""GitLab's external status checks: a merge request waits until a check passed for its newest commit.

GitLab keeps a pass until the next push, so a pass is watched: the gate is judged again before the pass may be too old.
The gate is that of the newest commit of the target branch, by the rules of that branch: a merge request cannot change
what it is judged by.
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
"""Seconds for a message: GitLab waits for ten."""
_SIGNATURE = "x-gitlab-signature"
_WORDS = Words(
    "GitLab",
    "select Retry next to the status check",
    "look at the status check in the merge request",
    "gitlab-checks.toml",
)


@dataclass(frozen=True, slots=True)
class GitLab:
    """The status checks of a GitLab."""

    checks: GitLabChecks
    secrets: Secrets

    @property
    def name(self) -> str:
        """What it is called on the queue."""
        return "gitlab"

    @property
    def words(self) -> Words:
        """How people know it."""
        return _WORDS

    @property
    def door(self) -> Door:
        """Where its messages arrive."""
        return Door(PATH, _PATIENCE, (_SIGNATURE,))

    @property
    def give_up_after(self) -> Seconds:
        """How long an answer is tried."""
        return self.checks.give_up_after

    @property
    def longest(self) -> int:
        """The seconds that judging takes at most."""
        return max(rule.gate.seconds for rule in self.checks.rules)

    def is_trusted(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether it is signed with the shared secret: the digits alone, without a name of the digest."""
        return is_signed(body, headers.get(_SIGNATURE, ""), self.secrets.shared)

    def is_ping(self, headers: Mapping[str, str]) -> bool:  # noqa: ARG002 - GitLab sends none
        """GitLab sends none."""
        return False

    def received(self, headers: Mapping[str, str], body: bytes, now: Instant) -> Received:
        """The merge request that waits. Raises Refusal."""
        return received(self.checks, headers, body, now)

    def gate(self, asked: Asked) -> Gate | None:
        """The gate of the target branch."""
        rule = self.checks.rule(asked.installation, asked.repository, asked.address)
        return None if rule is None else rule.gate

    def called(self, asked: Asked) -> str:
        """The project, its status check and the merge request."""
        return f"{asked.repository}, {asked.environment}, merge request !{asked.run}"

    def commit(self, asked: Asked) -> str:
        """The newest commit of the target branch, where the merge request still is what asked. Raises NotSent, and
        Contradiction."""
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
