"""Write the sample program into a folder."""

from collections.abc import Mapping
from pathlib import Path

from readiness_gate.sample import configuration, history, issues, people
from readiness_gate.sample.folder import prepare, write
from readiness_gate.sample.repository import Commit, begin, fill
from readiness_gate.sample.story import Story

_EXPORT = "jira-export.json"
_ROSTER = "people/roster.csv"
_COMPLETIONS = "people/completions.csv"


def build(folder: Path, story: Story, schema: str) -> None:
    """Write the program at a moment of the story: its repository with a work tree, and the export.

    `schema` is the text of the configuration's JSON Schema. Raises BadUse if the folder is not empty or cannot be
    written, and CouldNotLook if git cannot be run.
    """
    prepare(folder)
    begin(folder)
    write(folder, {_EXPORT: issues.export(story)})
    landed = history.commits(story, _first(schema))
    exported = {_ROSTER: people.roster(), _COMPLETIONS: people.completions(story)}
    landed.append(Commit(story.as_of - 7_200, "release", "Export the roster and the completions", exported))
    fill(folder, landed)


def _first(schema: str) -> Mapping[str, str]:
    return {
        ".gitignore": f"{_EXPORT}\n",
        "readiness-gate.toml": configuration.CONFIGURATION,
        "readiness-gate.schema.json": schema,
        _ROSTER: people.roster(whole=False),
        _COMPLETIONS: "person,module,completed-at\n",
    }
