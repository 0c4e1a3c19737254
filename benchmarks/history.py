"""What 1,000 questions for a trend cost a history of 200 programs, each with 26 weekly verdicts of 30 rules.

    python benchmarks/history.py [--database postgresql://USER@HOST/EMPTY] [--programs N] [--runs N]

A question is for the decision of one milestone as of all its dates. Without an address the history is a file of SQLite
in a temporary folder. Prints the CPU time of this process and the time by the clock of the best run; what a server of
PostgreSQL needs is in the latter alone. Prints, too, what it costs to record a verdict, and to verify all of them.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from readiness_gate.history import Store, opened
from readiness_gate.history.recording import latest, record, trend
from readiness_gate.history.rows import ReadingRow, Recording, VerdictRow
from readiness_gate.history.verifying import verified
from readiness_gate.model.time import DAY, instant

DATES, RULES, QUESTIONS = 26, 30, 1_000
FIRST = instant("2026-01-05T08:00:00Z")
DECISIONS = ("no-go", "undecided", "go")


def recordings(programs: int) -> Iterator[Recording]:
    """Verdicts as they would come in: all programs on one date, then on the next one."""
    for week in range(DATES):
        for program in range(programs):
            yield Recording(_verdict(program, week), tuple(_reading(number) for number in range(RULES)))


def _verdict(program: int, week: int) -> VerdictRow:
    decision = DECISIONS[(program + week) % 3]
    return VerdictRow(
        program=f"Program {program}",
        milestone="go-live",
        kind="go-live",
        milestone_date="2026-09-01",
        timezone="Europe/Berlin",
        as_of=FIRST + week * 7 * DAY,
        decision=decision,
        decision_without_waivers=decision,
        sentence=f"{decision.capitalize()}, {200 - 7 * week} days before go-live. " * 3,
        policy_digest=f"sha256:{'1' * 64}",
        evidence_digest=f"sha256:{program:032}{week:032}",
        waived=0,
        weakened=0,
        tool_version="0.2.0",
        recorded_at=FIRST + week * 7 * DAY,
    )


def _reading(number: int) -> ReadingRow:
    return ReadingRow(
        rule=f"DEF-{number:02}",
        title="No open severity 1 defects",
        dimension="defects",
        enforcement="block",
        outcome="pass",
        waived=0,
        status="pass",
        result="No open severity 1 defects (0 issues)",
        due="2026-09-01",
        signal="defects.open",
        state="measured",
        value=str(number),
        unit="issues",
        observed_at=FIRST,
        bound="at-most",
        required="0",
        warning=None,
    )


def asked(store: Store, programs: int) -> Callable[[], object]:
    """Asks all questions of an open history."""

    def work() -> None:
        with store.reading() as rows:
            for number in range(QUESTIONS):
                if len(trend(rows, f"Program {number % programs}", "go-live")) != DATES:
                    raise RuntimeError("a date is missing")

    return work


def listed(store: Store) -> object:
    """The last verdict of each milestone, as a page of all programs has it."""
    with store.reading() as rows:
        return latest(rows)


def checked(store: Store) -> object:
    """Whether the history is as it was recorded."""
    with store.reading() as rows:
        return verified(rows)


def best(runs: int, work: Callable[[], object]) -> tuple[float, float]:
    """The CPU seconds and the seconds by the clock of the cheapest of some runs."""
    costs: list[tuple[float, float]] = []
    for _ in range(runs):
        cpu, clock = time.process_time(), time.perf_counter()
        work()
        costs.append((time.process_time() - cpu, time.perf_counter() - clock))
    return min(costs)


def main() -> None:
    """Fill a history, and print what questions cost it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--database")
    parser.add_argument("--programs", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = opened(given.database or "history.sqlite", Path(folder))
        begun, before = time.perf_counter(), time.process_time()
        with store.writing() as rows:
            for one in recordings(given.programs):
                record(rows, one)
        count = given.programs * DATES
        filled = time.process_time() - before, time.perf_counter() - begun
        sys.stdout.write(f"{count} verdicts recorded: {filled[0]:.1f} s CPU, {filled[1]:.1f} s by the clock\n")
        for name, work in (
            (f"{QUESTIONS} trends", asked(store, given.programs)),
            ("the last verdict of each milestone", lambda: listed(store)),
            ("verify", lambda: checked(store)),
        ):
            cpu, clock = best(given.runs, work)
            sys.stdout.write(f"{name}: {cpu:.3f} s CPU, {clock:.3f} s by the clock\n")


if __name__ == "__main__":
    main()
