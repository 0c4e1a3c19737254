"""The same for what landed, and for the configuration that documents describe."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.frozen import APPROVED, BASELINE, JIRA, asked, program
from support.git import instant
from support.landings import landing, mainline, read, settings
from support.worlds import AGES, COUNTS, DAY_OF_CHECK, LAW, SHARES, World, check

from readiness_gate.judge.to_pass import Step
from readiness_gate.model.facts.git import Commit, GitFacts, Landing
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.policy import Limit
from readiness_gate.model.reading import Reading
from readiness_gate.model.settings.git import Cover
from readiness_gate.model.time import DAY, Instant

FILES = ("config/a/x", "config/a/y", "config/b/x", "src/c")
HOURS = st.integers((DAY_OF_CHECK - 7) * 24, DAY_OF_CHECK * 24 - 1)


def _newest_first(landings: Sequence[Landing]) -> list[Landing]:
    return sorted(landings, key=lambda one: -one.landed)


@st.composite
def histories(draw: st.DrawFn, signal: str) -> World:
    """Landings of several files, at some hours of the days before the check."""
    hours = draw(st.lists(HOURS, min_size=3, max_size=16, unique=True))
    touched = st.sets(st.sampled_from(FILES), min_size=1, max_size=3)
    landings = _newest_first([landing(hour / 24, *sorted(draw(touched))) for hour in hours])
    lines = {one.commit: {change.path: draw(st.integers(0, 3)) for change in one.changes} for one in landings}
    git = replace(mainline(*landings, tree=FILES), lines=lines)
    return _history(signal, git)


def _history(signal: str, git: GitFacts) -> World:
    def measured(at: Instant) -> Reading:
        return read(signal, (at - instant(0)) / DAY, git)

    return World(measured, lambda _steps, _rng: _history(signal, git))


@pytest.mark.parametrize("signal", ["change.files", "change.lines", "change.bursts"])
@LAW
@given(st.data(), COUNTS, st.randoms(use_true_random=False))
def test_waiting_until_changes_have_left(signal: str, data: st.DataObject, limit: Limit, rng: Random) -> None:
    """At that very second the window holds few enough, and a second earlier it does not."""
    check(data.draw(histories(signal)), limit, rng)


@st.composite
def freezes(draw: st.DrawFn) -> World:
    """Landings after a freeze whose commits name issues, and issues of which some are approved."""
    keys = [f"CRM-{number}" for number in range(1, 6)]
    commits: dict[str, tuple[Commit, ...]] = {}
    landings: list[Landing] = []
    for day in range(30, draw(st.integers(32, 38))):
        one = landing(day, "config/a")
        named = draw(st.sets(st.sampled_from([*keys, "CRM-99"]), min_size=draw(st.integers(0, 1)), max_size=3))
        commits[one.commit] = (Commit("c1", "a@b", "change", tuple(sorted(named))),)
        landings.append(one)
    git = replace(mainline(*_newest_first(landings), tree=["config/a"]), baseline=BASELINE, commits=commits)
    return _freeze(git, tuple(Issue(key, "Story", done=False) for key in keys))


def _freeze(git: GitFacts, issues: tuple[Issue, ...]) -> World:
    def measured(at: Instant) -> Reading:
        jira = replace(JIRA, issues=issues)
        return asked("change.unapproved", program(git, jira), (at - instant(0)) / DAY)

    def approved(steps: Sequence[Step], _rng: Random) -> World:
        keys = {key for step in steps for key in step.work.names[: step.count]}
        assert APPROVED.approved.labels
        labels = APPROVED.approved.labels
        return _freeze(git, tuple(replace(one, labels=labels) if one.key in keys else one for one in issues))

    return World(measured, approved)


@LAW
@given(freezes(), COUNTS, st.randoms(use_true_random=False))
def test_approving_the_first_issues(world: World, limit: Limit, rng: Random) -> None:
    """Those that are named, although several landings may name one, and one may name several."""
    check(world, limit, rng)


@st.composite
def undescribed(draw: st.DrawFn, signal: str) -> World:
    """Configuration of which documents describe a part."""
    files = [f"config/{number}" for number in range(draw(st.integers(1, 6)))]
    return _undescribed(signal, files, frozenset(draw(st.sets(st.sampled_from(files)))))


def _undescribed(signal: str, files: Sequence[str], described: frozenset[str]) -> World:
    covers = tuple(Cover((path,), (f"docs/{path[7:]}.md",)) for path in sorted(described))
    documents = [document for cover in covers for document in cover.docs]

    def measured(_at: Instant) -> Reading:
        git = mainline(landing(50, *files, *documents), tree=[*files, *documents])
        return read(signal, DAY_OF_CHECK, git, configured=settings(covers=covers))

    def describing(steps: Sequence[Step], rng: Random) -> World:
        chosen = {path for step in steps for path in rng.sample(step.work.names, step.count)}
        return _undescribed(signal, files, described | chosen)

    return World(measured, describing)


@LAW
@given(undescribed("docs.uncovered"), COUNTS, st.randoms(use_true_random=False))
def test_describing_any_such_files(world: World, limit: Limit, rng: Random) -> None:
    """Whichever of them a document describes, so that a count is met."""
    check(world, limit, rng)


@LAW
@given(undescribed("docs.covered-share"), SHARES, st.randoms(use_true_random=False))
def test_describing_files_for_a_share(world: World, limit: Limit, rng: Random) -> None:
    """Whichever of them a document describes, so that a share is met."""
    check(world, limit, rng)


@st.composite
def behind(draw: st.DrawFn) -> World:
    """Documents, each with configuration that changed some days earlier or later."""
    number = draw(st.integers(1, 6))
    hours = st.integers(0, DAY_OF_CHECK * 24 - 1)
    landings = [
        landing(draw(hours) / 24, path) for name in range(number) for path in (f"config/{name}", f"docs/{name}.md")
    ]
    percentile = draw(st.sampled_from((1, 50, 90, 100)))
    return _behind(number, percentile, mainline(*_newest_first(landings), tree=_tree(number)))


def _tree(number: int) -> list[str]:
    return [path for name in range(number) for path in (f"config/{name}", f"docs/{name}.md")]


def _behind(number: int, percentile: int, git: GitFacts) -> World:
    covers = tuple(Cover((f"config/{name}",), (f"docs/{name}.md",)) for name in range(number))

    def measured(_at: Instant) -> Reading:
        return read("docs.drift-days", DAY_OF_CHECK, git, configured=settings(covers=covers), percentile=percentile)

    def updated(steps: Sequence[Step], _rng: Random) -> World:
        paths = [path for step in steps for path in step.work.names[: step.count]]
        landings = (landing(DAY_OF_CHECK, *paths), *git.landings) if paths else git.landings
        return _behind(number, percentile, replace(git, landings=landings))

    return World(measured, updated)


@LAW
@given(behind(), AGES, st.randoms(use_true_random=False))
def test_updating_the_documents_furthest_behind(world: World, limit: Limit, rng: Random) -> None:
    """In the order in which they are named."""
    check(world, limit, rng)
