"""Lost work is tried exactly once more, wherever it runs, and then it is undecided."""

import json
import os
import signal
from pathlib import Path

import pytest

from readiness_gate.portfolio.executors import LOST, ExecutorName, answers


def work(job: str) -> str:
    """Note the try in a file, and end the worker as often as the job says."""
    asked = json.loads(job)
    tries = Path(asked["file"])
    with tries.open("a") as file:
        file.write("x")
    if len(tries.read_text()) <= asked["lost"]:
        os.kill(os.getpid(), signal.SIGKILL)
    return f"answer of {tries.name}"


def test_threads_keep_the_order() -> None:
    """Each answer is that of its job."""
    assert answers(["a", "b", "c"], "threads", 2, str.upper) == ["A", "B", "C"]


@pytest.mark.heavy
def test_lost_work(tmp_path: Path) -> None:
    """Work that is lost once is done by another worker; lost twice, it is undecided; the rest is as ever."""
    lost = {"a": 0, "b": 1, "c": 2, "d": 0, "e": 9}
    jobs = [json.dumps({"file": str(tmp_path / name), "lost": times}) for name, times in lost.items()]
    got = answers(jobs, "processes", 2, work)
    # What shared its pool with a lost worker has lost a try by no fault of its own.
    assert [got[number] for number in (0, 1, 3)] == ["answer of a", "answer of b", "answer of d"]
    assert got[4] == LOST
    assert all(len((tmp_path / name).read_text()) <= 2 for name in lost)


@pytest.mark.parametrize("executor", ["threads"])
def test_an_error_of_ours_is_not_hidden(executor: ExecutorName) -> None:
    """What is no lost worker is raised."""
    with pytest.raises(ValueError, match="invalid literal"):
        answers(["x"], executor, 1, lambda job: str(int(job)))
