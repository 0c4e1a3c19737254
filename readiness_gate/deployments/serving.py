"""The endpoints of all services and the worker, running as long as the server."""

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
"""The seconds that an answer in transit may take when the server ends; otherwise, the next start sends it."""


@contextmanager
def answering(
    services: Sequence[Service], store: Store, clock: Callable[[], Instant], log: Callable[[str], None]
) -> Generator[Sequence[BaseRoute]]:
    """Yield a route for the messages of each service, and run one worker that answers them until the block ends. Raises
    NoHistory if the queue cannot be written."""
    with store.writing():
        pass  # this creates the tables
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
