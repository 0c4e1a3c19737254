"""The story of `demo` before go-live: a program that is not ready, or ready some days later, and what to change."""

import shlex
from pathlib import Path

from readiness_gate.cli.output import write
from readiness_gate.cli.sample import judged, schema_text
from readiness_gate.model.time import iso
from readiness_gate.model.verdict import Decision
from readiness_gate.reports import text
from readiness_gate.reports.spec import Display
from readiness_gate.sample import MILESTONE, STORIES, Story, build
from readiness_gate.waiting import doing

FOLDER = "readiness-demo"


def show(folder: str, display: Display, *, ready: bool) -> Decision:
    """Build the program, and write its verdict and the next steps."""
    story = STORIES["ready" if ready else "not-ready"]
    root = Path.cwd() / folder
    with doing("Building the sample program"):
        build(root, story, schema_text())
    verdict = judged(root, MILESTONE, story.as_of)
    report = text.render(verdict, display)
    write(f"{report}\n{_next(folder, story)}" if display.verbosity else report)
    return verdict.decision


def _next(folder: str, story: Story) -> str:
    return f"""\
This sample is as of {iso(story.as_of)}. Change something, and check again:

  cd {shlex.quote(folder)}
  readiness-gate check --as-of {iso(story.as_of)}

{_HINTS[story.ready].format(now=iso(story.as_of), before=iso(story.as_of - 3_600))}
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

Or accept a risk, and check again:

  readiness-gate waive DEF-02 go-live --as-of {now} \\
    --reason "Workaround agreed" --requested-by pm@northwind.example \\
    --approved-by sponsor@northwind.example --expires 14d

`readiness-gate demo --ready ANOTHER-FOLDER` builds the same program eleven days
later, when it is ready.""",
    True: """\
  jira-export.json     set the statusCategory key of a defect with priority
                       High to "new"
  people/roster.csv    add somebody who has not been trained
  readiness-gate.toml  tighten a limit, or rename a file that it reads
""",
}
