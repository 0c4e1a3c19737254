"""What a live Jira costs to read: our CPU time and memory, against the jira package for the same fields, in one run.

    python benchmarks/jira/measure.py [--issues 100000] [--faults 0.05] [--runs N]

The Jira is a stand-in on loopback in a process of its own, whose time does not count. Figures are CPU seconds (user and
system) of whole processes; what matters are the ratios, as seconds differ from machine to machine.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CONFIGURATION = """\
[program]
name = "benchmark"
timezone = "UTC"
[jira]
url = "{url}"
projects = ["CRM"]
severity = {{ field = "priority", sev1 = ["Highest"], sev2 = ["High"], sev3 = ["Medium"], sev4 = ["Low"] }}
"""
FIELDS = "summary,issuetype,status,priority,created,updated,labels,fixVersions"
PACKAGE = """\
import sys
from jira import JIRA
jira = JIRA(sys.argv[1], token_auth="x", max_retries=0)
query, fields = 'project = "CRM" ORDER BY id ASC', sys.argv[2]
if sys.argv[3] == "cloud":
    found = jira.enhanced_search_issues(query, fields=fields.split(","), maxResults=0)
else:
    found = jira.search_issues(query, fields=fields, maxResults=False)
print(sum(each.fields.issuetype.name == "Bug" and each.fields.status.statusCategory.key != "done" for each in found))
"""
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    "JIRA_TOKEN": "benchmark",
}


@dataclass(frozen=True)
class Cost:
    """A process: its CPU seconds, its largest size in MB, how long it took, its exit code and what it printed."""

    cpu: float
    size: float
    wall: float
    code: int
    text: str


@dataclass(frozen=True)
class Served:
    """A stand-in: its address, and how many of its defects are open."""

    url: str
    open_defects: int


def cost(words: list[str], where: Path) -> Cost:
    """Run a process."""
    begun = time.monotonic()
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(words, cwd=where, stdout=out, stderr=subprocess.DEVNULL, env=ENVIRONMENT)  # noqa: S603
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read()
    return Cost(
        used.ru_utime + used.ru_stime,
        used.ru_maxrss / 1024,
        time.monotonic() - begun,
        process.returncode,
        text,
    )


@contextmanager
def serving(kind: str, issues: int, faults: float) -> Generator[Served]:
    """A stand-in, and how it serves."""
    words = [sys.executable, str(HERE / "stand_in.py"), kind, str(issues), str(faults)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        out = process.stdout
        try:
            address, count = (out.readline() if out else "").split()
            yield Served(address, int(count))
        finally:
            process.communicate()


def ours(url: str, *signals: str) -> Cost:
    """Our reading of some signals."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "readiness-gate.toml").write_text(CONFIGURATION.format(url=url))
        words = [sys.executable, "-m", "readiness_gate", "measure", *signals, "--format", "json"]
        return cost(words, Path(folder))


def main() -> None:
    """Print one line for each measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--issues", type=int, default=100_000)
    parser.add_argument("--faults", type=float, default=0.05)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    past = ("defects.open", "defects.converging-weeks")
    for kind, signals in {"cloud": ("defects.open",), "cloud, histories": past, "server, histories": past}.items():
        with serving(kind.partition(",")[0], given.issues, given.faults) as jira:
            found = [ours(jira.url, *signals, "--with", "severity=any") for _ in range(given.runs)]
        read = json.loads(found[0].text)["readings"][0]
        exact = read.get("value") == jira.open_defects
        cpu, wall = (statistics.median(times) for times in zip(*((c.cpu, c.wall) for c in found), strict=True))
        told = f"{given.issues:,} issues, {given.faults:.0%} faults, {kind:18}"
        size = max(each.size for each in found)
        print(f"{told} {cpu:6.2f} s CPU, {size:4.0f} MB, {wall:5.1f} s; {'exact' if exact else read}")
    few = given.issues // 2
    for kind in ("cloud", "server"):
        with serving(kind, few, 0.0) as jira:
            mine = statistics.median(ours(jira.url, "defects.open").cpu for _ in range(given.runs))
            words = [sys.executable, "-c", PACKAGE, jira.url, FIELDS, kind]
            package = [cost(words, HERE) for _ in range(given.runs)]
        theirs = statistics.median(each.cpu for each in package)
        told = f"{few:,} issues, no faults, {kind:8}"
        seen = package[0].text.strip() or f"it failed, with {package[0].code}"
        print(f"{told} ours {mine:.2f} s, jira package {theirs:.2f} s ({seen}): {mine / theirs:.2f} of it")


if __name__ == "__main__":
    main()
