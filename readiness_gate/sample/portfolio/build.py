"""Write the three waves into a folder, each as a separate program, and their portfolio."""

from pathlib import Path

from readiness_gate.sample.adoption import REVIEWS
from readiness_gate.sample.adoption import begin as first_wave
from readiness_gate.sample.folder import prepare, write
from readiness_gate.sample.portfolio import files, people

DAY, AS_OF = REVIEWS[0].day, REVIEWS[0].as_of
"""The day of the story in the form of `--as-of`, and its last second."""


def begin(folder: Path, schema: str) -> None:
    """Write the portfolio as of the day of the story.

    `schema` is the text of the configuration's JSON Schema. Raises BadUse if the folder is not empty or cannot be
    written.
    """
    prepare(folder)
    first_wave(folder / "wave-1", schema)
    # The gate of the second wave judges the adoption of the first, so its checkout has the files of both.
    first_wave(folder / "wave-2", schema)
    second, third = people.WAVES
    write(
        folder,
        {
            "portfolio.toml": files.PORTFOLIO,
            "wave-2/readiness-gate.toml": files.second_wave((folder / "wave-2/readiness-gate.toml").read_text()),
            "wave-2/rules.toml": files.RULES,
            "wave-2/people/wave-2.csv": people.roster(second),
            "wave-2/people/calendar.csv": people.calendar(second),
            "wave-2/people/completions.csv": (folder / "wave-2/people/completions.csv").read_text()
            + people.completions(second, header=False),
            "wave-3/readiness-gate.toml": files.THIRD_WAVE,
            "wave-3/readiness-gate.schema.json": schema,
            "wave-3/rules.toml": files.RULES,
            "wave-3/people/roster.csv": people.roster(third),
            "wave-3/people/completions.csv": people.completions(third),
            "wave-3/people/calendar.csv": people.calendar(third),
        },
    )
