"""Answer a status check at GitLab, with an access token. GitLab uses the newest answer for a commit."""

from collections.abc import Callable
from typing import Annotated, Literal
from urllib.parse import quote

from pydantic import Field, ValidationError

from readiness_gate.deployments import answer
from readiness_gate.deployments.answer import Answered, Body, Contradiction, NotSent
from readiness_gate.deployments.gitlab.secret import Secrets
from readiness_gate.deployments.message import Number, Part, Sha, Text
from readiness_gate.history.deployments import Asked
from readiness_gate.model.deployments import GitLabChecks
from readiness_gate.publishers.client import Answer, Client

_SETTING = "url in [gitlab]"
_CREATED, _CONFLICT = 201, 409
_MOVED = "SHA does not match HEAD"
"""GitLab's message if the merge request has a newer commit."""
_STATUS: dict[Answered, Literal["passed", "failed"]] = {"approved": "passed", "rejected": "failed"}


class ResponseBody(Body):
    """An answer. GitLab requires all three."""

    sha: Sha
    external_status_check_id: Annotated[int, Field(ge=1)]
    status: Literal["passed", "failed"]


class _Check(Part):
    id: Number


class _Taken(Part):
    external_status_check: _Check


class _Commit(Part):
    id: Sha


class _Merge(Part):
    iid: Number
    state: Literal["opened", "closed", "merged", "locked"]
    target_branch: Text
    sha: Sha


class _Branch(Part):
    name: str
    commit: _Commit


def connected(checks: GitLabChecks, secrets: Secrets) -> Client:
    """Return a client whose time limit covers one answer."""
    return answer.connected(checks.url, _SETTING, {"PRIVATE-TOKEN": secrets.token}, secrets.token, path="/api/v4")


def refuse_other(hub: Client, asked: Asked) -> None:
    """Refuse to answer a merge request that has changed since its request: a message may be late. Raises NotSent if
    GitLab does not report its state, or if no answer counts any more, and Contradiction if a pass must not count."""
    merge = answer.read(hub, f"/projects/{asked.installation}/merge_requests/{asked.run}", _Merge)
    if merge is None or merge.iid != asked.run:
        why = f"{hub.shown} answered without the newest commit of merge request !{asked.run}: check {_SETTING}"
        raise NotSent(why, None, is_refusal=True)
    if merge.state == "merged" or merge.sha != asked.sha:
        why = "The merge request is merged" if merge.state == "merged" else "The merge request has other commits"
        raise NotSent(why, None, is_refusal=True, is_over=True)
    if merge.state == "closed":
        raise Contradiction("the merge request is closed.")
    if merge.target_branch != asked.address:
        raise Contradiction(f"the merge request is no longer one into {asked.address}.")


def newest(hub: Client, asked: Asked) -> str:
    """Return the newest commit of the target branch. Raises NotSent if GitLab does not report it."""
    path = f"/projects/{asked.installation}/repository/branches/{quote(asked.address, safe='')}"
    branch = answer.read(hub, path, _Branch)
    if branch is None or branch.name != asked.address:
        why = f"{hub.shown} answered without the newest commit of {asked.address}: check {_SETTING}"
        raise NotSent(why, None, is_refusal=True)
    return branch.commit.id


def send(hub: Client, asked: Asked, state: Answered, is_current: Callable[[], bool]) -> None:
    """Send an answer, unless it is no longer current. Raises NotSent if GitLab did not confirm it."""
    if state == "approved":  # the merge request may have changed during the evaluation
        try:
            refuse_other(hub, asked)
        except Contradiction as error:
            raise NotSent(str(error), None, is_refusal=True) from error
    body = ResponseBody(sha=asked.sha, external_status_check_id=asked.deployment, status=_STATUS[state])
    path = f"/projects/{asked.installation}/merge_requests/{asked.run}/status_check_responses"
    try:
        answer.send(hub, path, body, is_current, lambda taken: _is_taken(taken, asked))
    except NotSent as error:
        error.is_over = error.status == _CONFLICT and _MOVED in error.why
        raise


def _is_taken(taken: Answer, asked: Asked) -> bool:
    """Return whether GitLab confirms an answer for the status check."""
    try:
        said = _Taken.model_validate(taken.body)
    except ValidationError:
        return False
    return taken.status == _CREATED and said.external_status_check.id == asked.deployment


__all__ = ["ResponseBody", "connected", "newest", "refuse_other", "send"]
