"""Listens at an address, and answers until the process is asked to end."""

import errno
import ipaddress
import logging
import signal
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from readiness_gate.errors import BadUse

_LOCALHOST = "localhost"
_GRACE = 5
"""So many seconds have requests to end after the process is asked to."""
_MOST = 256
"""So many connections are answered at the same time; more get 503."""
_LARGEST_HEAD = 16_384
_WHY = {
    errno.EADDRINUSE: "is in use. Choose another with --port, or end the program that uses it",
    errno.EACCES: "needs more rights. Choose one above 1023 with --port",
    errno.EADDRNOTAVAIL: "cannot be had: this machine has no such address. Name one that it has with --host",
}


def address(host: str) -> str:
    """The address that a host names. Raises BadUse for a name, which could be the address of anything."""
    if host.casefold() == _LOCALHOST:
        return "127.0.0.1"
    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError as error:
        raise BadUse(f'--host: "{host}" is not an address such as 127.0.0.1, nor localhost') from error


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine only."""
    return ipaddress.ip_address(host).is_loopback


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens at an address; port 0 is any that is free. Raises BadUse where that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        why = _WHY.get(error.errno or 0, f"cannot be used ({error.strerror}). Choose another with --host or --port")
        raise BadUse(f"port {port} of {host} {why}") from error


def url(listening: socket.socket) -> str:
    """The address of what listens, for a browser on this machine."""
    host, port, *_ = listening.getsockname()
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class _Server(uvicorn.Server):
    """Ends at SIGTERM and SIGINT without raising them again, and says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

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
        """Begin to answer."""
        await super().startup(sockets)
        self._ready()


def serve(app: ASGIApp, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Answer until SIGTERM or SIGINT; `ready` is called once requests are answered. What a header says of the peer is
    not believed here: who asks is the address of the socket."""
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # the guard says what fails, without what was asked
    config = uvicorn.Config(
        app,
        http="h11",
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
    _Server(config, ready).run([listening])


__all__ = ["address", "bound", "is_loopback", "serve", "url"]
