"""Write the program that goes live every quarter into a folder."""

from pathlib import Path

from readiness_gate.sample.folder import prepare, write
from readiness_gate.sample.releases import history, issues, people, versions
from readiness_gate.sample.releases.configuration import CONFIGURATION
from readiness_gate.sample.repository import begin, fill

_EXPORT = "jira-export.json"
_VERSIONS = "jira-versions.json"
_PEOPLE = "people/"


def build(folder: Path, schema: str) -> None:
    """Write the program in its state five days before its next go-live: its repository with a work tree, and the
    exports.

    `schema` is the text of the configuration's JSON Schema. Raises BadUse if the folder is not empty or cannot be
    written, and CouldNotLook if git cannot be run.
    """
    prepare(folder)
    begin(folder)
    exported = {
        _EXPORT: issues.export(),
        _VERSIONS: versions.versions(),
        f"{_PEOPLE}roster.csv": people.roster(),
        f"{_PEOPLE}completions.csv": people.completions(),
    }
    write(folder, exported)
    gate = {
        ".gitignore": f"{_EXPORT}\n{_VERSIONS}\n{_PEOPLE}\n",
        "readiness-gate.toml": CONFIGURATION,
        "readiness-gate.schema.json": schema,
    }
    fill(folder, history.commits(gate))
