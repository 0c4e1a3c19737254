"""`readiness-gate demo`: a sample program to look at and to play with."""

import shlex
import time
from pathlib import Path

import click

from readiness_gate.cli import options
from readiness_gate.cli.check import EXIT_CODES
from readiness_gate.cli.output import STDOUT, display, write
from readiness_gate.config import FILE, load
from readiness_gate.config.catalog import schema
from readiness_gate.config.reader import work_tree
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
    """Build a sample program in FOLDER and run its gate: no account, no network.

    Ends with the gate's exit code: 1 as it is, 0 with --ready.
    """
    story = STORIES["ready" if ready else "not-ready"]
    root = Path.cwd() / folder
    build(root, story, json.dump(schema("configuration")))
    read = work_tree(root)
    configuration = load(FILE, read, SIGNALS, root=root)
    program = Program(configuration.settings, read, int(time.time()), SIGNALS, SOURCES)
    verdict = evaluate(program, configuration.gates[MILESTONE], story.as_of)
    screen = display(color, quiet=quiet, verbose=verbose)
    told = text.render(verdict, screen)
    write(told if quiet else f"{told}\n{_next(folder, story)}", STDOUT)
    return EXIT_CODES[verdict.decision]


def _next(folder: str, story: Story) -> str:
    here, when = shlex.quote(folder), iso(story.as_of)
    return f"""\
This is a sample, as of {when}. Play with its files, and ask again:

  readiness-gate check -c {here}/{FILE} --as-of {when}

{_HINTS[story.ready].format(folder=here, before=iso(story.as_of - 3_600))}
`readiness-gate explain DOC-01` tells why a rule exists, and where its limit comes from.
"""


_HINTS = {
    False: """\
  {folder}/jira-export.json        set the statusCategory key of a defect with priority High to "done"
  {folder}/people/completions.csv  add a line for each person who still lacks a module
  {folder}/docs/quoting/*.md       bring them up to date, and let that land in time:
      GIT_COMMITTER_DATE={before} git -C {folder} commit -am "Update the guides"
  {folder}/readiness-gate.toml     loosen a limit, and see how the report says so

`readiness-gate demo --ready ANOTHER-FOLDER` builds the same program some days later, when it is ready.""",
    True: """\
  {folder}/jira-export.json        set the statusCategory key of a defect with priority High to "new"
  {folder}/people/roster.csv       add somebody who has not been trained
  {folder}/readiness-gate.toml     tighten a limit, or rename a file that it names
""",
}
