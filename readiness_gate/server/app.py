"""The application: what is answered at which address, on a history that is only read."""

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
"""So many requests read the history at the same time; the others wait. As many more may do what other routes do."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a server answers."""

    clock: Callable[[], Instant]
    log: Log
    """Takes a line for whoever runs the server."""
    access: Access = Everybody()
    hosts: frozenset[str] = frozenset(LOOPBACK)
    """The names that it may be asked by, without ports."""
    max_age: Seconds = DAY
    """How old a verdict may be to be shown as one of now."""


def application(store: Store, options: Options, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """The server of a history.

    `routes` are more addresses. They are reached by any method, any name of the host and without the headers of a
    proxy: they find out by themselves who asks, as by a signature, and bound what they read. Their answers get the same
    headers, and nothing of what they raise is shown.
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
        """What reads the history, in threads of its own: while it is locked, others are answered."""

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
        yield read(f"{path}.json", endpoint)  # the first that fits is taken
        yield read(path, endpoint)
    yield Route("/healthz", site.healthy)
    yield read("/readyz", pages.ready)


@asynccontextmanager
async def _lifespan(_app: Any) -> AsyncGenerator[None]:  # noqa: ANN401 - starlette gives the application
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield
