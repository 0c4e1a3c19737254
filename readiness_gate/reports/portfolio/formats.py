"""The formats of a portfolio, and which of them is written where."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.portfolio import Assessment
from readiness_gate.reports.portfolio.as_csv import as_csv
from readiness_gate.reports.portfolio.as_json import as_json
from readiness_gate.reports.portfolio.as_markdown import as_markdown
from readiness_gate.reports.portfolio.as_text import as_text
from readiness_gate.reports.spec import Display


def _html(assessment: Assessment, _display: Display) -> str:
    from readiness_gate.reports.portfolio.as_html import as_html  # noqa: PLC0415 - templates are slow to load

    return as_html(assessment)


FORMATS: Mapping[str, Callable[[Assessment, Display], str]] = {
    "text": as_text,
    "json": lambda assessment, _display: as_json(assessment),
    "markdown": lambda assessment, _display: as_markdown(assessment),
    "html": _html,
    "csv": lambda assessment, _display: as_csv(assessment),
}
ENDINGS: Mapping[str, str] = {
    ".txt": "text",
    ".json": "json",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".csv": "csv",
}
_STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Target:
    """A file to write, and its format."""

    output: str
    format: str


def chosen(formats: Sequence[str], outputs: Sequence[str]) -> list[Target]:
    """What to write where: each output in its own format, or in that of its ending. Raises BadUse where that is not
    clear."""
    places = list(outputs) or [_STDOUT]
    if len(formats) > len(places):
        raise BadUse(f"{len(formats)} formats are given for {len(places)} outputs. Add --output for each --format")
    if formats and len(formats) < len(places):
        raise BadUse(f"{len(formats)} formats are given for {len(places)} outputs. Give a --format for each, or none")
    if len(set(places)) < len(places):
        raise BadUse("two outputs have one name. Name each file once")
    named = list(formats) or [_of_ending(output) for output in places]
    return [Target(output, name) for output, name in zip(places, named, strict=True)]


def _of_ending(output: str) -> str:
    ending = "" if output == _STDOUT else Path(output).suffix.lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    if not ending:
        return "text"
    known = ", ".join(f"{one} ({name})" for one, name in ENDINGS.items())
    raise BadUse(f'--output {output}: no format has the ending "{ending}". Known endings: {known}. Or add --format.')
