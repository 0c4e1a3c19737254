"""The issue tracker."""

from collections.abc import Iterable

from readiness_gate.model.settings import Settings
from readiness_gate.sources.jira.fetch import fetch
from readiness_gate.sources.jira.overview import overview
from readiness_gate.sources.jira.settings import has_days, jira_settings
from readiness_gate.sources.jira.tables import Jira
from readiness_gate.sources.jira.weakened import weakened
from readiness_gate.sources.source import Section, Source


def _is_configured(settings: Settings) -> bool:
    return settings.jira is not None


def _files(settings: Settings) -> Iterable[str]:
    """Return the export."""
    return (settings.jira.export,) if settings.jira and settings.jira.export else ()


def _location(settings: Settings) -> object:
    jira = settings.jira
    return (jira.url, jira.cloud_id, jira.export) if jira else None


SOURCE = Source(
    name="jira",
    fetch=fetch,
    sections=(Section("jira", Jira | None, jira_settings, has_days=has_days),),
    configured=_is_configured,
    files=_files,
    overview=overview,
    is_noted=True,
    weakened=weakened,
    location=_location,
    has_clock=True,
)

__all__ = ["SOURCE", "fetch"]
