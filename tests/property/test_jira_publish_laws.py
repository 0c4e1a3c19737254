"""Two runs write different verdicts to one issue at the same time, their requests in any order: no go is left beside
the record of another verdict."""

import base64
import threading
from collections.abc import Iterator, Mapping
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.jira_published import GO, NO_GO, TOKEN, at_hand, run
from support.jira_server import Asked
from support.jira_writes import WritableJira

from readiness_gate.publishers.jira import Publication, step

_WAIT = 20.0
RUNS: Mapping[str, Publication] = {"one": GO, "other": NO_GO}


class Turns:
    """Whose request is next: as a schedule says, and after its end that of whoever asks."""

    def __init__(self, schedule: Iterator[str]) -> None:
        self._running = set(RUNS)
        self._schedule = schedule
        self._changed = threading.Condition()
        self._is_busy = False
        self._next = next(schedule, "")

    def take(self, asked: Asked) -> None:
        """Wait for a turn."""
        login = base64.b64decode(asked.headers["Authorization"].removeprefix("Basic ")).decode()
        name = login.removesuffix(f":{TOKEN}")
        with self._changed:
            assert self._changed.wait_for(lambda: self._may_go(name), _WAIT)
            self._is_busy = True

    def _may_go(self, name: str) -> bool:
        return not self._is_busy and (self._next == name or self._next not in self._running)

    def give(self, _: Asked) -> None:
        """The request is done."""
        with self._changed:
            self._is_busy, self._next = False, next(self._schedule, "")
            self._changed.notify_all()

    def end(self, name: str) -> None:
        """A run is over."""
        with self._changed:
            self._running.discard(name)
            self._changed.notify_all()


def _interleaved(jira: WritableJira, schedule: Iterator[str]) -> None:
    """Both runs, each in a thread."""
    turns = Turns(schedule)

    def one(name: str) -> None:
        try:
            run(jira, RUNS[name], user=name)
        finally:
            turns.end(name)

    jira.before, jira.after = turns.take, turns.give
    threads = [threading.Thread(target=one, args=(name,), daemon=True) for name in RUNS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2 * _WAIT)
        assert not thread.is_alive()


@given(st.sampled_from([None, GO, NO_GO]), st.lists(st.sampled_from(sorted(RUNS)), max_size=60))
@law(50, few=10)
def test_no_go_is_left_that_only_one_run_gave(start: Publication | None, schedule: list[str]) -> None:
    """Whichever writes its record last."""
    jira = WritableJira()
    with at_hand(jira), patch.object(step, "PAUSES", (0.0,)):
        if start is not None:
            assert run(jira, start).failed == ""
        _interleaved(jira, iter(schedule))
    assert not jira.is_open or jira.properties["readiness-gate"]["decision"] == "go"
