"""What a report is: a verdict rendered for a reader."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from readiness_gate.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Display:
    """What the reader's screen can show; a report for programs does without.

    `verbosity`: 0 for the decision alone, 1 for what needs action, 2 for everything.
    """

    color: bool = False
    width: int = 80
    verbosity: int = 1


Render: TypeAlias = Callable[[Verdict, Display], str]


@dataclass(frozen=True, slots=True)
class Report:
    """A format: its name, how a verdict is rendered in it (pure), and the endings of the names of its files, each with
    its dot, in small letters."""

    name: str
    render: Render
    endings: tuple[str, ...] = ()


ReportTable: TypeAlias = Mapping[str, Report]
