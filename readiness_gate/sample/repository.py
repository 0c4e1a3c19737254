"""The repository of a sample program: the landings of teams, written with git fast-import, identical on every
machine."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant
from readiness_gate.sources.git.process import masked_environment

_PEOPLE = {"config": "CRM configuration", "docs": "CRM documentation", "release": "CRM release"}


@dataclass(frozen=True, slots=True)
class Commit:
    """A landing on the mainline: files with their content, merged from a branch or committed directly."""

    at: Instant
    team: str
    subject: str
    files: Mapping[str, str]
    merged: bool = False
    tag: str = ""
    """The name of an annotated tag on it; "" for none."""


def begin(folder: Path) -> None:
    """Create an empty repository in a folder. Raises CouldNotLook if git cannot be run."""
    _git(folder, "init", "--quiet", "--template=", "--initial-branch=main")


def fill(folder: Path, landed: list[Commit]) -> None:
    """Write landings, oldest first, into the empty repository of a folder, and check out the last one."""
    _git(folder, "fast-import", "--quiet", "--done", given=_stream(landed) + b"done\n")
    _git(folder, "reset", "--quiet", "--hard", "main")


def _git(folder: Path, *words: str, given: bytes = b"") -> None:
    try:
        done = subprocess.run(  # noqa: S603 - the arguments are ours, and so is the repository
            ["git", "-C", str(folder), "-c", f"core.hooksPath={os.devnull}", "-c", "core.autocrlf=false", *words],  # noqa: S607
            input=given,
            capture_output=True,
            env=masked_environment(),
            check=False,
        )
    except FileNotFoundError as error:
        raise CouldNotLook("git is not installed, or not on the PATH: the sample program needs it") from error
    if done.returncode:
        raise CouldNotLook(f"git could not build the sample program: {done.stderr.decode(errors='replace').strip()}")


def _stream(landed: list[Commit]) -> bytes:
    """Return the commits as a git fast-import stream. A merged one gets a branch that ends in the merge."""
    parts: list[bytes] = []
    mark = 0
    for number, commit in enumerate(landed, start=1):
        mainline = mark
        if commit.merged:
            mark += 1
            parts.append(_commit(mark, commit, commit.at - 18_000, commit.subject, mainline, 0))
        branch = mark if commit.merged else 0
        mark += 1
        subject = f"Merge pull request #{number}: {commit.subject}" if commit.merged else commit.subject
        parts.append(_commit(mark, commit, commit.at, subject, mainline, branch))
        if commit.tag:
            parts.append(_tag(mark, commit))
    return b"".join(parts)


def _commit(mark: int, commit: Commit, at: Instant, subject: str, parent: int, merged: int) -> bytes:
    who = _who(commit, at)
    lines = [f"commit refs/heads/main\nmark :{mark}\nauthor {who}\ncommitter {who}\n", _data(subject)]
    lines += [f"from :{parent}\n"] if parent else []
    lines += [f"merge :{merged}\n"] if merged else []
    lines += [f"M 100644 inline {path}\n{_data(text)}" for path, text in sorted(commit.files.items())]
    return "".join(lines).encode() + b"\n"


def _tag(mark: int, commit: Commit) -> bytes:
    lines = f"tag {commit.tag}\nfrom :{mark}\ntagger {_who(commit, commit.at)}\n{_data(commit.subject)}"
    return lines.encode()


def _who(commit: Commit, at: Instant) -> str:
    return f"{_PEOPLE[commit.team]} <{commit.team}@northwind.example> {at} +0000"


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}\n"
