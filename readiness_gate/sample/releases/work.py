"""The defects and stories of all quarters, from when each was raised until it was closed."""

from collections.abc import Iterator, Sequence

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import DAY, Instant
from readiness_gate.sample.issues import SYMPTOMS
from readiness_gate.sample.releases.calendar import RELEASES, Release, day, went_wrong, workday
from readiness_gate.sample.story import AREAS

_DEFECTS, _STORIES = 68, 10
"""The numbers raised in each quarter; for defects, those that testers and users always find."""
_LAST_CLOSED = 80
"""The last day of a quarter on which a defect is closed that must not be open at the go-live."""
_AFTER_WRONG = ("High", "Medium", "High", "Medium", "High", "Medium", "Highest", "Medium", "High", "Medium", "High")
"""The priorities of the defects that users raise in the days after a go-live that went wrong."""
_SEVERE_FROM, _PLANNED_ON = 74, 62
"""The days of a quarter: from the first, the severe defects are raised that are open at the go-live; on the second, the
one that is planned for the next release."""
_HIGH, _HIGHEST_AT = 23, 34
"""One in this many defects has severity 2, and the number of the one that may have severity 1."""


@dataclass(frozen=True, slots=True)
class Work:
    """A defect or a story."""

    raised: Instant
    closed: Instant
    """When it was closed, or will be."""
    priority: str
    version: str
    """The release that it was planned for."""
    area: str
    summary: str
    affected: str = ""
    """The release in which it was found; "" if it was found before that release went live."""
    kind: str = "Bug"


def works() -> Iterator[Work]:
    """Yield everything that is raised in any quarter, in no particular order."""
    for quarter, release in enumerate(RELEASES):
        yield from _usual(quarter, release)
        yield from _severe(quarter, release)
        yield from _stories(quarter, release)
        if quarter and went_wrong(RELEASES[quarter - 1]):
            yield from _after_wrong(quarter, release)


def _usual(quarter: int, release: Release) -> Iterator[Work]:
    """Yield defects that are closed in time, except the newest of severity 3, which are open at the go-live."""
    priorities = [_priority(quarter, number) for number in range(_DEFECTS)]
    medium = [number for number, priority in enumerate(priorities) if priority == "Medium"]
    left = medium[len(medium) - release.small :]
    for number, priority in enumerate(priorities):
        raised = workday(2 + number)
        at = day(quarter, raised, 7 + number * 5 % 9, number * 13 % 60)
        if number in left:
            closed = day(quarter + 1, workday(4 + 2 * left.index(number)), 15, number % 60)
            yield _defect(quarter + number, at, closed, priority, _next(quarter))
        else:
            closed = day(quarter, _closed(number, raised, priority), 16, number % 60)
            yield _defect(quarter + number, at, closed, priority, release.version)


def _priority(quarter: int, number: int) -> str:
    if number == _HIGHEST_AT and quarter % 3 == 1:
        return "Highest"
    if (number + 3 * quarter) % _HIGH == _HIGH // 2:
        return "High"
    return ("Medium", "Low", "Medium", "Low", "Lowest")[number % 5]


def _closed(number: int, raised: int, priority: str) -> int:
    """Return the day on which a defect that is closed in time is closed; severity 4 is not urgent."""
    if priority in {"Low", "Lowest"}:
        return workday(raised + 10 + number * 11 % 60)
    takes = 1 + number % 4 if priority != "Medium" else 3 + number * 7 % 19
    return workday(min(raised + takes, _LAST_CLOSED - number % 7))


def _severe(quarter: int, release: Release) -> Iterator[Work]:
    """Yield defects of severity 2 that are open at the go-live, and those that are planned for the next release."""
    for number in range(release.severe):
        raised = day(quarter, workday(_SEVERE_FROM + 3 * number), 9 + number, 20)
        yield _defect(quarter + 3 * number, raised, day(quarter + 1, 3 + number, 12), "High", release.version)
    for number in range(release.planned):
        raised = day(quarter, workday(_PLANNED_ON + number), 11, 5)
        yield _defect(quarter + number + 1, raised, day(quarter + 1, workday(20), 12), "High", _next(quarter))


def _after_wrong(quarter: int, release: Release) -> Iterator[Work]:
    """Yield what users find after a go-live that went wrong: most of it is fixed within days."""
    for number, priority in enumerate(_AFTER_WRONG):
        raised = day(quarter, 1 + number, 7 + number % 8, 11 * number % 60)
        version, affected = release.version, RELEASES[quarter - 1].version
        yield _defect(quarter + 5 * number, raised, raised + (2 + number % 5) * DAY, priority, version, affected)


def _defect(number: int, raised: Instant, closed: Instant, priority: str, version: str, affected: str = "") -> Work:
    area = AREAS[number % len(AREAS)]
    field = area.fields[number % len(area.fields)]
    summary = _of(SYMPTOMS, number // 2).format(f"{area.subject} {field}")
    return Work(raised, closed, priority, version, area.name, summary, affected)


def _stories(quarter: int, release: Release) -> Iterator[Work]:
    for number in range(_STORIES):
        area = AREAS[number % len(AREAS)]
        field = area.fields[(number + quarter) % len(area.fields)]
        raised, closed = day(quarter, workday(1 + number), 10, 7), day(quarter, workday(20 + 4 * number), 11)
        summary = f"As a user I keep {area.subject} {field} up to date in one place"
        yield Work(raised, closed, "Medium", release.version, area.name, summary, kind="Story")


def _of(texts: Sequence[str], number: int) -> str:
    return texts[number % len(texts)]


def _next(quarter: int) -> str:
    """Return the version of the release after a quarter's; nobody plans beyond the last one."""
    return RELEASES[min(quarter + 1, len(RELEASES) - 1)].version
