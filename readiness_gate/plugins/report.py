"""What a plugin says of a report of its own."""

from collections.abc import Callable
from typing import TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.spec import Display

Render: TypeAlias = Callable[[Verdict, Display], str | bytes]


@dataclass(frozen=True, slots=True)
class Report:
    """A report of a plugin."""

    name: str
    """What `--format` calls it."""
    render: Render
    """What it makes of a verdict, for a reader's screen; pure. A text is written in UTF-8, bytes as they are."""
    endings: tuple[str, ...] = ()
    """The endings of the names of its files, each with its dot, in small letters."""
    media_type: str = "text/plain; charset=utf-8"
    """What the result is, as in a header of HTTP: `application/pdf`."""
