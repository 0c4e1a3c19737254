"""A digest of the installed code, to compare two machines: two commits of a checkout have the same version, but may
judge by different rules."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable

from readiness_gate.shipped import shipped

_DATA = ("rules", "integrations")
_GROUPS = ("readiness_gate.signals", "readiness_gate.sources")


def code() -> str:
    """Return a digest of the current files of the package, the shipped rules and the plugins. It is the same for an
    installation and a checkout with the same files."""
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
    """Yield the plugins that measure signals or read sources, with their versions."""
    points = entry_points()
    for group in _GROUPS:
        for one in points.select(group=group):
            yield f"{group}\0{one.name}\0{one.value}\0{one.dist.version if one.dist is not None else ''}\n"


def _files(entry: Traversable, above: str) -> Iterator[tuple[str, Traversable]]:
    """Yield the files of a folder with their names in it, without caches and hidden files."""
    if entry.name.startswith(".") or entry.name == "__pycache__":
        return
    name = f"{above}{entry.name}"
    if entry.is_dir():
        for one in entry.iterdir():
            yield from _files(one, f"{name}/")
    elif entry.is_file():
        yield name, entry
