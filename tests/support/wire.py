"""A server that sends any bytes at any pace, in place of a stand-in for Jira that would answer as it should.

A second port takes whatever is sent to it: nothing may ever be.
"""

import json
import socket
import struct
import threading
import zlib
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from support.jira_server import Asked, FakeJira

HEAD = b"\r\n\r\n"


@dataclass
class Sent:
    """An answer in its parts, from the value that it has to the bytes of the wire; what disturbs it changes a part."""

    value: Any
    number: int
    line: bytes = b"HTTP/1.1 200 OK"
    headers: list[tuple[bytes, bytes]] = field(default_factory=list[tuple[bytes, bytes]])
    before: bytes = b""
    """What comes before the answer, such as another one."""
    content: Callable[[Any], bytes] = lambda value: json.dumps(value).encode()
    coded: Callable[[bytes], bytes] = lambda content: content
    framed: Callable[[bytes], tuple[list[tuple[bytes, bytes]], bytes]] = lambda body: (
        [(b"Content-Length", str(len(body)).encode())],
        body,
    )
    ending: bytes = b"\r\n"
    wire: Callable[[bytes], bytes] = lambda sent: sent
    pauses: dict[int, float] = field(default_factory=dict[int, float])
    """Seconds to wait before a byte is sent."""
    drip: tuple[int, float] | None = None
    """From which byte on they are sent one by one, and the seconds to wait before each."""
    stray: float = 0.0
    """Seconds to wait before each of many bytes that come after the answer."""
    ends: str = ""
    """How the connection ends after the answer: "close", "reset", or "" to go on."""

    def rendered(self) -> bytes:
        """All bytes of the answer."""
        framing, body = self.framed(self.coded(self.content(self.value)))
        lines = [self.line, *(name + b": " + value for name, value in (*self.headers, *framing))]
        return self.wire(self.before + self.ending.join(lines) + self.ending * 2 + body)


Disturb = Callable[[Asked, Sent], None]
"""Changes an answer to a request."""


@dataclass
class Wire:
    """The stand-in that answers now, with what disturbs its answers; `port` answers, and `other` must not be asked."""

    jira: FakeJira
    disturb: Disturb = lambda _asked, _sent: None
    port: int = 0
    other: int = 0
    leaked: list[bytes] = field(default_factory=list[bytes])
    wrong: list[str] = field(default_factory=list[str])
    over: threading.Event = field(default_factory=threading.Event)

    def begin(self, jira: FakeJira, disturb: Disturb) -> None:
        """Another case: what still waits in the one before ends."""
        self.over.set()
        self.over = threading.Event()
        self.jira, self.disturb = jira, disturb

    def answer(self, connection: socket.socket) -> None:
        """Answer the requests of a connection, as long as they come."""
        over, jira, disturb = self.over, self.jira, self.disturb
        with connection, suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            rest = b""
            while (request := _request(connection, rest)) is not None:
                asked, rest = request[0](jira), request[1]
                jira.asked.append(asked)
                reply = jira.reply(asked)
                sent = Sent(reply.body, asked.number, f"HTTP/1.1 {reply.status} OK".encode())
                sent.headers = [(b"Date", jira.date.encode()), (b"Content-Type", b"application/json")]
                sent.headers += [(name.encode(), value.encode()) for name, value in reply.headers.items()]
                disturb(asked, sent)
                _send(connection, sent, over)
                if sent.ends:
                    return

    def listen(self, connection: socket.socket) -> None:
        """Keep what comes at the other port."""
        with connection, suppress(OSError):
            connection.settimeout(1)
            self.leaked.append(connection.recv(1 << 16))


def _request(connection: socket.socket, rest: bytes) -> tuple[Callable[[FakeJira], Asked], bytes] | None:
    """The next request, and what came behind it; None when there is none."""
    while HEAD not in rest:
        more = connection.recv(1 << 16)
        if not more:
            return None
        rest += more
    head, _, rest = rest.partition(HEAD)
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    length = int(headers.get("Content-Length", "0"))
    while len(rest) < length:
        more = connection.recv(1 << 16)
        if not more:
            return None
        rest += more
    method, target, _ = first.split(" ")
    parts = urlsplit(target)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    body = json.loads(rest[:length]) if length else None
    return lambda jira: Asked(len(jira.asked) + 1, method, parts.path, query, body, headers), rest[length:]


def _send(connection: socket.socket, sent: Sent, over: threading.Event) -> None:
    content = sent.rendered()
    pauses = dict(sent.pauses)
    if sent.drip:
        pauses |= dict.fromkeys(range(sent.drip[0], len(content)), sent.drip[1])
    at = 0
    for place in sorted({*(each for each in pauses if each < len(content)), len(content)}):
        connection.sendall(content[at:place])
        at = place
        if place in pauses and over.wait(pauses[place]):
            return
    while sent.stray and not over.wait(sent.stray):
        connection.sendall(b" ")
    if sent.ends == "reset":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@contextmanager
def wired() -> Generator[Wire]:
    """The server, on two free ports of loopback."""
    wire = Wire(FakeJira([]))
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_server(("127.0.0.1", 0)) as other:
        wire.port, wire.other = server.getsockname()[1], other.getsockname()[1]
        threads = [
            threading.Thread(target=_serve, args=(wire, server, wire.answer), daemon=True),
            threading.Thread(target=_serve, args=(wire, other, wire.listen), daemon=True),
        ]
        for thread in threads:
            thread.start()
        try:
            yield wire
        finally:
            wire.over.set()
            for each in (server, other):
                each.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join(5)


def _serve(wire: Wire, server: socket.socket, work: Callable[[socket.socket], None]) -> None:
    def guarded(connection: socket.socket) -> None:
        try:
            work(connection)
        except Exception as error:  # noqa: BLE001 - a mistake of the stand-in would pass for a fault of Jira
            wire.wrong.append(f"{type(error).__name__}: {error}")

    with suppress(OSError):
        while True:
            threading.Thread(target=guarded, args=(server.accept()[0],), daemon=True).start()


def chunked(sizes: Callable[[], int], *, extension: bytes = b"", trailer: bytes = b"", end: bytes = b"0") -> Any:
    """The framing by chunks of some sizes."""

    def framed(body: bytes) -> tuple[list[tuple[bytes, bytes]], bytes]:
        at, parts = 0, list[bytes]()
        while at < len(body):
            some = body[at : at + max(1, sizes())]
            parts.append(f"{len(some):x}".encode() + extension + b"\r\n" + some + b"\r\n")
            at += len(some)
        return [(b"Transfer-Encoding", b"chunked")], b"".join(parts) + end + b"\r\n" + trailer + b"\r\n"

    return framed


def zipped(content: bytes, form: str) -> bytes:
    """Content as gzip or deflate."""
    packer = zlib.compressobj(wbits=31 if form == "gzip" else 15)
    return packer.compress(content) + packer.flush()


__all__ = ["Disturb", "Sent", "Wire", "chunked", "wired", "zipped"]
