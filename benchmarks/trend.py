"""What the gate as of 26 weekly dates costs, against its evaluation as of the last one: CPU time, git's included.

    python benchmarks/trend.py FOLDER [--milestone NAME] [--as-of TIME] [--runs N]

FOLDER has a configuration, such as one that `readiness-gate demo` built. Both are measured in this process, one after
the other, and the best of some runs counts. What matters is the ratio, as seconds differ from machine to machine.
"""

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from readiness_gate.app.locate import Whereabouts
from readiness_gate.app.past import weeks_before
from readiness_gate.app.session import open_session
from readiness_gate.model.policy import Gate
from readiness_gate.model.time import Instant
from readiness_gate.plugins import tables
from readiness_gate.run import Program, evaluate_series


def cpu() -> float:
    """The CPU seconds of this process and of those that it ran."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def best(runs: int, work: Callable[[], object]) -> float:
    """The CPU seconds of the cheapest of some runs."""
    costs: list[float] = []
    for _ in range(runs):
        before = cpu()
        work()
        costs.append(cpu() - before)
    return min(costs)


def series(program: Program, gate: Gate, dates: Sequence[Instant]) -> Callable[[], object]:
    """Judges a gate as of some dates."""
    return lambda: evaluate_series(program, gate, dates)


def main() -> None:
    """Print the cost of one evaluation, of 26 more dates, and the ratio; both with reading the configuration."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--milestone")
    parser.add_argument("--as-of")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    os.chdir(given.folder)
    start = cpu()
    session = open_session(tables(), Whereabouts(Path.cwd()), int(time.time()))
    opening = cpu() - start
    as_of = session.as_of(given.as_of)
    gate = session.gate(given.milestone, as_of)
    one = best(given.runs, series(session.program, gate, [as_of]))
    many = best(given.runs, series(session.program, gate, [*weeks_before(as_of), as_of]))
    sys.stdout.write(
        f"configuration {opening:.3f} s, one date {one:.3f} s, 27 dates {many:.3f} s: {many / one:.2f} times as much; "
        f"with the start and the configuration {(opening + many) / (opening + one):.2f} times\n"
    )


if __name__ == "__main__":
    main()
