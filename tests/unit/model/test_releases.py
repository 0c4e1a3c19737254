"""Releases by their names: patches of a line, and what a version is called elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_gate.model.releases import Release, called, is_patch, is_same, parts_of

NUMBERS = st.lists(st.integers(0, 30), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("patch", "of"),
    [
        ("2.4.1", "2.4.0"),
        ("2.4.10", "2.4.9"),
        ("v2.4.1", "v2.4.0"),
        ("2.4.1", "2.4"),
        ("2.4.0.1", "2.4.0"),
        ("Release 3.1.2", "release  3.1.0"),
        ("crm-1.0.1", "crm-1.0.0"),
        ("2.4.1-hotfix", "2.4.0"),
        ("2.4.0.1", "2.4.0.0"),
        ("2.4.1.Final", "2.4.0.Final"),
    ],
)
def test_a_patch_of_a_line(patch: str, of: str) -> None:
    """It is a later one, and neither the same nor the reverse."""
    assert is_patch(patch, of)
    assert not is_patch(of, patch)


@pytest.mark.parametrize(
    ("other", "of"),
    [
        ("2.5.0", "2.4.0"),
        ("3.0.1", "2.4.0"),
        ("2.4.0", "2.4.0"),
        ("2.4", "2.4.0"),
        ("2.4.1-rc.1", "2.4.0"),
        ("2.4.1-SNAPSHOT", "2.4.0"),
        ("2.4.1b2", "2.4.0"),
        ("web-1.0.1", "crm-1.0.0"),
        ("2.4.1.0", "2.4.0.0"),
        ("Backlog", "2.4.0"),
        ("2.4.1", "Wave one"),
    ],
)
def test_no_patch(other: str, of: str) -> None:
    """Of another line, of another component, not released yet, or without a number."""
    assert not is_patch(other, of)


def test_the_same_release_by_another_name() -> None:
    """A tag and a version have the same number, with words around it or without; a trial is none."""
    assert is_same("v2.4.0", "Release 2.4")
    assert not is_same("v2.4.0", "Release 2.4.1")
    assert not is_same("v2.4.0-rc1", "2.4.0")
    assert not is_same("2.4.0", "Backlog")


def test_what_a_name_may_mean() -> None:
    """The release of that name, else all with its number."""
    crm, web = Release("crm-1.0.0", 1), Release("web-1.0.0", 2)
    assert called("web-1.0.0", [crm, web]) == [web]
    assert called("1.0", [crm, web]) == [crm, web]
    assert called("2.0", [crm, web]) == []


def test_the_parts_of_a_name() -> None:
    """Words, numbers, whether it is a trial, and the number as it is written."""
    parts = parts_of("Release 2.04.0-rc.1")
    assert parts is not None
    assert (parts.before, parts.numbers, parts.is_trial, parts.number) == ("release", (2, 4, 0), True, "2.04.0")
    assert parts_of("Backlog") is None


@given(NUMBERS, NUMBERS)
def test_of_two_releases_at_most_one_is_a_patch_of_the_other(one: list[int], other: list[int]) -> None:
    """And none of those that are the same."""
    ours, theirs = (".".join(map(str, numbers)) for numbers in (one, other))
    assert not (is_patch(ours, theirs) and is_patch(theirs, ours))
    assert not (is_patch(ours, theirs) and is_same(ours, theirs))
