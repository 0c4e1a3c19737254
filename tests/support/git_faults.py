"""A program whose git repository has something wrong: what it is, and what must hold of it."""

import shutil
from pathlib import Path

from support.git import Repo, git
from support.program import CONFIGURATION, Ended, Sample

QUIET = """
[[rules]]
id = "OWN-01"
title = "Nothing lands"
dimension = "change"
signal = "change.landings"
with = { window = "28d", paths = "config" }
at-most = 0
"""


def quiet(program: Sample) -> Sample:
    """The program with one more rule, which it passes: no configuration landed in the last 28 days."""
    program.write("readiness-gate.toml", CONFIGURATION + QUIET)
    return program


def landings(ended: Ended) -> object:
    """What that rule read, or why it could not."""
    reading = ended.finding("OWN-01")["reading"]
    return reading.get("value", reading.get("unavailable"))


def is_refused(ended: Ended, *causes: str, exits: int = 3) -> None:
    """The gate is shut, for the causes given, without a traceback."""
    said = ended.out + ended.err
    assert ended.exit == exits, said
    assert "Traceback" not in said
    assert '"decision": "go"' not in said
    for cause in causes:
        assert cause in said


def settled(ended: Ended) -> dict[str, object]:
    """A verdict in JSON without the time of the run."""
    sources = [{**source, "fetched-at": None} for source in ended.json["sources"]]
    return {**ended.json, "sources": sources}


def clone(program: Sample, *words: str) -> Sample:
    """The program in a clone, as a CI job has it."""
    folder = program.path.parent / "clone"
    program.repo.git("config", "uploadpack.allowFilter", "true")
    git(folder.parent, "clone", "-q", *words, f"file://{program.path}", str(folder))
    return moved(program, folder)


def moved(program: Sample, folder: Path) -> Sample:
    """The program with another repository; what is not in git is copied."""
    for name in ("readiness-gate.toml", "export.json", "roster.csv", "completions.csv"):
        shutil.copy(program.path / name, folder / name)
    other = Sample.__new__(Sample)
    other.path, other.repo = folder, Repo(folder)
    return other
