"""The definition of a source: all that is specific to one system, in fields that the rest of the product loops over."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.overview import Overview
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.settings.git import Platform
from readiness_gate.model.time import Instant
from readiness_gate.toml.check import Complaint
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem

Fetch: TypeAlias = Callable[[Settings, Needs, Instant, Reader], SourceFacts]
"""Read a source once, for everything that is needed. Raises `errors.CouldNotLook` with the reason when it cannot be
read, or cannot be proven to be complete. Files beside the configuration are read with the given reader."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is needed to make settings of a table of the configuration."""

    place: Place
    """The configuration file, for the location of problems."""
    problems: list[Problem]
    """All problems so far."""
    zone: ZoneInfo | None
    """The time zone of the program."""
    platform: Platform
    """What the packs know of the platform."""

    def problem(self, what: str, *keys: str | int, at_value: bool = False) -> None:
        """Add a problem at some keys of the file: `context.problem(what, "jira", "projects")`."""
        self.problems.append(self.place.problem(what, *keys, at_value=at_value))


def _has_no_days(_table: Any) -> bool:  # noqa: ANN401 - of the section's own model
    return False


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A table of readiness-gate.toml that belongs to a source."""

    key: str
    """Its key at the top of the file."""
    form: Any
    """Its model, a `toml.strict_model.StrictModel`, or another type that pydantic checks."""
    settings: Callable[[Any, Context], object] | None = None
    """Makes settings of a table that is not empty; None for a table that is read together with others."""
    default: Any = None
    """The value of a missing table."""
    has_days: Callable[[Any], bool] = _has_no_days
    """Whether a table has days, which need a time zone."""


@dataclass(frozen=True, slots=True)
class ForeignTable:
    """The table [plugins.NAME] of a plugin's source, whose model stays in the processes of the plugin."""

    schema: Mapping[str, object]
    """Its JSON Schema."""
    complaints: Callable[[Mapping[str, object]], Iterable[Complaint]]
    """Returns the problems of a table."""


def _never(_settings: Settings) -> bool:
    return False


def _no_files(_settings: Settings) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Source:
    """A system that facts come from."""

    name: str
    fetch: Fetch
    sections: tuple[Section, ...] = ()
    """Its tables in the configuration. The first one makes its settings, `settings.of(name, …)`."""
    configured: Callable[[Settings], bool] = _never
    """Whether `doctor` reads it, even if no rule needs it."""
    files: Callable[[Settings], Iterable[str]] = _no_files
    """The files beside the configuration that it reads. No output may overwrite them, and no path set has them."""
    overview: Callable[[Facts, Instant], Sequence[Overview]] | None = None
    """What `doctor` shows of its facts; None for the number of records."""
    is_noted: bool = False
    """Whether every report notes the doubts of its overview, because all readings of its facts depend on them."""
    weakened: Callable[[Settings, Settings], Iterable[str]] | None = None
    """Describes what an edit of its settings weakens, from the settings before and after; None to report every edit."""
    location: Callable[[Settings], object] | None = None
    """The part of its settings that says where it is read from; None for all settings."""
    wrong_files: Callable[[Settings, Instant, Reader], Iterable[str]] | None = None
    """Returns the problems of its files, which are reported together with those of the configuration."""
    foreign: ForeignTable | None = None
    """The table of a plugin's source, which `sections` of the plugin describe."""
    has_clock: bool = False
    """Whether its answers contain the time. It is then read first, because other reads may take minutes."""

    def where(self, settings: Settings) -> object:
        """Where these settings say that it is read from."""
        return settings.slices.get(self.name) if self.location is None else self.location(settings)


SourceTable: TypeAlias = Mapping[str, Source]
