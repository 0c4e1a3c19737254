"""Configurations held in memory, and what is complained of in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from readiness_gate.config import FILE, Configuration, ConfigurationError, Problem, load
from readiness_gate.model.policy import Gate
from readiness_gate.model.settings import Reader
from readiness_gate.signals import SIGNALS

PROGRAM = """\
[program]
name = "Northwind CRM"
timezone = "Europe/Berlin"
"""
MILESTONE = """\
[milestones.go-live]
date = 2027-03-01
packs = ["starter"]
"""
BEGIN = PROGRAM + MILESTONE
ROOT = Path("/program")

Files = Mapping[str, str | bytes]
NONE: Files = {}


@dataclass(frozen=True)
class Told:
    """A complaint: of which file, what it says, and the line from the place on that the caret marks."""

    file: str
    what: str
    marked: str


def reader(files: Files) -> Reader:
    """A reader of files in memory."""

    def read(path: str, _limit: int) -> bytes | None:
        content = files.get(path)
        return content.encode() if isinstance(content, str) else content

    return read


def loaded(text: str | bytes, files: Files = NONE) -> Configuration:
    """The configuration of a text, with the files beside it."""
    return load(FILE, reader({**files, FILE: text}), SIGNALS, root=ROOT)


def gate(text: str, files: Files = NONE, milestone: str = "go-live") -> Gate:
    """The gate of a milestone."""
    return loaded(text, files).gates[milestone]


def complaints(text: str | bytes, files: Files = NONE) -> list[Told]:
    """Everything that is complained of in a configuration, in the order told."""
    with pytest.raises(ConfigurationError) as caught:
        loaded(text, files)
    return [told(problem) for problem in caught.value.problems]


def complaint(text: str | bytes, files: Files = NONE) -> Told:
    """The one thing that is complained of."""
    found = complaints(text, files)
    assert len(found) == 1, found
    return found[0]


def told(problem: Problem) -> Told:
    """A problem in the form that tests compare."""
    if problem.at is None or not problem.text:
        return Told(problem.file, problem.what, "")
    line = problem.text.split("\n")[problem.at.line - 1]
    return Told(problem.file, problem.what, line[problem.at.column - 1 :])


__all__ = [
    "BEGIN",
    "MILESTONE",
    "PROGRAM",
    "ROOT",
    "Told",
    "complaint",
    "complaints",
    "gate",
    "loaded",
    "reader",
    "told",
]
