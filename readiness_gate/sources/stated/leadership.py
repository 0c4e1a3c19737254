"""[leadership]: who leads the change."""

from collections.abc import Sequence

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.stated import LeadershipFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.overview import Overview
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.settings.leadership import LeadershipSettings
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted
from readiness_gate.sources.source import Context, Section, Source
from readiness_gate.sources.stated import documents
from readiness_gate.sources.stated.tables import LeadershipTable

NAME = "leadership"


def _leadership(table: LeadershipTable, context: Context) -> LeadershipSettings:
    units = tuple(dict.fromkeys(table.units or ()))
    for unit in table.owners or {}:
        if units and unit not in units:
            context.problem(f'"{unit}" is not one of leadership.units: add it there', NAME, "owners", unit)
    return LeadershipSettings(
        table.sponsor or "", table.owners or {}, units, table.strategy or "", table.strategy_approved
    )


def _has_days(table: LeadershipTable) -> bool:
    return table.strategy_approved is not None


def _fetch(settings: Settings, _needs: Needs, now: Instant, read: Reader) -> LeadershipFacts:
    """What is stated. Raises CouldNotLook when nothing is, and for a strategy that does not exist."""
    stated = settings.of(NAME, LeadershipSettings)
    if stated is None:
        raise CouldNotLook(
            'who leads the change is not configured: add [leadership] with sponsor = "…", and [leadership.owners] '
            "with the owner of each unit"
        )
    problems = list(documents.problems(NAME, "strategy", stated.strategy, read))
    if problems:
        raise CouldNotLook(problems[0])
    return LeadershipFacts(Provenance(NAME, "[leadership]", "who leads the change", 1, now), stated)


def _is_configured(settings: Settings) -> bool:
    return NAME in settings.slices


def _overview(facts: Facts, _as_of: Instant) -> Sequence[Overview]:
    stated = facts.require(NAME, LeadershipFacts).stated
    sponsor = "a sponsor is named" if stated.sponsor else "no sponsor is named"
    return (Overview(NAME, (sponsor, counted(len(stated.owners), "unit") + " with an owner")),)


LEADERSHIP = Source(
    name=NAME,
    fetch=_fetch,
    sections=(Section(NAME, LeadershipTable | None, _leadership, has_days=_has_days),),
    configured=_is_configured,
    overview=_overview,
)
