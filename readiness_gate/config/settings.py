"""The sections of readiness-gate.toml as settings of the sources."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from readiness_gate.config.covers import covers
from readiness_gate.config.process_documents import process_documents
from readiness_gate.config.schema.files import ConfigurationFile, MilestoneEntry, sections_of
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.model.settings.git import Platform
from readiness_gate.model.time import duration
from readiness_gate.sources import SOURCES, SourceTable, collected
from readiness_gate.sources.people.settings import people_file
from readiness_gate.sources.source import Context
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem


def settings(
    file: ConfigurationFile,
    place: Place,
    root: Path,
    platform: Platform,
    problems: list[Problem],
    sources: SourceTable = SOURCES,
) -> Settings:
    """Return the settings of a configuration on its platform; contradictions between tables are added to `problems`."""
    zone = ZoneInfo(file.program.timezone) if file.program.timezone else None
    if zone is None and _has_days(file, sources):
        what = '"timezone" is missing in program: a date is a day in a time zone; add timezone = "Europe/Berlin"'
        problems.append(place.problem(what, "program", "timezone"))
    context = Context(place, problems, zone, platform)
    tables: Any = file
    of_sources = _with_sections(Settings(file.program.name, root, zone, plugins=file.plugins), file, context, sources)
    problems += _check_foreign_tables(file, place, sources)
    problems += [
        place.problem(what, "jira", "collections", index, "name", at_value=True)
        for index, what in collected.twice(of_sources)
    ]
    return replace(
        of_sources,
        covers=covers(tables.covers, of_sources, place, problems),
        process_documents=process_documents(tables.process_documents, of_sources, place, problems),
    )


def _with_sections(settings: Settings, file: ConfigurationFile, context: Context, sources: SourceTable) -> Settings:
    """Return the settings, extended by the sections that the file has."""
    for name, source in sources.items():
        for section in source.sections:
            table = getattr(file, section.key)
            if section.settings is not None and table is not None:
                settings = settings.having(name, section.settings(table, context))
    return settings


def _check_foreign_tables(file: ConfigurationFile, place: Place, sources: SourceTable) -> Iterator[Problem]:
    """Report mistakes in the tables of plugins' sources, which have their own models."""
    for name, source in sources.items():
        table = file.plugins.get(name)
        if source.foreign is not None and table is not None:
            for wrong in source.foreign.complaints(table):
                yield place.problem(wrong.what, *wrong.path, at_value=wrong.at_value)


def _has_days(file: ConfigurationFile, sources: SourceTable) -> bool:
    """Return whether any value in the file is a day."""
    tables = ((section, getattr(file, section.key)) for section in sections_of(sources))
    stated = bool(file.milestones or file.past_go_lives)
    return stated or any(table is not None and section.has_days(table) for section, table in tables)


def milestone(
    name: str, entry: MilestoneEntry, zone: ZoneInfo | None, place: Place, problems: list[Problem]
) -> Milestone:
    """Return a milestone; its kind defaults to its name. Contradictions in its roster are added to `problems`."""
    own = place.at("milestones", name, "roster")
    return Milestone(
        name=name,
        kind=entry.kind or name,
        date=entry.date,
        packs=tuple(entry.packs),
        freeze=entry.freeze,
        policy_lock=entry.policy_lock,
        version=entry.version,
        components=tuple(entry.components or ()),
        later_versions=tuple(entry.later_versions or ()),
        tags=frozenset(entry.tags or ()),
        owner_due=duration(entry.owner_due) if entry.owner_due else 0,
        go_live=entry.go_live,
        after=tuple(dict.fromkeys(entry.after or ())),
        roster=people_file(entry.roster, "roster", zone, own, problems) if entry.roster else None,
    )
