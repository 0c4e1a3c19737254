"""The addresses that messages go to. They contain secrets, so only the number and the scheme of one are ever shown."""

import re
from collections.abc import Mapping
from pathlib import Path

from readiness_gate.errors import BadUse, GateError
from readiness_gate.files import content
from readiness_gate.lean_dataclass import dataclass

VARIABLE = "READINESS_GATE_NOTIFY"
_ADDRESS = re.compile(r"([a-z][a-z0-9]{0,31})://[^\s\x00-\x1f\x7f]+", re.IGNORECASE)
_LARGEST = 1 << 16
_MANY = 50


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """A destination of messages."""

    secret: str
    """The whole address."""
    number: int
    """Its position in the list, from 1."""

    @property
    def shown(self) -> str:
        """The part of it that may be shown: `address 2 (slack)`."""
        scheme = _ADDRESS.fullmatch(self.secret)
        return f"address {self.number}" + (f" ({scheme[1].lower()})" if scheme else "")


def addresses(environment: Mapping[str, str], file: str | None) -> list[Address]:
    """Return the addresses in a file, else those in the environment: one on each line, or separated by spaces. Raises
    BadUse if there are none, or if one is invalid."""
    text, where = (environment.get(VARIABLE, ""), VARIABLE) if file is None else (_read(file), file)
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    found = [Address(word, number) for number, word in enumerate(" ".join(lines).split(), 1)]
    if not found:
        raise BadUse(
            f"{where} has no address. Set {VARIABLE} to addresses such as slack://…, or name a file with --addresses"
        )
    if len(found) > _MANY:
        raise BadUse(f"{where} has {len(found)} addresses, and {_MANY} are the most")
    wrong = [f"{one.number}" for one in found if not _ADDRESS.fullmatch(one.secret)]
    if wrong:
        raise BadUse(f"{where}: number {', '.join(wrong)} is not an address such as slack://… or mailto://…")
    return found


def _read(file: str) -> str:
    try:
        return content(Path(file), _LARGEST).decode()
    except (OSError, ValueError, GateError) as error:
        why = error.strerror if isinstance(error, OSError) else "is not a text file of at most 64 KiB"
        raise BadUse(f"--addresses {file} cannot be read: {why}") from error


__all__ = ["VARIABLE", "Address", "addresses"]
