"""How defects came and went, week by week, as far back as known: the history that forecasts learn from."""

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
"""How many of the last weeks a forecast draws from, and the fewest it needs."""
KNOWN = 104
"""How many weeks of history are read, so that forecasts can be tested on the past."""
UNMAPPED = "unmapped"
GRADES: tuple[str, ...] = (*SEVERITIES, UNMAPPED)
"""The backlogs: the open defects of each severity, and those without a usable one, which count as any."""

_Event: TypeAlias = tuple[Instant, str]
_Counts: TypeAlias = Callable[[Issue], bool]
"""Returns whether an issue, in a past or present state, is one of those asked for."""
OF_MILESTONE = Selection(of_milestone=True)
_RAISED, _CLOSED, _CAME, _LEFT = "raised", "closed", "came ", "left "


@dataclass(frozen=True, slots=True)
class History:
    """The weeks up to an instant, oldest first."""

    as_of: Instant
    """When the last week ends: the requested instant, or the time of an earlier export."""
    past: Flow
    """The defects and their changes in these weeks."""
    events: tuple[_Event, ...]
    weeks: tuple[Stretch, ...]
    """What happened in each week, with a backlog for each of `GRADES`."""
    levels: tuple[tuple[int, ...], ...]
    """How many were open of each grade at the start of every week, and last as of `as_of`."""

    @property
    def is_tested(self) -> bool:
        """Whether any defect was raised in the weeks that a forecast draws from."""
        return any(week.raised for week in self.last(DRAWN))

    @property
    def quiet(self) -> str:
        """Why nothing can be learned from weeks in which no defect was raised."""
        return (
            f"no defect was raised in {counted(len(self.last(DRAWN)), 'week')}; perhaps nobody tested: test, record "
            "the defects, and use the number of open defects until then"
        )

    def parts(self, length: Seconds) -> tuple[Stretch, ...]:
        """Return what happened in the first `length` seconds of each week."""
        first = self.as_of - len(self.weeks) * WEEK
        return tuple(_stretches(self.events, first, len(self.weeks), length))

    def start(self, ahead: int, part: Seconds = 0, before: int = 0, grades: Sequence[str] = GRADES) -> Start:
        """Return the starting point of a forecast for some grades, `part` seconds and `ahead` whole weeks long. With
        `before`, the forecast is made that many weeks ago and knows nothing later."""
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
        """Return the last `number` weeks up to `before` weeks before the end, oldest first."""
        until = len(self.weeks) - before
        return self.weeks[max(0, until - number) : until]


def of_grades(levels: Sequence[float], grades: Sequence[str]) -> tuple[int, ...]:
    """Return the levels of some grades, given the levels of all `GRADES`."""
    return tuple(int(levels[GRADES.index(grade)]) for grade in grades)


def _only(stretches: Sequence[Stretch], grades: Sequence[str]) -> tuple[Stretch, ...]:
    return tuple(replace(one, came=of_grades(one.came, grades), left=of_grades(one.left, grades)) for one in stretches)


@once
def history(facts: Facts, as_of: Instant, longest: int = KNOWN, which: Selection = OF_MILESTONE) -> History:
    """Return the weeks up to an instant in which there were defects, as far back as everything is known, and at most
    `longest`. Open defects are those of the selection; raised and closed defects are all. Nothing is known after an
    export, so the weeks end with it.

    Raises CannotMeasure for fewer than 8 weeks, if even the last 26 are not known, or if the export is too old.
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
    """Return until when the history of the issues is known. Raises CannotMeasure if that is more than a week ago."""
    observed = jira.provenance.observed_at
    known = as_of if observed is None else min(observed, as_of)
    if as_of - known > WEEK:
        raise CannotMeasure(
            f"the issues are only known until {facts.day(known)}, and unknown weeks do not count as quiet: export them "
            "again, or give the time of the export with --exported-at jira=… if it is newer than its newest update"
        )
    return known


def _since_first(facts: Facts, past: Flow, as_of: Instant) -> int:
    """Return the number of whole weeks since the first defect."""
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
    """Return since when the history of all issues is known."""
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
    """Yield what happened in a span of time: defects raised and closed, counted as for convergence, and issues that
    joined or left the open defects of a severity for any reason."""
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
    """Yield an event if an issue left the open defects of a severity, and one if it joined them."""
    left, came = _grade(before, defects, counts), _grade(after, defects, counts)
    if left != came:
        yield from ((at, kind + grade) for kind, grade in ((_LEFT, left), (_CAME, came)) if grade)


def _grade(issue: Issue | None, defects: set[str], counts: _Counts) -> str:
    """Return the backlog that an issue belongs to; "" if it is not an open defect that counts."""
    if issue is None or issue.done or issue.type not in defects or not counts(issue):
        return ""
    return issue.severity or UNMAPPED


def _stretches(events: Iterable[_Event], first: Instant, weeks: int, length: Seconds) -> list[Stretch]:
    """Return what happened in the first `length` seconds of each of the weeks that follow `first`."""
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
    """Return how many defects are open of each severity."""
    found = Counter[str](defect.severity or UNMAPPED for defect in past.backlog.still_open if counts(defect))
    return tuple(found[grade] for grade in GRADES)


def _levels(now: tuple[int, ...], weeks: Sequence[Stretch]) -> list[tuple[int, ...]]:
    """Return the level at the start of every week, and last the present one, computed backwards from the present
    one."""
    reached = [now]
    for week in reversed(weeks):
        reached.append(
            tuple(int(level - came + left) for level, came, left in zip(reached[-1], week.came, week.left, strict=True))
        )
    return reached[::-1]
