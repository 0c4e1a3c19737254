"""A dask scheduler with workers on loopback, each a process of its own that nobody starts again."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

_PATIENCE = 120


@dataclass(frozen=True)
class Cluster:
    """A running cluster."""

    address: str
    scheduler: "subprocess.Popen[bytes]"
    workers: "tuple[subprocess.Popen[bytes], ...]"


@contextmanager
def cluster(folder: Path, path: str, workers: int = 2, threads: int = 2) -> Generator[Cluster]:
    """A cluster whose workers have a PATH of their own, as long as the block runs."""
    where = folder / "scheduler.json"
    with ExitStack() as stack:
        words = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", f"{where}")
        scheduler = stack.enter_context(_started(words, path, folder))
        address = _address(where, scheduler)
        words = ("worker", address, "--host", "127.0.0.1", "--no-nanny", "--no-dashboard", "--nthreads", f"{threads}")
        yield Cluster(
            address,
            scheduler,
            tuple(
                stack.enter_context(_started((*words, "--local-directory", f"{folder / str(one)}"), path, folder))
                for one in range(workers)
            ),
        )


@contextmanager
def _started(words: tuple[str, ...], path: str, folder: Path) -> Generator["subprocess.Popen[bytes]"]:
    """A command of dask, ended with the block, whatever it does then."""
    with (
        (folder / "dask.log").open("ab") as log,
        subprocess.Popen(
            [sys.executable, "-m", "dask", *words],
            env={**os.environ, "PATH": path},
            stdout=log,
            stderr=log,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def _address(where: Path, scheduler: "subprocess.Popen[bytes]") -> str:
    """The address of a scheduler, once it has written it."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and scheduler.poll() is None:
        if where.exists() and (text := where.read_text()).rstrip().endswith("}"):
            return str(json.loads(text)["address"])
        time.sleep(0.1)
    raise RuntimeError((where.parent / "dask.log").read_text())
