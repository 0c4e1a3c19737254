"""Issues that had a life, for tests of what is made of them: days count from 2026-01-01T00:00:00Z."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.facts.jira import Issue, JiraFacts, Past
from readiness_gate.model.reading import Reading, Unavailable
from readiness_gate.model.settings import Milestone
from readiness_gate.model.settings.jira import JiraSettings, Marks
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.signal import answered
from support.exports import jira_settings, settings
from support.git import instant

READ_AT = 100
MARKED = jira_settings(
    approved=Marks(labels=frozenset({"approved"})), workaround=Marks(labels=frozenset({"workaround"}), field="w")
)


def lived(key: str, *states: tuple[float, dict[str, Any]], known: bool = True, kind: str = "Bug") -> Issue:
    """An issue that was raised on the day of the first state, and changed to each of the others on its day.

    A state says what is different from the one before. Of an issue whose life is not known only the end was exported.
    """
    (born, first), *others = states
    now = replace(Issue(key, kind, False, "sev1", "sev1", instant(born), f"Summary of {key}", status="Open"), **first)
    past: list[Past] = []
    for day, change in others:
        past.insert(0, Past(instant(day), now))
        now = replace(now, **change)
    return replace(now, past=tuple(past) if known else (), known_since=instant(born) if known else None)


def tracker(*issues: Issue, updated: float = READ_AT - 0.25) -> JiraFacts:
    """The issues as they were read, not before the newest update; they stand so since then."""
    provenance = Provenance("jira", "export x", "all", len(issues), max(instant(READ_AT), instant(updated + 0.25)))
    return JiraFacts(provenance, issues, instant(updated))


def asked(
    signal: str,
    found: JiraFacts | Unavailable,
    day: float = READ_AT,
    *,
    version: str | None = "1.0",
    milestone: bool = True,
    jira: JiraSettings = MARKED,
    **given: Any,
) -> Reading:
    """A signal's reading as of a day, for a milestone with a version."""
    day_of_it = date(2026, 1, 1) + timedelta(days=200)
    wave = Milestone("wave-2", "go-live", day_of_it, version=version)
    wave = replace(wave, **{name: given.pop(name) for name in ("components", "later_versions") if name in given})
    sources: dict[str, SourceFacts | Unavailable] = {"jira": found}
    facts = Facts(replace(settings(jira=jira), zone=ZoneInfo("UTC")), wave if milestone else None, sources)
    parameters = SIGNALS[signal].with_defaults({name.replace("_", "-"): value for name, value in given.items()})
    return answered(SIGNALS[signal], facts, instant(day), parameters)


def keys(found: Sequence[Issue]) -> list[str]:
    """The keys of issues."""
    return [issue.key for issue in found]
