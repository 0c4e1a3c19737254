"""Writers of a history in processes of their own: many at once, and some that are killed.

Run as `history_writers.py many STORE COUNT`, `history_writers.py killed STORE TIMES SEED`, or
`history_writers.py steps STORE`. Each prints what was acknowledged and what the history has, as JSON.
"""

import gc
import importlib
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from readiness_gate.history import NoHistory, NothingRecorded, Store, opened
from readiness_gate.history import store as waiting
from readiness_gate.history.address import is_database
from readiness_gate.history.recording import everything, record
from readiness_gate.history.rows import Recording
from support.histories import check, recordings

ONE = recordings(1)[0]
WITHIN = 1.5
"""A writer is killed within so many times of what one takes."""
SHARED = 4
"""So many verdicts every one of many writers records, too."""


def numbered(number: int) -> Recording:
    """A verdict of its own."""
    return replace(ONE, verdict=replace(ONE.verdict, as_of=number))


@cache
def place(store: str) -> Store:
    """A history; what can be known of it before any writer is forked is found out once."""
    return opened(store, Path())


def write(store: str, number: int) -> bool:
    """Record a verdict."""
    with place(store).writing() as rows:
        return record(rows, numbered(number))[1]


def there(store: str) -> list[int]:
    """The verdicts that a history has. Raises when it is torn."""
    try:
        with place(store).reading() as rows:
            whole = everything(rows)
    except NothingRecorded:
        return []
    if any(len(readings) != len(ONE.readings) for _, readings in whole):
        raise AssertionError("readings are missing")
    return [one.verdict.as_of for one, _ in whole]


def judged(store: str) -> list[str]:
    """What is wrong with the chain of a history."""
    try:
        return list(check(place(store)).against)
    except NothingRecorded:
        return []


def forked(work: Callable[[], object]) -> int:
    """The id of a process that works, and then ends without more."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return child


def many(store: str, count: str) -> object:
    """Writers that all begin in one moment, each with verdicts of its own and the same others."""
    reading, writing = os.pipe()
    begin = time.time() + 0.2

    def work(own: int) -> None:
        time.sleep(max(begin - time.time(), 0))
        for number in (own, *range(SHARED), own + 1_000):
            try:
                said = "new" if write(store, number) else "there"
            except NoHistory as error:
                said = str(error).replace("\n", " ")
            os.write(writing, f"{own} {number} {said}\n".encode())

    children = [forked(lambda own=own: work(own)) for own in range(100, 100 + int(count))]  # type: ignore[misc]
    for child in children:
        os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading) as lines:
        said = [line.rstrip("\n").split(" ", 2) for line in lines]
    return {"said": said, "there": there(store), "against": judged(store)}


def killed(store: str, times: str, seed: str) -> object:
    """A writer that is killed at a random moment, and followed by another; what it acknowledged is on a pipe."""
    chance = random.Random(int(seed))  # noqa: S311 - reproducible
    longest = _usual(store) * WITHIN
    reading, writing = os.pipe()
    first = 0

    def work() -> None:
        for number in range(first, first + 100):
            os.write(writing, f"begun {number}\n".encode())
            write(store, number)
            os.write(writing, f"done {number}\n".encode())

    ended = 0
    lines: list[str] = []
    os.set_blocking(reading, False)
    for _ in range(int(times)):
        child = forked(work)
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        ended += os.WIFSIGNALED(status)
        lines += read_lines(reading)
        # The next one begins with the verdict in whose middle this one may have been killed.
        first = max((int(line.split()[1]) for line in lines if line.startswith("begun")), default=0)
    done = [int(line.split()[1]) for line in lines if line.startswith("done")]
    os.close(reading)
    return {"killed": ended, "acknowledged": done, "there": there(store), "against": judged(store)}


def _usual(store: str) -> float:
    """How long a writer takes that begins anew, in seconds, on this machine as it is now."""
    costs: list[float] = []
    for number in (9_001, 9_002, 9_003):
        begun = time.monotonic()
        os.waitpid(forked(lambda number=number: write(store, number)), 0)  # type: ignore[misc]
        costs.append(time.monotonic() - begun)
    return min(costs)


def read_lines(handle: int) -> list[str]:
    """The lines that are in a pipe by now."""
    content = b""
    while True:
        try:
            content += os.read(handle, 65_536)
        except BlockingIOError:
            return content.decode().splitlines()


def steps(store: str) -> object:
    """Writers that are killed at each of their statements, one after the other until one ends by itself: for the first
    verdict of a history, which makes the tables, and for the next one; each with what is there then."""
    found: list[object] = []
    for number in (1, 2):
        for step in range(1, 500):
            _, status = os.waitpid(forked(lambda step=step, number=number: _dying(store, number, step)), 0)  # type: ignore[misc]
            found.append([number, step, os.WIFSIGNALED(status), there(store), judged(store)])
            if not os.WIFSIGNALED(status):
                break
            for left in Path(store).parent.glob(f"{Path(store).name}*" if number == 1 and step % 2 else "nothing"):
                left.unlink()  # every second one begins anew, the others go on with what was left
    return found


def _dying(store: str, number: int, step: int) -> None:
    left = [step]

    def count(_statement: str) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    real = sqlite3.connect

    def connect(*words: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = real(*words, **options)
        if words[0] != ":memory:":
            connection.set_trace_callback(count)
        return connection

    setattr(sqlite3, "connect", connect)  # noqa: B010 - in this process alone
    write(store, number)


def _prepare(store: str) -> None:
    """Load once what every writer needs, before any is forked."""
    with tempfile.TemporaryDirectory() as folder:
        write(str(Path(folder) / "other"), 1)
    if is_database(store):
        for name in ("alembic.operations", "alembic.script"):
            importlib.import_module(name)
        there(store)


if __name__ == "__main__":
    stdout = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    waiting.PATIENCE = 100.0
    mode, *given = sys.argv[1:]
    _prepare(given[0])
    gc.freeze()  # a process that is forked then copies less
    gc.disable()
    modes: dict[str, Callable[..., object]] = {"many": many, "killed": killed, "steps": steps}
    os.write(stdout, json.dumps(modes[mode](*given)).encode())
