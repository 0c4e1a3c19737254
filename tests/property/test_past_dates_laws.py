"""What is worked out once for all dates says of each what looking at everything that is known of it says."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.git import instant
from support.landings import landing, mainline
from support.tracker import tracker

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts.git import GitFacts, Held, Touch
from readiness_gate.model.facts.jira import Issue, JiraFacts, Past
from readiness_gate.model.globs import PathSet
from readiness_gate.model.time import Instant
from readiness_gate.signals.views import history
from readiness_gate.signals.views.issues import Move, issues_as_of, moves

_Said = TypeVar("_Said")
DAYS = st.integers(0, 9)
DATES = [instant(day) for day in range(-1, 12)]
PATHS = ("a", "b/c", "b/d")


@st.composite
def _issues(draw: st.DrawFn) -> JiraFacts:
    """Up to six issues whose creation, whose past or both may be unknown."""
    return tracker(*(_issue(draw, f"CRM-{number}") for number in range(draw(st.integers(0, 6)))), updated=9)


def _issue(draw: st.DrawFn, key: str) -> Issue:
    days = draw(st.none() | DAYS), draw(st.none() | DAYS)
    created, known_since = (None if day is None else instant(day) for day in days)
    now = Issue(key, "Bug", done=False, created=created, known_since=known_since, status="now")
    changed = sorted(draw(st.sets(DAYS, max_size=4)), reverse=True)
    return replace(now, past=tuple(Past(instant(day), replace(now, status=f"until {day}")) for day in changed))


@st.composite
def _histories(draw: st.DrawFn) -> GitFacts:
    """A mainline of up to eight landings, with older changes, and with what some paths held."""
    some = st.sets(st.sampled_from(PATHS), min_size=1)
    landings = [landing(day, *sorted(draw(some))) for day in sorted(draw(st.sets(DAYS, max_size=8)), reverse=True)]
    older = {path: Touch("older", instant(draw(DAYS) - 10)) for path in draw(some)}
    held = {path: tuple(_held(draw, day) for day in sorted(draw(st.sets(DAYS, max_size=4)))) for path in draw(some)}
    return replace(mainline(*landings, tree=PATHS, since=-1, first=-20), older=older, held=held)


def _held(draw: st.DrawFn, day: int) -> Held:
    return Held(f"held {day}", instant(day), draw(st.sampled_from(("", "x", "y"))))


def _said(ask: Callable[[], _Said]) -> _Said | str:
    try:
        return ask()
    except CannotMeasure:
        return "unknown"


@law(400)
@given(_issues())
def test_issues_are_as_each_of_them_was(jira: JiraFacts) -> None:
    """As of every day, those that were there, in their order; or unknown, where the past of any of them is."""
    for as_of in DATES:
        assert _said(lambda as_of=as_of: issues_as_of(jira, as_of)) == _one_by_one(jira, as_of)  # type: ignore[misc]


def _one_by_one(jira: JiraFacts, as_of: Instant) -> list[Issue] | str:
    if as_of >= jira.known_from:
        return list(jira.issues)
    there = [issue for issue in jira.issues if issue.created is None or issue.created <= as_of]
    if any(issue.known_since is None or issue.known_since > as_of for issue in there):
        return "unknown"
    return [([past.issue for past in issue.past if past.until > as_of] or [issue])[-1] for issue in there]


@law(400)
@given(_issues(), st.sets(st.integers(0, 5)), DAYS, DAYS)
def test_moves_are_those_of_each_issue(jira: JiraFacts, places: set[int], start: int, days: int) -> None:
    """In the order of the issues, newest first for each; or unknown, where the past of any that is asked for is."""
    asked = [issue for place, issue in enumerate(jira.issues) if place in places]
    first, last = instant(start), instant(start + days)
    assert _said(lambda: moves(asked, jira, first, last)) == _moves_one_by_one(asked, first, last)


def _moves_one_by_one(asked: list[Issue], start: Instant, end: Instant) -> list[Move] | str:
    if any(issue.known_since is None or issue.known_since > max(start, issue.created or start) for issue in asked):
        return "unknown"
    found: list[Move] = []
    for issue in asked:
        states = [issue, *(past.issue for past in issue.past)]
        found += [Move(past.until, past.issue, after) for past, after in zip(issue.past, states, strict=False)]
    return [move for move in found if start < move.at <= end]


@law(400)
@given(_histories())
def test_last_changes_are_those_of_each_path(git: GitFacts) -> None:
    """As of every day, also long before: the newest touch, and where contents are known, what brought them."""
    for as_of in [instant(-30), *(instant(-day) for day in range(10, 0, -1)), *DATES]:
        touches: dict[str, Touch] = {}
        for path, touch in history.touches(git, as_of):
            touches.setdefault(path, touch)
        assert history.last_touches(git, as_of) == touches
        brought = {path: [one for one in held if one.landed <= as_of] for path, held in git.held.items()}
        contents = {path: Touch(held[-1].commit, held[-1].landed) for path, held in brought.items() if held}
        assert history.last_changes(git, as_of) == touches | contents


@law(200)
@given(_histories(), st.sets(st.sampled_from(PATHS)))
def test_paths_match_as_if_each_date_were_the_only_one(git: GitFacts, listed: set[str]) -> None:
    """Whether a set matches anything as of a day does not depend on the days that were asked about before."""
    paths = PathSet(tuple(sorted(listed)))
    for as_of in DATES:
        tree = git.tree_at(as_of)
        assert history.matches_any(git, paths, as_of) == any(path in paths for path in tree)
        assert history.within(git, paths, tree) == sorted(path for path in tree if path in paths)
