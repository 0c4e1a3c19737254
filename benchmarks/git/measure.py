"""What the git signals cost on a repository, against plain git and against other tools, in one run.

    python benchmarks/git/measure.py REPOSITORY [--config GLOB] [--docs GLOB] [--window 90d] [--runs N] [--peers PYTHON]

Every figure is the median CPU time (user and system) of a whole process with its children; what matters are the ratios,
as seconds differ from machine to machine. `--peers` names a Python that has PyDriller, GitPython and pygit2.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DAY = 86_400
FEW_DOCUMENTS = 200
# An installed program has been compiled.
AS_INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
CONFIGURATION = """\
[program]
name = "benchmark"
timezone = "UTC"
[git]
repository = {repository}
mainline = {mainline}
[git.paths]
config = [{config}]
docs = [{docs}]
"""
# One process that asks about 26 weekly instants at once, as a series does.
WEEKLY = """\
import sys
from pathlib import Path
from readiness_gate.config import load
from readiness_gate.config.reader import WorkTree
from readiness_gate.model.reading import Question
from readiness_gate.run import Program, measure_all
from readiness_gate.signals import SIGNALS
from readiness_gate.sources import SOURCES
root, now, weeks, name = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
settings = load("readiness-gate.toml", WorkTree(root).read, SIGNALS, root=root).settings
signal = SIGNALS[name]
given = signal.with_defaults(dict(each.split("=") for each in sys.argv[5:]))
asked = [Question(name, now - 7 * 86_400 * week, given) for week in range(weeks)]
measure_all(Program(settings, WorkTree(root).read, now, SIGNALS, SOURCES), asked, None)
"""
OWN_MEMORY = """\
import resource, sys
from readiness_gate.cli import measure
from readiness_gate.cli.main import execute
from readiness_gate.sources.git import fetch
import rich.console
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
execute(sys.argv[1:])
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, file=sys.stderr)
"""
PEERS = {
    "PyDriller": """\
import datetime, sys
from pydriller import Repository
since = datetime.datetime.fromtimestamp(int(sys.argv[2]), datetime.timezone.utc) if int(sys.argv[2]) else None
n = 0
for commit in Repository(sys.argv[1], since=since, only_in_branch=sys.argv[3]).traverse_commits():
    n += len(commit.modified_files)
print(n)
""",
    "GitPython": """\
import sys, git
repo, n = git.Repo(sys.argv[1]), 0
for commit in repo.iter_commits(sys.argv[3], first_parent=True):
    if commit.committed_date <= int(sys.argv[2]):
        break
    n += len(commit.stats.files)
print(n)
""",
    "pygit2": """\
import sys, pygit2
repo, n = pygit2.Repository(sys.argv[1]), 0
commit = repo.revparse_single(sys.argv[3])
while commit.commit_time > int(sys.argv[2]):
    parent = commit.parents[0] if commit.parents else None
    n += len(repo.diff(parent, commit) if parent else commit.tree.diff_to_tree())
    if parent is None:
        break
    commit = parent
print(n)
""",
}


@dataclass(frozen=True)
class Case:
    """What is measured on: a repository, the paths in it, and the folder of a configuration for it."""

    repository: Path
    mainline: str
    root: Path
    config: str
    docs: str
    now: int
    window: int

    def git(self, *words: str) -> list[str]:
        """A plain git command."""
        return ["git", "--no-pager", f"--git-dir={self.repository}", "-c", "core.commitGraph=false", *words]

    def ours(self, *words: str) -> list[str]:
        """A command of ours."""
        as_of = ["--as-of", str(_iso(self.now)), "-q"]
        return [sys.executable, "-m", "readiness_gate", "measure", *words, *as_of]

    @property
    def told_window(self) -> str:
        """The window as our parameter."""
        return f"{self.window // DAY}d"


def cost(words: Sequence[str], where: Path, runs: int) -> float:
    """The median CPU seconds of a process with its children."""
    found: list[float] = []
    for _ in range(runs):
        process = subprocess.Popen(  # noqa: S603 - the words are ours
            words, cwd=where, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=AS_INSTALLED
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 3):
            raise SystemExit(f"ended with {process.returncode}: {' '.join(words)[:300]}")
        found.append(used.ru_utime + used.ru_stime)
    return statistics.median(found)


def text(words: Sequence[str]) -> str:
    """What a command prints."""
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout  # noqa: S603 - the words are ours


def _iso(moment: int) -> str:
    import datetime as dt  # noqa: PLC0415 - only this needs it

    return dt.datetime.fromtimestamp(moment, dt.UTC).isoformat().replace("+00:00", "Z")


def _quoted(globs: str) -> str:
    return ", ".join(f'"{each}"' for each in globs.split(","))


def folder(globs: str) -> list[str]:
    """The folders that patterns begin with, as git is told."""
    found = [each.split("*")[0].rpartition("/")[0] for each in globs.split(",")]
    return [] if "" in found else found


RAW = ("log", "--first-parent", "--diff-merges=first-parent", "--raw", "-z", "--no-renames", "--no-abbrev")


def plain(case: Case, runs: int, since: int | None, paths: str) -> float:
    """The sum of the plain commands that the work needs: the chain, the tree, and the changes since an instant."""
    span = case.mainline
    if since is not None:
        chain = text(case.git("rev-list", "--first-parent", "--timestamp", case.mainline)).splitlines()
        older = next((line.split()[1] for line in chain if int(line.split()[0]) <= since), None)
        span = f"{older}..{case.mainline}" if older else span
    commands = (
        case.git("rev-list", "--first-parent", "--timestamp", case.mainline),
        case.git("ls-tree", "-r", "-z", "--full-tree", case.mainline, *folder(paths)),
        case.git(*RAW, "--format=%H%x00%ct", span, "--", *folder(paths)),
    )
    return sum(cost(words, case.root, runs) for words in commands)


def per_file(case: Case, runs: int, documents: list[str]) -> float:
    """One `git log -1` for each of some documents, as other tools do, brought up to all of them."""
    few = documents[:FEW_DOCUMENTS]
    script = "".join(
        f"git --git-dir='{case.repository}' log -1 --format=%ct '{case.mainline}' -- '{path}';" for path in few
    )
    return cost(["bash", "-c", script], case.root, runs) * len(documents) / len(few)


def memory(case: Case, *words: str) -> float:
    """How many MB our own process needs beyond its imports."""
    command = [sys.executable, "-c", OWN_MEMORY, *case.ours(*words)[3:]]
    done = subprocess.run(command, cwd=case.root, capture_output=True, text=True, check=True)  # noqa: S603
    return float(done.stderr.strip().splitlines()[-1])


def report(case: Case, runs: int, peers: str | None, *, short: bool) -> None:
    """Print one line for each measurement."""
    start = cost([sys.executable, "-m", "readiness_gate", "--help"], case.root, runs)
    documents = [
        path
        for path in text(case.git("ls-tree", "-r", "--name-only", case.mainline, *folder(case.docs))).splitlines()
        if path.endswith(".md")
    ]
    window = ("change.files", "--with", f"window={case.told_window}", "--with", "paths=config")
    whole = ("change.files", "--with", "window=9999d", "--with", "paths=config")
    ages = ("docs.stale", "--with", "max-age=9999d")
    ours = {
        "window": (cost(case.ours(*window), case.root, runs), plain(case, runs, case.now - case.window, case.config)),
        "whole history": (cost(case.ours(*whole), case.root, runs), plain(case, runs, None, case.config)),
        f"ages of {len(documents)} documents": (
            cost(case.ours(*ages), case.root, runs),
            plain(case, runs, None, case.docs),
        ),
    }
    print(f"start of the program (--help): {start:.2f} s CPU")
    for name, (seconds, least) in ours.items():
        beyond = f"beyond 1.3 x plain: {seconds - 1.3 * least:+.2f} s"
        print(f"{name:28} ours {seconds:6.2f} s   plain git {least:6.2f} s   {beyond}")
    for name, asked in {"window": window, "whole history": whole, "ages": ages}.items():
        print(f"own memory, {name:15} {memory(case, *asked):6.0f} MB beyond the imports")
    if documents:
        slow = per_file(case, 1, documents)
        print(f"git log -1 for each document {slow:8.2f} s   {slow / ours[list(ours)[2]][0]:.0f} x ours")
    weekly = [sys.executable, "-c", WEEKLY, str(case.root), str(case.now)]
    for name, question in {"window": window, "ages": ages}.items():
        given = [question[0], *(each for each in question[1:] if each != "--with")]
        one, many = (cost([*weekly, count, *given], case.root, runs) for count in ("1", "26"))
        print(f"26 weekly dates, {name:12} {many:7.2f} s   one {one:.2f} s: {many / one:.2f} x")
    for name, script in PEERS.items() if peers else ():
        for span, since in (("window", case.now - case.window), ("whole history", 0))[: 1 if short else 2]:
            words = [str(peers), "-c", script, str(case.repository), str(since), case.mainline]
            seconds = cost(words, case.root, 1)
            print(f"{name:12} {span:14} {seconds:8.2f} s   {seconds / ours[span][0]:.1f} x ours")


def main() -> None:
    """Measure one repository."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", type=Path)
    parser.add_argument("--config", default="config/**", help="patterns, separated by commas")
    parser.add_argument("--docs", default="docs/**/*.md", help="patterns, separated by commas")
    parser.add_argument("--mainline", default="HEAD")
    parser.add_argument("--window", type=int, default=90, help="days")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", help="a Python that has PyDriller, GitPython and pygit2")
    parser.add_argument("--peers-window", action="store_true", help="let them read the window only")
    given = parser.parse_args()
    repository = Path(text(["git", "-C", str(given.repository), "rev-parse", "--absolute-git-dir"]).strip())
    now = int(text(["git", f"--git-dir={repository}", "log", "-1", "--format=%ct", given.mainline]))
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        told = CONFIGURATION.format(
            repository=f'"{repository}"',
            mainline=f'"{given.mainline}"',
            config=_quoted(given.config),
            docs=_quoted(given.docs),
        )
        (root / "readiness-gate.toml").write_text(told)
        case = Case(repository, given.mainline, root, given.config, given.docs, now + 1, given.window * DAY)
        report(case, given.runs, given.peers, short=given.peers_window)


if __name__ == "__main__":
    main()
