"""`readiness-gate demo`: a sample program to look at and to change."""

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

_EXAMPLES = options.examples("readiness-gate demo", "readiness-gate demo --ready ready-demo")


@click.command("demo", epilog=_EXAMPLES)
@click.argument("folder", default="readiness-demo")
@click.option("--ready", is_flag=True, help="Build the same program eleven days later, when it is ready.")
@options.display
def command(folder: str, color: str, *, ready: bool, quiet: bool, verbose: bool) -> int:
    """Build a sample program and judge it: no account, no network.

    FOLDER (default: readiness-demo) must be empty or new. The exit code is the verdict: 1, no-go; with --ready 0, go.
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
This sample is as of {iso(story.as_of)}. Change something, and check again:

  cd {shlex.quote(folder)}
  readiness-gate check --as-of {iso(story.as_of)}

{_HINTS[story.ready].format(before=iso(story.as_of - 3_600))}
`readiness-gate explain DOC-01` shows why a rule exists, and where its limit
comes from.
"""


_HINTS = {
    False: """\
  jira-export.json        set the statusCategory key of a defect with priority
                          High to "done"
  people/completions.csv  add a line for each person who still needs a module
  docs/quoting/*.md       update them, and commit with a date before the check:
                          export GIT_COMMITTER_DATE={before}
                          git commit -am "Update the guides"
  readiness-gate.toml     loosen a limit, and see how the report shows it

`readiness-gate demo --ready ANOTHER-FOLDER` builds the same program eleven days
later, when it is ready.""",
    True: """\
  jira-export.json     set the statusCategory key of a defect with priority
                       High to "new"
  people/roster.csv    add somebody who has not been trained
  readiness-gate.toml  tighten a limit, or rename a file that it reads
""",
}
