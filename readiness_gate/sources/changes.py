"""Describe in words how an edit changes the configuration."""

from collections.abc import Iterable, Iterator

from readiness_gate.model.wording import listed

FEW = 3
"""How many names are shown of a longer list."""


def fewer(where: str, before: Iterable[str], after: Iterable[str]) -> Iterator[str]:
    """Names that were removed from a list."""
    kept = set(after)
    gone = [name for name in before if name not in kept]
    if gone:
        yield f"{where} no longer has {listed(gone, FEW)}"


def more(where: str, before: Iterable[str], after: Iterable[str]) -> Iterator[str]:
    """Names that were added to a list."""
    known = set(before)
    new = [name for name in after if name not in known]
    if new:
        yield f"{where} also has {listed(new, FEW)}"


def replaced(where: str, before: object, after: object) -> Iterator[str]:
    """A value that changed."""
    if before != after:
        yield f"{where} is {after or 'gone'} instead of {before or 'none'}"
