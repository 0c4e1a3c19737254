"""Messages of GitHub for a waiting deployment: whether GitHub sent them, and what they request."""

import re
from collections.abc import Mapping
from typing import Literal

from readiness_gate.deployments.message import (
    Number,
    Part,
    Refusal,
    Sha,
    Text,
    digest,
    is_signed,
    parsed,
    refuse_other_type,
)
from readiness_gate.history.deployments import Asked
from readiness_gate.model.deployments import GitHubApp
from readiness_gate.model.time import Instant
from readiness_gate.reports.escape import printable

EVENT = "deployment_protection_rule"
_SIGNATURE = re.compile(r"sha256=([0-9a-f]{64})", re.ASCII)
_DELIVERY = re.compile(r"[0-9A-Za-z-]{1,64}", re.ASCII)


class _Deployment(Part):
    id: Number
    sha: Sha
    environment: Text


class _Repository(Part):
    full_name: Text


class _Installation(Part):
    id: Number


class _Message(Part):
    action: Literal["requested"]
    environment: Text
    deployment_callback_url: Text
    deployment: _Deployment
    repository: _Repository
    installation: _Installation


def is_of_github(body: bytes, signature: str, secret: bytes) -> bool:
    """Return whether a message is signed with the secret."""
    given = _SIGNATURE.fullmatch(signature)
    return is_signed(body, given[1] if given else "", secret)


def received(app: GitHubApp, headers: Mapping[str, str], body: bytes, now: Instant) -> Asked:
    """Return the request in a signed message; the names of the headers are in lower case. Raises Refusal."""
    refuse_other_type(headers, "of the webhook")
    if headers.get("x-github-event") != EVENT:
        raise Refusal(422, f"Only {EVENT} is answered here")
    delivery = headers.get("x-github-delivery", "")
    if not _DELIVERY.fullmatch(delivery):
        raise Refusal(422, "X-GitHub-Delivery is missing, or not an id")
    message = parsed(_Message, body, "a request of a deployment protection rule")
    name = message.repository.full_name
    rule = app.rule(name, message.installation.id, message.environment)
    if rule is None:
        raise Refusal(
            403,
            f"No rule is for installation {message.installation.id}, repository {printable(name)} and environment "
            f"{printable(message.environment)}. Add one to github-app.toml and redeliver this message, or take the "
            "protection rule off the environment: GitHub waits for an answer",
        )
    if message.deployment.environment.casefold() != message.environment.casefold():
        raise Refusal(422, "The deployment is of another environment than the request")
    return Asked(
        delivery=delivery,
        content=digest(body),
        repository=rule.repository,
        installation=message.installation.id,
        environment=message.environment,
        run=_run(app.url, name, message.deployment_callback_url),
        deployment=message.deployment.id,
        sha=message.deployment.sha,
        received_at=now,
    )


def _run(api: str, repository: str, address: str) -> int:
    """Return the number of the workflow run to answer. Raises Refusal unless `address` is the URL for answers on the
    configured API."""
    form = rf"{re.escape(api)}/repos/{re.escape(repository)}/actions/runs/([1-9][0-9]{{0,17}})/{EVENT}"
    found = re.fullmatch(form, address, re.ASCII | re.IGNORECASE)
    if found is None:
        raise Refusal(422, "deployment_callback_url is not on the configured API, or of another repository")
    return int(found[1])


__all__ = ["EVENT", "is_of_github", "received"]
