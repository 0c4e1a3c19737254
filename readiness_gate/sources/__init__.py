"""The table of all sources, and how they are read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.sources import git, jira, people

Fetch: TypeAlias = Callable[[Settings, Needs, Instant, Reader], SourceFacts]


@dataclass(frozen=True, slots=True)
class Source:
    """A system that facts come from.

    `fetch` reads it once, for everything that is needed, and raises `errors.CouldNotLook` with the reason when it
    cannot be read, or cannot be proven to be whole. People files go through the reader that it is given.
    """

    name: str
    fetch: Fetch


SourceTable: TypeAlias = Mapping[str, Source]

SOURCES: SourceTable = {
    source.name: source
    for source in (
        Source("git", git.fetch),
        Source("jira", jira.fetch),
        Source("people", people.fetch),
        Source("calendar", people.fetch_calendar),
    )
}


def fetch(
    table: SourceTable, settings: Settings, needs: Needs, now: Instant, read: Reader
) -> dict[str, SourceFacts | Unavailable]:
    """What each source that is needed says, or why it says nothing. Jira is read first: its clock is compared with the
    time of the run, and other reads may take minutes."""
    in_order = sorted(needs.sources, key=lambda name: (name != "jira", name))
    found = {name: _fetch(table, name, settings, needs, now, read) for name in in_order}
    return dict(sorted(found.items()))


def _fetch(
    table: SourceTable, name: str, settings: Settings, needs: Needs, now: Instant, read: Reader
) -> SourceFacts | Unavailable:
    source = table.get(name)
    if source is None:
        return Unavailable(f'there is no source "{name}": the plugin that brings it is not installed')
    try:
        return source.fetch(settings, needs, now, read)
    except CouldNotLook as error:
        return Unavailable(str(error))


__all__ = ["SOURCES", "Source", "SourceTable", "fetch"]
