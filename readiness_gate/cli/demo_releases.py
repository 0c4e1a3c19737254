"""The story of `demo` with many go-lives: the verdict on the next one, and how to test the gate on past ones."""

import shlex
from pathlib import Path

from readiness_gate.cli.output import write
from readiness_gate.cli.sample import judged, schema_text
from readiness_gate.model.time import iso
from readiness_gate.model.verdict import Decision
from readiness_gate.reports import text
from readiness_gate.reports.spec import Display
from readiness_gate.sample import releases
from readiness_gate.waiting import doing

FOLDER = "releases-demo"


def show(folder: str, display: Display) -> Decision:
    """Build the program, and write the verdict on its next go-live and how to test the gate."""
    root = Path.cwd() / folder
    with doing("Building the sample program"):
        releases.build(root, schema_text())
    verdict = judged(root, releases.MILESTONE, releases.AS_OF)
    report = text.render(verdict, display)
    write(f"{report}\n{_next(folder)}" if display.verbosity else report)
    return verdict.decision


def _next(folder: str) -> str:
    past = releases.RELEASES[:-1]
    wrong = sum(map(releases.went_wrong, past))
    return f"""\
This program went live {len(past)} times before, and {wrong} of these went wrong: they needed
a patch within {releases.WRONG_WITHIN} days. Which of them would this gate have stopped?

  cd {shlex.quote(folder)}
  readiness-gate backtest {releases.MILESTONE}

Would it help if open severity 3 defects blocked, too (DEF-03)? And if two late
changes were allowed (CHG-08)?

  readiness-gate backtest {releases.MILESTONE} --set DEF-03.enforcement=block
  readiness-gate backtest {releases.MILESTONE} --set CHG-08.at-most=2

A gate that was adjusted to these go-lives fits them: that alone proves nothing.

This sample is as of {iso(releases.AS_OF)}. Change something, and check the next
go-live again:

  readiness-gate check --as-of {iso(releases.AS_OF)}
"""
