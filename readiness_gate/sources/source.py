"""What a source is: everything that is particular to one system, in slots that the rest of the product loops over."""

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
"""Reads a source once, for everything that is needed. Raises `errors.CouldNotLook` with the reason when it cannot be
read, or cannot be proven to be whole. Files beside the configuration go through the reader that it is given."""


@dataclass(frozen=True, slots=True)
class Context:
    """With what a table of the configuration becomes settings."""

    place: Place
    """The file, for problems: `context.problem(what, "jira", "projects")`."""
    problems: list[Problem]
    """What is wrong, to be added to."""
    zone: ZoneInfo | None
    """The time zone of the program."""
    platform: Platform
    """What the packs know of the platform."""

    def problem(self, what: str, *keys: str | int, at_value: bool = False) -> None:
        """Add what is wrong at some keys of the file."""
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
    """Makes settings of a table that is not empty; None for a table that is read together with those of others."""
    default: Any = None
    """What stands for a table that was left out."""
    has_days: Callable[[Any], bool] = _has_no_days
    """Whether a table has days, which mean nothing without a time zone."""


@dataclass(frozen=True, slots=True)
class ForeignTable:
    """The table [plugins.NAME] of a plugin's source, whose model stays in the processes of the plugin."""

    schema: Mapping[str, object]
    """Its JSON Schema."""
    complaints: Callable[[Mapping[str, object]], Iterable[Complaint]]
    """What is wrong with it."""


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
    """Its tables in the configuration; the first makes its settings, `settings.of(name, …)`."""
    configured: Callable[[Settings], bool] = _never
    """Whether `doctor` reads it, even if no rule asks for it."""
    files: Callable[[Settings], Iterable[str]] = _no_files
    """The files beside the configuration that it reads: no output may overwrite them, and no path set has them."""
    overview: Callable[[Facts, Instant], Sequence[Overview]] | None = None
    """What `doctor` shows of its facts; None for how many records there are."""
    is_noted: bool = False
    """Whether every report notes what its overview doubts, as every reading of its facts rests on that."""
    weakened: Callable[[Settings, Settings], Iterable[str]] | None = None
    """What an edit of its settings asks less of, in words, from the settings before and after; None to report every
    edit of them."""
    location: Callable[[Settings], object] | None = None
    """Where its settings have it read from; None for all of its settings."""
    wrong_files: Callable[[Settings, Instant, Reader], Iterable[str]] | None = None
    """What is wrong with its files, for a report together with what is wrong with the configuration."""
    foreign: ForeignTable | None = None
    """The table of a plugin's source, which `sections` of the plugin describe."""
    has_clock: bool = False
    """Whether its answers say what time it is: then it is read first, as other reads may take minutes."""

    def where(self, settings: Settings) -> object:
        """Where these settings have it read from."""
        return settings.slices.get(self.name) if self.location is None else self.location(settings)


SourceTable: TypeAlias = Mapping[str, Source]
