"""What GitHub sends when a deployment waits: whether GitHub sent it, and what it asks.

Nothing of it is used before its signature is checked, and no address in it is ever called.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from readiness_gate.history.deployments import Asked
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.deployments import DeploymentRule, GitHubApp
from readiness_gate.model.time import Instant
from readiness_gate.reports.escape import printable

LARGEST = 1 << 20
"""The most bytes of a message; one with several pull requests has some 100,000."""
EVENT = "deployment_protection_rule"
_SIGNATURE = re.compile(r"sha256=([0-9a-f]{64})", re.ASCII)
_DELIVERY = re.compile(r"[0-9A-Za-z-]{1,64}", re.ASCII)
_LARGEST_NUMBER = 2**62


class Refusal(Exception):
    """A message is ignored: the status of the answer, and a word why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


_Number = Annotated[int, Field(ge=1, le=_LARGEST_NUMBER)]
_Text = Annotated[str, Field(min_length=1, max_length=1_000)]


class _Part(BaseModel):
    """A part of a message: what it has besides is not used."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class _Deployment(_Part):
    id: _Number
    sha: Annotated[str, Field(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})$")]
    environment: _Text


class _Repository(_Part):
    full_name: _Text


class _Installation(_Part):
    id: _Number


class _Message(_Part):
    action: Literal["requested"]
    environment: _Text
    deployment_callback_url: _Text
    deployment: _Deployment
    repository: _Repository
    installation: _Installation


@dataclass(frozen=True, slots=True)
class Received:
    """A message that GitHub signed, and the rule that it is for."""

    asked: Asked
    rule: DeploymentRule


def is_signed(body: bytes, signature: str, secret: bytes) -> bool:
    """Whether a message has the signature of whoever knows the secret. The comparison takes the same time for every
    signature."""
    given = _SIGNATURE.fullmatch(signature)
    expected = hmac.new(secret, body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(given[1] if given else "", expected)


def received(app: GitHubApp, headers: Mapping[str, str], body: bytes, now: Instant) -> Received:
    """What a signed message asks; the names of the headers are in lower case. Raises Refusal."""
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refusal(415, "Set the content type of the webhook to application/json")
    if headers.get("x-github-event") != EVENT:
        raise Refusal(422, f"Only {EVENT} is answered here")
    delivery = headers.get("x-github-delivery", "")
    if not _DELIVERY.fullmatch(delivery):
        raise Refusal(422, "X-GitHub-Delivery is missing, or not an id")
    message = _message(body)
    name = message.repository.full_name
    rule = app.rule(name, message.environment, message.installation.id)
    if rule is None:
        raise Refusal(
            403,
            f"No rule is for installation {message.installation.id}, repository {printable(name)} and environment "
            f"{printable(message.environment)}. Add one to github-app.toml and redeliver this message, or take the "
            "protection rule off the environment: GitHub waits for an answer",
        )
    if message.deployment.environment.casefold() != message.environment.casefold():
        raise Refusal(422, "The deployment is of another environment than the request")
    asked = Asked(
        delivery=delivery,
        content="sha256:" + hashlib.sha256(body).hexdigest(),
        repository=rule.repository,
        installation=rule.installation,
        environment=message.environment,
        run=_run(app.api, name, message.deployment_callback_url),
        deployment=message.deployment.id,
        sha=message.deployment.sha,
        received_at=now,
    )
    return Received(asked, rule)


def _message(body: bytes) -> _Message:
    try:
        return _Message.model_validate_json(body)
    except ValidationError as error:
        first: Any = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"])) or "the body"
        raise Refusal(422, f"Not a request of a deployment protection rule: {where}") from None


def _run(api: str, repository: str, address: str) -> int:
    """The number of the workflow run that an answer is for. Raises Refusal unless the address is the one that an answer
    is sent to, on the API that is configured."""
    form = rf"{re.escape(api)}/repos/{re.escape(repository)}/actions/runs/([1-9][0-9]{{0,17}})/{EVENT}"
    found = re.fullmatch(form, address, re.ASCII | re.IGNORECASE)
    if found is None:
        raise Refusal(422, "deployment_callback_url is not on the configured API, or of another repository")
    return int(found[1])


__all__ = ["EVENT", "LARGEST", "Received", "Refusal", "is_signed", "received"]
