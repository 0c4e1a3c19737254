"""Answer a status check at GitLab, with an access token. GitLab uses the newest answer for a commit."""

import time
from collections.abc import Callable
from typing import Annotated, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from readiness_gate.deployments.answer import OLD, PATIENCE, Answered, Contradiction, NotSent, not_sent
from readiness_gate.deployments.gitlab.secret import Secrets
from readiness_gate.deployments.message import Number, Part, Sha, Text
from readiness_gate.history.deployments import Asked
from readiness_gate.model.deployments import GitLabChecks
from readiness_gate.publishers.client import Answer, Client, Refused, client
from readiness_gate.publishers.outcome import NotPublished

_SETTING = "url in [gitlab]"
_CREATED, _CONFLICT = 201, 409
_MOVED = "SHA does not match HEAD"
"""GitLab's message if the merge request has a newer commit."""
_STATUS: dict[Answered, Literal["passed", "failed"]] = {"approved": "passed", "rejected": "failed"}


class ResponseBody(BaseModel):
    """An answer. GitLab requires all three."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

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
    headers = {"PRIVATE-TOKEN": secrets.token, "User-Agent": "readiness-gate"}
    made = client(f"{checks.url}/api/v4", checks.url, _SETTING, headers, (secrets.token,))
    made.until = time.monotonic() + PATIENCE
    return made


def refuse_other(hub: Client, asked: Asked) -> None:
    """Refuse to answer a merge request that has changed since its request: a message may be late. Raises NotSent if
    GitLab does not report its state, or if no answer counts any more, and Contradiction if a pass must not count."""
    try:
        answer = hub.read(f"/projects/{asked.installation}/merge_requests/{asked.run}")
    except NotPublished as error:
        raise not_sent(error, is_answer=False) from error
    try:
        merge = _Merge.model_validate(answer.body)
    except ValidationError:
        merge = None
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
    try:
        answer = hub.read(path)
    except NotPublished as error:
        raise not_sent(error, is_answer=False) from error
    try:
        branch = _Branch.model_validate(answer.body)
    except ValidationError:
        branch = None
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
    if not is_current():
        raise NotSent(OLD, None, is_refusal=True)
    try:
        # If the result is unclear, the worker judges the gate again before it retries.
        path = f"/projects/{asked.installation}/merge_requests/{asked.run}/status_check_responses"
        answer = hub.write("POST", path, body.model_dump(), repeatable=False)
    except NotPublished as error:
        made = not_sent(error, is_answer=True)
        made.is_over = isinstance(error, Refused) and error.status == _CONFLICT and _MOVED in str(error)
        raise made from error
    if not _is_taken(answer, asked):
        raise NotSent(
            f"{hub.shown} answered {answer.status}, which does not say that it took the answer", None, is_refusal=False
        )


def _is_taken(answer: Answer, asked: Asked) -> bool:
    """Return whether GitLab confirms an answer for the status check."""
    try:
        taken = _Taken.model_validate(answer.body)
    except ValidationError:
        return False
    return answer.status == _CREATED and taken.external_status_check.id == asked.deployment


__all__ = ["ResponseBody", "connected", "newest", "refuse_other", "send"]
