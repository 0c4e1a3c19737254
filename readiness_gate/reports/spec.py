"""What a report is: a verdict rendered for a reader."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any, TypeAlias

from readiness_gate.lean_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Display:
    """What the reader's screen can show; reports for programs ignore it."""

    color: bool = False
    width: int = 80
    verbosity: int = 1
    """0 for the decision alone, 1 for what needs action, 2 for everything."""
    links: bool = False
    """Whether addresses become links."""


Render: TypeAlias = Callable[[Any], bytes]
"""Returns the bytes of a report on a command's result: a verdict, or the scores of `backtest`."""


def one_after_the_other(reports: Sequence[bytes]) -> bytes:
    """Return several texts as one, with an empty line between them."""
    return b"\n".join(reports)


@dataclass(frozen=True, slots=True)
class Report:
    """A format, for one reader's display."""

    name: str
    """Its name in `--format`."""
    media_type: str
    """The type of the bytes, as in an HTTP header: `text/plain; charset=utf-8`. A text is UTF-8."""
    render: Render
    """Returns the bytes of the report; pure."""
    endings: tuple[str, ...] = ()
    """The file name endings, each with its dot, in lower case."""
    join: Callable[[Sequence[bytes]], bytes] | None = one_after_the_other
    """Combines the reports of several verdicts; None if that is impossible."""
    files: tuple[str, ...] = ()
    """The names of the files in a report that is a folder of files: its bytes are a ZIP archive of them. Empty for a
    report that is one file."""
    wants_lines: bool = False
    """Whether it shows the lines of rules in the policy files, `Verdict.lines`; finding them takes time."""
    wants_past: bool = False
    """Whether it shows how the gate was judged as of earlier dates, `Verdict.past`; judging these takes time."""
    wants_subjects: bool = False
    """Whether it is about something that the caller must name, `Verdict.subjects`."""

    extra: tuple[str, str] | None = None
    """The required package, and our extra that installs it; None if nothing more is required."""
    lacks: Callable[[], str] | None = None
    """Returns what else the machine needs but lacks, and how to install it: `Pango, a library of the system. …`; ""
    if nothing is missing. None for a report that needs nothing else."""

    def ends(self, name: str) -> bool:
        """Return whether a file name has one of the endings, and something before it."""
        last = PurePath(name).name.lower()
        return any(last.endswith(ending) and last != ending for ending in self.endings)

    @property
    def is_text(self) -> bool:
        """Whether the bytes are a text, which a terminal may need in another encoding."""
        return self.media_type.startswith("text/") or self.media_type == "application/json"


Format: TypeAlias = Callable[[Display], Report]
"""Makes a report for a reader's display."""
ReportTable: TypeAlias = Mapping[str, Report]


def table(formats: Iterable[Format], display: Display) -> ReportTable:
    """Return the reports by name, for a reader's display."""
    made = (make(display) for make in formats)
    return {report.name: report for report in made}
