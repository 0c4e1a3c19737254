"""A connection keeps its place only while a request arrives or an answer is taken."""

import asyncio
import http.client
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from readiness_gate.server import listening

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
BODY = b"Content-Length: 1000\r\n"
LARGE = 40_000_000


async def _page(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


async def _slow(_request: Request) -> PlainTextResponse:
    await asyncio.sleep(1)
    return PlainTextResponse("slow")


async def _large(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("x" * LARGE)


_LEAVING = """
import gc, sys
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from readiness_gate.server import listening

class Part:
    alive = 0
    def __init__(self):
        Part.alive += 1
        self.itself = self
    def __del__(self):
        Part.alive -= 1

async def page(_request):
    for _ in range(100):
        Part()
    return PlainTextResponse(str(Part.alive))

gc.set_threshold(100_000, 50, 100)  # as a command does
with listening.bound("127.0.0.1", 0) as place:
    ready = lambda: print(place.getsockname()[1], flush=True)
    listening.serve(Starlette(routes=[Route("/", page)]), place, ready, print)
"""
"""A server each of whose pages leaves a hundred dead cycles."""
APP = Starlette(routes=[Route("/", _page), Route("/slow", _slow), Route("/large", _large)])


class _Asked:
    """A server whose requests have little time to arrive, and somebody who asks it."""

    def __init__(self, place: tuple[str, int], ready: Callable[[], None]) -> None:
        self.place = place
        self.logged: list[str] = []
        self.server = listening.server(APP, ready, self.logged.append)

    async def sent(self, first: bytes, then: bytes = b"") -> tuple[bytes, float]:
        """What comes back until the server ends the connection, and after how long; `then` is sent again and again."""
        begun = time.monotonic()
        reader, writer = await asyncio.open_connection(*self.place)
        writer.write(first)
        answer = asyncio.create_task(_whole(reader))
        while not answer.done():
            await asyncio.sleep(0.05)
            writer.write(then)
        writer.close()
        return await answer, time.monotonic() - begun


async def _whole(reader: asyncio.StreamReader) -> bytes:
    content = b""
    with suppress(ConnectionError):
        while part := await reader.read(65_536):
            content += part
    return content


def _served(work: Callable[[_Asked], Awaitable[None]], monkeypatch: pytest.MonkeyPatch, to_leave: float = 30) -> None:
    monkeypatch.setattr(listening, "_TO_ARRIVE", 0.5)
    monkeypatch.setattr(listening, "_TO_LEAVE", to_leave)
    monkeypatch.setattr(listening, "_MOST", 4)

    async def run() -> None:
        ready = asyncio.Event()
        with listening.bound("127.0.0.1", 0) as place:
            asked = _Asked(place.getsockname(), ready.set)
            serving = asyncio.create_task(asked.server.serve([place]))
            await ready.wait()
            try:
                await asyncio.wait_for(work(asked), 60)
            finally:
                asked.server.should_exit = True
                await serving

    asyncio.run(run())


@pytest.mark.parametrize(
    ("first", "then", "answers"),
    [
        (b"", b"", b""),
        (HEAD, b"", b""),
        (HEAD, b"X", b""),
        (HEAD + BODY + b"\r\n", b"", b"200 OK"),
        (HEAD + BODY + b"\r\n", b"x", b"200 OK"),
        (HEAD + b"\r\n", b"", b"200 OK"),
        (HEAD + b"\r\n" + HEAD, b"X", b"200 OK"),
        (HEAD.replace(b"/ ", b"/slow ") + b"\r\n", b"", b"200 OK"),
    ],
)
def test_a_connection_that_only_stays(
    first: bytes, then: bytes, answers: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ends soon, whether nothing comes or a byte now and then; an answer that takes longer is still given."""

    async def work(asked: _Asked) -> None:
        answer, took = await asked.sent(first, then)
        assert answers in answer
        assert 0.4 < took < 20, took

    _served(work, monkeypatch)


def test_an_answer_that_nobody_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is dropped after its time."""

    async def work(asked: _Asked) -> None:
        _, writer = await asyncio.open_connection(*asked.place, limit=1)  # nobody reads what comes back
        writer.write(HEAD.replace(b"/ ", b"/large ") + b"\r\n")
        open_ = asked.server.server_state.connections
        seen: list[int] = []
        for _ in range(60):
            seen.append(len(open_))
            await asyncio.sleep(0.05)
        assert (seen[-1], seen.count(1) > 15) == (0, True)
        writer.close()

    _served(work, monkeypatch, 1)


def test_too_many_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Are said once, and end by themselves."""

    async def work(asked: _Asked) -> None:
        idle = [await asyncio.open_connection(*asked.place) for _ in range(4)]
        answer, _ = await asked.sent(HEAD + b"Connection: close\r\n\r\n")
        assert b"503" in answer
        await asyncio.sleep(0.3)
        assert asked.logged == ["4 connections are open, so every request gets 503. Limit them in the proxy"]
        for reader, writer in idle:
            assert not await _whole(reader)
            writer.close()
        answer, _ = await asked.sent(HEAD + b"Connection: close\r\n\r\n")
        assert b"200 OK" in answer

    _served(work, monkeypatch)


def test_what_a_page_leaves_is_freed_soon() -> None:
    """So that a server stays small."""
    process = subprocess.Popen([sys.executable, "-c", _LEAVING], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    connection = http.client.HTTPConnection("127.0.0.1", int(process.stdout.readline()))
    alive: list[int] = []
    for _ in range(200):
        connection.request("GET", "/")
        alive.append(int(connection.getresponse().read()))
    connection.close()
    process.terminate()
    process.communicate()
    assert 0 < max(alive) < 5_000
