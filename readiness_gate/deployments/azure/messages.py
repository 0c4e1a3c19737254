"""Messages of Azure DevOps for a check of an environment: whether the sender knows the secret, and what it requests.

Azure DevOps does not sign messages. Only the password of a service connection identifies the sender, so the connection
must be encrypted.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from typing import Annotated

from pydantic import ConfigDict, Field

from readiness_gate.deployments.message import Part, Refusal, Sha, Text, parsed, refuse_other_type
from readiness_gate.history.deployments import Asked
from readiness_gate.model.deployments import Checks
from readiness_gate.model.time import Instant
from readiness_gate.reports.escape import printable

Id = Annotated[str, Field(pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")]
_LONGEST = 20_000
_GATES = "gates"


class Address(Part):
    """Where an answer is sent at the organization: only ids, and no address."""

    environment: Text
    project: Id
    hub: Annotated[str, Field(pattern=r"^[A-Za-z]{1,32}$")]
    plan: Id
    job: Id
    timeline: Id
    task: Id


def _names(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


class _Message(Part):
    """What the check is configured to send: all texts, as its variables are."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True, alias_generator=_names)

    plan_url: Text
    project_id: Id
    hub_name: Annotated[str, Field(pattern=r"^[A-Za-z]{1,32}$")]
    plan_id: Id
    job_id: Id
    timeline_id: Id
    task_instance_id: Id
    auth_token: Annotated[str, Field(pattern=r"^[!-~]+$", max_length=_LONGEST)]
    build_id: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,17}$")]
    repository: Text
    source_version: Sha
    environment: Text


def is_of_azure(headers: Mapping[str, str], secret: bytes) -> bool:
    """Return whether a message has the password of the service connection. The comparison takes the same time for every
    password."""
    kind, _, given = headers.get("authorization", "").partition(" ")
    try:
        _, _, password = base64.b64decode(given.encode(), validate=True).partition(b":")
    except (binascii.Error, UnicodeEncodeError):
        password = b""
    return hmac.compare_digest(password, secret) and kind.lower() == "basic"


def received(checks: Checks, headers: Mapping[str, str], body: bytes, now: Instant) -> tuple[Asked, str]:
    """Return the request in a message, and the token for its answer; the names of the headers are in lower case.
    Raises Refusal."""
    refuse_other_type(headers, "in the headers of the check")
    message = parsed(_Message, body, "a message of a check")
    if message.plan_url.rstrip("/").casefold() != checks.url.casefold():
        raise Refusal(422, "PlanUrl is not the organization in azure-checks.toml")
    if message.hub_name.lower() == _GATES:
        raise Refusal(422, "Only checks of environments are answered, and no gates of classic releases")
    rule = checks.rule(message.repository, message.project_id, message.environment)
    if rule is None:
        raise Refusal(
            403,
            f"No rule is for project {message.project_id}, repository {printable(message.repository)} and environment "
            f"{printable(message.environment)}. Add one to azure-checks.toml and run the stage again, or take the "
            "check off the environment: Azure DevOps waits for an answer",
        )
    address = Address(
        environment=rule.place,
        project=message.project_id.lower(),
        hub=message.hub_name,
        plan=message.plan_id,
        job=message.job_id,
        timeline=message.timeline_id,
        task=message.task_instance_id,
    )
    asked = Asked(
        delivery=_once(address, message.auth_token),
        content=_once(address, message.auth_token),
        repository=rule.repository,
        installation=0,
        environment=f"{rule.place}, job {message.job_id}",
        run=int(message.build_id),
        deployment=0,
        sha=message.source_version,
        received_at=now,
        service="azure",
        address=address.model_dump_json(),
    )
    return asked, message.auth_token


def _once(address: Address, token: str) -> str:
    """Return what identifies a request: each one has its own token, of which only a digest is kept."""
    return "sha256:" + hashlib.sha256(f"{address.model_dump_json()}\n{token}".encode()).hexdigest()


__all__ = ["Address", "Id", "is_of_azure", "received"]
