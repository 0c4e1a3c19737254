"""The time zone of this machine."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from readiness_gate.cli import answers
from readiness_gate.errors import BadUse

_DATABASE = "zoneinfo/"
_LONGEST = 256


def system_zone(environment: Mapping[str, str], root: Path = Path("/")) -> str | None:
    """Return the first IANA name from TZ, /etc/timezone and the target of /etc/localtime; None if there is none."""
    return next((name for name in _names(environment, root / "etc") if _is_zone(name)), None)


def _names(environment: Mapping[str, str], etc: Path) -> Iterator[str]:
    yield _of_the_database(environment.get("TZ", "").removeprefix(":"))
    with contextlib.suppress(OSError), (etc / "timezone").open(encoding="utf-8", errors="replace") as file:
        yield file.read(_LONGEST).strip()
    with contextlib.suppress(OSError):
        yield _of_the_database(str((etc / "localtime").readlink()))


def _of_the_database(path: str) -> str:
    """Return the name of a zone: the part of a path after the database's folder."""
    return path.rpartition(_DATABASE)[2]


def _is_zone(name: str) -> bool:
    try:
        answers.zone(name)
    except BadUse:
        return False
    return True
