"""What a server that is killed must have done, on whichever store."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from typing import Any

from support import deployments_killed
from support.github_app import FakeGitHubApp, pem
from support.jira_server import serving


def killed(store: object, times: int, seed: int = 1) -> tuple[Any, FakeGitHubApp]:
    """What the server did, and what arrived at GitHub."""
    with serving(FakeGitHubApp()) as fake:
        command = [sys.executable, deployments_killed.__file__, store, fake.url, times, seed]
        environment = {**os.environ, "READINESS_TEST_KEY": pem()}
        done = subprocess.run([*map(str, command)], capture_output=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr.decode()
    assert not fake.wrong, fake.wrong
    return json.loads(done.stdout), fake


def nothing_is_lost(found: Any, fake: FakeGitHubApp) -> None:
    """What was acknowledged is on the queue once, and has one answer; nothing was approved without a go."""
    runs = [run for run, _, _ in found["queue"]]
    assert set(found["acknowledged"]) <= set(runs)
    assert len(set(runs)) == len(runs)
    go: dict[int, set[str]] = defaultdict(set)
    for run, decision in found["judged"]:
        go[int(run)].add(decision)
    for run, what, state in found["queue"]:
        [taken] = fake.taken[run]
        assert what in ("answered", "given-up", "unclear"), (run, what)
        assert taken == "rejected" or "go" in go[run], run
        arrived = [taken, *fake.refused[run]]
        assert "approved" not in arrived[arrived.index("rejected") :] if "rejected" in arrived else True, arrived
        if run % 4 and what == "answered":
            assert state == taken, run
    assert set(fake.taken) == {*runs, *fake.refused}


__all__ = ["killed", "nothing_is_lost"]
