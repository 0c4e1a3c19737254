"""Issues as of an instant, and what became of them in a stretch of time."""

from collections import Counter
from collections.abc import Iterable, Iterator

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.jira import Issue, JiraFacts
from readiness_gate.model.settings.jira import JiraSettings, Marks
from readiness_gate.model.time import Instant, iso
from readiness_gate.model.wording import counted, some


@dataclass(frozen=True, slots=True)
class Move:
    """A change of an issue: the issue before it and after it."""

    at: Instant
    before: Issue
    after: Issue


def _existed(issue: Issue, as_of: Instant) -> bool:
    return issue.created is None or issue.created <= as_of


def issues_as_of(jira: JiraFacts, as_of: Instant) -> list[Issue]:
    """The issues that there were as of an instant, as they were then. Raises CannotMeasure when that is not known."""
    if as_of >= jira.known_from:
        return list(jira.issues)
    there = [issue for issue in jira.issues if _existed(issue, as_of)]
    unknown = [issue for issue in there if issue.known_since is None or issue.known_since > as_of]
    if unknown:
        raise _unknown(unknown, jira, as_of)
    return [_as_of(issue, as_of) for issue in there]


def _as_of(issue: Issue, as_of: Instant) -> Issue:
    """An issue as of an instant that its past reaches back to."""
    if not issue.past or issue.past[0].until <= as_of:
        return issue
    earlier = (past.issue for past in reversed(issue.past) if past.until > as_of)
    return next(earlier, issue)


def _unknown(issues: list[Issue], jira: JiraFacts, moment: Instant) -> CannotMeasure:
    """Why the past state of issues is unknown; the most common reason speaks for all."""
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
    """What became of issues in (start, end], newest first for each of them."""
    listed = list(issues)
    unknown = [issue for issue in listed if not _reaches(issue, start)]
    if unknown:
        raise _unknown(unknown, jira, start)
    changed = (issue for issue in listed if issue.past and issue.past[0].until > start)
    return [move for issue in changed for move in _moves(issue) if start < move.at <= end]


def moves_of(issues: Iterable[Issue], jira: JiraFacts, start: Instant, end: Instant) -> list[Move]:
    """What became, in (start, end], of issues that are given as they were at some time."""
    keys = {issue.key for issue in issues}
    return moves([issue for issue in jira.issues if issue.key in keys], jira, start, end)


def _reaches(issue: Issue, start: Instant) -> bool:
    """Whether all that became of an issue after an instant is known."""
    begun = start if issue.created is None else max(start, issue.created)
    return issue.known_since is not None and issue.known_since <= begun


def _moves(issue: Issue) -> Iterator[Move]:
    after = issue
    for past in issue.past:
        yield Move(past.until, past.issue, after)
        after = past.issue


def is_marked(issue: Issue, marks: Marks) -> bool:
    """Whether an issue has any of the labels, or is in any of the statuses."""
    return bool(issue.labels & marks.labels) or issue.status in marks.statuses


def approved(settings: JiraSettings | None) -> Marks:
    """What marks an approved change. Raises CannotMeasure where that is not configured."""
    marks = settings.approved if settings else Marks()
    if marks.labels or marks.statuses:
        return marks
    raise CannotMeasure(
        "what marks an approved change is not configured: provide approved = { labels = […] } in [jira]"
    )
