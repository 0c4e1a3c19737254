"""Write the program after go-live into a folder, in its state at each review."""

from collections.abc import Mapping
from pathlib import Path

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant, instant
from readiness_gate.sample.adoption import files, people
from readiness_gate.sample.folder import prepare, write


@dataclass(frozen=True, slots=True)
class Review:
    """A day on which the adoption is judged."""

    milestone: str
    day: str
    """The day in the form of `--as-of`."""
    as_of: Instant
    """The last second of that day in the program's time zone."""


REVIEWS = (
    Review("adoption-d60", "2026-05-22", instant("2026-05-22T21:59:59Z")),
    Review("adoption-d90", "2026-06-22", instant("2026-06-22T21:59:59Z")),
)
"""Before the program acted, and after."""


def begin(folder: Path, schema: str) -> None:
    """Write the program in its state at the first review.

    `schema` is the text of the configuration's JSON Schema. Raises BadUse if the folder is not empty or cannot be
    written.
    """
    prepare(folder)
    fixed = {"readiness-gate.toml": files.CONFIGURATION, "readiness-gate.schema.json": schema}
    write(folder, {**fixed, **_exported(REVIEWS[0].as_of)})


def add(folder: Path, until: Instant) -> None:
    """Export the files again, with what came in by an instant. Raises BadUse if the folder cannot be written."""
    write(folder, _exported(until))


def _exported(until: Instant) -> Mapping[str, str]:
    return {
        "people/roster.csv": people.roster(),
        "people/completions.csv": people.completions(),
        "people/usage.csv": people.usage(until),
        "people/entries.csv": people.entries(until),
        "people/kpis.csv": files.kpis(until),
        "people/audits.csv": files.audits(until),
        "people/workarounds.csv": files.workarounds(until),
    }
