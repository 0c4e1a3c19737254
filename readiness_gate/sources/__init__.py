"""The table of all sources, and how to read them."""

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.sources import collected, decisions, git, jira, people
from readiness_gate.sources.source import Section, Source, SourceTable
from readiness_gate.sources.stated import STATED

SOURCES: SourceTable = {
    source.name: source
    for source in (git.SOURCE, jira.SOURCE, people.SOURCE, people.CALENDAR, *people.RECORDS, *STATED, decisions.SOURCE)
}

OF_HISTORY = frozenset({git.SOURCE.name, decisions.SOURCE.name})
"""The sources that know their own past, whatever the files beside the configuration were."""


def fetch(
    table: SourceTable, settings: Settings, needs: Needs, now: Instant, read: Reader
) -> dict[str, SourceFacts | Unavailable]:
    """Fetch the facts of every source that is needed, or why there are none. Sources with a clock are read first: their
    clock is compared with the time of the run, and other reads may take minutes."""
    with_clock = {name for name, source in table.items() if source.has_clock}
    from_issues = needs.sources & collected.collections(settings).keys()
    asked = needs.sources - from_issues
    asked |= frozenset({jira.SOURCE.name}) if from_issues else frozenset[str]()
    in_order = sorted(asked, key=lambda name: (name not in with_clock, name))
    answers = {name: _fetch(table, name, settings, needs, now, read) for name in in_order}
    answers |= {name: _collected(name, settings, answers[jira.SOURCE.name]) for name in from_issues}
    return dict(sorted(answers.items()))


def _collected(name: str, settings: Settings, issues: SourceFacts | Unavailable) -> SourceFacts | Unavailable:
    try:
        return collected.records(name, settings, issues)
    except CouldNotLook as error:
        return Unavailable(str(error))


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


__all__ = ["OF_HISTORY", "SOURCES", "Section", "Source", "SourceTable", "fetch"]
