"""Where the programs of a portfolio are evaluated: beside each other in threads, in processes, or on a dask cluster.

Each of them only drives a process for each program (`process.evaluated`). Work that is lost with a worker is tried
at most once more, by a worker that has nothing else to do; if that is lost, too, the program is undecided.
"""

import multiprocessing
import os
import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing.process import BaseProcess
from typing import Literal, TypeAlias

from readiness_gate.portfolio.process import evaluated, stop_all, undecided

ExecutorName: TypeAlias = Literal["threads", "processes"]
NAMES: tuple[ExecutorName, ...] = ("threads", "processes")
LOST = undecided("its worker was lost twice. Look at the memory of the machine, or try again with fewer --jobs")
_Run: TypeAlias = Callable[[str], str]


def evaluate(jobs: Sequence[str], executor: str, most: int | None) -> list[str]:
    """The answer to each job, in their order, by an executor with a name, or by the dask cluster whose scheduler is at
    an address; at most so many at the same time. Raises BadUse for a cluster that cannot be used."""
    for name in NAMES:
        if name == executor:
            return answers(jobs, name, min(most or os.cpu_count() or 1, max(1, len(jobs))))
    from readiness_gate.portfolio import on_dask  # noqa: PLC0415 - few have a cluster

    return on_dask.answers(jobs, executor, most)


def answers(jobs: Sequence[str], executor: ExecutorName, workers: int, run: _Run = evaluated) -> list[str]:
    """The answer to each job, in their order."""
    if executor == "threads":
        with _ended(ThreadPoolExecutor(workers)) as threads:
            return list(threads.map(run, jobs))
    with _ended(_processes(workers)) as processes:
        first = [_result(future) for future in _submitted(processes, jobs, run)]
    lost = [number for number, answer in enumerate(first) if answer is None]
    with _ended(ThreadPoolExecutor(workers)) as threads:
        again = threads.map(partial(_alone, run), [jobs[number] for number in lost])
        second = dict(zip(lost, again, strict=True))
    return [second[number] if answer is None else answer for number, answer in enumerate(first)]


def _processes(workers: int) -> ProcessPoolExecutor:
    # A forked worker would have the threads' locks and the signal handlers of this process.
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_watch_parent)


def _watch_parent() -> None:
    """End this worker when the process that it works for ends, however that does."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _submitted(executor: Executor, jobs: Sequence[str], run: _Run) -> list["Future[str] | None"]:
    return [_one(executor, job, run) for job in jobs]


def _one(executor: Executor, job: str, run: _Run) -> "Future[str] | None":
    """The future of a job; None when the executor has lost its workers."""
    try:
        return executor.submit(run, job)
    except BrokenExecutor:
        return None


def _result(future: "Future[str] | None") -> str | None:
    """The answer of a future; None when its worker was lost."""
    try:
        return None if future is None else future.result()
    except BrokenExecutor:
        return None


def _alone(run: _Run, job: str) -> str:
    """The answer to a job by a worker that has nothing else to do."""
    with _ended(_processes(1)) as executor:
        return _result(_one(executor, job, run)) or LOST


@contextmanager
def _ended(executor: Executor) -> Generator[Executor]:
    """An executor that has ended when this has; all that it runs is stopped when somebody interrupts it."""
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        stop_all()
        for worker in multiprocessing.active_children():
            worker.terminate()
        raise
    finally:
        executor.shutdown()
