"""Writers of waivers and decisions in processes of their own: many at once, and some that are killed.

Run in the folder of a program: `writers.py many COUNT`, `writers.py killed TIMES SEED`, or `writers.py points`. Each
prints what was acknowledged and what the file has, as JSON. `decided-by-many` and `decided-and-killed` do the same with
the decision log.
"""

import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import tomli

from readiness_gate import store
from readiness_gate.cli import decide as preloaded_too
from readiness_gate.cli import waive as preloaded
from readiness_gate.cli.main import execute
from readiness_gate.config.waivers import FILE
from readiness_gate.sources.decisions.lines import FILE as LOG
from readiness_gate.sources.decisions.lines import parsed

assert all((preloaded.command, preloaded_too.command)), "imported once, before any process is forked"
Write: TypeAlias = Callable[[str], int]
There: TypeAlias = Callable[[], list[str]]
APPROVER = "sponsor@example.com"


def waive(rule: str) -> int:
    """The exit code of writing a waiver of a rule."""
    words = ["--reason", "x" * 200, "--requested-by", "pm@example.com", "--approved-by", APPROVER, "--expires", "10d"]
    return execute(["waive", rule, *words, "-q"])


def there() -> list[str]:
    """The rules of which the file has a whole waiver, in its order. Raises when the file is torn."""
    text = Path(FILE).read_text(encoding="utf-8") if Path(FILE).exists() else ""
    found: list[dict[str, Any]] = tomli.loads(text).get("waivers", [])
    return [str(each["rule"]) for each in found if len(each["reason"]) == 200]


def decide(name: str) -> int:
    """The exit code of writing a decision with a name as its reason."""
    return execute(["decide", "go-live", "postpone", "--by", APPROVER, "--because", name])


def decided() -> list[str]:
    """The reasons in the decision log, in its order. Raises when the log is torn, or is not as it was written."""
    log = parsed(Path(LOG).read_bytes() if Path(LOG).exists() else b"")
    assert log.problem is None, log.problem
    return [entry.because for entry in log.entries]


def forked(work: Callable[[], object]) -> int:
    """The id of a process that works, and then ends without more."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return child


def many(count: int, write: Write = waive, there: There = there) -> object:
    """Writers that all begin in one moment, each of another rule."""
    reading, writing = os.pipe()
    begin = time.time() + 0.2

    def work(rule: str) -> None:
        time.sleep(max(begin - time.time(), 0))
        os.write(writing, f"{rule} {write(rule)}\n".encode())

    children = [forked(partial(work, f"R{number}")) for number in range(count)]
    for child in children:
        os.waitpid(child, 0)
    os.close(writing)
    ended = dict(line.split() for line in os.fdopen(reading).read().splitlines())
    return {"ended": ended, "there": there()}


def killed(times: int, seed: int, write: Write = waive, there: There = there) -> object:
    """A writer that is killed at a random moment, and followed by another; what it acknowledged is on a pipe."""
    chance = random.Random(seed)  # noqa: S311 - reproducible
    reading, writing = os.pipe()
    left = [f"R{number}" for number in range(32)]

    def work() -> None:
        for rule in left:
            if write(rule) == 0:
                os.write(writing, f"{rule}\n".encode())

    for _ in range(times):
        child = forked(work)
        time.sleep(chance.uniform(0.01, 0.25))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        done = set(there())
        left[:] = [rule for rule in left if rule not in done]
    os.close(writing)
    return {"acknowledged": os.fdopen(reading).read().split(), "there": there()}


POINTS: tuple[tuple[Any, str], ...] = (
    (tempfile, "mkstemp"),
    (os, "fdopen"),
    (os, "fchmod"),
    (os, "fsync"),
    (Path, "replace"),
    (Path, "hardlink_to"),
    (Path, "unlink"),
)


def points() -> object:
    """A writer that is killed before or after each step of writing, where there is a file and where there is none:
    which step, whether it was killed, what the file had before, what it was to have, and what it has then; and what it
    has after the next writer, with the names of what is there."""
    found: list[object] = []
    where = Path("file").resolve()
    for first in (True, False):
        for owner, name in POINTS:
            for after in (False, True):
                if first:
                    where.unlink(missing_ok=True)
                before = _content(where)
                _, status = os.waitpid(forked(partial(_dying, owner, name, where, after=after)), 0)
                stood = _content(where)
                _add(where, "next ")
                names = [each.name for each in where.parent.iterdir()]
                found.append([name, os.WIFSIGNALED(status), before, stood, _content(where), names])
    return found


def _content(where: Path) -> str | None:
    return where.read_text() if where.exists() else None


def _add(where: Path, text: str) -> None:
    with store.locked(where.parent):
        before = _content(where)
        (store.create if before is None else store.replace)(where, ((before or "") + text).encode())


def _dying(owner: Any, name: str, where: Path, *, after: bool) -> None:
    real = getattr(owner, name)

    def dies(*words: object, **options: object) -> None:
        if after:
            real(*words, **options)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, dies)
    _add(where, "more ")


if __name__ == "__main__":
    stdout = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    mode, *numbers = sys.argv[1:]
    modes: dict[str, Callable[..., object]] = {
        "many": many,
        "killed": killed,
        "points": points,
        "decided-by-many": partial(many, write=decide, there=decided),
        "decided-and-killed": partial(killed, write=decide, there=decided),
    }
    os.write(stdout, json.dumps(modes[mode](*map(int, numbers))).encode())
