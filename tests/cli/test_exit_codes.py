"""However a command ends, its exit code never reads as a verdict that was not told."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import pytest
from support.console import running
from support.program import AS_OF, Ended, Sample, run

COMMANDS: dict[str, tuple[str, ...]] = {
    "check": ("check", "--as-of", AS_OF),
    "check-json": ("check", "--as-of", AS_OF, "--format", "json"),
    "measure": ("measure", "change.landings", "--as-of", AS_OF),
    "explain": ("explain", "DEF-01"),
    "rules-test": ("rules", "test"),
    "rules-schema": ("rules", "schema"),
    "doctor": ("doctor",),
    "demo": ("demo",),
    "help": ("--help",),
    "help-of-check": ("check", "--help"),
    "version": ("--version",),
}
each_command = pytest.mark.parametrize(
    "words",
    [
        pytest.param(words, id=name, marks=() if name in ("check", "help") else pytest.mark.heavy)
        for name, words in COMMANDS.items()
    ],
)
buffering = pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
needs_full_device = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")


def _into(stdout: int | IO[bytes], words: Sequence[str], cwd: Path, unbuffered: str = "") -> Ended:
    done = subprocess.run(
        [sys.executable, "-m", "readiness_gate", *words],
        cwd=cwd,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        timeout=60,
        check=False,
    )
    return Ended(done.returncode, "", done.stderr.decode())


@each_command
@buffering
def test_a_closed_pipe(sample: Sample, words: tuple[str, ...], unbuffered: str) -> None:
    """Nobody reads stdout any more: the result was not told, 4, without a traceback."""
    theirs, ours = os.pipe()
    os.close(theirs)
    ended = _into(ours, words, sample.path, unbuffered)
    os.close(ours)
    assert ended.exit == 4
    assert "Traceback" not in ended.err
    assert "itself failed" not in ended.err


@each_command
@buffering
@needs_full_device
def test_a_full_disk(sample: Sample, words: tuple[str, ...], unbuffered: str) -> None:
    """Stdout takes no more: 4, and that is said."""
    with Path("/dev/full").open("wb") as full:
        ended = _into(full, words, sample.path, unbuffered)
    assert ended.exit == 4
    assert "stdout" in ended.err
    assert "cannot be written: No space left on device" in ended.err


@each_command
def test_no_stdout_at_all(sample: Sample, words: tuple[str, ...]) -> None:
    """Stdout was closed by whoever called: 4, and no file is written to in its place."""
    ended = _shell(sample.path, words, ">&-")
    assert ended.exit == 4
    assert "Traceback" not in ended.err


def _shell(cwd: Path, words: Sequence[str], redirection: str) -> Ended:
    command = f'"$@" {redirection}'
    done = subprocess.run(
        ["sh", "-c", command, "sh", sys.executable, "-m", "readiness_gate", *words],
        cwd=cwd,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize(
    ("words", "redirection", "code"),
    [
        (COMMANDS["check"], "2>&-", 0),
        (COMMANDS["check"], "<&-", 0),
        (COMMANDS["check"], ">&- 2>&- <&-", 4),
        (("chekc",), "2>&-", 2),
        (("init",), "<&-", 2),
        pytest.param(("chekc",), "2>/dev/full", 2, marks=needs_full_device),
        pytest.param(("check", "-c", "nowhere"), "2>/dev/full", 2, marks=needs_full_device),
        pytest.param(COMMANDS["check"], "2>/dev/full", 0, marks=needs_full_device),
    ],
    ids=["no-stderr", "no-stdin", "no-streams", "bad-use", "init", "full-bad-use", "full-error", "full-check"],
)
def test_other_streams_change_nothing(sample: Sample, words: tuple[str, ...], redirection: str, code: int) -> None:
    """What cannot be said on stderr, and what cannot be read from stdin, does not change the exit code."""
    assert _shell(sample.path, words, redirection).exit == code


# More than a pipe holds: when it was taken, whoever asked is reading.
SLOW_GIT = """\
#!/bin/sh
case " $* " in *" {word} "*)
    exec 3> {started}
    yes | head -c 200000
    echo started >&3
    exec sleep 600 ;;
esac
exec {git} "$@"
"""


def _signalled(process: subprocess.Popen[bytes], number: int) -> tuple[bytes, bytes]:
    """What a process said after a signal; one that came just before it began to wait is sent again."""
    for _ in range(5):
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=10)
    raise AssertionError("it does not end")


@pytest.mark.parametrize("word", ["version", "log"], ids=["at-first", "amid-the-history"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["ctrl-c", "term"])
def test_interrupted_while_git_is_slow(sample: Sample, tmp_path: Path, number: int, code: int, word: str) -> None:
    """Ctrl-C and SIGTERM end with their own codes, whatever is awaited, say so in a word, and leave no git behind."""
    started, where = tmp_path / "started", shutil.which("git")
    os.mkfifo(started)
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    fake.write_text(SLOW_GIT.format(word=word, started=started, git=where))
    fake.chmod(0o755)
    output = sample.write("verdict.json", "old")
    with (
        running(
            [sys.executable, "-m", "readiness_gate", *COMMANDS["check-json"], "--output", "verdict.json"],
            cwd=sample.path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PATH": f"{fake.parent}{os.pathsep}{os.environ['PATH']}"},
        ) as process,
        started.open() as alive,
    ):
        assert alive.readline() == "started\n"
        out, err = _signalled(process, number)
        assert alive.read() == "", "this ends when git does"
    assert process.returncode == code
    assert (out.decode(), err.decode().strip()) == ("", {130: "Interrupted.", 143: "Terminated."}[code])
    assert output.read_text() == "old"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Usage: readiness-gate [OPTIONS] COMMAND"),
        (("chekc",), 'No such command "chekc". Did you mean "check"?'),
        (("nonsense",), 'No such command "nonsense".'),
        (("--nonsense",), "No such option '--nonsense'"),
        (("check", "--nonsense"), "No such option '--nonsense'"),
        (("check", "--as-of"), "Option '--as-of' requires an argument"),
        (("check", "-c", "nowhere.toml"), "Error: "),
        (("check", "\x1b[2J", "--as-of", AS_OF), "\\u001b[2J"),
        (("\u202e\x1b[2J",), "\\u202e"),
        (("--\x1b[2J",), "\\x1b[2J"),
    ],
    ids=["none", "near", "command", "option", "its-option", "value", "file", "milestone", "raw-command", "raw-option"],
)
def test_bad_use(sample: Sample, words: tuple[str, ...], told: str) -> None:
    """What is not understood ends with 2, on stderr alone, and as plain text."""
    ended = run(*words, cwd=sample.path)
    assert (ended.exit, ended.out) == (2, "")
    assert told in ended.err
    assert "\x1b" not in ended.err
    assert "Traceback" not in ended.err
