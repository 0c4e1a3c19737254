"""The source `decisions`: the committee's decisions, from the decision log beside the configuration."""

from collections.abc import Iterable, Iterator, Sequence

from pydantic import Field

from readiness_gate.model.decisions import Closed, DecisionSettings, open_conditions
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.decisions import DecisionFacts
from readiness_gate.model.overview import Overview
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted
from readiness_gate.sources.decisions.fetch import NAME, fetch
from readiness_gate.sources.decisions.lines import FILE
from readiness_gate.sources.source import Context, Section, Source
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import Words


class DecisionsTable(StrictModel):
    """Who may record what the committee decided, beside those who may approve waivers."""

    by: Words | None = Field(default=None, description="who may decide, beside waivers.approvers")


def _settings(table: DecisionsTable, _context: Context) -> DecisionSettings:
    return DecisionSettings(tuple(table.by or ()))


def _files(_settings: Settings) -> Iterable[str]:
    return (FILE,)


def _overview(facts: Facts, _as_of: Instant) -> Sequence[Overview]:
    entries = facts.require(NAME, DecisionFacts).entries
    closings = sum(isinstance(entry, Closed) for entry in entries)
    still_open = counted(len(open_conditions(entries)), "open condition")
    return (Overview(NAME, (counted(len(entries) - closings, "decision"), still_open)),)


def _deciders(settings: Settings) -> tuple[str, ...]:
    stated = settings.of(NAME, DecisionSettings)
    return stated.by if stated is not None else ()


def _weakened(base: Settings, edited: Settings) -> Iterator[str]:
    known = _deciders(base)
    return (f"decisions.by also has {name}" for name in _deciders(edited) if name not in known)


def _location(_settings: Settings) -> object:
    """Return the location of the source: always the same file beside the configuration."""
    return FILE


SOURCE = Source(
    name=NAME,
    fetch=fetch,
    sections=(Section(NAME, DecisionsTable | None, _settings),),
    files=_files,
    overview=_overview,
    weakened=_weakened,
    location=_location,
)

__all__ = ["SOURCE", "fetch"]
