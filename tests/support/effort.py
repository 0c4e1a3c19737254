"""How often laws are tried: a few times in the README's test command, in full in CI's second run.

The README's command leaves out what is marked `heavy`. `READINESS_TESTS=full pytest -m "heavy or law"` runs these, and
runs the laws again with all of their examples.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pytest
from hypothesis import settings

Test = TypeVar("Test", bound=Callable[..., Any])
FULL = os.environ.get("READINESS_TESTS") == "full"
FEW = 100
"""So many examples a law has in the README's test command."""


def law(examples: int) -> Callable[[Test], Test]:
    """Try a property with so many examples in full, and with a few in the README's test command."""

    def marked(test: Test) -> Test:
        tried: Test = pytest.mark.law(settings(max_examples=examples if FULL else FEW)(test))
        return tried

    return marked


def heavy_after(first: int, values: Iterable[Any]) -> list[Any]:
    """Values of a parameter, of which all but the first few are heavy."""
    return [
        value if number < first else pytest.param(value, marks=pytest.mark.heavy) for number, value in enumerate(values)
    ]


__all__ = ["FEW", "FULL", "heavy_after", "law"]
