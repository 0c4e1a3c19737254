"""`readiness-gate demo`: a sample program to look at and to play with."""

import shlex
from pathlib import Path

import click

from readiness_gate.cli import options
from readiness_gate.cli.check import EXIT_CODES
from readiness_gate.cli.output import display, write
from readiness_gate.config import FILE, load
from readiness_gate.config.reader import WorkTree
from readiness_gate.config.schema.json_schema import schema
from readiness_gate.model.time import iso
from readiness_gate.reports import json, text
from readiness_gate.run import Program, evaluate
from readiness_gate.sample import MILESTONE, STORIES, Story, build
from readiness_gate.signals import SIGNALS
from readiness_gate.sources import SOURCES


@click.command("demo")
@click.argument("folder", default="readiness-demo")
@click.option("--ready", is_flag=True, help="The same program some days later, after it became ready.")
@options.display
def command(folder: str, color: str, *, ready: bool, quiet: bool, verbose: bool) -> int:
    """Build a sample program and run its gate: no account, no network.

    FOLDER must be empty, or not there yet. Ends with the gate's exit code: 1 as it is, 0 with --ready.
    """
    story = STORIES["ready" if ready else "not-ready"]
    root = Path.cwd() / folder
    build(root, story, json.dump(schema("configuration")))
    read = WorkTree(root).read
    configuration = load(FILE, read, SIGNALS, root=root)
    program = Program(configuration.settings, read, story.as_of, SIGNALS, SOURCES)
    verdict = evaluate(program, configuration.gates[MILESTONE], story.as_of)
    report = text.render(verdict, display(color, quiet=quiet, verbose=verbose))
    write(report if quiet else f"{report}\n{_next(folder, story)}")
    return EXIT_CODES[verdict.decision]


def _next(folder: str, story: Story) -> str:
    return f"""\
This is a sample, as of {iso(story.as_of)}. Play with it, and ask again:

  cd {shlex.quote(folder)}
  readiness-gate check --as-of {iso(story.as_of)}

{_HINTS[story.ready].format(before=iso(story.as_of - 3_600))}
`readiness-gate explain DOC-01` tells why a rule exists, and where its limit
comes from.
"""


_HINTS = {
    False: """\
  jira-export.json        set the statusCategory key of a defect with priority
                          High to "done"
  people/completions.csv  add a line for each person who still lacks a module
  docs/quoting/*.md       bring them up to date, and let that land in time:
                          export GIT_COMMITTER_DATE={before}
                          git commit -am "Update the guides"
  readiness-gate.toml     loosen a limit, and see how the report says so

`readiness-gate demo --ready ANOTHER-FOLDER` builds the same program some days
later, when it is ready.""",
    True: """\
  jira-export.json     set the statusCategory key of a defect with priority
                       High to "new"
  people/roster.csv    add somebody who has not been trained
  readiness-gate.toml  tighten a limit, or rename a file that it names
""",
}
