"""Messages of GitLab for a change to a merge request with a status check: whether GitLab sent them, and what they
request.

GitLab gives messages no ids, and may send the same bytes again when a user retries. So a message counts again once its
request has been answered, and the gate is judged again.
"""

from collections.abc import Mapping
from typing import Literal

from readiness_gate.deployments.message import (
    Number,
    Part,
    Refusal,
    Sha,
    Text,
    digest,
    parsed,
    refuse_other_type,
)
from readiness_gate.history.deployments import Asked
from readiness_gate.model.deployments import GitLabChecks
from readiness_gate.model.time import Instant
from readiness_gate.reports.escape import printable

_ENDED = {"merged": "The merge request is merged", "closed": "The merge request is closed"}
"""The states that no answer is needed for. They end no earlier request, because a message may be late or repeated: the
worker asks GitLab for the present state."""


class _Project(Part):
    id: Number
    path_with_namespace: Text


class _Commit(Part):
    id: Sha


class _Attributes(Part):
    iid: Number
    state: Literal["opened", "closed", "merged", "locked"]
    target_branch: Text
    target_project_id: Number
    last_commit: _Commit


class _Check(Part):
    id: Number


class _Message(Part):
    object_kind: Literal["merge_request"]
    project: _Project
    object_attributes: _Attributes
    external_approval_rule: _Check


def received(checks: GitLabChecks, headers: Mapping[str, str], body: bytes, now: Instant) -> Asked:
    """Return the request in a signed message; the names of the headers are in lower case. Raises Refusal."""
    refuse_other_type(headers, "of the message")
    message = parsed(_Message, body, "a message of a status check")
    project, merge, check = message.project, message.object_attributes, message.external_approval_rule
    if merge.target_project_id != project.id:
        raise Refusal(422, "The merge request is one into another project")
    rule = checks.rule(project.path_with_namespace, project.id, merge.target_branch)
    if rule is None:
        raise Refusal(
            403,
            f"No rule is for project {printable(project.path_with_namespace)} ({project.id}) and target branch "
            f"{printable(merge.target_branch)}. Add one to gitlab-checks.toml, or limit the status check to branches "
            "that have one: GitLab shows an unanswered check as failed",
        )
    if merge.state in _ENDED:
        raise Refusal(202, _ENDED[merge.state])
    return Asked(
        delivery="",
        content=digest(body),
        repository=rule.repository,
        installation=project.id,
        environment=f"status check {check.id}",
        run=merge.iid,
        deployment=check.id,
        sha=merge.last_commit.id,
        received_at=now,
        service="gitlab",
        address=rule.place,
    )


__all__ = ["received"]
