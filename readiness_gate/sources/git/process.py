"""Run git so that neither the repository, nor the environment, nor the user's settings change its answers, and so that
nothing of the repository is executed.

Only rev-parse, rev-list, show-ref, symbolic-ref, log, ls-tree, ls-files, cat-file, merge-base and config --get are
called, and hash-object and merge-tree in temporary repositories. None of them touches the work tree.
"""

import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TypeAlias

from readiness_gate.errors import CouldNotLook, MissingObjects
from readiness_gate.lean_dataclass import dataclass

Word: TypeAlias = str | bytes
"""A word of a command line; a text is passed to git in UTF-8, as paths are stored, whatever the locale."""

OLDEST = (2, 31)
DEADLINE = 300.0
_SETTING_DEADLINE = 10.0
_CHUNK = 1 << 16

_INHERITED = (
    *("PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    "GIT_CEILING_DIRECTORIES",  # it can only make git find less
)
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_FLUSH": "0",  # else it writes every line for itself
    "LC_ALL": "C",
    "TZ": "UTC",
}
_LINES = 3
# What the versions of git report for a missing object.
_MISSING = ("missing", "promisor", "lazy", "bad tree", "not a tree", "unable to read", "ould not read", "bad object")
_FOREIGN, _NO_REPOSITORY = "dubious ownership", "not a git repository"
# Each of these changes an answer or starts a program when a repository sets it. The commit graph is a cache of dates,
# parents and changed paths that git does not verify: it saves 0.3 s on 80,000 commits, and may be wrong.
_SETTINGS = {
    "advice.graftFileDeprecated": "false",
    "color.ui": "false",
    "core.attributesFile": os.devnull,
    "core.bigFileThreshold": "512m",
    "core.commitGraph": "false",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "diff.ignoreSubmodules": "none",
    "diff.relative": "false",
    "log.follow": "false",
    "log.showRoot": "true",
    "log.showSignature": "false",
}


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository on disk, and a folder in it."""

    git_dir: str
    """The absolute path of the git directory."""
    prefix: str
    """The path of the folder from the top of the repository; empty for the top."""


def find(folder: Path) -> Repository:
    """Find the repository at or above a folder. Raises CouldNotLook with the reason when none can be read."""
    _check_version()
    status, out, said = _locate(folder)
    if status and _FOREIGN in said:
        status, out, said = _locate(folder, trusted=_safe_directories())
        if status:
            raise CouldNotLook(
                f"the repository at {folder} belongs to another user, and git will not read it: if you trust it, run "
                f'git config --global --add safe.directory "{folder.resolve()}"'
            )
    if status:
        raise CouldNotLook(
            f"there is no git repository at or above {folder}{_why_none(said)}: clone the repository there, or use "
            "the folder of a clone"
        )
    lines = out.split(b"\n")
    if len(lines) != _LINES:
        raise CouldNotLook(f"the path of the repository at {folder} contains a line break: move or rename the folder")
    git_dir, prefix = os.fsdecode(lines[0]), lines[1].decode(errors="surrogateescape")
    _check_alone(folder, Path(git_dir))
    return Repository(git_dir, prefix.rstrip("/"))


def _why_none(said: str) -> str:
    """Return why no repository can be read; empty if git merely found none."""
    return "" if f"{_NO_REPOSITORY} (or any" in said else f" that can be read ({_last(said)})"


def _locate(folder: Path, trusted: Sequence[str] = ()) -> tuple[int, bytes, str]:
    """Ask git for the repository around a folder, trusting some folders of other users."""
    settings = (word for entry in trusted for word in (b"-c", os.fsencode(f"safe.directory={entry}")))
    return _run((*settings, b"-C", os.fsencode(folder), "rev-parse", "--absolute-git-dir", "--show-prefix"))


def _check_alone(folder: Path, git_dir: Path) -> None:
    """Refuse a bare repository inside another one: a change could contain the files of a bare repository with an
    invented history, and so hide the repository that it is in."""
    if not folder.resolve().is_relative_to(git_dir):
        return
    status, out, said = _run((b"-C", os.fsencode(git_dir.parent), "rev-parse", "--absolute-git-dir"))
    alone = status and _NO_REPOSITORY in said
    if not alone and out.rstrip(b"\n") != os.fsencode(git_dir):
        raise CouldNotLook(
            f"{git_dir} is a bare repository inside another repository, which it hides: move it out, or set "
            "git.repository to the path of the right repository"
        )


def output(repository: Repository, *words: Word) -> bytes | None:
    """Return what a command prints; None when it fails. The caller explains the failure."""
    status, out, _ = _run((_git_dir(repository), *words))
    return None if status else out


def ended(repository: Repository, *words: Word) -> tuple[int, bytes, str]:
    """Return the status that a command ends with, what it prints, and the last line of what it says of that."""
    status, out, said = _run((_git_dir(repository), *words))
    return status, out, _last(said)


def answers(repository: Repository, questions: bytes, *words: Word) -> bytes:
    """Return what a command prints for questions on its standard input; if it fails, what it printed before."""
    return _run((_git_dir(repository), *words), questions)[1]


def whole(repository: Repository, *words: Word) -> bytes:
    """Return all that a command prints. Raises CouldNotLook if it fails, however much it printed before."""
    with _running(repository, words) as (process, out, errors):
        printed = out.read()
        _check_ended(process, errors)
    return printed


@contextmanager
def stream(repository: Repository, separator: bytes, *words: Word) -> Generator[Iterator[bytes]]:
    """Yield the tokens that a command prints, split at a separator, as they arrive.

    A command that fails raises CouldNotLook after its last token, so a reader who reaches the end can trust the tokens.
    A reader who stops earlier ends the command.
    """
    with _running(repository, words) as (process, out, errors):
        yield _tokens(process, out, separator, errors)


@contextmanager
def _running(
    repository: Repository, words: tuple[Word, ...]
) -> Generator[tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]]:
    """A running command with its output and its errors. It is killed when the context ends."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603 - the words are ours, refs and paths come after --end-of-options
            _command((_git_dir(repository), *words)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=masked_environment(),
            cwd=os.sep,
        )
        timer = threading.Timer(DEADLINE, process.kill)
        timer.start()
        try:
            assert process.stdout is not None  # noqa: S101 - stdout is a pipe
            yield process, process.stdout, errors
        finally:
            timer.cancel()
            process.kill()
            process.communicate()


def _tokens(process: subprocess.Popen[bytes], out: IO[bytes], separator: bytes, errors: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while chunk := out.read(_CHUNK):
        *complete, rest = (rest + chunk).split(separator)
        yield from complete
    _check_ended(process, errors)
    if rest:
        yield rest


def _check_ended(process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
    """Raise CouldNotLook if the command failed."""
    status = process.wait()
    if not status:
        return
    errors.seek(0)
    said = errors.read().decode(errors="replace")
    why = f"git could not read the history to its end ({_last(said)})"
    if status < 0:
        raise CouldNotLook(f"{why}: it was killed, or took longer than {DEADLINE:.0f} s")
    if any(sign in said for sign in _MISSING):
        raise MissingObjects(
            f"{why}: objects are missing; fetch them all (git fetch --refetch, in CI fetch-depth: 0 with filter: "
            "blob:none)"
        )
    raise CouldNotLook(f"{why}: check the repository with git fsck")


def _git_dir(repository: Repository) -> bytes:
    return b"--git-dir=" + os.fsencode(repository.git_dir)


def _run(words: tuple[Word, ...], questions: bytes = b"") -> tuple[int, bytes, str]:
    try:
        done = subprocess.run(  # noqa: S603 - the words are ours, refs were checked
            _command(words),
            input=questions,
            capture_output=True,
            env=masked_environment(),
            cwd=os.sep,
            timeout=DEADLINE,
            check=False,
        )
    except OSError as error:
        raise CouldNotLook(
            f"git is not installed, or not on the PATH ({error.strerror}): install git {_dotted(OLDEST)} or newer"
        ) from error
    except subprocess.TimeoutExpired as error:
        raise CouldNotLook(f"git did not answer in {DEADLINE:.0f} s") from error
    return done.returncode, done.stdout, done.stderr.decode(errors="replace")


def _command(words: tuple[Word, ...]) -> list[bytes]:
    settings = (word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}"))
    said = ("git", "--no-pager", *settings, *words)
    return [word if isinstance(word, bytes) else word.encode(errors="surrogateescape") for word in said]


def masked_environment() -> Mapping[str, str]:
    """Return the environment for git: what it needs of ours, without secrets or settings, and what isolates it."""
    return {**_inherited(), **_ENVIRONMENT}


def _inherited() -> dict[str, str]:
    return {name: os.environ[name] for name in _INHERITED if name in os.environ}


def _check_version() -> None:
    _, out, _ = _run(("version",))
    match = re.search(rb"(\d+)\.(\d+)", out)
    if match is None or (int(match[1]), int(match[2])) < OLDEST:
        version = out.decode(errors="replace").strip() or "an unknown version"
        raise CouldNotLook(f"{version} is too old: install git {_dotted(OLDEST)} or newer")


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(number) for number in version)


def _safe_directories() -> list[str]:
    """Return the user's `safe.directory` entries, which the masked configuration hides. A CI checkout adds one."""
    entries: list[str] = []
    for scope in ("--system", "--global"):
        with suppress(subprocess.TimeoutExpired):
            done = subprocess.run(  # noqa: S603 - the words are ours
                ["git", "config", scope, "--get-all", "safe.directory"],  # noqa: S607 - git is found on the PATH
                capture_output=True,
                env=_inherited(),
                cwd=os.sep,
                timeout=_SETTING_DEADLINE,
                check=False,
            )
            entries += os.fsdecode(done.stdout).splitlines()
    return entries


def _last(said: str) -> str:
    lines = [line for line in said.splitlines() if line.strip()]
    return lines[-1].removeprefix("fatal: ") if lines else "it gave no reason"
