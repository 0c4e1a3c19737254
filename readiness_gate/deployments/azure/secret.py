"""What Azure DevOps shows that it is: the password of its service connection. It is in memory alone."""

from collections.abc import MutableMapping

from readiness_gate.deployments.secrets import refuse_short, secret_in
from readiness_gate.errors import BadUse
from readiness_gate.model.deployments import AzureChecks

SECRET = "READINESS_GATE_AZURE_SECRET"  # noqa: S105 - the name of a variable


def secret_of(checks: AzureChecks, environment: MutableMapping[str, str]) -> bytes:
    """The secret, from a file or from a variable; the variable is removed, so that no process which is started later
    has it. Raises BadUse where it is missing, or may be read by others."""
    given = environment.pop(SECRET, "").strip()
    secret = secret_in(checks.secret, "secret", "[azure]") if checks.secret else given
    if not secret:
        raise BadUse(f"the service connection has no secret. Set secret in [azure] to its file, or set {SECRET}")
    refuse_short(secret, "the password of the service connection", "Azure DevOps")
    return secret.encode()


__all__ = ["SECRET", "secret_of"]
