"""The secret that identifies Azure DevOps: the password of its service connection. It is kept only in memory."""

from collections.abc import MutableMapping

from readiness_gate.deployments.secrets import refuse_short, secret_of
from readiness_gate.model.deployments import Checks

SECRET = "READINESS_GATE_AZURE_SECRET"  # noqa: S105 - the name of a variable


def password_of(checks: Checks, environment: MutableMapping[str, str]) -> bytes:
    """Return the secret from a file or a variable, which is removed. Raises BadUse if it cannot be used."""
    none = "the service connection has no secret"
    secret = secret_of(checks.secret, "secret", "azure", SECRET, environment, none)
    refuse_short(secret, "the password of the service connection", "Azure DevOps")
    return secret.encode()


__all__ = ["SECRET", "password_of"]
