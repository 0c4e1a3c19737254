"""The endpoints of services and the worker together, for as long as a server runs."""

import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager

from starlette.routing import BaseRoute, Route

from readiness_gate.deployments.endpoint import Endpoint
from readiness_gate.deployments.judged import judged
from readiness_gate.deployments.service import Service
from readiness_gate.deployments.worker import Worker
from readiness_gate.history import Store
from readiness_gate.model.time import Instant
from readiness_gate.portfolio.process import stop_all

_GRACE = 5.0
"""Seconds for an answer that is being sent when the server ends; else the next start sends it."""


@contextmanager
def answering(
    services: Sequence[Service], store: Store, clock: Callable[[], Instant], log: Callable[[str], None]
) -> Generator[Sequence[BaseRoute]]:
    """A route for the messages of each service, and one worker that answers all until the block ends. Raises NoHistory
    where the queue cannot be written."""
    with store.writing():
        pass  # its tables are there from now on
    wake, stop = threading.Event(), threading.Event()
    worker = Worker({one.name: one for one in services}, store, clock, judged, log, stop)
    doors = {one.door.path: Endpoint(one, store, clock, wake.set, log) for one in services}
    thread = threading.Thread(target=worker.run, args=(wake,), daemon=True)
    thread.start()
    try:
        yield [Route(path, endpoint.answer, methods=["POST"]) for path, endpoint in doors.items()]
    finally:
        stop.set()
        wake.set()
        stop_all()
        thread.join(_GRACE)


__all__ = ["answering"]
