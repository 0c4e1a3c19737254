"""How often laws are tried: a few times in the README's test command, in full in CI's second run.

The README's command leaves out what is marked `heavy`. `READINESS_TESTS=full pytest -m "heavy or law"` runs these, and
runs the laws again with all of their examples. Every hypothesis property is a law: `law` only says how often to try it.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pytest
from hypothesis import settings

Test = TypeVar("Test", bound=Callable[..., Any])
FULL = os.environ.get("READINESS_TESTS") == "full"
FEW = 25
"""So many examples a law has in the README's test command."""
USUAL = 100
"""So many examples a law has in full when it asks for no other number."""


def law(examples: int, few: int = FEW) -> Callable[[Test], Test]:
    """Try a property with so many examples in full, and with a few in the README's test command."""

    def tried(test: Test) -> Test:
        changed: Test = settings(max_examples=examples if FULL else min(few, examples))(test)
        return changed

    return tried


def heavy_after(first: int, values: Iterable[Any]) -> list[Any]:
    """Values of a parameter, of which all but the first few are heavy."""
    return [
        value if number < first else pytest.param(value, marks=pytest.mark.heavy) for number, value in enumerate(values)
    ]


__all__ = ["FEW", "FULL", "USUAL", "heavy_after", "law"]
