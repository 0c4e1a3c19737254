"""The story of `demo` with three waves: one portfolio, and what only it shows."""

import os
import shlex
from functools import partial
from pathlib import Path

from readiness_gate.cli.output import write
from readiness_gate.cli.sample import schema_text
from readiness_gate.config.portfolio import FILE, load
from readiness_gate.config.reader import WorkTree
from readiness_gate.model.verdict import Decision
from readiness_gate.portfolio.assess import Request, assess
from readiness_gate.portfolio.executors import answers
from readiness_gate.reports.portfolio.as_text import as_text
from readiness_gate.reports.spec import Display
from readiness_gate.sample import portfolio
from readiness_gate.waiting import doing

FOLDER = "portfolio-demo"
_NEXT = "Next: cd {folder} && readiness-gate portfolio check --as-of {day} -v\n"
"""One line, so that all of it is on a screen of 24 lines."""


def show(folder: str, display: Display) -> Decision:
    """Build the three waves, judge their portfolio, and say what to try next."""
    root = Path.cwd() / folder
    with doing("Building the sample programs"):
        portfolio.begin(root, schema_text())
    request = Request(root, portfolio.AS_OF, portfolio.DAY)
    run = partial(answers, executor="threads", workers=min(3, os.cpu_count() or 1))
    with doing("Evaluating 3 programs"):
        assessment = assess(load(FILE, WorkTree(root).read), request, run)
    report = as_text(assessment, display)
    more = {0: "", 1: _NEXT.format(folder=shlex.quote(folder), day=portfolio.DAY)}.get(
        display.verbosity, f"\n{_next(folder)}"
    )
    write(f"{report}{more}")
    return assessment.decision


def _next(folder: str) -> str:
    return f"""\
The folder is as of {portfolio.DAY}. Change something, and check again:
  cd {shlex.quote(folder)}
  readiness-gate portfolio check --as-of {portfolio.DAY}
  wave-2/readiness-gate.toml  remove after: wave 2 is go, with a warning
  wave-3/people/calendar.csv  move the sessions of the service agents to July
  portfolio.toml              rename a checkout, and see what becomes of it
"""
