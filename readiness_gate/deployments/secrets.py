"""Read secrets from files that no other user can read, or from variables, which are then removed. Secrets are kept only
in memory."""

import os
import stat
from collections.abc import MutableMapping
from pathlib import Path

from readiness_gate import files
from readiness_gate.errors import BadUse

_LARGEST = 1 << 16
_SHORTEST = 16
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def _secret_in(name: str, key: str, table: str) -> str:
    """Return the content of a file that no other user can read. Raises BadUse, which names the key and the table to
    correct."""
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
        raise BadUse(f"{key}: {name} is not a text in ASCII. Name the right file") from None
    except OSError as error:
        raise BadUse(f"{key}: {name}: {error.strerror}. Correct {key} in {table}") from error


def secret_of(file: str, key: str, table: str, variable: str, environment: MutableMapping[str, str], none: str) -> str:
    """Return a secret from its file, or from a variable if there is no file. The variable is removed, so that child
    processes do not inherit it. Raises BadUse if the secret is missing, or if other users can read its file; `none`
    says what is missing."""
    given = environment.pop(variable, "").strip()
    secret = _secret_in(file, key, f"[{table}]") if file else given
    if not secret:
        raise BadUse(f"{none}. Set {key} in [{table}] to its file, or set {variable}")
    return secret


def refuse_short(secret: str, what: str, service: str) -> None:
    """Raise BadUse for a secret that can be guessed."""
    if len(secret) < _SHORTEST:
        raise BadUse(
            f"{what} has fewer than {_SHORTEST} characters, so it can be guessed. Make one with "
            f"`openssl rand -hex 32`, and set it here and at {service}"
        )


__all__ = ["refuse_short", "secret_of"]
