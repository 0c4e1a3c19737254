"""Warns if two programs changed the same configuration inside one freeze, in different commits."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from readiness_gate.model.portfolio import Assessment, Concern, MemberState
from readiness_gate.model.time import Instant, iso_day
from readiness_gate.model.wording import listed

_NAMES = 5
_Landings = Mapping[str, tuple[tuple[Instant, str], ...]]


def same_configuration(assessment: Assessment) -> Iterator[Concern]:
    """Yield a warning for each pair of programs that changed the same configuration while one of them is frozen."""
    for one, other in combinations(assessment.states, 2):
        if _is_one_plan(one, other) or _shares_commits(one, other):
            continue
        found = [(frozen, things) for frozen in (one, other) if (things := _both_changed(one, other, frozen))]
        if not found:
            continue
        frozen, things = max(found, key=lambda each: len(each[1]))
        began = iso_day(_began(frozen))
        names = (one.member.name, other.member.name)
        yield Concern(
            "portfolio.same-configuration",
            names,
            f"{names[0]} and {names[1]} changed the same configuration inside the freeze of {frozen.member.name}, "
            f"which began on {began}: {listed(things, _NAMES)}",
            "Agree which change stays, and have both programs test and train what is there then.",
        )


def one_repository(assessment: Assessment) -> Iterator[str]:
    """Yield the pairs of programs whose changes cannot be distinguished, because both read the same repository."""
    for one, other in combinations(assessment.states, 2):
        if not _is_one_plan(one, other) and _shares_commits(one, other):
            yield (
                f"{one.member.name}, {other.member.name}: which of them changed what, as both read the same "
                "repository. Give each its own patterns of config in [git.paths]"
            )


def _is_one_plan(one: MemberState, other: MemberState) -> bool:
    return (one.member.checkout, one.member.config) == (other.member.checkout, other.member.config)


def _landings(state: MemberState) -> _Landings:
    return {thing.name: thing.landed for thing in state.load.things}


def _shares_commits(one: MemberState, other: MemberState) -> bool:
    """Return whether a landing touched the same thing in both programs, which shows that they read one repository."""
    theirs = _landings(other)
    return any(
        {commit for _, commit in landed} & {commit for _, commit in theirs.get(name, ())}
        for name, landed in _landings(one).items()
    )


def _began(state: MemberState) -> Instant:
    """Return when the freeze of a frozen program began."""
    assert state.load.frozen is not None  # noqa: S101 - only frozen programs are passed
    return state.load.frozen[0]


def _both_changed(one: MemberState, other: MemberState, frozen: MemberState) -> list[str]:
    """Return the things that both changed during the freeze of `frozen`; empty if it is not frozen."""
    if frozen.load.frozen is None:
        return []
    began, ends = frozen.load.frozen
    theirs = _landings(other)
    return [
        name
        for name, landed in _landings(one).items()
        if all(any(began < at <= ends for at, _ in each) for each in (landed, theirs.get(name, ())))
    ]


__all__ = ["one_repository", "same_configuration"]
