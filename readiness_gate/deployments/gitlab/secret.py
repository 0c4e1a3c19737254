"""The two secrets of status checks: the access token, and the secret that GitLab signs with. They are kept only in
memory."""

from collections.abc import MutableMapping
from dataclasses import field

from readiness_gate.deployments.secrets import refuse_short, secret_in
from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.deployments import GitLabChecks

TOKEN, SECRET = "READINESS_GATE_GITLAB_TOKEN", "READINESS_GATE_GITLAB_SECRET"


@dataclass(frozen=True, slots=True)
class Secrets:
    """The access token for requests to GitLab, and the secret that GitLab signs with."""

    token: str = field(repr=False)
    shared: bytes = field(repr=False)


def secrets_of(checks: GitLabChecks, environment: MutableMapping[str, str]) -> Secrets:
    """Return the secrets from files or variables. The variables are removed, so that child processes do not inherit
    them. Raises BadUse if a secret is missing, or if other users can read its file."""
    token, shared = environment.pop(TOKEN, "").strip(), environment.pop(SECRET, "").strip()
    token = secret_in(checks.token, "token", "[gitlab]") if checks.token else token
    shared = secret_in(checks.secret, "secret", "[gitlab]") if checks.secret else shared
    if not token:
        raise BadUse(f"there is no access token for GitLab. Set token in [gitlab] to its file, or set {TOKEN}")
    if not token.isascii() or not token.isprintable() or " " in token:
        raise BadUse("the access token for GitLab has spaces or other characters that none has. Copy it again")
    if not shared:
        raise BadUse(f"the status checks have no secret. Set secret in [gitlab] to its file, or set {SECRET}")
    refuse_short(shared, "the shared secret of the status checks", "GitLab")
    return Secrets(token, shared.encode())


__all__ = ["SECRET", "TOKEN", "Secrets", "secrets_of"]
