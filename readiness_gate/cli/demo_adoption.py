"""The story of `demo` after go-live: two reviews of one program, and what changed between them."""

import shlex
from pathlib import Path

from readiness_gate.cli.output import write
from readiness_gate.cli.sample import judged, schema_text
from readiness_gate.model.verdict import Decision
from readiness_gate.reports import text
from readiness_gate.reports.progress import progress
from readiness_gate.reports.screen import draw, words
from readiness_gate.reports.spec import Display
from readiness_gate.sample import adoption
from readiness_gate.waiting import doing

FOLDER = "adoption-demo"


def show(folder: str, display: Display) -> Decision:
    """Build the program as of the first review, judge it, add what came in by the second, and judge it again."""
    root = Path.cwd() / folder
    first, second = adoption.REVIEWS
    with doing("Building the sample program"):
        adoption.begin(root, schema_text())
    before = judged(root, first.milestone, first.as_of)
    adoption.add(root, second.as_of)
    after = judged(root, second.milestone, second.as_of)
    reports = [text.render(verdict, display) for verdict in (before, after)]
    sentence = draw([words(progress(before, after), "bold")], display)
    shown = (
        [reports[0], _meanwhile(), reports[1], _next(folder), sentence] if display.verbosity else [*reports, sentence]
    )
    write("\n".join(shown) if display.verbosity else "".join(shown))
    return after.decision


def _meanwhile() -> str:
    first, second = adoption.REVIEWS
    return f"""\
After this review on {first.day}, the program acts: prices and quotes move into
the system, and the workarounds are closed. The files are exported again on
{second.day}, for the next review:
"""


def _next(folder: str) -> str:
    first, second = adoption.REVIEWS
    return f"""\
The folder is as of {second.day}. Every row has its date, so it answers for both
days. Change something, and check again:

  cd {shlex.quote(folder)}
  readiness-gate check {first.milestone} --as-of {first.day}
  readiness-gate check {second.milestone} --as-of {second.day}

  people/usage.csv        remove the lines of sales-40, sales-41 and sales-42
  people/kpis.csv         change captured-at of "Quotes made in the system (%)"
                          to 2026-04-01, which is after go-live
  people/workarounds.csv  remove the days in the column closed
  readiness-gate.toml     remove whole and from: the export may then have gaps,
                          and a missing line is unknown, and no longer no use
"""
