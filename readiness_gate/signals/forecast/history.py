"""How defects came and went, week by week, as far back as that is known: what a forecast is learned from."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue, JiraFacts
from readiness_gate.model.issue_types import of_types
from readiness_gate.model.settings.jira import SEVERITIES
from readiness_gate.model.time import Instant, Seconds, iso
from readiness_gate.model.wording import counted
from readiness_gate.signals.views.counting import Selection, selector
from readiness_gate.signals.views.flow import WEEK, Flow, check_clear, created, flow
from readiness_gate.signals.views.issues import moves
from readiness_gate.signals.views.once import once
from readiness_gate.statistics.levels import LOOKED_BACK, deviations
from readiness_gate.statistics.simulation import Start, Stretch

DRAWN, LEAST = 26, 8
"""How many of the last weeks are drawn from, and how many there must be."""
KNOWN = 104
"""How many weeks are looked back on, so that the forecast can be tried on its own past."""
UNMAPPED = "unmapped"
GRADES: tuple[str, ...] = (*SEVERITIES, UNMAPPED)
"""The backlogs: the open defects of each severity, and those without a usable one, which count as any."""

_Event: TypeAlias = tuple[Instant, str]
_Counts: TypeAlias = Callable[[Issue], bool]
"""Whether an issue, as it was at some time, is one of those that are asked for."""
OF_MILESTONE = Selection(of_milestone=True)
_RAISED, _CLOSED, _CAME, _LEFT = "raised", "closed", "came ", "left "


@dataclass(frozen=True, slots=True)
class History:
    """The weeks to an instant, oldest first."""

    as_of: Instant
    """When the last of them ends: the instant that is asked for, or the time of an export before it."""
    past: Flow
    """The defects, and what became of them in these weeks."""
    events: tuple[_Event, ...]
    weeks: tuple[Stretch, ...]
    """What happened in each week, with a backlog for each of `GRADES`."""
    levels: tuple[tuple[int, ...], ...]
    """How much was open of each at the start of every week, and last as of the instant."""

    @property
    def is_tested(self) -> bool:
        """Whether any defect at all was raised in the weeks that are drawn from."""
        return any(week.raised for week in self.last(DRAWN))

    @property
    def quiet(self) -> str:
        """Why nothing is to be learned from these weeks where none was."""
        return (
            f"no defect at all was raised in {counted(len(self.last(DRAWN)), 'week')}, which proves nothing where "
            "nothing is tested: test, record what is found, and go by how many defects are open until then"
        )

    def parts(self, length: Seconds) -> tuple[Stretch, ...]:
        """What happened in the first part of each week, so many seconds long."""
        first = self.as_of - len(self.weeks) * WEEK
        return tuple(_stretches(self.events, first, len(self.weeks), length))

    def start(self, ahead: int, part: Seconds = 0, before: int = 0, grades: Sequence[str] = GRADES) -> Start:
        """Where a forecast of the backlogs of some grades begins, with a part of a week and so many whole weeks ahead;
        one that was made so many weeks `before` knows nothing of what came since."""
        until = len(self.weeks) - before
        counted_on = self.weeks[max(0, until - LOOKED_BACK) : until]
        drawn = slice(max(0, until - DRAWN), until)
        steps, share = ahead + bool(part), part / WEEK
        return Start(
            of_grades(self.levels[until], grades),
            _only(self.weeks[drawn], grades),
            _only(self.parts(part)[drawn], grades) if part else (),
            ahead,
            deviations([week.raised for week in counted_on], steps, share),
            deviations([week.closed for week in counted_on], steps, share),
        )

    def last(self, number: int, before: int = 0) -> tuple[Stretch, ...]:
        """The last weeks, oldest first, to so many weeks before the instant."""
        until = len(self.weeks) - before
        return self.weeks[max(0, until - number) : until]


def of_grades(levels: Sequence[float], grades: Sequence[str]) -> tuple[int, ...]:
    """How much is open of some grades, of how much is of all `GRADES`."""
    return tuple(int(levels[GRADES.index(grade)]) for grade in grades)


def _only(stretches: Sequence[Stretch], grades: Sequence[str]) -> tuple[Stretch, ...]:
    return tuple(replace(one, came=of_grades(one.came, grades), left=of_grades(one.left, grades)) for one in stretches)


@once
def history(facts: Facts, as_of: Instant, longest: int = KNOWN, which: Selection = OF_MILESTONE) -> History:
    """The weeks to an instant in which there were defects, as far back as all is known, and so many at most. The open
    defects are those of a selection; what is raised and closed is of all. What came after an export is unknown: the
    weeks end with it.

    Raises CannotMeasure for fewer than 8, where not even the last 26 are known, or where an export is too old.
    """
    jira = facts.require_jira()
    as_of = _known_until(facts, jira, as_of)
    past = flow(facts, as_of, as_of - DRAWN * WEEK)
    issues = [issue for issue in jira.issues if issue.created is None or issue.created <= as_of]
    moves(issues, jira, as_of - DRAWN * WEEK, as_of)  # raises where not even these weeks are known
    weeks = min(_since_first(facts, past, as_of), max((as_of - _known_since(issues)) // WEEK, DRAWN), longest)
    start = as_of - weeks * WEEK
    past = flow(facts, as_of, start)
    counts = selector(facts, as_of, which)
    events = tuple(sorted(_events(jira, issues, past, (start, as_of), facts.settings.defect_types, counts)))
    happened = tuple(_stretches(events, start, weeks, WEEK))
    return History(as_of, past, events, happened, tuple(_levels(_open(past, counts), happened)))


def _known_until(facts: Facts, jira: JiraFacts, as_of: Instant) -> Instant:
    """Up to when it is known what became of the issues. Raises CannotMeasure where that is more than a week before."""
    observed = jira.provenance.observed_at
    known = as_of if observed is None else min(observed, as_of)
    if as_of - known > WEEK:
        raise CannotMeasure(
            f"what became of the issues is known until {facts.day(known)} only, and weeks of which nothing is known "
            "are no quiet weeks: export them again, or give the time of the export with --exported-at jira=… if it is "
            "newer than its newest update"
        )
    return known


def _since_first(facts: Facts, past: Flow, as_of: Instant) -> int:
    """The whole weeks in which there was a defect already."""
    first = min(created(past.defects), default=None)
    if first is None:
        raise CannotMeasure(f"no defect had been raised by {iso(as_of)}, so there is nothing to learn a forecast from")
    weeks = (as_of - first) // WEEK
    if weeks < LEAST:
        raise CannotMeasure(
            f"the first defect was raised on {facts.day(first)}, {counted(weeks, 'whole week')} ago: a forecast is "
            f"learned from at least {LEAST}; ask again from {facts.day(first + LEAST * WEEK)} on"
        )
    return weeks


def _known_since(issues: Iterable[Issue]) -> Instant:
    """Since when it is known of all issues what became of them."""
    known = ((issue.known_since or 0, issue.created) for issue in issues)
    return max((since for since, raised in known if raised is None or since > raised), default=0)


def _events(
    jira: JiraFacts,
    issues: list[Issue],
    past: Flow,
    span: tuple[Instant, Instant],
    types: Sequence[str],
    counts: _Counts,
) -> Iterator[_Event]:
    """What happened in a span of time: what was raised and closed, as for the weeks that converge, and when an issue
    came to or left the open defects of a severity, for whatever reason."""
    since, until = span
    changes = moves(issues, jira, since, until)
    states = [state for move in changes for state in (move.before, move.after)]
    defects = {state.type for state in of_types([*issues, *states], types)}
    check_clear(move for move in changes if move.before.type in defects)
    yield from ((moment, _RAISED) for moment in created(past.defects) if moment > since)
    yield from ((move.at, _CLOSED) for move in past.closures)
    new = [(issue.created, issue) for issue in issues if issue.created is not None and issue.created > since]
    for created_at, issue in new:
        yield from _passage(created_at, None, issue.past[-1].issue if issue.past else issue, defects, counts)
    for move in changes:
        yield from _passage(move.at, move.before, move.after, defects, counts)


def _passage(at: Instant, before: Issue | None, after: Issue, defects: set[str], counts: _Counts) -> Iterator[_Event]:
    """Whether an issue left, and came to, the open defects of a severity."""
    left, came = _grade(before, defects, counts), _grade(after, defects, counts)
    if left != came:
        yield from ((at, kind + grade) for kind, grade in ((_LEFT, left), (_CAME, came)) if grade)


def _grade(issue: Issue | None, defects: set[str], counts: _Counts) -> str:
    """The backlog that an issue is in; nothing when it is no open defect that counts."""
    if issue is None or issue.done or issue.type not in defects or not counts(issue):
        return ""
    return issue.severity or UNMAPPED


def _stretches(events: Iterable[_Event], first: Instant, weeks: int, length: Seconds) -> list[Stretch]:
    """What happened in the first part, so many seconds long, of each of the weeks that follow an instant."""
    happened: list[Counter[str]] = [Counter() for _ in range(weeks)]
    for at, kind in events:
        week, second = divmod(at - first - 1, WEEK)
        if 0 <= week < weeks and second < length:
            happened[week][kind] += 1
    return [
        Stretch(counts[_RAISED], counts[_CLOSED], _of_grades(counts, _CAME), _of_grades(counts, _LEFT))
        for counts in happened
    ]


def _of_grades(happened: Mapping[str, int], kind: str) -> tuple[int, ...]:
    return tuple(happened[kind + grade] for grade in GRADES)


def _open(past: Flow, counts: _Counts) -> tuple[int, ...]:
    """How many defects are open of each severity."""
    found = Counter[str](defect.severity or UNMAPPED for defect in past.backlog.still_open if counts(defect))
    return tuple(found[grade] for grade in GRADES)


def _levels(now: tuple[int, ...], weeks: Sequence[Stretch]) -> list[tuple[int, ...]]:
    """How much was open at the start of each week, and last now: undone week by week."""
    reached = [now]
    for week in reversed(weeks):
        reached.append(
            tuple(int(level - came + left) for level, came, left in zip(reached[-1], week.came, week.left, strict=True))
        )
    return reached[::-1]
