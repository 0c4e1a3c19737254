"""What the test suite costs: wall and CPU seconds (user and system, all processes), tests, and the slowest files.

    python benchmarks/suite.py [--full] [--files N] [PYTEST-ARGUMENT ...]

Runs the README's test command, or with --full what CI runs after it. Wall time is that of this machine, with whatever
else runs on it; compare CPU seconds. A file's seconds are wall seconds of its tests, in all processes together.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parents[1]


def by_file(report: Path) -> dict[str, list[float]]:
    """The seconds of each test in a JUnit report, by the module that it is in."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - pytest wrote it a moment ago
        found[case.get("classname", "")].append(float(case.get("time", "0")))
    return found


def main() -> int:
    """Run the tests and print what they cost; the exit code is that of pytest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="run what CI runs after the README's command")
    parser.add_argument("--files", type=int, default=25, help="how many of the slowest files to list")
    given, more = parser.parse_known_args()
    words = ["-m", "heavy or law", *more] if given.full else more
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        began = time.monotonic()
        done = subprocess.run(  # noqa: S603 - the words are ours and the caller's
            [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *words],
            cwd=ROOT,
            env={**os.environ, "READINESS_TESTS": "full" if given.full else ""},
            check=False,
        )
        wall, used = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        files = by_file(report) if report.exists() else {}
    tests = sum(map(len, files.values()))
    print(f"\n{tests} tests: {used.ru_utime + used.ru_stime:.0f} s of CPU, {wall:.0f} s on the wall")
    slowest = sorted(files.items(), key=lambda file: -sum(file[1]))[: given.files]
    for name, seconds in slowest:
        print(f"{sum(seconds):8.1f} s{len(seconds):6} tests  {name}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
