"""A small program on disk, and the command line run against it as users do."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from support.command import Ended, Variables, run, start
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
AS_JSON = ("check", "--as-of", AS_OF, "--format", "json")


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

    def check(self, *words: str, env: Variables | None = None) -> Ended:
        """Judge the gate as of 2026-04-01, as JSON."""
        return run(*AS_JSON, *words, cwd=self.path, env=env)

    def start_check(self, *words: str, env: Variables | None = None) -> Ended:
        """Judge the gate as of 2026-04-01, as JSON, in a process of its own."""
        return start(*AS_JSON, *words, cwd=self.path, env=env)


__all__ = ["AS_OF", "CONFIGURATION", "EPOCH", "Ended", "Sample", "instant", "issue", "run", "start"]
