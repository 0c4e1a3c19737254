"""Evaluates programs on the workers of a dask cluster.

Each job goes to one worker, which drives a process for the program. A job that is lost with its worker, or is not
answered in time, is retried once, by another worker if there is one; if the retry fails, too, the program is undecided.
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
"""Seconds beyond a program's time limit that its answer may take to arrive."""
_NEW_WORKER = 20.0
"""Seconds to wait for a new worker when none is left."""
_FEW = 5
LOST = undecided(
    "its dask worker was lost twice, or did not answer in time. Look at the logs and the memory of the workers, and "
    "run this again"
)
NO_WORKER = undecided("no dask worker is left. Start one with `dask worker`, and run this again")
NO_SCHEDULER = undecided("the dask scheduler was lost. Start it again, and run this again")
STRANGE = undecided("its dask worker gave an unexpected answer. Install the same version of readiness-gate there")


def answers(jobs: Sequence[str], address: str, most: int | None) -> list[str]:
    """Return the answer to each job, in order, from the workers of the scheduler at an address; at most `most` jobs run
    at the same time. Raises BadUse if there is no usable scheduler or worker."""
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
    """A cluster that lists its workers."""

    def there(self) -> Mapping[str, int]:
        """Return the number of threads of each connected worker, by address. Raises ClusterLost."""
        ...

    def workers(self, among: Mapping[str, int]) -> tuple[list[Worker], list[str]]:
        """Return the workers among the addresses that can evaluate programs, and why the others cannot."""
        ...


def spread(cluster: Reachable, workers: Sequence[Worker], jobs: Sequence[str], most: int) -> list[str]:
    """Return the answer to each job, in order, from the given workers; at most `most` jobs run at the same time."""
    return _Work(cluster, list(workers), jobs, most).done()


@dataclass(frozen=True, slots=True)
class _Try:
    """An attempt of a worker at a job."""

    number: int
    is_second: bool
    worker: Worker
    until: float


@dataclass(slots=True)
class _Work:
    """The jobs and their progress."""

    cluster: Reachable
    workers: list[Worker]
    jobs: Sequence[str]
    most: int
    answers: dict[int, str] = field(default_factory=dict[int, str])
    waiting: deque[tuple[int, str]] = field(default_factory=deque[tuple[int, str]])
    """The numbers of the jobs that no worker has, each with the id of the worker that lost it, or an empty text."""
    running: dict["Future[str]", _Try] = field(default_factory=dict["Future[str]", _Try])

    def done(self) -> list[str]:
        """Run all jobs, and return the answer to each, in order."""
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
        """Give jobs to the workers with free threads."""
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
        """Collect the answers that have arrived."""
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
        """Drop the workers that are gone and the jobs that take too long. If no worker is left, wait for a new one."""
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
        """Queue a lost job again; the second time, it is undecided. Its worker gets no more jobs, as it is gone or
        hangs."""
        self.workers = [one for one in self.workers if one.id != tried.worker.id]
        if tried.is_second:
            self.answers[tried.number] = LOST
        else:
            self.waiting.append((tried.number, tried.worker.id))

    def _new_workers(self) -> bool:
        """Wait for new workers, and return whether any joined in time."""
        until = time.monotonic() + _NEW_WORKER
        while time.monotonic() < until:
            self.workers = self.cluster.workers(self.cluster.there())[0]
            if self.workers:
                return True
            time.sleep(_TICK)
        return False

    def _give_up(self, answer: str) -> None:
        """Give this answer to all jobs without one."""
        self.waiting.clear()
        for number in range(len(self.jobs)):
            self.answers.setdefault(number, answer)


def _answer(future: "Future[Any]") -> str | None:
    """Return the answer of a future; None if the work was lost for any reason."""
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
