"""What the page of a portfolio over time costs: 200 programs in one history, each with 26 weekly verdicts of 30 rules.

    python -m benchmarks.portfolio [--programs N] [--runs N]

Prints the CPU seconds of the best run, and how many of the seconds that one plain reading of the same verdicts takes
that is: a ratio says the same on every machine.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.history import DATES, FIRST, best, recordings
from readiness_gate.history import Store, opened
from readiness_gate.history.recording import record, verdicts
from readiness_gate.model.portfolio import Member, Portfolio
from readiness_gate.model.time import DAY
from readiness_gate.portfolio.remembered import remembered
from readiness_gate.portfolio.trend import Dates, trend
from readiness_gate.reports.portfolio.trend.as_html import as_html

WEEK = 7 * DAY
DAYS = Dates(tuple(FIRST + week * WEEK for week in range(DATES)), WEEK)


def portfolio_in(root: Path, programs: int) -> Portfolio:
    """A portfolio of programs with nothing but a configuration."""
    for number in range(programs):
        folder = root / str(number)
        folder.mkdir()
        (folder / "readiness-gate.toml").write_text(f'[program]\nname = "Program {number}"\n')
    return Portfolio(
        "All", tuple(Member(f"Program {number}", str(number), "readiness-gate.toml") for number in range(programs))
    )


def page(portfolio: Portfolio, root: Path, store: Path) -> str:
    """The page, from the configurations and the history."""
    found = trend(portfolio, remembered(portfolio.members, root, str(store)), DAYS)
    if sum(decision is not None for gate in found.gates for decision in gate.decisions) != DATES * len(found.gates):
        raise RuntimeError("a date is missing")
    return as_html(found)


def plain(store: Store, programs: int) -> None:
    """Read the same verdicts."""
    with store.reading() as rows:
        for number in range(programs):
            verdicts(rows, f"Program {number}")


def main() -> None:
    """Fill a history, and print what the page costs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        where = root / "history.sqlite"
        store = opened(str(where), root)
        with store.writing() as rows:
            for one in recordings(given.programs):
                record(rows, one)
        portfolio = portfolio_in(root, given.programs)
        reading, _ = best(given.runs, lambda: plain(store, given.programs))
        drawing, _ = best(given.runs, lambda: page(portfolio, root, where))
        size = len(page(portfolio, root, where)) >> 10
        sys.stdout.write(f"page: {drawing:.3f} s CPU, {drawing / reading:.1f} times the reading, {size} KiB\n")


if __name__ == "__main__":
    main()
