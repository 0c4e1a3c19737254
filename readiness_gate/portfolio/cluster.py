"""A dask cluster at an address: its scheduler and its workers, with a timeout for every request."""

import json
import logging
import threading
import warnings
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.metadata import version as version_of
from importlib.util import find_spec
from typing import Any

from pydantic import Field, ValidationError

from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.portfolio.answers import Part
from readiness_gate.portfolio.installed import code
from readiness_gate.portfolio.on_worker import introduced
from readiness_gate.version import version

PATIENCE = 10.0
"""Seconds within which a scheduler or a worker must answer a cheap request."""
_LOGGERS = ("distributed", "tornado", "asyncio")


class ClusterLost(Exception):
    """The scheduler no longer answers."""


class _Introduction(Part):
    worker: str
    readiness_gate: str = Field(alias="readiness-gate")
    code: str
    dask: str


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker that can evaluate programs."""

    address: str
    id: str
    """Changes when the worker is restarted."""
    threads: int
    executor: Executor
    """Runs work only on this worker."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A scheduler that answers."""

    address: str
    client: Any

    def there(self) -> Mapping[str, int]:
        """Return the number of threads of each connected worker, by address. Raises ClusterLost."""
        try:
            found = self.client.sync(self.client.scheduler.identity, callback_timeout=PATIENCE)
            return {str(address): int(one["nthreads"]) for address, one in found["workers"].items()}
        except Exception as error:
            raise ClusterLost from error

    def workers(self, among: Mapping[str, int]) -> tuple[list[Worker], list[str]]:
        """Return the workers among the addresses that can evaluate programs, and why the others cannot."""
        asked = [(address, threads, self._executor(address)) for address, threads in among.items()]
        futures = [executor.submit(introduced) for _, _, executor in asked]
        here = code()
        found: list[Worker] = []
        refused: list[str] = []
        for (address, threads, executor), future in zip(asked, futures, strict=True):
            try:
                given = _Introduction.model_validate(json.loads(_text(future, PATIENCE)))
                _refuse_other("readiness-gate", version(), given.readiness_gate)
                _refuse_other("dask", version_of("distributed"), given.dask)
                _refuse_other_code(here, given.code)
                found.append(Worker(address, given.worker, max(threads, 1), executor))
            except _Other as error:
                refused.append(f"the worker {address} {error}")
            except Exception as error:  # noqa: BLE001 - a worker may fail in any way
                future.cancel()
                refused.append(f"the worker {address} {_why(error)}")
        return found, refused

    def _executor(self, address: str) -> Executor:
        executor: Executor = self.client.get_executor(
            workers=[address], allow_other_workers=False, pure=False, retries=0
        )
        return executor


class _Other(Exception):
    """A worker, or the scheduler, has another version or other files."""


def _refuse_other(what: str, here: str, there: str) -> None:
    if here != there:
        raise _Other(f"has {what} {there or 'of an unknown version'}, and here is {here}. Install the same version")


def _refuse_other_code(here: str, there: str) -> None:
    if here != there:
        raise _Other(
            "has the same version of readiness-gate, and other files or other plugins: it may judge by other rules. "
            "Install the same commit and the same plugins there"
        )


def _text(future: "Future[Any]", seconds: float) -> str:
    answer = future.result(seconds)
    if not isinstance(answer, str):
        raise TypeError
    return answer


def _why(error: Exception) -> str:
    """Return why a worker cannot be used, and how to fix it."""
    if isinstance(error, ImportError):
        return f'has no readiness-gate. Install it there: pip install "readiness-gate[dask]=={version()}"'
    if isinstance(error, TimeoutError):
        return f"did not answer within {PATIENCE:.0f} s. Wait until it is idle, or restart it"
    kind = "its answer is wrong" if isinstance(error, ValidationError) else type(error).__name__
    return f"cannot be used ({kind}). Install the same versions of readiness-gate and dask there, and restart it"


@contextmanager
def connected(address: str) -> Generator[Cluster]:
    """Connect to the scheduler at an address. Raises BadUse if there is no usable scheduler."""
    if find_spec("distributed") is None:
        raise BadUse(f'--executor {address} needs dask: pip install "readiness-gate[dask]"')
    client = _client(address)
    try:
        _refuse_other_scheduler(client, address)
        yield Cluster(address, client)
    finally:
        with suppress(Exception):
            client.close(timeout=PATIENCE)


def _client(address: str) -> Any:  # noqa: ANN401 - of a package that may be missing
    warnings.filterwarnings("ignore", module="distributed")
    library: Any = import_module("distributed")
    for name in (*_LOGGERS, *(one for one in logging.root.manager.loggerDict if one.startswith("distributed."))):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return _tried(
        address, lambda: _in_time(lambda: library.Client(address, timeout=PATIENCE, set_as_default=False), 2 * PATIENCE)
    )


def _in_time(make: Callable[[], Any], seconds: float) -> Any:  # noqa: ANN401
    """Return the result of `make`. Raises TimeoutError after `seconds`: dask waits forever for a peer that accepts the
    connection but sends nothing."""
    made: Future[Any] = Future()

    def work() -> None:
        try:
            made.set_result(make())
        except BaseException as error:  # noqa: BLE001 - for the thread that waits
            made.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        return made.result(seconds)
    except TimeoutError as error:
        raise TimeoutError(f"no answer within {seconds:.0f} s") from error


def _refuse_other_scheduler(client: Any, address: str) -> None:  # noqa: ANN401
    asked = _tried(address, lambda: client.sync(client.scheduler.versions, callback_timeout=PATIENCE))
    try:
        _refuse_other("dask", version_of("distributed"), str(asked["packages"]["distributed"]))
    except _Other as error:
        raise BadUse(f"--executor {address}: the scheduler {error}") from error


def _tried(address: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401
    try:
        return make()
    except (OSError, ImportError, ValueError, TypeError, LookupError, RuntimeError) as error:
        raise BadUse(
            f"--executor {address}: no dask scheduler answers there ({_short(error)}). Start one with `dask "
            "scheduler`, or correct the address; for tls:// give dask its certificates (distributed.comm.tls)"
        ) from error


def _short(error: Exception) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 200 else f"{text[:199]}…"  # noqa: PLR2004


__all__ = ["Cluster", "ClusterLost", "Worker", "connected"]
