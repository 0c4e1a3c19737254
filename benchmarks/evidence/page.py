"""Write `docs/evidence.md` from the committed rows."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.evidence import of_forecasts, of_repositories, of_tracker, words
from benchmarks.evidence.findings import Findings, find
from benchmarks.evidence.of_forecasts import Cells

PAGE = Path(__file__).parents[2] / "docs" / "evidence.md"


def page(found: Findings, cells: Cells) -> str:
    """The whole page: what was found in vain comes first."""
    return "\n\n".join(_blocks(found, cells)) + "\n"


def _blocks(found: Findings, cells: Cells) -> Iterator[str]:
    yield "# Evidence"
    yield from words.summary(found, cells)
    yield "## What this gate cannot tell"
    yield from words.cannot_tell(found)
    yield "## Null results"
    yield from of_repositories.nulls(found)
    yield "## What was seen in development"
    yield from of_repositories.positives(found)
    yield "## Confirmation"
    yield words.CONFIRMATION
    yield from of_repositories.confirmation(found)
    yield "## Calibration"
    yield from of_repositories.calibration(found)
    yield "## Defects on a real tracker"
    yield words.TRACKER
    yield from of_tracker.tracker(found)
    yield "## Forecasts"
    yield words.FORECASTS
    yield from of_forecasts.forecast(cells)
    yield "## Which rules count as measured"
    yield from words.grades(found)
    yield "## How it was done"
    yield from words.method(found)
    yield from of_repositories.repositories(found)
    yield "## Limits of the study"
    yield words.LIMITS


def write() -> None:
    """Write the page."""
    PAGE.write_text(page(find(), of_forecasts.cells()), encoding="utf-8")
