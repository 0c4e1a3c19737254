"""The description that a plugin gives of its report."""

from collections.abc import Callable
from typing import TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.spec import Display

Render: TypeAlias = Callable[[Verdict, Display], str | bytes]


@dataclass(frozen=True, slots=True)
class Report:
    """A plugin's report."""

    name: str
    """Its name for `--format`."""
    render: Render
    """Renders a verdict for a screen; pure. A text is written in UTF-8, bytes are written unchanged."""
    endings: tuple[str, ...] = ()
    """The endings of its file names, each with the dot, in lower case."""
    media_type: str = "text/plain; charset=utf-8"
    """The media type of the result, as in an HTTP header: `application/pdf`."""
