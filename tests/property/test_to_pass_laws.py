"""Doing exactly what "To pass" says makes a rule pass, and where steps are counted, one step fewer does not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.exports import ask, jira_settings, people_settings
from support.exports import settings as configured
from support.git import instant
from support.landings import landing, mainline, read, settings
from support.worlds import (
    AGES,
    COUNTS,
    DAY_OF_CHECK,
    DAYS,
    LAW,
    NOW,
    SEVERITIES,
    SHARES,
    World,
    check,
    finding,
    says_so,
)

from readiness_gate.judge.to_pass import Step, to_pass
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.git import GitFacts, Landing
from readiness_gate.model.facts.jira import Issue, JiraFacts
from readiness_gate.model.facts.people import Completion, Membership, PeopleFacts
from readiness_gate.model.policy import Limit
from readiness_gate.model.reading import Reading
from readiness_gate.model.settings.git import Cover
from readiness_gate.model.settings.jira import Marks
from readiness_gate.model.time import DAY, Instant

SELDOM = st.sampled_from((False, False, False, True))
MAY_BE_UNMAPPED = ("defects.unmapped", "defects.quiet-days")
"""The others have no steps where a severity is not mapped: a remedy of their own comes first."""


@st.composite
def trackers(draw: st.DrawFn, signal: str) -> World:
    """Defects of some severities, open and done, with and without a workaround."""
    severity = draw(st.sampled_from(("sev1", "sev1+sev2", "any", "any")))
    issues = tuple(
        Issue(
            f"CRM-{number}",
            "Bug",
            draw(SELDOM),
            draw(st.sampled_from(SEVERITIES if signal in MAY_BE_UNMAPPED else SEVERITIES[:-1])),
            created=instant(draw(st.integers(0, DAY_OF_CHECK - 1))),
            workaround=draw(SELDOM),
        )
        for number in range(draw(st.integers(1, 9)))
    )
    return _tracker(signal, issues, {} if signal == "defects.unmapped" else {"severity": severity})


DONE: Mapping[str, Callable[[Issue], Issue]] = {
    "defects.open": lambda issue: replace(issue, done=True),
    "defects.without-workaround": lambda issue: replace(issue, workaround=True),
    "defects.unmapped": lambda issue: replace(issue, severity="sev4"),
    "defects.age": lambda issue: replace(issue, done=True),
    "defects.quiet-days": lambda issue: issue,
}
"""What becomes of an issue when the work on it is done."""


def _tracker(signal: str, issues: tuple[Issue, ...], parameters: Mapping[str, str]) -> World:
    jira = jira_settings(workaround=Marks(field="Workaround"))

    def measured(at: Instant) -> Reading:
        facts = JiraFacts(Provenance("jira", "export", "all", len(issues), NOW), issues, 0)
        return ask(signal, {"jira": facts}, configured(jira=jira), as_of=at, **parameters)

    def worked_on(steps: Sequence[Step], rng: Random) -> World:
        keys = {key for step in steps for key in _pieces(step, rng)}
        left = tuple(DONE[signal](issue) if issue.key in keys else issue for issue in issues)
        return _tracker(signal, left, parameters)

    return World(measured, worked_on)


def _pieces(step: Step, rng: Random) -> Sequence[str]:
    """Any pieces of a work, or the first ones, where they must be done in order."""
    names = step.work.names
    return names[: step.count] if step.work.in_order else rng.sample(names, step.count)


@pytest.mark.parametrize("signal", ["defects.open", "defects.without-workaround", "defects.unmapped"])
@LAW
@given(st.data(), COUNTS, st.randoms(use_true_random=False))
def test_working_on_any_such_defects(signal: str, data: st.DataObject, limit: Limit, rng: Random) -> None:
    """Whichever of the named ones are closed, or get a workaround or a severity."""
    check(data.draw(trackers(signal)), limit, rng)


@LAW
@given(trackers("defects.age"), AGES, st.randoms(use_true_random=False))
def test_closing_the_oldest_defects(world: World, limit: Limit, rng: Random) -> None:
    """In the order in which they are named."""
    check(world, limit, rng)


@LAW
@given(trackers("defects.quiet-days"), DAYS, st.randoms(use_true_random=False))
def test_waiting_without_new_defects(world: World, limit: Limit, rng: Random) -> None:
    """At that very second it is quiet for long enough, and a second earlier it is not."""
    check(world, limit, rng)


@st.composite
def libraries(draw: st.DrawFn, signal: str) -> World:
    """Documents that describe configuration of their own, both changed on some days."""
    days = st.lists(st.integers(1, DAY_OF_CHECK - 1), min_size=1, max_size=3)
    number = draw(st.integers(1, 6))
    landings = [
        landing(day + name / 100, path)
        for name in range(number)
        for path in (f"config/{name}", f"docs/{name}.md")
        for day in draw(days)
    ]
    return _library(signal, number, mainline(*_newest_first(landings), tree=_tree(number)))


def _newest_first(landings: Sequence[Landing]) -> list[Landing]:
    return sorted(landings, key=lambda one: -one.landed)


def _tree(number: int) -> list[str]:
    return [path for name in range(number) for path in (f"config/{name}", f"docs/{name}.md")]


def _library(signal: str, number: int, git: GitFacts) -> World:
    covers = tuple(Cover((f"config/{name}",), (f"docs/{name}.md",)) for name in range(number))

    def measured(_at: Instant) -> Reading:
        return read(signal, DAY_OF_CHECK, git, configured=settings(covers=covers))

    def updated(steps: Sequence[Step], rng: Random) -> World:
        paths = [path for step in steps for path in rng.sample(step.work.names, step.count)]
        landings = (landing(DAY_OF_CHECK, *paths), *git.landings) if paths else git.landings
        return _library(signal, number, replace(git, landings=landings))

    return World(measured, updated)


@LAW
@given(libraries("docs.stale"), COUNTS, st.randoms(use_true_random=False))
def test_updating_any_such_documents(world: World, limit: Limit, rng: Random) -> None:
    """Whichever of the stale ones are updated, so that a count is met."""
    check(world, limit, rng)


@LAW
@given(libraries("docs.fresh-share"), SHARES, st.randoms(use_true_random=False))
def test_updating_documents_for_a_share(world: World, limit: Limit, rng: Random) -> None:
    """Whichever of the stale ones are updated, so that a share is met."""
    check(world, limit, rng)


REQUIRED = {"Clerk": ("basics", "quoting"), "Sales rep": ("quoting",), "Manager": ("reports",)}


@st.composite
def rosters(draw: st.DrawFn) -> World:
    """People with up to two roles, and what they completed."""
    asked = draw(st.sampled_from(("worst", "all", "Clerk")))
    rows = [Membership(f"p{number}", role, critical=None) for number, role in enumerate(sorted(REQUIRED))]
    for person in range(len(rows), draw(st.integers(3, 9))):
        held = draw(st.sets(st.sampled_from(sorted(REQUIRED)), min_size=1, max_size=2))
        rows += [Membership(f"p{person}", role, critical=None) for role in sorted(held)]
    done = {(row.person, module) for row in rows for module in REQUIRED[row.role] if draw(st.booleans())}
    return _roster(asked, tuple(rows), frozenset(done))


def _roster(asked: str, rows: tuple[Membership, ...], done: frozenset[tuple[str, str]]) -> World:
    def measured(at: Instant) -> Reading:
        completions = tuple(Completion(person, module, NOW - DAY) for person, module in sorted(done))
        facts = PeopleFacts(Provenance("people", "files", "all", 1, NOW), rows, completions)
        return ask(
            "training.coverage",
            {"people": facts},
            configured(people=people_settings(required=REQUIRED)),
            as_of=at,
            role=asked,
        )

    def trained(steps: Sequence[Step], rng: Random) -> World:
        now = done
        for step in steps:
            held = [row for row in rows if f"in the role {row.role} " in step.work.many] or list(rows)
            lacking = sorted({row.person for row in held if not _has(row, now, held)})
            chosen = rng.sample(lacking, min(step.count, len(lacking)))
            now |= {(row.person, module) for row in held if row.person in chosen for module in REQUIRED[row.role]}
        return _roster(asked, rows, now)

    return World(measured, trained)


def _has(row: Membership, done: frozenset[tuple[str, str]], held: Sequence[Membership]) -> bool:
    """Whether a person completed all that the roles in question require."""
    modules = [module for one in held if one.person == row.person for module in REQUIRED[one.role]]
    return all((row.person, module) in done for module in modules)


@LAW
@given(rosters(), SHARES, st.randoms(use_true_random=False))
def test_training_any_such_people(world: World, limit: Limit, rng: Random) -> None:
    """In every role that is below the limit, not only in the lowest; whoever of those who still lack a module."""
    before = finding(world, limit, NOW)
    passing = to_pass(before, NOW)
    assume(passing is not None)
    assert passing is not None
    steps = [step for step in passing.steps if isinstance(step, Step)]
    better = ("pass",) if before.outcome == "warn" else ("pass", "warn")
    assert finding(world.after(steps, rng), limit, NOW).outcome in better
    for step in steps:
        without = [one for one in steps if one is not step]
        if "quoting" not in step.work.names:  # a module of two roles may raise both
            assert finding(world.after(without, rng), limit, NOW).outcome not in better
    says_so(before, passing.steps)


@st.composite
def histories(draw: st.DrawFn, signal: str) -> World:
    """Landings on some days, the last of them before the check."""
    days = draw(st.lists(st.integers(1, DAY_OF_CHECK - 1), min_size=1, max_size=7, unique=True))
    git = mainline(*(landing(day, "config/a") for day in sorted(days, reverse=True)), tree=["config/a", "src/a"])
    return _history(signal, git)


def _history(signal: str, git: GitFacts) -> World:
    def measured(at: Instant) -> Reading:
        return read(signal, (at - instant(0)) / DAY, git)

    return World(measured, lambda _steps, _rng: _history(signal, git))


@LAW
@given(histories("change.landings"), COUNTS, st.randoms(use_true_random=False))
def test_waiting_until_landings_have_left(world: World, limit: Limit, rng: Random) -> None:
    """At that very second the window holds few enough, and a second earlier it does not."""
    check(world, limit, rng)


@LAW
@given(histories("change.days-since-last"), DAYS, st.randoms(use_true_random=False))
def test_waiting_until_enough_days_have_passed(world: World, limit: Limit, rng: Random) -> None:
    """At that very second it is long enough ago, and a second earlier it is not."""
    check(world, limit, rng)
