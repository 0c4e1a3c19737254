"""Facts of tables whose rows are records of one kind: what their files say, row by row."""

from collections.abc import Mapping
from typing import TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.time import Instant, When


@dataclass(frozen=True, slots=True)
class RecordFacts(SourceFacts):
    """Base of the facts of a table of records."""

    dated: Mapping[str, Instant]
    """The time that each file is known to be of, as somebody said or by its name; files without one are left out."""
    records: tuple[object, ...]
    """In the order of the file; at least one."""


@dataclass(frozen=True, slots=True)
class ModuleVersion:
    """A version of the material of a training module, and when it was published."""

    module: str
    version: str
    published_at: When
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ModuleFacts(RecordFacts):
    """Every version of the material of every training module."""

    records: tuple[ModuleVersion, ...]


AnyRecords: TypeAlias = ModuleFacts
"""The facts of every table of records."""
