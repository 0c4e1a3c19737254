"""Write the sample program into a folder."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from readiness_gate.errors import CouldNotLook
from readiness_gate.sample import configuration, history, issues, people
from readiness_gate.sample.folder import prepare, write
from readiness_gate.sample.story import Story
from readiness_gate.sources.git.process import masked_environment

_EXPORT = "jira-export.json"
_ROSTER = "people/roster.csv"
_COMPLETIONS = "people/completions.csv"


def build(folder: Path, story: Story, schema: str) -> None:
    """Write the program at the moment of the story: its repository with a work tree, and the export.

    `schema` is the text of the configuration's JSON Schema. Raises BadUse when the folder is not empty or cannot be
    written, and CouldNotLook when git cannot be run.
    """
    prepare(folder)
    _git(folder, "init", "--quiet", "--template=", "--initial-branch=main")
    write(folder, {_EXPORT: issues.export(story)})
    landed = history.commits(story, _first(schema))
    exported = {_ROSTER: people.roster(), _COMPLETIONS: people.completions(story)}
    landed.append(history.Commit(story.as_of - 7_200, "release", "Export the roster and the completions", exported))
    _git(folder, "fast-import", "--quiet", "--done", given=history.stream(landed) + b"done\n")
    _git(folder, "reset", "--quiet", "--hard", "main")


def _first(schema: str) -> Mapping[str, str]:
    return {
        ".gitignore": f"{_EXPORT}\n",
        "readiness-gate.toml": configuration.CONFIGURATION,
        "readiness-gate.schema.json": schema,
        _ROSTER: people.roster(whole=False),
        _COMPLETIONS: "person,module,completed-at\n",
    }


def _git(folder: Path, *words: str, given: bytes = b"") -> None:
    try:
        done = subprocess.run(  # noqa: S603 - the words are ours, and the repository too
            ["git", "-C", str(folder), "-c", f"core.hooksPath={os.devnull}", "-c", "core.autocrlf=false", *words],  # noqa: S607
            input=given,
            capture_output=True,
            env=masked_environment(),
            check=False,
        )
    except FileNotFoundError as error:
        raise CouldNotLook("git is not installed, or not on the PATH: the sample program needs it") from error
    if done.returncode:
        raise CouldNotLook(f"git could not build the sample program: {done.stderr.decode(errors='replace').strip()}")
