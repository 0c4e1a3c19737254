"""A small program on disk, and the command line run against it as users do: in a process of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.git import EPOCH, Repo, instant

CONFIGURATION = """\
[program]
name = "Test program"
timezone = "Europe/Berlin"

[milestones.go-live]
date = 2026-06-01
packs = ["starter"]

[git]
mainline = "main"

[git.paths]
config = ["config/**"]
code = ["src/**"]
docs = ["docs/**"]

[[covers]]
docs = ["docs/quoting.md"]
config = ["config/quote*"]

[jira]
export = "export.json"
severity = { field = "priority", sev1 = ["Highest"], sev2 = ["High"], sev3 = ["Medium"], sev4 = ["Low"] }

[people]
roster = "roster.csv"
completions = "completions.csv"

[people.required]
"Sales rep" = ["quoting"]
"Clerk" = ["basics"]
"""
ROSTER = "person,role,critical-process\nann,Sales rep,quote\nbob,Sales rep,\ncleo,Clerk,\n"
COMPLETIONS = "person,module,completed-at\nann,quoting,2026-03-01\nbob,quoting,2026-03-01\ncleo,basics,2026-03-02\n"
AS_OF = "2026-04-01T12:00:00Z"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    exit: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.out)

    @property
    def decision(self) -> str:
        """The decision of a verdict that it printed as JSON."""
        return str(self.json["decision"])

    def finding(self, rule: str) -> Any:
        """The finding of one rule in a verdict that it printed as JSON."""
        return next(each for each in self.json["findings"] if each["rule"] == rule)


def run(
    *words: str,
    cwd: Path,
    env: Mapping[str, str | None] | None = None,
    given: bytes = b"",
    timeout: float = 60,
) -> Ended:
    """Run readiness-gate in a process of its own; `env` adds variables, None takes one away."""
    environment = {**os.environ, "READINESS_GATE_CONFIG": None, "READINESS_GATE_POLICY_REF": None, **(env or {})}
    done = subprocess.run(
        [sys.executable, "-m", "readiness_gate", *words],
        cwd=cwd,
        env={name: value for name, value in environment.items() if value is not None},
        input=given,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def issue(key: str, priority: str | None = "Medium", category: str = "new", kind: str = "Bug", **fields: Any) -> Any:
    """An issue as the search API gives it."""
    return {
        "id": key.rpartition("-")[2],
        "key": key,
        "self": "https://jira.example/rest/api/3/issue/1",
        "fields": {
            "summary": f"Summary of {key}",
            "issuetype": {"name": kind},
            "priority": None if priority is None else {"name": priority},
            "status": {"name": category, "statusCategory": {"key": category}},
            "created": "2026-01-02T08:00:00.000+0000",
            "updated": "2026-03-30T08:00:00.000+0000",
            **fields,
        },
    }


class Sample:
    """A program that is ready on 2026-04-01: every rule of the baseline passes. Tests break one thing of it. One that
    is `like` another in its folder is a copy of that, which takes a tenth of the time."""

    def __init__(self, folder: Path, like: Path | None = None) -> None:
        self.path = folder
        if like is not None:
            shutil.copytree(like, folder, symlinks=True)
            self.repo = Repo(folder, is_there=True)
            return
        self.repo = Repo(folder)
        self.repo.commit(0, {"config/quote.xml": "1", "src/quote.py": "1", "docs/quoting.md": "1"}, "begin")
        self.repo.commit(20, {"config/quote.xml": "2"}, "change the quote")
        self.repo.commit(22, {"docs/quoting.md": "2"}, "describe the quote")
        self.write("readiness-gate.toml", CONFIGURATION)
        self.write("roster.csv", ROSTER)
        self.write("completions.csv", COMPLETIONS)
        self.repo.commit(88, {}, "export the people")
        self.export([issue("CRM-1", category="done"), issue("CRM-2", kind="Story", category="done")])

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file of the program."""
        where = self.path / name
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_bytes(content.encode() if isinstance(content, str) else content)
        return where

    def configure(self, old: str, new: str) -> None:
        """Replace a part of the configuration, which must be there."""
        where = self.path / "readiness-gate.toml"
        text = where.read_text()
        assert old in text, f"{old!r} is not in the configuration"
        where.write_text(text.replace(old, new))

    def export(self, issues: Sequence[Any], **page: Any) -> None:
        """Write the export: one answer of the search API."""
        self.write("export.json", json.dumps({"issues": issues, "isLast": True, **page}))

    def check(self, *words: str, **options: Any) -> Ended:
        """Judge the gate as of 2026-04-01, as JSON."""
        return run("check", "--as-of", AS_OF, "--format", "json", *words, cwd=self.path, **options)


__all__ = ["AS_OF", "CONFIGURATION", "EPOCH", "Ended", "Sample", "instant", "issue", "run"]
