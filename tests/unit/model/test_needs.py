"""Needs merge into one that covers both, in any order."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_gate.model.needs import GitNeed, Needs

_SELECTORS = st.frozensets(st.sampled_from(["config", "docs", ("a/**", "b")]), max_size=2)
_INSTANTS = st.integers(0, 9)
_GIT = st.builds(
    GitNeed,
    **dict.fromkeys(("newest", "since", "oldest"), _INSTANTS),
    **dict.fromkeys(("paths", "last", "line_paths"), _SELECTORS),
    **dict.fromkeys(("lines", "frozen", "commits"), st.none() | _INSTANTS),
    **dict.fromkeys(
        ("documents", "people_files", "baseline", "since_baseline", "freeze", "policy", "modules"), st.booleans()
    ),
)
_NEEDS = st.builds(
    Needs,
    st.frozensets(st.sampled_from(["git", "jira", "people"])),
    st.none() | _GIT,
    standing=st.frozensets(_INSTANTS, max_size=2),
    signed_until=st.none() | _INSTANTS,
)


def test_everything_is_covered() -> None:
    """The merged need reaches as far back and as far forward, and to as much, as any."""
    one = GitNeed(5, 3, 4, frozenset({"config"}), frozenset({"docs"}), documents=True)
    other = GitNeed(9, 1, 2, frozenset({("a/**",)}), people_files=True)
    assert one | other == GitNeed(
        9, 1, 2, frozenset({"config", ("a/**",)}), frozenset({"docs"}), documents=True, people_files=True
    )


@pytest.mark.parametrize("git", [None, GitNeed(1, 0, 0)])
def test_nothing_adds_nothing(git: GitNeed | None) -> None:
    """To need nothing else changes nothing."""
    needs = Needs(frozenset({"git"}), git)
    assert needs | Needs() == needs == Needs() | needs
    assert GitNeed(1, 0, 0) == GitNeed(1, 0, 0, frozenset(), frozenset(), documents=False, people_files=False)


@given(st.lists(_NEEDS, min_size=1, max_size=4).flatmap(lambda each: st.tuples(st.just(each), st.permutations(each))))
def test_order_and_repetition_do_not_matter(needs: tuple[list[Needs], list[Needs]]) -> None:
    """The needs of rules merge to the same whatever their order, and however often they are named."""
    one, other = needs
    merged = reduce(Needs.__or__, one)
    assert merged == reduce(Needs.__or__, other) == reduce(Needs.__or__, [*other, *one])


def test_what_is_needed_since_a_freeze() -> None:
    """The earliest start of each, and everything that any asks for."""
    one = GitNeed(5, 3, 4, lines=3, baseline=True, frozen=7, commits=8)
    other = GitNeed(5, 3, 4, lines=2, commits=6, since_baseline=True, freeze=True)
    both = GitNeed(5, 3, 4, lines=2, commits=6, baseline=True, since_baseline=True, freeze=True, frozen=7)
    assert one | other == both


def test_the_freeze_of_a_milestone() -> None:
    """It is told to what is needed of git, if anything is; without one the baseline stays what it begins with."""
    needs = Needs(frozenset({"git"}), GitNeed(5, 3, 4, freeze=True))
    assert needs.frozen_at(2) == Needs(frozenset({"git"}), GitNeed(5, 3, 4, freeze=True, frozen=2))
    assert needs.frozen_at(None) == needs
    assert Needs().frozen_at(2) == Needs()


def test_what_is_needed_of_the_gate() -> None:
    """Every instant that is asked for, and sign-offs up to the last."""
    merged = Needs(standing=frozenset({3}), signed_until=3) | Needs(standing=frozenset({5})) | Needs(signed_until=2)
    assert merged == Needs(standing=frozenset({3, 5}), signed_until=3)
