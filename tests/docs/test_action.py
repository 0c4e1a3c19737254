"""The page on pipelines has every input and output of the action, with its default."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ci.md").read_text()
ACTION: Any = yaml.safe_load((ROOT / "action.yml").read_text())


def _rows(heading: str) -> list[list[str]]:
    """The cells of the table that begins with this heading, without the lines of the heading."""
    table = PAGE[PAGE.index(f"| {heading} | ") :].split("\n\n", 1)[0]
    return [[cell.strip() for cell in re.split(r" \| ", row.strip("| "))] for row in table.splitlines()[2:]]


def _names(cell: str) -> list[str]:
    return re.findall(r"`([a-z-]+)`", cell)


def test_every_input_with_its_default() -> None:
    """In the order in which a reader meets them; a default that is a value is given as that."""
    defaults = {name: row[1] for row in _rows("input") for name in _names(row[0])}
    assert set(defaults) == set(ACTION["inputs"])
    for name, about in ACTION["inputs"].items():
        is_value = about["default"] and "${{" not in about["default"]
        assert (defaults[name] == f"`{about['default']}`") == bool(is_value), name


def test_every_output() -> None:
    """None is missing, and none is there that the action has not."""
    assert [name for row in _rows("output") for name in _names(row[0])] == list(ACTION["outputs"])


def test_every_permission() -> None:
    """What the inputs ask for is what the page lists."""
    asked = {
        name: found[1]
        for name, about in ACTION["inputs"].items()
        if (found := re.search(r"Needs the permission ([a-z-]+: write)", about["description"]))
    }
    table = PAGE[PAGE.index("| input | permission |") :].split("\n\n", 1)[0].splitlines()[2:]
    assert {_names(row)[0]: re.findall(r"`([a-z-]+: write)`", row)[0] for row in table} == asked
