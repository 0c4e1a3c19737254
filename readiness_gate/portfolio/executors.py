"""Executors that evaluate the programs of a portfolio in parallel: in threads, in processes, or on a dask cluster.

Each executor only drives one process per program (`process.evaluated`). Work that is lost with a worker is retried
once, by a worker that does nothing else; if the retry is lost, too, the program is undecided.
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
    """Return the answer to each job, in order. `executor` is the name of an executor, or the address of a dask
    scheduler; at most `most` jobs run at the same time. Raises BadUse if the cluster cannot be used."""
    for name in NAMES:
        if name == executor:
            return answers(jobs, name, min(most or os.cpu_count() or 1, max(1, len(jobs))))
    from readiness_gate.portfolio import on_dask  # noqa: PLC0415 - few have a cluster

    return on_dask.answers(jobs, executor, most)


def answers(jobs: Sequence[str], executor: ExecutorName, workers: int, run: _Run = evaluated) -> list[str]:
    """Return the answer to each job, in order."""
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
    # A forked worker would inherit the threads' locks and the signal handlers of this process.
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_watch_parent)


def _watch_parent() -> None:
    """End this worker when its parent process ends, however it ends."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _submitted(executor: Executor, jobs: Sequence[str], run: _Run) -> list["Future[str] | None"]:
    return [_one(executor, job, run) for job in jobs]


def _one(executor: Executor, job: str, run: _Run) -> "Future[str] | None":
    """Submit a job and return its future; None if the executor has lost its workers."""
    try:
        return executor.submit(run, job)
    except BrokenExecutor:
        return None


def _result(future: "Future[str] | None") -> str | None:
    """Return the answer of a future; None if its worker was lost."""
    try:
        return None if future is None else future.result()
    except BrokenExecutor:
        return None


def _alone(run: _Run, job: str) -> str:
    """Return the answer to a job, from a worker that does nothing else."""
    with _ended(_processes(1)) as executor:
        return _result(_one(executor, job, run)) or LOST


@contextmanager
def _ended(executor: Executor) -> Generator[Executor]:
    """Shut the executor down on exit; on an exception, such as an interrupt, stop everything it runs."""
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
