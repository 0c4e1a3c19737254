"""The two secrets of an app: its private key, and the secret of its webhook. They are kept only in memory."""

from collections.abc import MutableMapping
from dataclasses import field

from readiness_gate.deployments.secrets import refuse_short, secret_of
from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.deployments import GitHubApp

KEY, SECRET = "READINESS_GATE_APP_KEY", "READINESS_GATE_WEBHOOK_SECRET"


@dataclass(frozen=True, slots=True)
class Secrets:
    """The keys that the app and GitHub sign with."""

    key: str = field(repr=False)
    """The private key, as PEM."""
    webhook: bytes = field(repr=False)


def secrets_of(app: GitHubApp, environment: MutableMapping[str, str]) -> Secrets:
    """Return the secrets of an app from files or variables, which are removed. Raises BadUse for one that cannot be
    used."""
    pem = secret_of(app.private_key, "private-key", "app", KEY, environment, "the app has no private key")
    webhook = secret_of(app.secret, "webhook-secret", "app", SECRET, environment, "the webhook has no secret")
    refuse_short(webhook, "the secret of the webhook", "GitHub")
    _check(pem)
    return Secrets(pem, webhook.encode())


def _check(pem: str) -> None:
    """Raise BadUse if `pem` is not a private key; the message repeats no part of it."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey  # noqa: PLC0415 - an extra
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    try:
        key = load_pem_private_key(pem.encode(), None)
    except Exception:  # noqa: BLE001 - any message may repeat a part of the key
        key = None
    if not isinstance(key, RSAPrivateKey):
        raise BadUse("the private key is not an RSA key in PEM without a password. Use the .pem file that GitHub made")


__all__ = ["KEY", "SECRET", "Secrets", "secrets_of"]
