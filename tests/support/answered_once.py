"""What a server that is killed must have done, on whichever store."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from typing import Any

from support import deployments_killed
from support.asking import ASKING
from support.github_app import pem
from support.jira_server import serving

KILLED = 4 * len(ASKING)
"""By this the kills of a test are divided, so that the number of services costs no more."""


def killed(store: object, times: int, seed: int = 1, service: str = "github") -> tuple[Any, Any]:
    """What the server did, and what arrived at a service."""
    with serving(ASKING[service].fake()) as fake:
        command = [sys.executable, deployments_killed.__file__, service, store, fake.url, times, seed]
        environment = {**os.environ, "READINESS_TEST_KEY": pem()}
        done = subprocess.run([*map(str, command)], capture_output=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr.decode()
    assert not fake.wrong, fake.wrong
    return json.loads(done.stdout), fake


def nothing_is_lost(found: Any, fake: Any) -> None:
    """What was acknowledged is on the queue once, and has one answer; nothing was approved without a go, or after a
    rejection."""
    runs = [run for run, _, _ in found["queue"]]
    assert set(found["acknowledged"]) <= set(runs)
    go: dict[int, set[str]] = defaultdict(set)
    for run, decision in found["judged"]:
        go[int(run)].add(decision)
    for run, what, state in {run: (run, what, state) for run, what, state in found["queue"]}.values():
        arrived = [_STATES.get(one, one) for one in (*fake.taken[run], *fake.refused.get(run, ()))]
        assert what in ("answered", "given-up", "unclear", "watched"), (run, what)
        assert "approved" not in arrived or "go" in go[run], run
        if runs.count(run) == 1 and "rejected" in arrived:
            assert "approved" not in arrived[arrived.index("rejected") :], arrived
        if what == "watched" or (run % 4 and what == "answered"):
            assert state == _STATES.get(fake.taken[run][-1], fake.taken[run][-1]), run
    if not fake.counts_newest:  # else each message may ask again
        assert len(set(runs)) == len(runs)
        answered = [run for run, what, _ in found["queue"] if what != "given-up" or not fake.loses_tokens]
        assert {len(fake.taken[run]) for run in answered} == {1}
        assert {len(fake.taken[run]) for run in runs} <= {0, 1}
    assert {run for run in fake.taken if fake.taken[run]} <= {*runs, *fake.refused}


_STATES = {"passed": "approved", "succeeded": "approved", "failed": "rejected"}
__all__ = ["KILLED", "killed", "nothing_is_lost"]
