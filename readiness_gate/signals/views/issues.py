"""Issues as of an instant, and their changes over time."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from operator import itemgetter

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.jira import Issue, JiraFacts
from readiness_gate.model.settings.jira import JiraSettings, Marks
from readiness_gate.model.time import Instant, iso
from readiness_gate.model.wording import counted, some


@dataclass(frozen=True, slots=True)
class Move:
    """A change of an issue: its state before and after."""

    at: Instant
    before: Issue
    after: Issue


@dataclass(frozen=True, slots=True)
class _Timeline:
    """The moves of some issues and their last changes, each in order of time. A place is the index of an issue."""

    settled: Sequence[tuple[float, int]]
    """Since when each issue has been in its present state, with its place, oldest first; never, if its past is
    unknown."""
    moves: Sequence[tuple[Instant, int, int, Move]]
    """All moves as (instant, place, number of the move, move), oldest first; the moves of an issue are numbered
    newest first."""
    partly_known: Sequence[Issue]
    """The issues whose state is not known since their creation."""

    def unsettled(self, as_of: Instant) -> list[int]:
        """Return the places of the issues that may have been different, absent or unknown as of an instant."""
        first = bisect_right(self.settled, as_of, key=_at)
        return sorted(place for _, place in self.settled[first:])

    def between(self, start: Instant, end: Instant) -> list[Move]:
        """Return the moves in (start, end], by the places of the issues, and newest first for each of them."""
        first, last = (bisect_right(self.moves, moment, key=_at) for moment in (start, end))
        return [move for *_, move in sorted(self.moves[first:last], key=_of_issue)]


_at = itemgetter(0)
_of_issue = itemgetter(1, 2)


def _timeline(jira: JiraFacts) -> _Timeline:
    """Return the timeline of the requested issues, computed once."""
    return jira.always("timeline", lambda: _timeline_of(jira.issues))


def _timeline_of(issues: Sequence[Issue]) -> _Timeline:
    moves = (
        (move.at, place, number, move)
        for place, issue in enumerate(issues)
        for number, move in enumerate(_moves(issue))
    )
    return _Timeline(
        sorted((_settled(issue), place) for place, issue in enumerate(issues)),
        sorted(moves, key=_at),
        [issue for issue in issues if not _is_known_throughout(issue)],
    )


def _settled(issue: Issue) -> float:
    """Return since when an issue has been, and is known to have been, in its present state."""
    if issue.known_since is None:
        return inf
    created = issue.known_since if issue.created is None else issue.created
    changed = issue.past[0].until if issue.past else created
    return max(issue.known_since, created, changed)


def _is_known_throughout(issue: Issue) -> bool:
    known = issue.known_since
    return known is not None and issue.created is not None and known <= issue.created


def _moves(issue: Issue) -> Iterator[Move]:
    """Yield the moves of an issue, newest first."""
    after = issue
    for past in issue.past:
        yield Move(past.until, past.issue, after)
        after = past.issue


def _existed(issue: Issue, as_of: Instant) -> bool:
    return issue.created is None or issue.created <= as_of


def issues_as_of(jira: JiraFacts, as_of: Instant) -> list[Issue]:
    """Return the issues as of an instant, in their state at that time. Raises CannotMeasure if it is unknown."""
    if as_of >= jira.known_from:
        return list(jira.issues)
    unsettled = _timeline(jira).unsettled(as_of)
    there = [place for place in unsettled if _existed(jira.issues[place], as_of)]
    unknown = [issue for issue in map(jira.issues.__getitem__, there) if not _is_known(issue, as_of)]
    if unknown:
        raise _unknown(unknown, jira, as_of)
    then: list[Issue | None] = list(jira.issues)
    for place in unsettled:
        then[place] = None
    for place in there:
        then[place] = _as_of(jira.issues[place], as_of)
    return [issue for issue in then if issue is not None]


def _is_known(issue: Issue, as_of: Instant) -> bool:
    return issue.known_since is not None and issue.known_since <= as_of


def _as_of(issue: Issue, as_of: Instant) -> Issue:
    """Return an issue as of an instant that its known past reaches back to."""
    earlier = (past.issue for past in reversed(issue.past) if past.until > as_of)
    return next(earlier, issue)


def _unknown(issues: list[Issue], jira: JiraFacts, moment: Instant) -> CannotMeasure:
    """Return why the past state of issues is unknown; the most common reason stands for all."""
    reasons = Counter(issue.why_unknown for issue in issues if issue.why_unknown)
    keys = some([issue.key for issue in issues])
    if not reasons:
        return CannotMeasure(
            f"the state of {counted(len(issues), 'issue')} at {iso(moment)} is unknown ({keys}): the export has no "
            f"histories, and shows the issues as of {iso(jira.known_from)}; export them with their changelogs, or use "
            "a later --as-of"
        )
    return CannotMeasure(
        f"the state of {counted(len(issues), 'issue')} at {iso(moment)} is unknown ({keys}): "
        f"{reasons.most_common(1)[0][0]}"
    )


def moves(issues: Iterable[Issue], jira: JiraFacts, start: Instant, end: Instant) -> list[Move]:
    """Return the moves in (start, end] of the given issues, newest first for each of them."""
    known, keys = _timeline(jira), {issue.key for issue in issues}
    unknown = [issue for issue in known.partly_known if issue.key in keys and not _reaches(issue, start)]
    if unknown:
        raise _unknown(unknown, jira, start)
    return [move for move in known.between(start, end) if move.after.key in keys]


def _reaches(issue: Issue, start: Instant) -> bool:
    """Return whether every change of an issue after an instant is known."""
    begun = start if issue.created is None else max(start, issue.created)
    return issue.known_since is not None and issue.known_since <= begun


def is_marked(issue: Issue, marks: Marks) -> bool:
    """Return whether an issue has any of the labels or statuses."""
    return bool(issue.labels & marks.labels) or issue.status in marks.statuses


def approved(settings: JiraSettings | None) -> Marks:
    """Return the marks of an approved change. Raises CannotMeasure if they are not configured."""
    marks = settings.approved if settings else Marks()
    if marks.labels or marks.statuses:
        return marks
    raise CannotMeasure(
        "what marks an approved change is not configured: provide approved = { labels = […] } in [jira]"
    )
