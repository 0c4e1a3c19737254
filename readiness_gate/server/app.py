"""The application: the routes and their handlers, on a history that is only read."""

from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from readiness_gate.history import NoHistory, Store
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import DAY, Instant, Seconds
from readiness_gate.server import site
from readiness_gate.server.access import Access, Everybody
from readiness_gate.server.guard import LOOPBACK, Guard, Log, Rules
from readiness_gate.server.site import NotThere, Site

THREADS = 4
"""The number of requests that read the history at the same time; the others wait. The same number may do the work of
other routes."""


@dataclass(frozen=True, slots=True)
class Options:
    """The settings of a server."""

    clock: Callable[[], Instant]
    log: Log
    """Receives a line for the operator of the server."""
    access: Access = Everybody()
    hosts: frozenset[str] = frozenset(LOOPBACK)
    """The host names that it answers to, without ports."""
    max_age: Seconds = DAY
    """The maximum age of a verdict that is shown as current."""


def application(store: Store, options: Options, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """Return the application that serves a history.

    `routes` are additional routes. They accept any method and any host name, and need no proxy headers: they
    authenticate the sender themselves, for example by a signature, and limit what they read. Their responses get the
    same headers, and nothing of their exceptions is shown.
    """
    pages = Site(store, options.clock, options.max_age, options.access, options.log)
    rules = Rules(options.access, options.hosts, tuple(routes), options.log)
    made = Starlette(
        routes=[*routes, *_routes(pages)],
        middleware=[Middleware(Guard, rules)],
        exception_handlers={
            404: site.not_there,
            NotThere: site.not_there,
            NoHistory: site.unreadable(options.log),
        },
        lifespan=_lifespan,
    )
    made.router.redirect_slashes = False
    return made


def _routes(pages: Site) -> Iterable[Route]:
    waiting = CapacityLimiter(THREADS)

    def read(path: str, endpoint: Callable[[Request], Response]) -> Route:
        """Return a route that reads the history, in separate threads: while the history is locked, other requests are
        answered."""

        async def answered(request: Request) -> Response:
            return await to_thread.run_sync(endpoint, request, limiter=waiting)

        return Route(path, answered)

    program = "/programs/{program}"
    gate = f"{program}/gates/{{gate}}"
    yield read("/", pages.portfolio)
    yield read("/portfolio.json", pages.portfolio)
    for path, endpoint in (
        (program, pages.program),
        (f"{program}/decisions", pages.decisions),
        (gate, pages.gate),
        (f"{gate}/rules/{{rule}}", pages.rule),
    ):
        yield read(f"{path}.json", endpoint)  # the first match is taken
        yield read(path, endpoint)
    yield Route("/healthz", site.healthy)
    yield read("/readyz", pages.ready)


@asynccontextmanager
async def _lifespan(_app: Any) -> AsyncGenerator[None]:  # noqa: ANN401 - starlette gives the application
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield
