"""Tables whose models are built when a file has them: the same errors at the same places as without."""

from typing import Annotated, Any

import pytest
from pydantic import Field

from readiness_gate.toml.check import parsed
from readiness_gate.toml.lazy import Lazy
from readiness_gate.toml.problems import Problem
from readiness_gate.toml.strict_model import StrictModel, schema

BUILT: list[str] = []


class Inner(StrictModel):
    """A table within the table."""

    name: str
    size: int = 1


class Table(StrictModel):
    """The table that is built late."""

    inner: Inner
    more: dict[str, Inner] = Field(default_factory=dict[str, Inner])


def _table() -> type[Table]:
    BUILT.append("table")
    return Table


class File(StrictModel):
    """A file with such a table."""

    late: Annotated[Any, Lazy(_table)] = None


def _problems(text: str) -> tuple[Any, list[str]]:
    problems: list[Problem] = []
    read = parsed("file.toml", text.encode(), File, problems)
    return (read[1] if read else None), [str(problem) for problem in problems]


def test_a_file_without_the_table_builds_no_model() -> None:
    """That is what it is for."""
    BUILT.clear()
    assert File.model_validate({}).late is None
    assert BUILT == []


def test_the_table_is_its_model() -> None:
    """As if it had been there from the start."""
    assert File.model_validate({"late": {"inner": {"name": "x"}}}).late == Table(inner=Inner(name="x"))


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("[late]\n[late.inner]\nname = 1\n", 3, "late.inner.name must be a text in quotes"),
        ("[late]\n[late.inner]\nnme = 'x'\n", 3, 'unknown key "nme" in late.inner; did you mean "name"?'),
        ("[late.inner]\nname = 'x'\n[late.more.y]\nsize = 'z'\n", 4, "late.more.y.size must be a whole number"),
        ("late = 3\n", 1, "late must be a table"),
    ],
)
def test_errors_are_at_their_places(text: str, line: int, what: str) -> None:
    """Line by line, with the keys that are known there."""
    _, problems = _problems(text)
    assert any(f"file.toml:{line}:" in problem and what in problem for problem in problems)


def test_what_is_right_of_it_is_kept() -> None:
    """So that all problems of a file are reported in one run."""
    read, problems = _problems("[late.inner]\nname = 'x'\nsize = 'y'\n")
    assert len(problems) == 1
    assert read.late == Table(inner=Inner(name="x"))


def test_the_schema_is_that_of_the_model() -> None:
    """For editors."""
    written = schema(File)
    assert written["properties"]["late"]["$ref"] == "#/$defs/Table"
    assert written["$defs"]["Table"]["properties"]["inner"] == {"$ref": "#/$defs/Inner"}
