"""The table of all sources, and how to read them."""

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.sources import git, jira, people
from readiness_gate.sources.source import Section, Source, SourceTable

SOURCES: SourceTable = {
    source.name: source for source in (git.SOURCE, jira.SOURCE, people.SOURCE, people.CALENDAR, *people.RECORDS)
}


def fetch(
    table: SourceTable, settings: Settings, needs: Needs, now: Instant, read: Reader
) -> dict[str, SourceFacts | Unavailable]:
    """Fetch the facts of every source that is needed, or why there are none. Sources with a clock are read first: their
    clock is compared with the time of the run, and other reads may take minutes."""
    with_clock = {name for name, source in table.items() if source.has_clock}
    in_order = sorted(needs.sources, key=lambda name: (name not in with_clock, name))
    answers = {name: _fetch(table, name, settings, needs, now, read) for name in in_order}
    return dict(sorted(answers.items()))


def _fetch(
    table: SourceTable, name: str, settings: Settings, needs: Needs, now: Instant, read: Reader
) -> SourceFacts | Unavailable:
    source = table.get(name)
    if source is None:
        return Unavailable(f'the source "{name}" is unknown: install the plugin that provides it')
    try:
        return source.fetch(settings, needs, now, read)
    except CouldNotLook as error:
        return Unavailable(str(error))


__all__ = ["SOURCES", "Section", "Source", "SourceTable", "fetch"]
