"""How much processor time the program's start costs, against importing click on the same machine in the same run.

    python benchmarks/start.py [--runs N]

Prints the median CPU seconds (user and system, the whole process) of each, and the ratios. Seconds differ from
machine to machine; the ratios are what to compare.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

BARE = """\
import click

@click.group()
def program():
    "A program."

@program.command()
def command():
    "A command."

program()
"""


CONFIGURATION = "readiness-demo/readiness-gate.toml"
# An installed program has been compiled.
AS_INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def cost(words: Sequence[str], where: Path) -> float:
    """The CPU seconds of one process, children included."""
    process = subprocess.Popen(words, cwd=where, stdout=subprocess.DEVNULL, env=AS_INSTALLED)  # noqa: S603 - the words are ours
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure, taking turns, so that a machine that gets slower does so for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    ours = [sys.executable, "-m", "readiness_gate"]
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        (where / "bare.py").write_text(BARE)
        programs = {
            "python alone": [sys.executable, "-c", ""],
            "import click": [sys.executable, "-c", "import click"],
            "bare click --help": [sys.executable, str(where / "bare.py"), "--help"],
            "readiness-gate --help": [*ours, "--help"],
            "readiness-gate demo": [*ours, "demo"],
            "check of the demo": [*ours, "check", "go-live", "--config", CONFIGURATION],
            "check -q of the demo": [*ours, "check", "go-live", "--config", CONFIGURATION, "-q"],
            "check as JSON": [*ours, "check", "go-live", "--config", CONFIGURATION, "--format", "json"],
        }
        found: dict[str, list[float]] = {name: [] for name in programs}
        for number in range(runs):
            turn = where / str(number)
            turn.mkdir()
            for name, words in programs.items():
                found[name].append(cost(words, turn))
    medians = {name: statistics.median(each) for name, each in found.items()}
    for name, seconds in medians.items():
        print(f"{name:24}{seconds:8.3f} s{seconds / medians['import click']:8.2f} x import click")


if __name__ == "__main__":
    main()
