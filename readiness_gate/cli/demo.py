"""`readiness-gate demo`: a sample program to look at and to play with."""

import os
import shlex
import time

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
    build(folder, story, json.dump(schema("configuration")))
    root = os.path.abspath(folder)
    read = work_tree(root)
    configuration = load(FILE, read, SIGNALS, root=root)
    program = Program(configuration.settings, read, int(time.time()), SIGNALS, SOURCES)
    verdict = evaluate(program, configuration.gates[MILESTONE], story.as_of)
    screen = display(color, quiet=quiet, verbose=verbose)
    told = text.render(verdict, screen)
    write(told if quiet else f"{told}\n{_next(folder, story)}", STDOUT)
    return EXIT_CODES[verdict.decision]


def _next(folder: str, story: Story) -> str:
    again = f"readiness-gate check -c {shlex.quote(os.path.join(folder, FILE))} --as-of {iso(story.as_of)}"
    return f"""\
This is a sample, frozen at {iso(story.as_of)}. Play with its files in {folder}/ and ask again:
  {again}

  jira-export.json        set the status of a High defect to one of the done category
  people/completions.csv  add a line for each person who still lacks a module
  docs/quoting/           change the guides, and commit them (git commit) before that time
  readiness-gate.toml     loosen a limit, and see what the report says of it

`readiness-gate demo --ready ANOTHER-FOLDER` shows the same program some days later.
`readiness-gate explain DOC-01` tells why a rule exists and where its limit comes from.
"""
