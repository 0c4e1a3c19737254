"""Trackers to forecast from, as of the last second before a day, and what is forecast."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.facts.jira import Issue, JiraFacts
from readiness_gate.model.reading import Reading, Unavailable
from readiness_gate.model.settings import Milestone
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.signal import answered
from support.exports import jira_settings
from support.exports import settings as configured
from support.git import instant
from support.tracker import lived, tracker

DONE, OPEN = {"done": True}, {"done": False}
MINOR = {"severity": "sev3"}
READ = 190
UTC = ZoneInfo("UTC")


def facts_of(
    found: JiraFacts | Unavailable, goes_live: int | None, zone: ZoneInfo | None = UTC, version: str | None = None
) -> Facts:
    """Facts of a milestone on a day."""
    day = date(2026, 1, 1) + timedelta(days=goes_live or 0)
    milestone = None if goes_live is None else Milestone("wave-2", "go-live", day, version=version)
    sources: dict[str, SourceFacts | Unavailable] = {"jira": found}
    return Facts(replace(configured(jira=jira_settings()), zone=zone), milestone, sources)


def green_share(
    *issues: Issue, day: float = READ, ahead: int = 28, read: JiraFacts | Unavailable | None = None, by: str = "14d"
) -> Reading:
    """The reading as of the last second before a day, for a milestone whose deadline is so many days ahead."""
    found = tracker(*issues, updated=READ - 0.25) if read is None else read
    facts = facts_of(found, int(day) - 1 + ahead + int(by.removesuffix("d")))
    signal = SIGNALS["forecast.green-share"]
    return answered(signal, facts, instant(day) - 1, signal.with_defaults({"by": by}))


def weekly(*, closed: bool = True, weeks: int = 26, before: float = READ) -> list[Issue]:
    """Two minor defects raised in each of the weeks before a day, and closed three days later."""
    return [
        lived(f"CRM-{1000 + 10 * week + number}", (day, MINOR), *([(day + 3, DONE)] if closed else []))
        for week, day in enumerate(before - 7 * week - 6 for week in range(weeks))
        for number in range(2)
    ]


def bursts(pattern: Sequence[int], *, severity: str = "sev1", days: float = 3, before: float = READ) -> list[Issue]:
    """In each week before a day so many severe defects, the last week's first; all closed so many days later."""
    return [
        lived(
            f"SEV-{100 * week + number}",
            (day, {"severity": severity}),
            *([(day + days, DONE)] if day + days < before else []),
        )
        for week, count in enumerate(pattern)
        for day in [before - 7 * week - 6.5]
        for number in range(count)
    ]


HEALTHY = weekly()
