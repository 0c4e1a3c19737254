"""Listen at an address, and answer until the process is asked to end."""

import asyncio
import errno
import gc
import ipaddress
import logging
import signal
import socket
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from readiness_gate.errors import BadUse

_LOCALHOST = "localhost"
_GRACE = 5
"""The seconds that requests have to complete once the process is asked to end."""
_MOST = 256
"""The maximum number of simultaneous connections; any more get 503."""
_LARGEST_HEAD = 16_384
_TO_ARRIVE = 10
"""The seconds that a request has to arrive with its body; then its connection is closed."""
_TO_LEAVE = 120
"""The seconds that a response has to be produced and received."""
_QUIET = 60
"""The seconds between two identical log lines."""
_GARBAGE = (700, 10, 10)
"""How many new objects make Python look for cycles of dead ones: few, because each page leaves some, and a server must
stay small. With the many that suit a command, it needed 15 MB more."""
_WHY = {
    errno.EADDRINUSE: "is in use. Choose another with --port, or end the program that uses it",
    errno.EACCES: "needs more rights. Choose one above 1023 with --port",
    errno.EADDRNOTAVAIL: "is not available: this machine has no such address. Name one that it has with --host",
}


def address(host: str) -> str:
    """Return the IP address of a host. Raises BadUse for a name other than localhost, which could be any address."""
    if host.casefold() == _LOCALHOST:
        return "127.0.0.1"
    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError as error:
        raise BadUse(f'--host: "{host}" is not an address such as 127.0.0.1, nor localhost') from error


def is_loopback(host: str) -> bool:
    """Return whether an address is reachable only from this machine."""
    return ipaddress.ip_address(host).is_loopback


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address; port 0 selects a free port. Raises BadUse if that is impossible."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        why = _WHY.get(error.errno or 0, f"cannot be used ({error.strerror}). Choose another with --host or --port")
        raise BadUse(f"port {port} of {host} {why}") from error


def url(listening: socket.socket) -> str:
    """Return the URL of a listening socket, for a browser on this machine."""
    host, port, *_ = listening.getsockname()
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class _Protocol(H11Protocol):
    """A connection with time limits for receiving a request and delivering its response: otherwise, a client that sends
    or reads nothing could occupy one of the connections as long as it likes."""

    _limit: asyncio.TimerHandle | None = None
    _is_arriving = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Start the time limit for a request."""
        super().connection_made(transport)
        self._ends_in(_TO_ARRIVE)

    def connection_lost(self, exc: Exception | None) -> None:
        """Cancel the time limit."""
        self._ends_in(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Process received data. A byte now and then does not extend the time limit of a request."""
        super().data_received(data)
        was, self._is_arriving = self._is_arriving, self._arrives()
        if was and not self._is_arriving:
            self._ends_in(_TO_LEAVE)

    def on_response_complete(self) -> None:
        """Start the time limit for the client to receive the response, or for its next request."""
        super().on_response_complete()
        self._is_arriving = self._arrives()
        is_taken = self._is_arriving and not self.transport.get_write_buffer_size()
        self._ends_in(_TO_ARRIVE if is_taken else _TO_LEAVE)

    def _arrives(self) -> bool:
        return self.conn.their_state in (h11.IDLE, h11.SEND_BODY)

    def _ends_in(self, seconds: int | None) -> None:
        if self._limit is not None:
            self._limit.cancel()
        self._limit = None if seconds is None else self.loop.call_later(seconds, self.transport.abort)


class _Server(uvicorn.Server):
    """A server that ends at SIGTERM and SIGINT without raising them again, and reports when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], log: Callable[[str], None]) -> None:
        super().__init__(config)
        self._ready = ready
        self._log = log
        self._quiet_until = 0.0

    async def on_tick(self, counter: int) -> bool:
        """Log, from time to time, that requests are refused."""
        if len(self.server_state.connections) >= _MOST and time.monotonic() >= self._quiet_until:
            self._quiet_until = time.monotonic() + _QUIET
            self._log(f"{_MOST} connections are open, so every request gets 503. Limit them in the proxy")
        return await super().on_tick(counter)

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """End the loop at a signal."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer requests."""
        await super().startup(sockets)
        self._ready()


def server(app: ASGIApp, ready: Callable[[], None], log: Callable[[str], None]) -> uvicorn.Server:
    """Return the server. It trusts no header about the peer: the address of the socket identifies the client."""
    config = uvicorn.Config(
        app,
        http=_Protocol,
        ws="none",
        loop="asyncio",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=_MOST,
        timeout_graceful_shutdown=_GRACE,
        h11_max_incomplete_event_size=_LARGEST_HEAD,
    )
    return _Server(config, ready, log)


def serve(app: ASGIApp, listening: socket.socket, ready: Callable[[], None], log: Callable[[str], None]) -> None:
    """Answer requests until SIGTERM or SIGINT; `ready` is called once the server answers."""
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # the guard logs failures, without the content of requests
    gc.collect()
    gc.freeze()  # what is loaded stays, so no search for dead objects needs to look at it
    gc.set_threshold(*_GARBAGE)
    server(app, ready, log).run([listening])


__all__ = ["address", "bound", "is_loopback", "serve", "server", "url"]
