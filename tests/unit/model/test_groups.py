"""Which groups are not shown: the small ones, and so many more that no figure of them can be computed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_gate.model.groups import LEAST, hidden_groups, why_hidden


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        (dict[str, int](), set[str]()),
        ({"a": 5, "b": 9}, set[str]()),
        ({"a": 4, "b": 9, "c": 7}, {"a", "c"}),
        ({"a": 4, "b": 5}, {"a", "b"}),
        ({"a": 1, "b": 2, "c": 30, "d": 20}, {"a", "b", "d"}),
        ({"a": 4, "b": 4, "c": 30}, {"a", "b"}),
        ({"a": 3}, {"a"}),
        ({"a": 0, "b": 7}, set[str]()),
        ({"a": 2, "b": 6, "c": 6}, {"a", "b"}),
    ],
)
def test_the_hidden_groups(sizes: dict[str, int], hidden: set[str]) -> None:
    """Two at least, and five people, where any is."""
    assert hidden_groups(sizes) == hidden


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30)), st.integers(1, 10))
def test_no_figure_of_few_people_can_be_computed(sizes: dict[str, int], least: int) -> None:
    """From the total and the groups that are shown follows a figure of all others only: of two groups, and of enough
    people, unless there are no more."""
    hidden = hidden_groups(sizes, least)
    assert all(sizes[name] >= least or not sizes[name] for name in sizes.keys() - hidden)
    filled = [name for name, size in sizes.items() if size]
    if hidden and len(hidden) < len(filled):
        assert len(hidden) > 1
        assert sum(sizes[name] for name in hidden) >= least


def test_why() -> None:
    """In words that name the number."""
    assert why_hidden(7) == "to protect groups of fewer than 7 people"
    assert LEAST == 5
