"""A server that answers one byte now and then, and never comes to an end."""

import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_CHUNKED = _HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
ANSWERS = {
    "silence": (b"", b""),
    "status line": (b"HTTP/1.1 200 ", b"O"),
    "version": (b"HTTP/1.", b"1"),
    "header": (_HEAD + b"X-Pad: ", b"a"),
    "headers": (_HEAD, b"X: y\r\n"),
    "folded header": (_HEAD + b"X-Pad: ", b"a\r\n "),
    "continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "early hints": (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"),
    "chunk size": (_CHUNKED + b"1;", b"a"),
    "chunks": (_CHUNKED, b"1\r\n \r\n"),
    "trailer": (_CHUNKED + b"2\r\n{}\r\n0\r\nX-Pad: ", b"a"),
    "trailers": (_CHUNKED + b"2\r\n{}\r\n0\r\n", b"X: y\r\n"),
    "body": (_HEAD + b"Content-Length: 100000\r\n\r\n", b" "),
    "body without an end": (_HEAD + b"\r\n", b" "),
    "try again": (b"HTTP/1.1 503 Busy\r\nContent-Length: 100000\r\n\r\n", b" "),
    "tunnel": (b"HTTP/1.1 200 ", b"O"),
    "tunnel headers": (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    "handshake": (b"\x16\x03\x03\x40\x00", b"\x02"),
}
"""What is answered first, and what then comes again and again."""


@contextmanager
def dripping(kind: str, pause: float = 0.05) -> Generator[int]:
    """The port of the server."""
    first, more = ANSWERS[kind]
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                connection.recv(1 << 16)
                connection.sendall(first)
                while not ended.is_set():
                    time.sleep(pause)
                    connection.sendall(more)

        def serve() -> None:
            with suppress(OSError):
                while not ended.is_set():
                    threading.Thread(target=answer, args=(server.accept()[0],), daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            ended.set()
            server.shutdown(socket.SHUT_RDWR)
            thread.join(5)
