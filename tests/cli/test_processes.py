"""A command that is run in the process of the tests ends as one in a process of its own, and leaves nothing behind."""

import logging
import os
import signal
import sys
import threading
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from support.program import AS_OF, Sample, issue, run, start

CHECK = ("check", "--as-of", AS_OF)
WAYS: dict[str, tuple[int, Sequence[str]]] = {
    "go": (0, CHECK),
    "go-json": (0, (*CHECK, "--format", "json")),
    "help": (0, ("check", "--help")),
    "no-go": (1, (*CHECK, "-v")),
    "bad-use": (2, ("chekc",)),
    "bad-configuration": (2, ("check", "-c", "nowhere.toml")),
    "undecided": (3, (*CHECK, "-q")),
    "not-written": (4, (*CHECK, "--output", "folder.json")),
}


@pytest.mark.parametrize(("code", "words"), WAYS.values(), ids=WAYS)
def test_it_ends_as_a_process_does(sample: Sample, code: int, words: Sequence[str]) -> None:
    """The same exit code and the same words on both streams, for every exit code that no signal causes."""
    if code == 1:
        sample.export([issue("CRM-1", "Highest")])
    if code == 3:
        sample.write("export.json", "damaged")
    (sample.path / "folder.json").mkdir()
    within, alone = (way(*words, cwd=sample.path, env={"COLUMNS": "100"}) for way in (run, start))
    assert within.exit == code
    assert _without_time(within) == _without_time(alone)


def _without_time(ended: Any) -> tuple[int, list[str], str]:
    """How a command ended, but for the time at which it read the sources."""
    return ended.exit, [line for line in ended.out.splitlines() if "fetched-at" not in line], ended.err


def _state() -> dict[str, object]:
    """What a command line could change of the process that it runs in."""
    return {
        "folder": Path.cwd(),
        "environment": dict(os.environ),
        "arguments": list(sys.argv),
        "streams": [id(each) for each in (sys.stdin, sys.stdout, sys.stderr)],
        "files": [(os.fstat(number).st_dev, os.fstat(number).st_ino) for number in range(3)],
        "open": sorted(Path("/dev/fd").iterdir()),
        "signals": {number: signal.getsignal(number) for number in signal.valid_signals()},
        "logging": (logging.root.level, list(logging.root.handlers), logging.root.manager.disable),
        "warnings": list(warnings.filters),
        "path": list(sys.path),
        "hooks": (sys.excepthook, sys.unraisablehook, threading.excepthook),
        "mask": _mask(),
    }


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("words", [words for _, words in WAYS.values()], ids=WAYS)
def test_it_leaves_nothing_behind(sample: Sample, words: Sequence[str]) -> None:
    """Folder, environment, streams, open files, signals, logging: all as before."""
    run(*words, cwd=sample.path)
    before, threads = _state(), set(threading.enumerate())
    run(*words, cwd=sample.path, env={"READINESS_GATE_CONFIG": "other.toml", "HOME": None}, given=b"y\n")
    assert _state() == before
    assert set(threading.enumerate()) <= threads


def test_a_run_does_not_know_the_one_before(sample: Sample, tmp_path: Path) -> None:
    """Another folder, another configuration and another environment, in turn: each ends as it does alone."""
    other = Sample(tmp_path / "other", like=sample.path)
    other.export([issue("CRM-1", "Highest")])
    (other.path / "readiness-gate.toml").rename(other.path / "elsewhere.toml")
    elsewhere = {"READINESS_GATE_CONFIG": "elsewhere.toml"}
    for _ in range(2):
        assert sample.check().exit == 0
        assert other.check().exit == 2
        assert other.check(env=elsewhere).exit == 1


def test_streams_are_its_own(sample: Sample, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither what it prints, nor what git prints, reaches the streams of the tests; it reads what it is given."""
    ended = run("init", cwd=sample.path.parent, given=b"")
    assert (ended.exit, ended.out) == (2, "")
    assert ended.err
    assert capfd.readouterr() == ("", "")
