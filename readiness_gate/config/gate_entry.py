"""The common part of the rules for every service: which gate is judged, and how."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from readiness_gate.config import FILE as CONFIGURATION
from readiness_gate.config.portfolio import leads_up
from readiness_gate.model.deployments import Gate
from readiness_gate.model.time import DAY, HOUR, Seconds, duration
from readiness_gate.toml.document import Document
from readiness_gate.toml.problems import Problem
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import Name, Ref, Text

_LONGEST = 29 * DAY
"""The maximum time to keep trying: GitHub ends a deployment that has waited for 30 days."""
_LONGEST_AGE = 90 * DAY


def patience(text: str) -> str:
    """Check how long to keep trying to answer, and return it. Raises ValueError if it is out of range."""
    if not HOUR <= duration(text) <= _LONGEST:
        raise ValueError(f'"{text}" is not between 1h and 29d, as GitHub ends what waits for 30 days')
    return text


def _age(text: str) -> str:
    if not HOUR <= duration(text) <= _LONGEST_AGE:
        raise ValueError(f'"{text}" is not between 1h and 90d')
    return text


class GateEntry(StrictModel):
    """The gate that something waits for."""

    checkout: Text = Field(
        description="the folder that has all files of the program, relative to this file or absolute"
    )
    config: Text = Field(default=CONFIGURATION, description="its configuration, relative to the checkout")
    milestone: Name = Field(description="the milestone whose gate is judged")
    policy_ref: Ref | None = Field(default=None, description="the git ref that its policy is read from")
    timeout: int = Field(default=300, ge=1, le=3_600, description="seconds for one evaluation")
    memory: int = Field(default=4_096, ge=256, le=1_048_576, description="MiB for one evaluation")
    max_age: Annotated[Text, AfterValidator(_age)] | None = Field(
        default=None, description="a go on the same evidence must have been recorded within this time, such as 24h"
    )


def at(folder: Path, name: str | None) -> str:
    """Return the path of a name, which may be relative to `folder`; empty if there is no name."""
    return "" if name is None else str(folder / name)


def gate_of(entry: GateEntry, folder: Path, valid_for: Seconds = 0) -> Gate:
    """Return the gate of a rule in a file of the folder."""
    return Gate(
        checkout=at(folder, entry.checkout),
        config=entry.config,
        milestone=entry.milestone,
        policy_ref=entry.policy_ref or "",
        seconds=entry.timeout,
        memory=entry.memory,
        max_age=0 if entry.max_age is None else duration(entry.max_age),
        valid_for=valid_for,
    )


def mistakes_of_gate(document: Document, number: int, entry: GateEntry, folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the gate of the rule with this number."""
    if leads_up(entry.config):
        what = f'"{entry.config}" is not in the checkout: give a path relative to it, or another checkout'
        yield document.problem(("rules", number, "config"), what, at_value=True)
    if not (folder / entry.checkout).is_dir():
        what = f'"{entry.checkout}" is not a folder: clone the program there, or correct checkout'
        yield document.problem(("rules", number, "checkout"), what, at_value=True)


__all__ = ["GateEntry", "at", "gate_of", "mistakes_of_gate", "patience"]
