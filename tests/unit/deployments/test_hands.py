"""A service or a gate that takes long delays nobody else's answers, and the number of threads is bounded."""

import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from support.github_app import FakeGitHubApp, app, secrets
from support.gitlab_checks import CHECK, HEAD, PROJECT, PROJECT_ID, FakeGitLab, gitlab
from support.histories import in_file
from support.jira_server import Asked as Seen
from support.jira_server import Reply, serving
from support.trial import BEGUN, REFUSED, Trial, asked, gate

from readiness_gate.deployments.github import GitHub
from readiness_gate.deployments.hands import MOST_OF_A_KIND
from readiness_gate.deployments.judged import Judged
from readiness_gate.deployments.worker import Worker
from readiness_gate.history.deployments import Asked, ask, everything, step, take
from readiness_gate.history.sqlite import SqliteStore
from readiness_gate.model.deployments import Gate

HUNG = ("11", "12", "13", "14")
"""The merge requests that GitLab does not answer about."""


@dataclass
class Servers:
    """GitHub, a GitLab that hangs, and a worker that answers both."""

    github: FakeGitHubApp
    gitlab: FakeGitLab
    store: SqliteStore
    over: threading.Event = field(default_factory=threading.Event)
    wake: threading.Event = field(default_factory=threading.Event)
    hangs: list[str] = field(default_factory=list[str])
    said: list[str] = field(default_factory=list[str])

    def ask(self, *several: Asked, watched: bool = False) -> None:
        """Put requests on the queue; an approval that is watched is due."""
        with self.store.writing() as rows:
            for one in several:
                ask(rows, one)
                if watched:
                    held = take(rows, 0, lambda _: 0)
                    assert held is not None
                    step(rows, held, "watched", one.received_at - 1_800, until=one.received_at, state="approved")
        self.wake.set()

    def hang(self, seen: Seen) -> Reply | None:
        """GitLab does not answer."""
        iid = seen.path.rpartition("/")[2]
        if iid not in HUNG:
            return None
        self.hangs.append(iid)
        return Reply({}, 404, after=self.over)


@contextmanager
def _running(servers: Servers, judge: Callable[[Gate, Asked, int], Judged]) -> Generator[None]:
    services = (GitHub(app(servers.github.url), secrets()), gitlab(servers.gitlab.url, notes=False))
    by_name, stop = {one.name: one for one in services}, threading.Event()
    worker = Worker(by_name, servers.store, lambda: int(time.time()), judge, servers.said.append, stop)
    runs = threading.Thread(target=worker.run, args=(servers.wake,))
    runs.start()
    try:
        yield
    finally:
        stop.set()
        servers.over.set()
        servers.wake.set()
        runs.join(30)
    assert not runs.is_alive()


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Servers]:
    """With an empty queue."""
    with serving(FakeGitHubApp()) as github, serving(FakeGitLab()) as of_gitlab:
        made = Servers(github, of_gitlab, in_file(tmp_path))
        of_gitlab.before = made.hang
        yield made
        made.over.set()
        assert (github.wrong, of_gitlab.wrong) == ([], [])


def _merge(iid: int | str) -> Asked:
    at = int(time.time())
    environment = f"status check {CHECK}"
    return Asked("", f"sha256:{iid}", PROJECT, PROJECT_ID, environment, int(iid), CHECK, HEAD, at, "gitlab", "main")


def _go(*_: object) -> Judged:
    return Judged(gate("go"))


def _no_go(*_: object) -> Judged:
    return Judged(gate("no-go"))


def _until(is_true: Callable[[], object]) -> None:
    until = time.monotonic() + 20
    while not is_true():
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.mark.parametrize("watched", [True, False])
def test_a_gitlab_that_hangs(servers: Servers, *, watched: bool) -> None:
    """GitHub gets its answer, and no more threads than allowed wait for GitLab."""
    servers.ask(*map(_merge, HUNG), watched=watched)
    with _running(servers, _go):
        _until(lambda: len(servers.hangs) == MOST_OF_A_KIND)
        servers.ask(asked(9, run=99))
        _until(lambda: servers.github.taken[99] == ["approved"])
        assert len(servers.hangs) == MOST_OF_A_KIND
        servers.over.set()
        _until(lambda: len(servers.hangs) == len(HUNG))


def test_watched_approvals_that_hang(servers: Servers) -> None:
    """New requests of the same GitLab get their answers."""
    servers.ask(*map(_merge, HUNG), watched=True)
    with _running(servers, _go):
        _until(lambda: len(servers.hangs) == MOST_OF_A_KIND)
        servers.ask(_merge(4))
        _until(lambda: servers.gitlab.taken[4] == ["passed"])


def test_new_requests_that_hang(servers: Servers) -> None:
    """An approval that is watched is taken back in its time."""
    servers.ask(*map(_merge, HUNG[:MOST_OF_A_KIND]))
    with _running(servers, _no_go):
        _until(lambda: len(servers.hangs) == MOST_OF_A_KIND)
        servers.ask(_merge(4), watched=True)
        _until(lambda: servers.gitlab.taken[4] == ["failed"])


def test_one_merge_request_that_hangs(servers: Servers) -> None:
    """The approvals of the others are watched."""
    servers.ask(_merge(HUNG[0]), *map(_merge, (4, 5, 6)), watched=True)
    with _running(servers, _no_go):
        _until(lambda: all(servers.gitlab.taken[iid] == ["failed"] for iid in (4, 5, 6)))
    assert servers.hangs[0] == HUNG[0]


def test_a_gate_that_takes_long(servers: Servers) -> None:
    """Gates are judged at the same time, and those of one run one after the other."""
    judging, most = list[int](), list[int]()

    def judge(_gate: Gate, one: Asked, _now: int) -> Judged:
        judging.append(one.run)
        most.append(len(judging))
        assert judging.count(one.run) == 1
        servers.over.wait(0.3)
        judging.remove(one.run)
        return Judged(gate("go"))

    servers.ask(*(asked(number, run=number) for number in range(1, 6)))
    with _running(servers, judge):
        _until(lambda: len(servers.github.taken) == 1)
        servers.ask(asked(11, run=5))
        _until(lambda: len(servers.github.taken) == 5)
    assert max(most) == MOST_OF_A_KIND


def test_a_clock_that_jumps_while_an_answer_is_sent(tmp_path: Path) -> None:
    """The hold has expired by the clock, but the same server does not begin a second answer."""
    trial = Trial(in_file(tmp_path), outcomes=(REFUSED,))
    trial.ask()
    worker = trial.worker

    def jump() -> None:
        trial.now = BEGUN + 100_000
        assert not worker.once()

    trial.on_send = jump
    with trial.store.writing() as rows:
        held = take(rows, BEGUN, lambda _: 60)
    assert held is not None
    worker.begun(held, threading.Event()).join(20)
    assert trial.states == ["approved"]
    trial.on_send = lambda: None
    trial.now += 5
    assert worker.once()


def test_no_thread_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log says so, and the request is answered once its hold expires."""
    trial = Trial(in_file(tmp_path))
    trial.ask()
    worker, start = trial.worker, threading.Thread.start

    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    with trial.store.writing() as rows:
        held = take(rows, BEGUN, lambda _: 60)
    assert held is not None
    with pytest.raises(RuntimeError):
        worker.begun(held, threading.Event())
    monkeypatch.setattr(threading.Thread, "start", start)
    trial.now += 60
    assert worker.once()
    assert trial.states == ["approved"]
    with trial.store.reading() as rows:
        assert [one.steps[-1].what for one in everything(rows)] == ["answered"]
