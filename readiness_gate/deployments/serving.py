"""The endpoint and the worker of an app together, for as long as a server runs."""

import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager

from starlette.routing import BaseRoute, Route

from readiness_gate.deployments.endpoint import PATH, Endpoint
from readiness_gate.deployments.github import Sender
from readiness_gate.deployments.judged import judged
from readiness_gate.deployments.secret import Secrets
from readiness_gate.deployments.worker import Worker
from readiness_gate.history import Store
from readiness_gate.model.deployments import GitHubApp
from readiness_gate.model.time import Instant
from readiness_gate.portfolio.process import stop_all

_GRACE = 5.0
"""Seconds for an answer that is being sent when the server ends; else the next start sends it."""


@contextmanager
def answering(
    app: GitHubApp, secrets: Secrets, store: Store, clock: Callable[[], Instant], log: Callable[[str], None]
) -> Generator[Sequence[BaseRoute]]:
    """The route for GitHub's messages, and a worker that answers them until the block ends. Raises NoHistory where the
    queue cannot be written."""
    with store.writing():
        pass  # its tables are there from now on
    wake, stop = threading.Event(), threading.Event()
    worker = Worker(app, store, clock, judged, Sender(app, secrets).send, log, stop)
    endpoint = Endpoint(app, secrets.webhook, store, clock, wake.set, log)
    thread = threading.Thread(target=worker.run, args=(wake,), daemon=True)
    thread.start()
    try:
        yield [Route(PATH, endpoint.answer, methods=["POST"])]
    finally:
        stop.set()
        wake.set()
        stop_all()
        thread.join(_GRACE)


__all__ = ["answering"]
