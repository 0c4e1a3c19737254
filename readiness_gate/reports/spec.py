"""What a report is: a verdict rendered for a reader."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any, TypeAlias

from readiness_gate.lean_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Display:
    """What the reader's screen can show; a report for programs does without."""

    color: bool = False
    width: int = 80
    verbosity: int = 1
    """0 for the decision alone, 1 for what needs action, 2 for everything."""
    links: bool = False
    """Whether it makes links of addresses."""


Render: TypeAlias = Callable[[Any], bytes]
"""Makes the bytes of what a command found: of a verdict, or of the scores of `backtest`."""


def one_after_the_other(reports: Sequence[bytes]) -> bytes:
    """Several texts as one, with an empty line between them."""
    return b"\n".join(reports)


@dataclass(frozen=True, slots=True)
class Report:
    """A format, for one reader's screen."""

    name: str
    """What `--format` calls it."""
    media_type: str
    """What the bytes are, as in a header of HTTP: `text/plain; charset=utf-8`. A text is UTF-8."""
    render: Render
    """The bytes of what it shows; pure."""
    endings: tuple[str, ...] = ()
    """The endings of the names of its files, each with its dot, in small letters."""
    join: Callable[[Sequence[bytes]], bytes] | None = one_after_the_other
    """How the reports of several verdicts become one; None where they cannot."""
    files: tuple[str, ...] = ()
    """The names of the files in a report that is a folder of files: its bytes are a ZIP archive of them. Empty for a
    report that is one file."""
    wants_lines: bool = False
    """Whether it shows in which lines of the policy's files the rules are, `Verdict.lines`; finding them takes time."""
    wants_past: bool = False
    """Whether it shows how the gate was judged as of earlier dates, `Verdict.past`; judging these takes time."""
    wants_subjects: bool = False
    """Whether it is about something that whoever asks must name, `Verdict.subjects`."""

    extra: tuple[str, str] | None = None
    """The package that it is made with, and the extra of ours that brings it; None for what is always there."""
    lacks: Callable[[], str] | None = None
    """Says what else the machine must have and has not, and how to install it: `Pango, a library of the system. …`;
    empty where nothing is missing. None for a report that needs nothing else."""

    def ends(self, name: str) -> bool:
        """Whether the name of a file has one of the endings, and something before it."""
        last = PurePath(name).name.lower()
        return any(last.endswith(ending) and last != ending for ending in self.endings)

    @property
    def is_text(self) -> bool:
        """Whether the bytes are a text, which a terminal may want in another encoding."""
        return self.media_type.startswith("text/") or self.media_type == "application/json"


Format: TypeAlias = Callable[[Display], Report]
"""Makes a report for a reader's screen."""
ReportTable: TypeAlias = Mapping[str, Report]


def table(formats: Iterable[Format], display: Display) -> ReportTable:
    """The reports for a reader's screen, by their names."""
    made = (make(display) for make in formats)
    return {report.name: report for report in made}
