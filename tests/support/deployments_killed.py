"""A server that is killed at random moments while something asks and is answered.

Run as `deployments_killed.py SERVICE STORE URL TIMES SEED`, with a stand-in for the service at the URL. It prints, as
JSON, which messages were acknowledged, what each gate decided, and what the queue has in the end.
"""

import asyncio
import gc
import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from starlette.requests import Request

from readiness_gate.deployments.endpoint import Endpoint
from readiness_gate.deployments.judged import Judged
from readiness_gate.deployments.worker import Worker
from readiness_gate.history import Store, opened
from readiness_gate.history.deployments import Asked, Held, everything
from readiness_gate.model.portfolio import GateState
from support.asking import ASKING
from support.history_writers import forked, read_lines

WITHIN = 1.5
"""A server is killed within so many times of what one request takes."""
AGE = 1_000
"""So many seconds pass, for the server, from one start to the next: what the one before held is free."""


def decided(number: int, chance: random.Random) -> str:
    """What the gate of a request decides: of every fourth one something else each time."""
    kinds = ("go", "no-go", "undecided")
    return chance.choice(kinds) if number % 4 == 0 else kinds[number % 3]


class Server:
    """A server in a process of its own, started for the n-th time."""

    def __init__(self, service: str, store: Store, url: str, start: int, pipe: int) -> None:
        self._begun, self._start, self._pipe = time.monotonic(), start, pipe
        self._store, self._asking = store, ASKING[service]
        self._chance = random.Random(start)  # noqa: S311 - reproducible
        self._url, made = url, self._asking.service(url)
        self._endpoint = Endpoint(made, store, self._clock, lambda: None, lambda _: None)
        self._worker = Worker({service: made}, store, self._clock, self._judge, lambda _: None, threading.Event())

    def _clock(self) -> int:
        return self._asking.since + AGE * self._start + int(time.monotonic() - self._begun)

    def _judge(self, _gate: object, asked: Asked, _now: int) -> Judged:
        decision: Any = decided(asked.run, self._chance)
        self._say(f"judged {asked.run} {decision}")
        return Judged(GateState("crm", "go-live", decision, f"It is {decision}."))

    def _say(self, line: str) -> None:
        os.write(self._pipe, f"{line}\n".encode())

    def receive(self, number: int) -> None:
        """Take a message, as the service sends it."""
        self._say(f"begun {number}")
        content, given = self._asking.message(self._url, number)

        async def arrive() -> Any:
            return {"type": "http.request", "body": content, "more_body": False}

        async def answer() -> int:
            headers = [(name.encode(), value.encode()) for name, value in given.items()]
            request = Request({"type": "http", "method": "POST", "path": "/", "headers": headers}, arrive)
            return (await self._endpoint.answer(request)).status_code

        if asyncio.run(answer()) < 300:
            self._say(f"acknowledged {number}")

    def work(self, first: int, count: int = 1_000) -> None:
        """Receive and answer, until it is killed."""
        for number in range(first, first + count):
            self.receive(number)
            self._worker.once()

    def finish(self) -> None:
        """Answer all that is open, however long that takes; an approval that is watched stays so."""
        for _ in range(1_000):
            while self._worker.once():
                pass
            with self._store.reading() as rows:
                left = [held for held in everything(rows) if not held.is_over and not _is_watched(held)]
            if not left:
                return
            self._start += 1
        raise AssertionError("it does not end")


def _is_watched(held: Held) -> bool:
    return bool(held.steps) and held.steps[-1].what == "watched"


def main(service: str, where: str, url: str, times: str, seed: str) -> object:
    """Kill a server so often."""
    store = opened(where, Path())
    chance = random.Random(int(seed))  # noqa: S311 - reproducible
    reading, writing = os.pipe()
    os.set_blocking(reading, False)

    def server(start: int) -> Server:
        return Server(service, store, url, start, writing)

    longest = _usual(server) * WITHIN
    lines, killed, first = read_lines(reading), 0, 1
    for start in range(1, int(times) + 1):
        child = forked(lambda start=start, first=first: server(start).work(first))  # type: ignore[misc]
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        lines += read_lines(reading)
        # The service sends the message again that this one may have been killed with.
        first = max((int(line.split()[1]) for line in lines if line.startswith("begun")), default=1)
    os.waitpid(forked(lambda: server(int(times) + 1).finish()), 0)
    lines += read_lines(reading)
    with store.reading() as rows:
        queue = everything(rows)
    return {
        "killed": killed,
        "acknowledged": [int(line.split()[1]) for line in lines if line.startswith("acknowledged")],
        "judged": [line.split()[1:] for line in lines if line.startswith("judged")],
        "queue": [[held.asked.run, held.steps[-1].what, held.steps[-1].state] for held in queue],
    }


def _usual(server: Callable[[int], Server]) -> float:
    """How long a server takes for one request, in seconds, on this machine as it is now."""

    def one(number: int) -> None:
        server(0).work(number, 1)

    costs: list[float] = []
    for number in (900_001, 900_002, 900_003):
        begun = time.monotonic()
        os.waitpid(forked(lambda number=number: one(number)), 0)  # type: ignore[misc]
        costs.append(time.monotonic() - begun)
    return min(costs)


if __name__ == "__main__":
    stdout = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    with opened(sys.argv[2], Path()).writing():
        pass
    ASKING[sys.argv[1]].service(sys.argv[3])
    gc.freeze()  # a process that is forked then copies less
    gc.disable()
    os.write(stdout, json.dumps(main(*sys.argv[1:])).encode())
