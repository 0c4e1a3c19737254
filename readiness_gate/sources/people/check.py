"""Find the problems of people files in a run that ends before it reads them."""

from collections.abc import Callable, Iterator

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.settings.people import PeopleSettings
from readiness_gate.model.time import Instant
from readiness_gate.sources.people.calendar import fetch_calendar
from readiness_gate.sources.people.fetch import fetch


def wrong_files(settings: Settings, now: Instant, read: Reader) -> Iterator[str]:
    """Yield why the roster, the completions or the calendar are not reliable, if they are configured."""
    files = (settings.people or PeopleSettings()).files
    sources: list[Callable[[Settings, Needs, Instant, Reader], SourceFacts]] = []
    if "roster" in files:
        sources.append(fetch)
    if "calendar" in files:
        sources.append(fetch_calendar)
    for source in sources:
        try:
            source(settings, Needs(), now, read)
        except CouldNotLook as error:
            yield str(error)
