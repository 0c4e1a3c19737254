"""[risks] as users write it, and as settings."""

import datetime as dt
from dataclasses import dataclass

from pydantic import Field

from readiness_gate.sources.source import Context
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import Day, Text


class Risks(StrictModel):
    """The register of risks."""

    file: Text = Field(description="a file with one open risk on each line")
    accepted: int = Field(default=0, ge=0, le=20, description="how many may be open")
    reviewed: Day | None = None


@dataclass(frozen=True, slots=True)
class RisksSettings:
    """The register, and how many of its risks are accepted."""

    file: str
    accepted: int = 0
    reviewed: dt.date | None = None


def has_days(table: Risks) -> bool:
    """Whether somebody reviewed the register on a day."""
    return table.reviewed is not None


def risks_settings(table: Risks, context: Context) -> RisksSettings:
    """The settings of a table. A register that is no text file is added to the problems."""
    if not table.file.endswith(".txt"):
        context.problem(f'"{table.file}" is no text file', "risks", "file", at_value=True)
    return RisksSettings(table.file, table.accepted, table.reviewed)
