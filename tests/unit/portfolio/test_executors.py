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


def _job(folder: Path, name: str, lost: int) -> str:
    return json.dumps({"file": str(folder / name), "lost": lost})


@pytest.mark.heavy
@pytest.mark.parametrize(("lost", "answer"), [(0, "answer of a"), (1, "answer of a"), (2, LOST), (9, LOST)])
def test_lost_work(tmp_path: Path, lost: int, answer: str) -> None:
    """Work that is lost once is done by another worker; lost twice, it is undecided, and not tried again."""
    assert answers([_job(tmp_path, "a", lost)], "processes", 2, work) == [answer]
    assert len((tmp_path / "a").read_text()) == min(lost + 1, 2)


@pytest.mark.heavy
def test_lost_work_of_others(tmp_path: Path) -> None:
    """Whatever shared its pool with a lost worker is done, and only what was lost itself is undecided."""
    lost = {"a": 0, "b": 9, "c": 0, "d": 0, "e": 9, "f": 0}
    got = answers([_job(tmp_path, name, times) for name, times in lost.items()], "processes", 2, work)
    assert got == [LOST if times else f"answer of {name}" for name, times in lost.items()]
    assert all(len((tmp_path / name).read_text()) <= 2 for name in lost)


@pytest.mark.parametrize("executor", ["threads"])
def test_an_error_of_ours_is_not_hidden(executor: ExecutorName) -> None:
    """What is no lost worker is raised."""
    with pytest.raises(ValueError, match="invalid literal"):
        answers(["x"], executor, 1, lambda job: str(int(job)))
