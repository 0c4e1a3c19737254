"""The secret that identifies Azure DevOps: the password of its service connection. It is kept only in memory."""

from collections.abc import MutableMapping

from readiness_gate.deployments.secrets import refuse_short, secret_in
from readiness_gate.errors import BadUse
from readiness_gate.model.deployments import AzureChecks

SECRET = "READINESS_GATE_AZURE_SECRET"  # noqa: S105 - the name of a variable


def secret_of(checks: AzureChecks, environment: MutableMapping[str, str]) -> bytes:
    """Return the secret from a file or a variable. The variable is removed, so that child processes do not inherit it.
    Raises BadUse if the secret is missing, or if other users can read its file."""
    given = environment.pop(SECRET, "").strip()
    secret = secret_in(checks.secret, "secret", "[azure]") if checks.secret else given
    if not secret:
        raise BadUse(f"the service connection has no secret. Set secret in [azure] to its file, or set {SECRET}")
    refuse_short(secret, "the password of the service connection", "Azure DevOps")
    return secret.encode()


__all__ = ["SECRET", "secret_of"]
