"""In words, how an edit changes what the configuration says."""

from collections.abc import Iterable, Iterator

from readiness_gate.model.wording import listed

FEW = 3
"""How many names are shown of a longer list."""


def fewer(where: str, before: Iterable[str], after: Iterable[str]) -> Iterator[str]:
    """That names are gone from a list."""
    kept = set(after)
    gone = [name for name in before if name not in kept]
    if gone:
        yield f"{where} is without {listed(gone, FEW)}"


def more(where: str, before: Iterable[str], after: Iterable[str]) -> Iterator[str]:
    """That a list has new names."""
    known = set(before)
    new = [name for name in after if name not in known]
    if new:
        yield f"{where} has {listed(new, FEW)} besides"


def replaced(where: str, before: object, after: object) -> Iterator[str]:
    """That a value is another one."""
    if before != after:
        yield f"{where} is {after or 'gone'} instead of {before or 'none'}"
