"""How often laws are tried: a few times in the README's test command, in full in CI's second run.

The README's command leaves out what is marked `heavy`. `READINESS_TESTS=full pytest -m "heavy or law"` runs these, and
runs the laws again with all of their examples; `READINESS_TESTS=first` says that this follows. Every hypothesis
property is a law: `law` only says how often to try it.
Where each case runs the whole program or git, the README's command tries some cases of each test, evenly spread.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import pytest
from hypothesis import settings

Test = TypeVar("Test", bound=Callable[..., Any])
Value = TypeVar("Value")
EFFORT = os.environ.get("READINESS_TESTS", "")
FULL = EFFORT == "full"
FEW = 5 if EFFORT == "first" else 25
"""So many examples a law has in the README's test command; CI, which tries all of them a little later, needs fewer."""
USUAL = 100
"""So many examples a law has in full when it asks for no other number."""

SPREAD = (
    "tests/cli/",
    "tests/faults/",
    "tests/unit/publishers/github/test_faults.py",
    "tests/unit/reports/test_escape.py",
    "tests/unit/sources/",
)
"""Where the README's command tries some cases of each test: two, or one in eight."""

WHOLLY = ("tests/cli/", "tests/unit/")
"""Where every case counts for coverage. Elsewhere a test's first case does: what is traced takes twice the time."""
LIKEWISE = ("tests/unit/publishers/", "tests/unit/reports/", "tests/unit/sample/")
"""Where a test's first case counts as well, as the others send or draw the same with other texts."""
OUTSIDE = tuple(f"tests/{name}/" for name in ("action", "docs", "hosts", "packaging"))
"""Where nothing is traced: what is tried runs in other processes."""
AGAIN = pytest.StashKey[bool]()
"""Whether an item is another case of a test that has one already."""

IN_FULL = 600
"""So many seconds a law may take in full, on a machine that does other things, too."""


def law(examples: int, few: int = FEW) -> Callable[[Test], Test]:
    """Try a property with so many examples in full, and with a few in the README's test command."""

    def tried(test: Test) -> Test:
        some = min(few, FEW) if EFFORT == "first" else few
        changed: Test = settings(max_examples=examples if FULL else min(some, examples))(test)
        return changed

    return tried


def heavy_after(first: int, values: Iterable[Any]) -> list[Any]:
    """Values of a parameter, of which all but the first few are heavy."""
    return [
        value if number < first else pytest.param(value, marks=pytest.mark.heavy) for number, value in enumerate(values)
    ]


def mark(items: Iterable[pytest.Item]) -> None:
    """Mark every property as a law, and in some folders most cases of a test as heavy."""
    tests: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    seen = set[str]()
    for item in items:
        test = item.nodeid.partition("[")[0]
        item.stash[AGAIN] = test in seen
        if item.get_closest_marker("heavy") is None:
            seen.add(test)
        if isinstance(item, pytest.Function) and hasattr(item.obj, "hypothesis"):
            item.add_marker(pytest.mark.law)
            if FULL and item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(IN_FULL))
        elif item.nodeid.startswith(SPREAD) and item.get_closest_marker("heavy") is None:
            tests[test].append(item)
    for cases in tests.values():
        for item in left_out(cases):
            item.add_marker(pytest.mark.heavy)


def is_traced(item: pytest.Item) -> bool:
    """Whether coverage counts an item: no property, and nothing that runs the same lines many thousand times."""
    if any(item.get_closest_marker(each) for each in ("hypothesis", "masses")) or item.nodeid.startswith(OUTSIDE):
        return False
    is_wholly = item.nodeid.startswith(WHOLLY) and not item.nodeid.startswith(LIKEWISE)
    return is_wholly or not item.stash[AGAIN]


def left_out(cases: Sequence[Value]) -> list[Value]:
    """The cases of a test that only CI's second run tries. The others are evenly spread, as neighbors are alike."""
    count, kept = len(cases), max(2, len(cases) // 8)
    return [case for number, case in enumerate(cases) if number * kept % count >= kept]


__all__ = ["FEW", "FULL", "USUAL", "heavy_after", "is_traced", "law", "left_out", "mark"]
