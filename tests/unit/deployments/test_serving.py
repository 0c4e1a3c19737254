"""The endpoint and the worker together, for as long as a server runs."""

import threading
import time
from pathlib import Path

import pytest
from starlette.routing import Route
from support.github_app import ENVIRONMENT, INSTALLATION, REPOSITORY, SHA, FakeGitHubApp, app, rule, secrets
from support.histories import in_file
from support.jira_server import serving

from readiness_gate.deployments.github import PATH, GitHub
from readiness_gate.deployments.serving import answering
from readiness_gate.history import NoHistory
from readiness_gate.history.deployments import Asked, ask


def test_what_is_open_when_the_server_starts_is_answered(tmp_path: Path) -> None:
    """Here by a server that has no rule for it any more, when no other answered it. The worker ends with the block."""
    store, said = in_file(tmp_path), list[str]()
    now = int(time.time()) - 3_600
    with store.writing() as rows:
        ask(rows, Asked("d-1", "sha256:1", REPOSITORY, INSTALLATION, ENVIRONMENT, 42, 7, SHA, now))
    before = threading.active_count()
    with serving(FakeGitHubApp()) as fake:
        of_another = app(fake.url, rule(environment="staging"))
        with answering([GitHub(of_another, secrets())], store, lambda: int(time.time()), said.append) as [route]:
            assert isinstance(route, Route)
            assert (route.path, route.methods) == (PATH, {"POST"})
            until = time.monotonic() + 30
            while not said and time.monotonic() < until:
                time.sleep(0.01)
        assert fake.taken == {42: ["rejected"]}
    assert said == ["octo-org/crm, production, run 42: rejected"]
    assert threading.active_count() <= before


def test_a_queue_that_cannot_be_made(tmp_path: Path) -> None:
    """The server does not start."""
    store = in_file(tmp_path)
    store.path.write_bytes(b"no database, but as long as the head of one would be " * 9)
    with pytest.raises(NoHistory), answering([GitHub(app(), secrets())], store, lambda: 0, print):
        pass
