"""What is left of a file without its mistakes, and where it stands in the whole."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.toml.partial import StandIns, follows, has_stand_in, kept, original
from readiness_gate.toml.positions import Path

CONTENT = {"a": {"b": 1, "c": 2}, "list": [{"id": 1}, {"id": 2, "x": 0}, {"id": 3}]}
NONE: StandIns = {}


@pytest.mark.parametrize(
    ("dropped", "left"),
    [
        pytest.param(set[Path](), CONTENT, id="nothing"),
        pytest.param({("a", "b")}, {**CONTENT, "a": {"c": 2}}, id="key"),
        pytest.param({("a",), ("list",)}, {}, id="tables"),
        pytest.param({("list", 0), ("list", 1, "x")}, {"a": CONTENT["a"], "list": [{"id": 2}, {"id": 3}]}, id="item"),
        pytest.param({("nowhere", 1)}, CONTENT, id="what-is-not-there"),
    ],
)
def test_what_is_left(dropped: set[Path], left: object) -> None:
    """Exactly what was dropped is missing."""
    assert kept(CONTENT, dropped, NONE) == left


@pytest.mark.parametrize(
    ("stand_in", "dropped", "left"),
    [
        pytest.param(("a", "b"), {("a", "b")}, {**CONTENT, "a": {"b": 0, "c": 2}}, id="for-a-key"),
        pytest.param(("a", "b"), set[Path](), CONTENT, id="not-for-what-is-there"),
        pytest.param(("a", "b"), {("a",)}, {"list": CONTENT["list"]}, id="not-for-a-table"),
        pytest.param(("a",), {("a",)}, {**CONTENT, "a": 0}, id="for-a-table"),
        pytest.param(("d",), set[Path](), {**CONTENT, "d": 0}, id="for-what-never-was"),
        pytest.param(
            ("list", "*", "x"),
            {("list", 0)},
            {**CONTENT, "list": [{"id": 2, "x": 0}, {"id": 3, "x": 0}]},
            id="in-each-table-of-a-list",
        ),
        pytest.param(("*", "c"), {("a", "c")}, {**CONTENT, "a": {"b": 1, "c": 0}}, id="in-each-table"),
    ],
)
def test_what_stands_in(stand_in: tuple[str, ...], dropped: set[Path], left: object) -> None:
    """What stands for a key is there where its table lacks it, and nowhere else."""
    assert kept(CONTENT, dropped, {stand_in: 0}) == left


@pytest.mark.parametrize(
    ("path", "has"),
    [
        pytest.param(("list", 7, "id"), True, id="any-item"),
        pytest.param(("list", 7), False, id="item"),
        pytest.param(("other", 7, "id"), False, id="other-list"),
        pytest.param(("list", 7, "id", "x"), False, id="below"),
    ],
)
def test_whether_something_stands_in(path: Path, has: bool) -> None:  # noqa: FBT001 - from the table
    """A pattern is for paths of its own length only."""
    assert has_stand_in(path, {("list", "*", "id"): 0}) is has


@pytest.mark.parametrize(
    ("path", "dropped", "whole"),
    [
        pytest.param((), {("list", 0)}, (), id="all"),
        pytest.param(("a", "c"), {("a", "b")}, ("a", "c"), id="keys-stay"),
        pytest.param(("list", 0, "id"), {("list", 0)}, ("list", 1, "id"), id="items-move"),
        pytest.param(("list", 1), {("list", 0), ("list", 2)}, ("list", 3), id="around-two"),
        pytest.param(("list", 1), {("other", 0)}, ("list", 1), id="another-list"),
        pytest.param(("list", 0, "in", 0), {("list", 0), ("list", 1, "in", 0)}, ("list", 1, "in", 1), id="nested"),
    ],
)
def test_where_it_stands_in_the_whole(path: Path, dropped: set[Path], whole: Path) -> None:
    """The number of an item counts the ones that were dropped before it."""
    assert original(path, dropped) == whole


@pytest.mark.parametrize(
    ("path", "does"),
    [
        pytest.param(("list", 1, "x"), True, id="what-was-dropped"),
        pytest.param(("list", 1, "x", "deep"), True, id="below-it"),
        pytest.param(("list", 1), True, id="the-table-that-lacks-it"),
        pytest.param(("list", 1, "title"), True, id="a-key-missing-beside-it"),
        pytest.param(("list", 1, "id"), False, id="a-value-beside-it"),
        pytest.param(("list", 2), False, id="another-table"),
        pytest.param(("list", 2, "title"), False, id="a-key-missing-there"),
        pytest.param(("list",), False, id="the-table-above"),
        pytest.param((), False, id="the-file"),
        pytest.param(("list", 1, 7), True, id="an-item-of-a-table"),
    ],
)
def test_what_follows_from_a_mistake(path: Path, does: bool) -> None:  # noqa: FBT001 - from the table
    """Only a complaint that the dropped part can have brought about follows from it."""
    assert follows(CONTENT, path, {("list", 1, "x")}) is does


def test_what_follows_from_a_lost_item() -> None:
    """An item beyond the last of a list that lost one may be that one; those that are there are not."""
    assert follows(CONTENT, ("list", 3), {("list", 0)})
    assert not follows(CONTENT, ("list", 2), {("list", 0)})


_CONTENT = st.recursive(
    st.integers(0, 9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=12,
)


def _paths(content: object, path: Path = ()) -> list[Path]:
    table, items = as_mapping(content), as_sequence(content)
    inner = list(table.items()) if table is not None else list(enumerate(items or ()))
    return [path, *(each for step, item in inner for each in _paths(item, (*path, step)))]


def _at(content: Any, path: Path) -> Any:
    for step in path:
        content = content[step]
    return content


@given(_CONTENT, st.data())
def test_whatever_is_left_is_found_in_the_whole(content: object, data: st.DataObject) -> None:
    """Every path of what is left leads, in the whole, to the same thing without what was dropped below it."""
    dropped = data.draw(st.sets(st.sampled_from(_paths(content)))) - {()}
    left = kept(content, dropped, NONE)
    for path in _paths(left):
        where = original(path, dropped)
        assert kept(_at(content, where), dropped, NONE, where) == _at(left, path)
