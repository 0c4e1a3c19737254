"""What the gate answers in a situation, from one run of the real one, in a command that answers the same at once.

So a situation is judged once, and its answer tried with every host: a shell script costs a hundredth of the gate.
"""

import shutil
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from readiness_gate.sources.jira import client
from support.git import git
from support.jira_server import FakeJira, Reply, serving
from support.program import AS_OF, Sample, issue, run

FILES = ("text", "json", "markdown", "junit", "dotenv", "github", "attestation")
"""The formats that hosts ask for."""
SUBJECTS = {"of this run": f"crm.zip=sha256:{'5d' * 32}", "of an earlier one": f"crm.zip=sha256:{'6e' * 32}"}
_COMMAND = """\
#!/bin/sh
case "$1 $2" in "-I -c") exec {python} "$@" ;; esac
from={folder}
case "$*" in *--policy-ref=*) [ ! -d {folder}/base ] || from={folder}/base ;; esac
blocked=""
{before}
while [ $# -gt 0 ]; do
  case "$1" in
    --format) format="$2" ;;
    --output)
      if [ "$2" = - ]; then cat "$from/$format"
      elif [ -d "$2" ]; then blocked=yes
      elif [ -e "$from/$format" ]; then cp "$from/$format" "$2"
      fi
      ;;
  esac
  shift
done
cat "$from/errors" >&2
{after}
[ -z "$blocked" ] || exit 4
exit "$(cat "$from/code")"
"""


class Gate:
    """The answers of the real gate, each in a folder: a file for each format, the exit code, and what it said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.ready = Sample(folder / "ready")
        self.answer = cache(self._answer)

    def command(self, situation: str, *, before: str = "", after: str = "") -> str:
        """A command that answers as the gate did, and does something before or after it has written."""
        return _COMMAND.format(python=sys.executable, folder=self.answer(situation), before=before, after=after)

    def _answer(self, situation: str) -> Path:
        into = self.folder / situation
        sample = Sample(self.folder / f"program of {situation}", like=self.ready.path)
        _SITUATIONS[situation](sample, into)
        return into


def record(sample: Sample, into: Path, *words: str, where: Path | None = None, package: str = "of this run") -> None:
    """Judge a program, and keep the answer."""
    into.mkdir(parents=True)
    outputs = [word for name in FILES for word in ("--format", name, "--output", str(into / name))]
    subject = ("--subject", SUBJECTS[package])
    token = {"JIRA_TOKEN": "not-that-one"}
    ended = run("check", "--as-of", AS_OF, *subject, *outputs, *words, cwd=where or sample.path, env=token)
    (into / "code").write_text(str(ended.exit))
    (into / "errors").write_text(ended.err)


def _live(sample: Sample, url: str) -> None:
    sample.configure('export = "export.json"', f'url = "{url}"\nprojects = ["CRM"]')
    sample.repo.commit(88, {}, "read Jira live")


def _no_network(sample: Sample, into: Path) -> None:
    _live(sample, "http://127.0.0.1:9")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(client, "_PAUSES", (0.01,))
        record(sample, into)


def _bad_token(sample: Sample, into: Path) -> None:
    jira = FakeJira([], fault=lambda _asked, _reply: Reply({}, 401))
    with serving(jira):
        _live(sample, jira.url)
        record(sample, into)


def _shallow(sample: Sample, into: Path) -> None:
    clone = sample.path.parent / "a shallow clone"
    git(sample.path.parent, "clone", "-q", "--depth", "1", f"file://{sample.path}", str(clone))
    shutil.copy(sample.path / "export.json", clone)
    record(sample, into, where=clone)


def _empty(sample: Sample, into: Path) -> None:
    sample.export([])
    record(sample, into)


def _no_rules(sample: Sample, into: Path) -> None:
    sample.configure('packs = ["starter"]', 'packs = ["./mine.toml"]')
    record(sample, into)


def _edited(sample: Sample, into: Path) -> None:
    """The change alone would be go: only who asks for the policy of the base gets what is true."""
    sample.repo.commit(89, {}, "the policy")
    sample.export([issue("CRM-1", "Highest"), issue("CRM-2", kind="Story", category="done")])
    sample.configure('sev1 = ["Highest"]', 'sev1 = ["None"]')
    record(sample, into)
    record(sample, into / "base", "--policy-ref", "main")


def _unwritable(sample: Sample, into: Path) -> None:
    """What could be written is a go; that one file could not be is in the exit code."""
    (sample.path / "in-the-way").mkdir()
    record(sample, into, "--format", "json", "--output", "in-the-way")
    (into / "attestation").unlink()


_SITUATIONS: dict[str, Callable[[Sample, Path], None]] = {
    "go": record,
    "earlier go": lambda sample, into: record(sample, into, package="of an earlier one"),
    "no network": _no_network,
    "bad token": _bad_token,
    "shallow": _shallow,
    "empty Jira": _empty,
    "rules missing": _no_rules,
    "rules edited": _edited,
    "unwritable": _unwritable,
    "unknown milestone": lambda sample, into: record(sample, into, "--", "no-such"),
}

__all__ = ["FILES", "SUBJECTS", "Gate", "record"]
