"""Answer a check of Azure DevOps with the token from its request: a line in the log of the run, and the event that ends
the check."""

import html
import re
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import Field

from readiness_gate.deployments import answer
from readiness_gate.deployments.answer import Answered, Body, Contradiction, NotSent
from readiness_gate.deployments.azure.messages import Address, Id
from readiness_gate.deployments.message import Part, Sha
from readiness_gate.history.deployments import Asked
from readiness_gate.model.deployments import Checks
from readiness_gate.publishers.client import Client

_SETTING = "organization in [azure]"
_VERSION = "api-version=7.1"
_DONE = (200, 202, 204)
_NOTHING_WAITS = 404
_RESULT: dict[Answered, Literal["succeeded", "failed"]] = {"approved": "succeeded", "rejected": "failed"}
_ESCAPED = re.compile(r"\\([^\w\s])")


class EventBody(Body):
    """The event that ends a check."""

    name: Literal["TaskCompleted"]
    taskId: Id  # noqa: N815 - as Azure DevOps has it
    jobId: Id  # noqa: N815
    result: Literal["succeeded", "failed"]


class _Named(Part):
    id: str


class _Repository(Part):
    name: str


class _Build(Part):
    id: Annotated[int, Field(ge=1)]
    project: _Named
    repository: _Repository
    sourceVersion: Sha  # noqa: N815


def connected(checks: Checks, token: str) -> Client:
    """Return a client whose time limit covers one answer."""
    return answer.connected(checks.url, _SETTING, {"Authorization": f"Bearer {token}"}, token)


def built(hub: Client, asked: Asked, address: Address) -> str:
    """Return the commit of the run, as Azure DevOps reports it. Raises NotSent if it does not, and Contradiction if it
    differs from the message: a pipeline may have set its variables."""
    run = answer.read(hub, f"/{address.project}/_apis/build/builds/{asked.run}?{_VERSION}", _Build)
    if run is None:
        raise NotSent(f"{hub.shown} answered without the commit of the run", None, is_refusal=True)
    said = run.id, run.project.id.casefold(), run.repository.name.casefold(), run.sourceVersion
    if said != (asked.run, address.project.casefold(), asked.repository.casefold(), asked.sha):
        raise Contradiction("the run is of another repository or commit than the message says.")
    return run.sourceVersion


def say(hub: Client, address: Address, said: str) -> None:
    """Show the reason in the log of the run. Raises NotPublished."""
    plain = html.unescape(_ESCAPED.sub(r"\1", said)).replace("##", "# #")
    lines = [line for line in plain.splitlines() if line]
    path = f"{_plan(address)}/timelines/{address.timeline}/records/{address.job}/feed?{_VERSION}"
    hub.write("POST", path, {"value": lines, "count": len(lines)}, repeatable=False)


def complete(hub: Client, address: Address, state: Answered, is_current: Callable[[], bool]) -> None:
    """End the check, unless the answer is no longer current. Raises NotSent if Azure DevOps did not confirm it."""
    body = EventBody(name="TaskCompleted", taskId=address.task, jobId=address.job, result=_RESULT[state])
    try:
        path = f"{_plan(address)}/events?{_VERSION}"
        answer.send(hub, path, body, is_current, lambda taken: taken.status in _DONE)
    except NotSent as error:
        error.nothing_waits = error.status == _NOTHING_WAITS
        raise


def _plan(address: Address) -> str:
    return f"/{address.project}/_apis/distributedtask/hubs/{address.hub}/plans/{address.plan}"


__all__ = ["EventBody", "built", "complete", "connected", "say"]
