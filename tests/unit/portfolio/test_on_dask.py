"""Programs on the workers of a cluster: what is lost is tried once more, and nothing is waited for without an end.

The workers here are threads; `tests/cli/test_portfolio_isolation.py` has a real cluster.
"""

import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from typing import Any

import pytest

from readiness_gate.errors import BadUse
from readiness_gate.portfolio import cluster, on_dask, on_worker
from readiness_gate.portfolio.cluster import Cluster, ClusterLost, Worker
from readiness_gate.portfolio.on_dask import spread
from readiness_gate.portfolio.process import LARGEST
from readiness_gate.version import version

JOBS = [json.dumps({"name": str(number), "seconds": 0.1}) for number in range(6)]
DONE = [json.dumps({"gates": [json.loads(job)["name"]]}) for job in JOBS]
Run = Callable[[str], object]


def done(job: str) -> str:
    """What a worker answers."""
    return json.dumps({"gates": [json.loads(job)["name"]]})


class Toy:
    """A cluster of threads, of which a test says what becomes of them."""

    def __init__(self, **run: Run) -> None:
        self.run = run
        self.gone = set[str]()
        self.coming = dict[str, Run]()
        self.lost = False
        self.tries = defaultdict[str, list[str]](list)
        self.pool = ThreadPoolExecutor(8)

    def there(self) -> Mapping[str, int]:
        """The workers that are there."""
        if self.lost:
            raise ClusterLost
        return {name: 2 for name in self.run if name not in self.gone}

    def workers(self, among: Mapping[str, int]) -> tuple[list[Worker], list[str]]:
        """These, and those that come when somebody asks for new ones."""
        self.run |= self.coming
        return [self.worker(name) for name in {**among, **self.coming}], []

    def worker(self, name: str) -> Worker:
        """A worker of that name."""
        return Worker(name, name, 2, _ToyExecutor(self, name))

    def answers(self, jobs: list[str] | None = None, most: int = 4) -> list[dict[str, Any]]:
        """The answers to jobs."""
        workers = [self.worker(name) for name in self.run]
        return [json.loads(one) for one in spread(self, workers, JOBS if jobs is None else jobs, most)]


class _ToyExecutor(Executor):
    def __init__(self, toy: Toy, name: str) -> None:
        self.toy, self.name = toy, name

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Run what the worker of that name does with a job."""
        del fn, kwargs
        self.toy.tries[args[0]].append(self.name)
        return self.toy.pool.submit(self.toy.run[self.name], args[0])


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_dask, "_TICK", 0.01)
    monkeypatch.setattr(on_dask, "_SPARE", 0.1)
    monkeypatch.setattr(on_dask, "_NEW_WORKER", 0.05)


@pytest.fixture
def forever() -> Iterator[Run]:
    """Never answers, until the test is over."""
    over = threading.Event()
    yield lambda _job: over.wait(30) and None
    over.set()


def reasons(answers: list[dict[str, Any]]) -> set[str]:
    """Why programs are undecided."""
    return {one.get("undecided", "") for one in answers}


def test_all_workers_have_something_to_do() -> None:
    """Each job is done once, the answers have the order of the jobs, and no more are done at a time than may be."""
    at_once, most = [0], [0]

    def counting(job: str) -> str:
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        time.sleep(0.01)
        at_once[0] -= 1
        return done(job)

    toy = Toy(a=counting, b=counting)
    assert toy.answers(most=3) == [json.loads(one) for one in DONE]
    assert {len(tries) for tries in toy.tries.values()} == {1}
    assert {name for tries in toy.tries.values() for name in tries} == {"a", "b"}
    assert most[0] <= 3
    assert toy.answers([]) == []


@pytest.mark.parametrize("moved", [True, False])
def test_lost_work_is_tried_once_more_elsewhere(forever: Run, *, moved: bool) -> None:
    """Of a worker that is gone, and of one that was started again and has another job's work moved to it."""
    toy = Toy(a=(lambda _job: on_worker.MOVED) if moved else forever, b=done)
    if not moved:
        toy.gone.add("a")
    assert toy.answers() == [json.loads(one) for one in DONE]
    lost = [tries for tries in toy.tries.values() if "a" in tries]
    assert lost
    assert all(tries == ["a", "b"] for tries in lost)


def test_twice_lost_is_undecided(forever: Run) -> None:
    """Work is tried exactly twice, and is then undecided, with what to do."""
    toy = Toy(a=forever, b=forever)
    [answer] = toy.answers(JOBS[:1])
    assert "lost twice" in answer["undecided"]
    assert sorted(toy.tries[JOBS[0]]) == ["a", "b"]


@pytest.mark.parametrize("error", [KeyError("x"), ImportError("x"), CancelledError()])
def test_a_worker_that_fails(error: Exception) -> None:
    """Loses its work, whatever it fails with."""

    def failing(_job: str) -> str:
        raise error

    assert Toy(a=failing, b=done).answers() == [json.loads(one) for one in DONE]


@pytest.mark.parametrize("answer", [7, None, "x" * (LARGEST + 1)])
def test_something_else_is_no_answer(answer: object) -> None:
    """What is no text, or too much of it, makes the program undecided."""
    found = spread(toy := Toy(a=lambda _job: answer), [toy.worker("a")], JOBS[:1], 1)
    assert "gave an unexpected answer" in json.loads(found[0])["undecided"]


def test_no_worker_is_left() -> None:
    """What has no answer by then is undecided; a worker that comes in time does the rest."""
    toy = Toy(a=lambda _job: on_worker.MOVED)
    toy.gone.add("a")
    assert reasons(toy.answers()) == {json.loads(on_dask.NO_WORKER)["undecided"]}
    toy = Toy(a=lambda _job: on_worker.MOVED)
    toy.gone.add("a")
    toy.coming["b"] = done
    assert toy.answers() == [json.loads(one) for one in DONE]


def test_the_scheduler_is_lost(forever: Run) -> None:
    """What has no answer by then is undecided."""
    toy = Toy(a=forever)
    toy.lost = True
    assert reasons(toy.answers()) == {json.loads(on_dask.NO_SCHEDULER)["undecided"]}


# What workers say of themselves -------------------------------------------------------------------------------------


def introduced(**change: str) -> str:
    """What a worker says of itself."""
    return json.dumps({**json.loads(on_worker.introduced()), **change})


class _ToyClient:
    def __init__(self, says: Callable[[], object]) -> None:
        self.says, self.pool = says, ThreadPoolExecutor(1)

    def get_executor(self, **_kwargs: object) -> Executor:
        """An executor that answers what the test says."""
        says = self.says

        class One(Executor):
            def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
                del fn, args, kwargs
                future: Future[Any] = Future()
                try:
                    future.set_result(says())
                except Exception as error:  # noqa: BLE001 - as a real one
                    future.set_exception(error)
                return future

        return One()


def _raise(error: Exception) -> object:
    raise error


@pytest.mark.parametrize(
    ("says", "why"),
    [
        (lambda: introduced(**{"readiness-gate": "0.0.1"}), f"has readiness-gate 0.0.1, and here is {version()}"),
        (lambda: introduced(code="0"), "has the same version of readiness-gate, and other files or other plugins"),
        (lambda: introduced(dask=""), "has dask of an unknown version"),
        (lambda: "{}", "its answer is wrong"),
        (lambda: 7, "cannot be used (TypeError)"),
        (lambda: _raise(ModuleNotFoundError("readiness_gate")), "has no readiness-gate. Install it there"),
        (lambda: _raise(TimeoutError()), "did not answer within"),
    ],
)
def test_a_worker_of_another_kind(says: Callable[[], object], why: str) -> None:
    """Is not used, and the reason says what to do."""
    found, [refused] = Cluster("tcp://x:1", _ToyClient(says)).workers({"tcp://x:2": 1})
    assert found == []
    assert refused.startswith("the worker tcp://x:2 ")
    assert why in refused
    assert "nstall" in refused or "restart" in refused


def test_a_worker_of_the_same_kind() -> None:
    """Is used, and does its own work only."""
    [worker], refused = Cluster("tcp://x:1", _ToyClient(introduced)).workers({"tcp://x:2": 0})
    assert (worker.address, worker.threads, refused) == ("tcp://x:2", 1, [])
    assert on_worker.answered("{}", "another") == on_worker.MOVED
    assert "is not there" in on_worker.answered('{"checkout": "/gone", "seconds": 1}', worker.id)


def test_dask_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says how to install it."""

    def none(_name: str) -> None:
        """No package is there."""

    monkeypatch.setattr(cluster, "find_spec", none)
    with pytest.raises(BadUse, match=r"pip install \"readiness-gate\[dask\]\""), cluster.connected("tcp://x:1"):
        pass
