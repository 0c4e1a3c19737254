"""Evaluates programs on the workers of a dask cluster.

Each job is for one worker, which drives a process for the program. What is lost with that worker, or is not answered in
time, is tried once more, by another worker where there is one; if that is lost, too, the program is undecided.
"""

import json
import time
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import field
from typing import Any, Protocol

from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.portfolio.cluster import ClusterLost, Worker, connected
from readiness_gate.portfolio.on_worker import MOVED, answered
from readiness_gate.portfolio.process import LARGEST, undecided

_TICK = 1.0
_SPARE = 30.0
"""So many seconds more than a program has, its answer may be on its way."""
_NEW_WORKER = 20.0
"""Seconds in which a worker may come, when there is none left."""
_FEW = 5
LOST = undecided(
    "its dask worker was lost twice, or did not answer in time. Look at the logs and the memory of the workers, and "
    "run this again"
)
NO_WORKER = undecided("no dask worker is left. Start one with `dask worker`, and run this again")
NO_SCHEDULER = undecided("the dask scheduler was lost. Start it again, and run this again")
STRANGE = undecided("its dask worker gave an unexpected answer. Install the same version of readiness-gate there")


def answers(jobs: Sequence[str], address: str, most: int | None) -> list[str]:
    """The answer to each job, in their order, by the workers of the scheduler at an address, at most so many at the
    same time. Raises BadUse where there is no scheduler or no worker that can be used."""
    with connected(address) as cluster:
        try:
            there = cluster.there()
        except ClusterLost as error:
            raise BadUse(f"--executor {address}: the scheduler does not answer. Restart it") from error
        if not there:
            raise BadUse(f"--executor {address}: it has no workers. Start some with `dask worker {address}`")
        workers, refused = cluster.workers(there)
        if not workers:
            raise BadUse("\n".join(f"--executor {address}: {why}" for why in refused[:_FEW]))
        return spread(cluster, workers, jobs, most or sum(one.threads for one in workers))


class Reachable(Protocol):
    """A cluster that can be asked what is there."""

    def there(self) -> Mapping[str, int]:
        """The threads of each worker that is there now, by its address. Raises ClusterLost."""
        ...

    def workers(self, among: Mapping[str, int]) -> tuple[list[Worker], list[str]]:
        """The workers at some addresses that can evaluate programs, and why others cannot."""
        ...


def spread(cluster: Reachable, workers: Sequence[Worker], jobs: Sequence[str], most: int) -> list[str]:
    """The answer to each job, in their order, by some workers of a cluster, at most so many at the same time."""
    return _Work(cluster, list(workers), jobs, most).done()


@dataclass(frozen=True, slots=True)
class _Try:
    """A job that a worker has."""

    number: int
    is_second: bool
    worker: Worker
    until: float


@dataclass(slots=True)
class _Work:
    """Jobs, and what became of them."""

    cluster: Reachable
    workers: list[Worker]
    jobs: Sequence[str]
    most: int
    answers: dict[int, str] = field(default_factory=dict[int, str])
    waiting: deque[tuple[int, str]] = field(default_factory=deque[tuple[int, str]])
    """The numbers of the jobs that no worker has, each with the worker that it was lost with; empty for none."""
    running: dict["Future[str]", _Try] = field(default_factory=dict["Future[str]", _Try])

    def done(self) -> list[str]:
        """The answer to each job, in their order."""
        self.waiting.extend((number, "") for number in range(len(self.jobs)))
        try:
            while self.waiting or self.running:
                self._start()
                self._collect()
                self._look()
        except ClusterLost:
            self._give_up(NO_SCHEDULER)
        finally:
            for future in self.running:
                future.cancel()
        return [self.answers[number] for number in range(len(self.jobs))]

    def _start(self) -> None:
        """Give jobs to the workers that have room."""
        while self.waiting and len(self.running) < self.most:
            free = [one for one in self.workers if self._has_room(one)]
            if not free:
                return
            number, lost_with = self.waiting.popleft()
            worker = min(free, key=lambda one: (one.id == lost_with, self._load(one) / one.threads))
            future = worker.executor.submit(answered, self.jobs[number], worker.id)
            until = time.monotonic() + float(json.loads(self.jobs[number])["seconds"]) + _SPARE
            self.running[future] = _Try(number, bool(lost_with), worker, until)

    def _load(self, worker: Worker) -> int:
        return sum(one.worker.id == worker.id for one in self.running.values())

    def _has_room(self, worker: Worker) -> bool:
        return self._load(worker) < worker.threads

    def _collect(self) -> None:
        """Take what has been answered."""
        if not self.running:
            return
        for future in wait(self.running, _TICK, FIRST_COMPLETED).done:
            tried = self.running.pop(future)
            answer = _answer(future)
            if answer is None:
                self._lose(tried)
            else:
                self.answers[tried.number] = answer

    def _look(self) -> None:
        """See which workers are gone, and what takes too long. Where none is left, wait for a new one."""
        there = self.cluster.there()
        gone = [one for one in self.workers if one.address not in there]
        for future, tried in list(self.running.items()):
            if tried.worker in gone or time.monotonic() > tried.until:
                del self.running[future]
                future.cancel()
                self._lose(tried)
        self.workers = [one for one in self.workers if one not in gone]
        if self.waiting and not self.workers and not self._new_workers():
            self._give_up(NO_WORKER)

    def _lose(self, tried: _Try) -> None:
        """Try a job again that is lost; the second time it is undecided. Its worker gets nothing more to do, as it is
        gone, or hangs."""
        self.workers = [one for one in self.workers if one.id != tried.worker.id]
        if tried.is_second:
            self.answers[tried.number] = LOST
        else:
            self.waiting.append((tried.number, tried.worker.id))

    def _new_workers(self) -> bool:
        """Whether a worker came within some time."""
        until = time.monotonic() + _NEW_WORKER
        while time.monotonic() < until:
            self.workers = self.cluster.workers(self.cluster.there())[0]
            if self.workers:
                return True
            time.sleep(_TICK)
        return False

    def _give_up(self, answer: str) -> None:
        """Give the jobs that have no answer this one."""
        self.waiting.clear()
        for number in range(len(self.jobs)):
            self.answers.setdefault(number, answer)


def _answer(future: "Future[Any]") -> str | None:
    """The answer of a future; None for work that is lost, however that is."""
    try:
        answer: object = future.result(0)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return None
    if answer == MOVED:
        return None
    return answer if isinstance(answer, str) and len(answer) <= LARGEST else STRANGE


__all__ = ["answers", "spread"]
