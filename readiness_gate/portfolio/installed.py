"""What is installed here, for comparing it with another machine: two commits of a checkout have the same version, and
may judge by other rules."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable

from readiness_gate.shipped import shipped

_DATA = ("rules", "integrations")
_GROUPS = ("readiness_gate.signals", "readiness_gate.sources")


def code() -> str:
    """A digest of the program's files as they are now, with the rules that it ships, and of its plugins: alike for the
    same, whether they were installed or are those of a checkout."""
    package = files("readiness_gate")
    found = {name: one for entry in package.iterdir() if entry.name not in _DATA for name, one in _files(entry, "")}
    found |= {name: one for kind in _DATA for name, one in _files(shipped(kind), "")}
    digest = hashlib.sha256()
    for name, one in sorted(found.items()):
        digest.update(f"{name}\0{hashlib.sha256(one.read_bytes()).hexdigest()}\n".encode())
    for line in sorted(_plugins()):
        digest.update(line.encode())
    return digest.hexdigest()


def _plugins() -> Iterator[str]:
    """What else measures or reads, with its version."""
    points = entry_points()
    for group in _GROUPS:
        for one in points.select(group=group):
            yield f"{group}\0{one.name}\0{one.value}\0{one.dist.version if one.dist is not None else ''}\n"


def _files(entry: Traversable, above: str) -> Iterator[tuple[str, Traversable]]:
    """The files of a folder with their names in it; what Python or an editor puts there is none of them."""
    if entry.name.startswith(".") or entry.name == "__pycache__":
        return
    name = f"{above}{entry.name}"
    if entry.is_dir():
        for one in entry.iterdir():
            yield from _files(one, f"{name}/")
    elif entry.is_file():
        yield name, entry
