"""What pages of a history of 200 programs cost, each with 26 weekly verdicts of 30 rules, and what memory the server
has after many requests.

    python -m benchmarks.server [--programs N] [--requests N] [--runs N]

Prints the CPU time of each page, made in this process, and its ratio to that of a page that reads nothing; then starts
`readiness-gate serve`, asks for all pages in turn over loopback, and prints the CPU time and the memory of the server.
"""

import argparse
import asyncio
import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, MutableMapping, Sequence
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.history import DATES, FIRST, recordings
from readiness_gate.history import Store, opened
from readiness_gate.history.recording import record
from readiness_gate.model.time import DAY
from readiness_gate.server.app import Options, application
from readiness_gate.server.keys import key

NOW = FIRST + (DATES - 1) * 7 * DAY + 3_600
_LOOPBACK = "127.0.0.1"


def paths() -> dict[str, str]:
    """An address of each kind of page."""
    program = f"/programs/{key('Program 0')}"
    gate = f"{program}/gates/{key('go-live')}"
    return {
        "health (reads nothing)": "/healthz",
        "portfolio": "/",
        "portfolio as JSON": "/portfolio.json",
        "program": program,
        "gate": gate,
        "rule": f"{gate}/rules/{key('DEF-00')}",
        "decisions": f"{program}/decisions",
    }


def asked(store: Store) -> Callable[[str], int]:
    """Asks the application for a page in this process; the number of bytes."""
    app = application(store, Options(lambda: NOW, lambda _line: None))

    async def call(path: str) -> int:
        size = 0

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            nonlocal size
            if message.get("status", HTTPStatus.OK) != HTTPStatus.OK:
                raise RuntimeError(f"{path}: {message['status']}")
            size += len(message.get("body", b""))

        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "query_string": b"",
            "headers": [(b"host", b"localhost")],
            "client": (_LOOPBACK, 1),
            "server": (_LOOPBACK, 80),
        }
        await app(scope, receive, send)
        return size

    return lambda path: asyncio.run(call(path))


def best(runs: int, work: Callable[[], object]) -> float:
    """The CPU seconds of the cheapest of some runs."""
    costs: list[float] = []
    for _ in range(runs):
        begun = time.process_time()
        work()
        costs.append(time.process_time() - begun)
    return min(costs)


def started(store: Path) -> tuple["subprocess.Popen[str]", str]:
    """A server of a history on a free port, and its address."""
    command = [sys.executable, "-m", "readiness_gate", "serve", "--port", "0", "--store", str(store)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=store.parent)  # noqa: S603 - our own
    found = re.search(r"http://\S+", process.stdout.readline() if process.stdout else "")
    if found is None:
        raise RuntimeError("the server did not start")
    return process, found[0]


def asked_over_loopback(address: str, of: Sequence[str], requests: int) -> None:
    """Ask a server for pages, one after the other, over one connection."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    for number in range(requests):
        connection.request("GET", of[number % len(of)])
        answer = connection.getresponse()
        answer.read()
        if answer.status != HTTPStatus.OK:
            raise RuntimeError(f"{of[number % len(of)]}: {answer.status}")
    connection.close()


def resident(pid: int) -> float:
    """The memory of a process in MB."""
    [kilobytes] = re.findall(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="utf-8"))
    return int(kilobytes) / 1_000


def cpu(pid: int) -> float:
    """The CPU seconds of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Fill a history, and print what pages cost."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=int, default=200)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder) / "history.sqlite"
        store = opened(str(where), Path(folder))
        with store.writing() as rows:
            for one in recordings(given.programs):
                record(rows, one)
        work = asked(store)
        nothing = 0.0
        for name, path in paths().items():
            size = work(path)
            seconds = best(given.runs, partial(work, path))
            nothing = nothing or seconds
            sys.stdout.write(f"{name}: {seconds:.3f} s CPU, {seconds / nothing:.0f} x, {size / 1_000:.0f} kB\n")
        process, address = started(where)
        sys.stdout.write(f"server: {resident(process.pid):.0f} MB before the first request\n")
        asked_over_loopback(address, list(paths().values()), given.requests)
        seconds = cpu(process.pid)
        sys.stdout.write(
            f"after {given.requests} requests: {resident(process.pid):.0f} MB, {seconds:.0f} s CPU of the server\n"
        )
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
