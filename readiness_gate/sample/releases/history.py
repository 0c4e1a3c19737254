"""The history of the repository over the years: configuration, documents, releases and patches."""

from collections.abc import Iterator, Mapping

from readiness_gate.model.time import Instant
from readiness_gate.sample.history import changed, documented
from readiness_gate.sample.releases.calendar import (
    AS_OF,
    GO_LIVE_HOUR,
    QUARTER,
    RELEASES,
    Release,
    day,
    patches,
    workday,
)
from readiness_gate.sample.repository import Commit
from readiness_gate.sample.story import AREAS, Area

_CHANGES = 6
"""How often the configuration of an area changes in a quarter, before the last weeks."""
_DOCUMENTED = (38, 72)
"""The days of a quarter on which the documents of an area are updated."""
_DOCUMENTED_FROM = 1
"""The quarter in which documents were added to the repository: there were none at the first go-live."""
_CONFIGURED = 24
"""The day of the last quarter on which the program started using the gate."""


def commits(gate: Mapping[str, str]) -> list[Commit]:
    """Return the landings of all quarters, oldest first; `gate` has the files of the gate."""
    numbered = list(enumerate(RELEASES))
    landed = [commit for area in AREAS for commit in _of_area(area)]
    landed += [commit for quarter, release in numbered for commit in _releases(quarter, release)]
    landed.append(Commit(day(len(RELEASES) - 1, _CONFIGURED, 13), "release", "Add the readiness gate", gate))
    return sorted((commit for commit in landed if commit.at < AS_OF), key=lambda commit: commit.at)


def _of_area(area: Area) -> Iterator[Commit]:
    for number, _ in enumerate(area.fields):
        yield changed(area, number, day(0, 0, 8 + number, 10 * AREAS.index(area)), "feat")
    changes = sorted(_changes(area))
    for revision, (at, kind) in enumerate(changes, start=len(area.fields)):
        yield changed(area, revision, at, kind)
    for quarter, release in enumerate(RELEASES):
        for number in _documents(quarter, release, area):
            yield documented(area, QUARTER * quarter + number, day(quarter, number, 14, AREAS.index(area)))


def _changes(area: Area) -> Iterator[tuple[Instant, str]]:
    """Yield when the configuration of an area changed, and the type of the change; "" for any."""
    place = AREAS.index(area)
    for quarter, release in enumerate(RELEASES):
        for turn in range(_CHANGES):
            yield day(quarter, workday(3 + 11 * turn + (3 * place + quarter) % 5), 8 + place, 7 * turn), ""
        for number in _late(release, area):
            yield day(quarter, number, 10), "fix"
        for number in release.patched if place == quarter % len(AREAS) else ():
            yield day(quarter + 1, number, GO_LIVE_HOUR + 3), "fix"


def _late(release: Release, area: Area) -> tuple[int, ...]:
    """Return the days on which an area's configuration changed late: the areas take turns."""
    return release.late[AREAS.index(area) :: len(AREAS)]


def _documents(quarter: int, release: Release, area: Area) -> Iterator[int]:
    """Yield the days of a quarter on which an area's documents were updated."""
    if quarter >= _DOCUMENTED_FROM:
        yield _DOCUMENTED[0]
        if area.name not in release.outdated:
            yield _DOCUMENTED[1]
            yield from (workday(number + 1) for number in _late(release, area)[-1:])


def _releases(quarter: int, release: Release) -> Iterator[Commit]:
    """Yield a release and its patches, with their tags."""
    yield _released(release.version, day(quarter, QUARTER, GO_LIVE_HOUR))
    for version, on in patches(release):
        yield _released(version, day(quarter + 1, on, GO_LIVE_HOUR + 9))


def _released(version: str, at: Instant) -> Commit:
    text = f"# Releases\n\nThe newest release is {version}.\n"
    return Commit(at, "release", f"Release {version}", {"RELEASES.md": text}, tag=f"v{version}")
