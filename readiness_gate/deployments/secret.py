"""The two secrets of an app: its private key, and the secret of its webhook. They are kept in memory alone."""

import os
import stat
from collections.abc import MutableMapping
from dataclasses import field
from pathlib import Path

from readiness_gate import files
from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.deployments import GitHubApp

KEY, SECRET = "READINESS_GATE_APP_KEY", "READINESS_GATE_WEBHOOK_SECRET"
_LARGEST = 1 << 16
_SHORTEST = 16
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the app signs with, and what GitHub signs with."""

    key: str = field(repr=False)
    """The private key, as PEM."""
    webhook: bytes = field(repr=False)


def secrets_of(app: GitHubApp, environment: MutableMapping[str, str]) -> Secrets:
    """The secrets of an app, from files or from variables; the variables are removed, so that no process which is
    started later has them. Raises BadUse where one is missing, or may be read by others."""
    key, secret = environment.pop(KEY, ""), environment.pop(SECRET, "")
    pem = _file(app.private_key, "private-key") if app.private_key else key.strip()
    webhook = _file(app.webhook_secret, "webhook-secret") if app.webhook_secret else secret.strip()
    if not pem:
        raise BadUse(f"the app has no private key. Set private-key in [app] to its file, or set {KEY}")
    if not webhook:
        raise BadUse(f"the webhook has no secret. Set webhook-secret in [app] to its file, or set {SECRET}")
    if len(webhook) < _SHORTEST:
        raise BadUse(
            f"the secret of the webhook has fewer than {_SHORTEST} characters, so it can be guessed. Make one with "
            "`openssl rand -hex 32`, and set it here and at GitHub"
        )
    _check(pem)
    return Secrets(pem, webhook.encode())


def _file(name: str, key: str) -> str:
    """The content of a file that nobody else may read."""
    path = Path(name)
    try:
        status = path.stat()
        if status.st_mode & _OTHERS:
            raise BadUse(f"{key}: others may read {name}. Run `chmod 600 {name}`")
        if status.st_uid not in (0, os.geteuid()):
            raise BadUse(f"{key}: {name} belongs to another user. Make it a file of the user that runs this")
        return files.content(path, _LARGEST).decode("ascii").strip()
    except files.NoPlainFile as error:
        raise BadUse(f"{key}: {name} {error}. Name the file") from error
    except UnicodeDecodeError:
        raise BadUse(f"{key}: {name} is not a text in ASCII. Name the file as GitHub gave it") from None
    except OSError as error:
        raise BadUse(f"{key}: {name}: {error.strerror}. Correct {key} in [app]") from error


def _check(pem: str) -> None:
    """Raise BadUse for what is no private key; the message has nothing of it."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey  # noqa: PLC0415 - an extra
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    try:
        key = load_pem_private_key(pem.encode(), None)
    except Exception:  # noqa: BLE001 - whatever it raises may repeat a part of the key
        key = None
    if not isinstance(key, RSAPrivateKey):
        raise BadUse("the private key is not an RSA key in PEM without a password. Use the .pem file that GitHub made")


__all__ = ["KEY", "SECRET", "Secrets", "secrets_of"]
