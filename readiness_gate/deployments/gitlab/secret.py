"""The two secrets of status checks: the access token, and the secret that GitLab signs with. They are kept only in
memory."""

from collections.abc import MutableMapping
from dataclasses import field

from readiness_gate.deployments.secrets import refuse_short, secret_of
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
    """Return the secrets from files or variables, which are removed. Raises BadUse for one that cannot be used."""
    none = "there is no access token for GitLab"
    token = secret_of(checks.token, "token", "gitlab", TOKEN, environment, none)
    if not token.isascii() or not token.isprintable() or " " in token:
        raise BadUse("the access token for GitLab has spaces or other characters that none has. Copy it again")
    shared = secret_of(checks.secret, "secret", "gitlab", SECRET, environment, "the status checks have no secret")
    refuse_short(shared, "the shared secret of the status checks", "GitLab")
    return Secrets(token, shared.encode())


__all__ = ["SECRET", "TOKEN", "Secrets", "secrets_of"]
