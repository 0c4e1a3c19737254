"""Releases by their names: patches of a line, and what a version is called elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_gate.model.releases import Release, called, counts_up, is_patch, is_same, may_be_patch, parts_of

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
        ("crm2-2.4.1", "crm2-2.4.0"),
        ("s4hana/1.0.1", "s4hana/1.0.0"),
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
        ("release-2025-01-08", "release-2025-01-06"),
        ("20250108", "20250106"),
        ("python3.11-2.4.1", "python3.11-2.4.0"),
    ],
)
def test_no_patch(other: str, of: str) -> None:
    """Of another line, of another component, not released yet, or without a number."""
    assert not is_patch(other, of)


def _known(*names: str) -> list[Release]:
    return [Release(name, 1) for name in names]


@pytest.mark.parametrize(
    ("name", "of", "known"),
    [
        ("v2.4.0-hotfix.1", "v2.4.0", []),
        ("v2.5.0-1", "v2.5.0", []),
        ("v2.6.0a", "v2.6.0", []),
        ("v2.7.0+hf1", "v2.7.0", []),
        ("v2.8.0-p1", "v2.8.0", []),
        ("v2.4.1a", "v2.4.0", []),
        ("2.4.1", "v2.4.0", []),
        ("hotfix/2.5.1", "release/2.5", []),
        ("Hotfix 2.4.1", "Release 2.4.0", ["Hotfix 2.4.0"]),
        ("Emergency 2.4.2", "Release 2.4.0", ["Emergency 2.4.1"]),
        ("hotfix-login", "v2.4.0", []),
        ("hotfix/CRM-1234", "v2.4.0", []),
        ("hotfix-2025-01-08", "v2.4.0", []),
        ("v2_4_1", "v2.4.0", []),
        ("web-7.1.0", "release-2025-01-06", []),
        ("v2.0", "Spring", []),
        ("2025.04.02", "2025.03.30", []),
        ("v5-hotfix1", "v5", []),
        ("9" * 300, "Spring", []),
    ],
)
def test_what_may_be_a_patch(name: str, of: str, known: list[str]) -> None:
    """The number of the release with something after it, a later number after other words, and anything where it is
    unclear what the number of the release is."""
    assert not is_patch(name, of)
    assert may_be_patch(name, of, _known(name, of, *known))


@pytest.mark.parametrize(
    ("name", "of", "known"),
    [
        ("v2.4.1-rc.1", "v2.4.0", []),
        ("v2.5.0", "v2.4.0", []),
        ("web-1.0.1", "crm-1.0.0", ["web-1.0.0"]),
        ("web-1.0.0", "crm-1.0.0", []),
        ("deploy-2025-01-08", "v2.4.0", []),
        ("nightly", "v2.4.0", []),
        ("web-2025.3.8", "crm-2025.3.6", []),
        ("v2.4.1-rc.1", "Spring", []),
        ("hotfix-2.3.9", "v2.4.0", []),
    ],
)
def test_what_is_no_patch_by_any_name(name: str, of: str, known: list[str]) -> None:
    """Of another line, of another component whose line begins elsewhere, or a trial."""
    assert not may_be_patch(name, of, _known(name, of, *known))


@pytest.mark.parametrize(
    ("name", "of", "does"),
    [
        ("v2.4.1", "v2.4.0", True),
        ("2.4.1", "v2.4.0", True),
        ("v2.5.0", "v2.4.0", False),
        ("2025.3.16", "2025.3.6", False),
        ("release-2025-01-08", "release-2025-01-06", False),
        ("Autumn", "Spring", False),
    ],
)
def test_numbers_that_count_up(name: str, of: str, *, does: bool) -> None:
    """Those of days say nothing of a line."""
    assert counts_up(name, of, _known(name, of)) is does


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
    assert parts.is_clear
    assert parts_of("Backlog") is None
    days = parts_of("release-2025-01-06")
    assert days is not None
    assert not days.is_clear
    assert not is_same("release-2025-01-06", "2025")


@given(NUMBERS, NUMBERS)
def test_of_two_releases_at_most_one_is_a_patch_of_the_other(one: list[int], other: list[int]) -> None:
    """And none of those that are the same."""
    ours, theirs = (".".join(map(str, numbers)) for numbers in (one, other))
    assert not (is_patch(ours, theirs) and is_patch(theirs, ours))
    assert not (is_patch(ours, theirs) and is_same(ours, theirs))
