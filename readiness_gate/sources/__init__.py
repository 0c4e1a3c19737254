"""The table of all sources, and how they are read."""

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.sources import git, jira, people
from readiness_gate.sources.source import Section, Source, SourceTable

SOURCES: SourceTable = {source.name: source for source in (git.SOURCE, jira.SOURCE, people.SOURCE, people.CALENDAR)}


def fetch(
    table: SourceTable, settings: Settings, needs: Needs, now: Instant, read: Reader
) -> dict[str, SourceFacts | Unavailable]:
    """What each source that is needed says, or why it says nothing. Sources with a clock are read first: it is compared
    with the time of the run, and other reads may take minutes."""
    with_clock = {name for name, source in table.items() if source.has_clock}
    in_order = sorted(needs.sources, key=lambda name: (name not in with_clock, name))
    answers = {name: _fetch(table, name, settings, needs, now, read) for name in in_order}
    return dict(sorted(answers.items()))


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


__all__ = ["SOURCES", "Section", "Source", "SourceTable", "fetch"]
