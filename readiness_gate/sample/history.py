"""The history of the sample repository: months of landings, mostly merged branches."""

from collections.abc import Iterator, Mapping

from readiness_gate.model.time import Instant
from readiness_gate.sample.repository import Commit
from readiness_gate.sample.story import AREAS, Area, Story, day, last_day

_SOURCE = "force-app/main/default"
_DOCUMENTS_AFTER = 5
_CATCH_UP = 157


def commits(story: Story, first: Mapping[str, str]) -> list[Commit]:
    """Return the landings of the story, oldest first; `first` has the repository's initial files."""
    begin = Commit(day(0), "release", "Begin the program", first)
    landed = [commit for area in AREAS for commit in _of_area(area, story)]
    return [begin, *sorted((commit for commit in landed if commit.at < story.as_of), key=lambda commit: commit.at)]


def _of_area(area: Area, story: Story) -> Iterator[Commit]:
    steps = range(2 + len(area.subject), area.settled, 4)
    for revision, number in enumerate((*steps, area.settled)):
        yield changed(area, revision, day(number, 2, 7 * revision % 60))
    for number in _documented(area, story):
        yield documented(area, number, day(number, 5))


def changed(area: Area, revision: int, at: Instant, kind: str = "") -> Commit:
    """Return a change of an area's configuration: no two revisions of a file are the same.

    `kind` is the type of the change in its subject; "" derives it from the number of the revision.
    """
    field = area.fields[revision % len(area.fields)]
    return Commit(
        at,
        "config",
        f"{kind or ('fix' if revision % 3 else 'feat')}({area.name}): {_what(area, field, revision)}",
        dict(_configuration(area, field, revision)),
        merged=revision % 4 != 3,  # noqa: PLR2004 - three of four are merged branches
    )


def documented(area: Area, number: int, at: Instant) -> Commit:
    """Return an update of an area's documents on a day, by its number."""
    return Commit(
        at,
        "docs",
        f"docs({area.name}): bring the guides up to date",
        {_guide(area, name): _guide_text(area, name, number) for name in area.documents},
    )


def _documented(area: Area, story: Story) -> tuple[int, ...]:
    """Return the days on which an area's documents were updated; those of quoting lag behind until the program is
    ready."""
    if area.name != "quoting":
        return (40, 80, area.settled + _DOCUMENTS_AFTER)
    return (40, 80, 116, *((_CATCH_UP,) if story.ready and last_day(story) > _CATCH_UP else ()))


def _what(area: Area, changed: str, revision: int) -> str:
    ways = (
        "make {} required",
        "add a rule for {}",
        "show {} to managers only",
        "correct the default of {}",
        "rename {}",
    )
    return ways[revision % len(ways)].format(f"{area.subject} {changed}")


def _configuration(area: Area, changed: str, revision: int) -> Iterator[tuple[str, str]]:
    field = f"{_SOURCE}/objects/{area.subject}/fields/{changed}__c.field-meta.xml"
    yield field, _xml("CustomField", changed, f"{changed}__c", revision)
    if revision % 3 == 0:
        flow = f"{_SOURCE}/flows/{area.subject}_{changed}.flow-meta.xml"
        yield flow, _xml("Flow", changed, f"{area.subject}_{changed}", revision)
    if revision % 5 == 0:
        yield f"{_SOURCE}/classes/{area.subject}Service.cls", _code(area, revision)


def _xml(kind: str, label: str, name: str, revision: int) -> str:
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<{kind}>
    <fullName>{name}</fullName>
    <label>{label}</label>
    <description>Revision {revision}</description>
</{kind}>
"""


def _code(area: Area, revision: int) -> str:
    return f"public with sharing class {area.subject}Service {{\n    static final Integer REVISION = {revision};\n}}\n"


def _guide(area: Area, name: str) -> str:
    return f"docs/{area.name}/{name}.md"


def _guide_text(area: Area, name: str, number: int) -> str:
    fields = ", ".join(area.fields)
    return f"# {area.subject}: {name}\n\nHow to work with {fields}. Checked against the system on day {number}.\n"
