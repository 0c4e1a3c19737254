"""What a gate on all past go-lives costs, against its evaluation as of one instant: CPU time of whole commands.

    python benchmarks/backtest.py ISSUES.jsonl.gz RELEASES.json [--runs N]

ISSUES has an issue on each line, with `key`, `type`, `priority`, `created`, `resolved` and `fix`; RELEASES has the
versions of each project, with `date` and `released`. Of these an export with histories and a saved list of versions
are made in a temporary folder: each issue was opened when it was created, and closed when it was resolved. What matters
is the ratio, as seconds differ from machine to machine.
"""

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CONFIGURATION = """\
[program]
name = "benchmark"
timezone = "UTC"

[milestones.go-live]
date = 2099-01-01
version = "next"
packs = ["baseline"]

[jira]
export = "export.json"
severity = { field = "priority", sev1 = ["Critical"], sev2 = ["High"], sev3 = ["Medium"], sev4 = ["Low"] }

[[past-go-lives]]
from = "versions"
pattern = "Release *.*.0"
export = "versions.json"
patch-within = "14d"
grave-defects-within = "28d"
"""
COMMANDS = (("check", "--as-of", "2021-06-01"), ("backtest",))
OPEN, DONE = ("1", "Open", "new"), ("5", "Closed", "done")


def status(of: tuple[str, str, str]) -> dict[str, Any]:
    """A status as the search API gives it."""
    return {"id": of[0], "name": of[1], "statusCategory": {"key": of[2], "name": of[2]}}


def issue(row: dict[str, Any], number: int) -> dict[str, Any]:
    """An issue with its history, of a line of the file."""
    closed = row["resolved"]
    moves = {"field": "status", "from": OPEN[0], "fromString": OPEN[1], "to": DONE[0], "toString": DONE[1]}
    histories = [{"id": str(number), "created": closed, "items": [moves]}] if closed else []
    return {
        "id": str(number),
        "key": row["key"],
        "fields": {
            "summary": row["key"],
            "issuetype": {"name": row["type"]},
            "priority": {"name": row["priority"]} if row["priority"] not in (None, "None") else {"name": "Medium"},
            "status": status(DONE if closed else OPEN),
            "created": row["created"],
            "updated": closed or row["created"],
            "labels": [],
            "fixVersions": [{"name": name} for name in row["fix"]],
            "versions": [{"name": name} for name in row["affects"]],
        },
        "changelog": {"startAt": 0, "maxResults": 1, "total": len(histories), "histories": histories},
    }


def versions(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The versions as Jira gives them."""
    for of_project in content.values():
        for name, version in of_project.items():
            yield {"name": name, "released": version["released"], "releaseDate": version["date"]}


def build(folder: Path, issues: Path, releases: Path) -> int:
    """Write the program, and return how many issues it has."""
    with gzip.open(issues, "rt", encoding="utf-8") as lines:
        made = [issue(json.loads(line), number) for number, line in enumerate(lines, start=1)]
    (folder / "export.json").write_text(json.dumps({"issues": made, "isLast": True}))
    listed = list(versions(json.loads(releases.read_text(encoding="utf-8"))))
    (folder / "versions.json").write_text(json.dumps(listed))
    (folder / "readiness-gate.toml").write_text(CONFIGURATION)
    return len(made)


def cost(folder: Path, words: tuple[str, ...]) -> tuple[float, int, str]:
    """The CPU seconds of a command, its exit code and the beginning of what it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "readiness_gate", *words]
    done = subprocess.run(command, cwd=folder, env=os.environ, capture_output=True, text=True, check=False)  # noqa: S603
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, done.returncode, (done.stdout or done.stderr)[:300]


def main() -> None:
    """Print what each command costs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("issues", type=Path)
    parser.add_argument("releases", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sys.stdout.write(f"{build(folder, given.issues, given.releases)} issues\n")
        best: list[float] = []
        for words in COMMANDS:
            runs = [cost(folder, words) for _ in range(given.runs)]
            seconds, code, text = min(runs)
            best.append(seconds)
            sys.stdout.write(f"{' '.join(words)}: {seconds:.2f} s of CPU, exit {code}\n{text}\n")
        sys.stdout.write(f"{best[1] / best[0]:.2f} times as much\n")


if __name__ == "__main__":
    main()
