"""CI runs the README's test command and then what that leaves out: together, all tests with all of their examples."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import effort

ROOT = Path(__file__).parents[2]
PYTEST: Any = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]
SECOND = re.compile(r"^READINESS_TESTS=full \.venv/bin/python -m pytest (.*)$", re.MULTILINE)
TESTS = """\
import pytest

@pytest.mark.parametrize("value", [{values}])
def test_it(value):
    pass
"""


def _expression(words: str) -> str:
    """The expression of marks in the words of a command, which select tests in no other way."""
    given = shlex.split(words)
    place = given.index("-m")
    others = [word for word in given if word.startswith(("-k", "--ignore", "--deselect", "tests"))]
    assert others == []
    return given[place + 1]


@pytest.fixture(scope="module")
def second() -> str:
    """The words of CI's second run, which there is once."""
    [words] = SECOND.findall((ROOT / ".ci" / "run").read_text())
    return str(words)


def _selected(folder: Path, expression: str) -> set[str]:
    """The tests of a folder that pytest collects with an expression."""
    words = ["-c", os.devnull, "--rootdir", str(folder), "-p", "no:cacheprovider", "--collect-only", "-q"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words, "-m", expression, "."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return {line for line in done.stdout.splitlines() if "::" in line}


def test_the_two_runs_leave_nothing_out(tmp_path: Path, second: str) -> None:
    """Whatever marks a test has, one of the two collects it, and laws are collected by both."""
    marks = [line.partition(":")[0] for line in PYTEST["markers"]]
    sets = [
        [mark for mark, is_set in zip(marks, chosen, strict=True) if is_set]
        for chosen in product((True, False), repeat=len(marks))
    ]
    values = ", ".join(
        f"pytest.param(0, id={'-'.join(each) or 'none'!r}, marks=[{', '.join(f'pytest.mark.{mark}' for mark in each)}])"
        for each in sets
    )
    (tmp_path / "test_marks.py").write_text(TESTS.format(values=values))
    first_run = _selected(tmp_path, _expression(PYTEST["addopts"]))
    second_run = _selected(tmp_path, _expression(second))
    assert len(first_run | second_run) == len(sets)
    assert {each for each in first_run & second_run if "law" not in each} == set()
    assert {each for each in first_run | second_run if "law" in each} <= second_run


@given(st.none())
def test_every_property_is_a_law(request: pytest.FixtureRequest, value: None) -> None:
    """Without saying so: this one does not."""
    assert value is None
    assert request.node.get_closest_marker("law") is not None


@pytest.mark.parametrize("count", [1, 2, 3, 7, 16, 24, 81])
def test_what_the_first_run_tries_of_a_test_is_spread(count: int) -> None:
    """The first case, at least two, at least one in eight, and no longer gaps than needed; few are all tried."""
    tried = sorted(set(range(count)) - set(effort.left_out(range(count))))
    assert tried[0] == 0
    assert len(tried) == min(count, max(2, count // 8))
    gaps = [after - before for before, after in pairwise([*tried, count])]
    assert max(gaps) - min(gaps) <= 1


def test_laws_are_tried_in_full(second: str) -> None:
    """The second run, and it alone, has all of the examples; the README's command has some, and in CI fewer."""
    assert second
    assert 'READINESS_TESTS=first bash -euo pipefail -c "$command"' in (ROOT / ".ci" / "run").read_text()
    code = "from support.effort import FEW, FULL; print(FULL, FULL or FEW)"
    for value, printed in (("full", "True True"), ("", "False 25"), ("first", "False 5")):
        env = {**os.environ, "READINESS_TESTS": value, "PYTHONPATH": str(ROOT / "tests")}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == printed
