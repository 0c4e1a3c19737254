"""Where GitHub's messages arrive. A stranger learns nothing: without the right signature, every message gets the same
answer."""

import asyncio
from collections.abc import Callable
from dataclasses import field

from anyio import CapacityLimiter, to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from readiness_gate.deployments.delivery import LARGEST, Received, Refusal, is_signed, received
from readiness_gate.history import NoHistory, Store
from readiness_gate.history.deployments import ask
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.deployments import GitHubApp
from readiness_gate.model.time import Instant

PATH = "/github/deployments"
PATIENCE = 8.0
"""Seconds for a message and for its place on the queue: GitHub waits for ten."""
_THREADS = 4
_NO = Refusal(401, "No valid signature")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Puts what GitHub asks on the queue."""

    app: GitHubApp
    secret: bytes
    store: Store
    clock: Callable[[], Instant]
    wake: Callable[[], None]
    """Lets the worker know that there is something to do."""
    log: Callable[[str], None]
    threads: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_THREADS))
    """Its own, so that no message waits for pages."""

    async def answer(self, request: Request) -> Response:
        """The answer to a message: 202 once the request is on disk."""
        try:
            async with asyncio.timeout(PATIENCE):
                body = await _body(request)
        except (TimeoutError, ClientDisconnect):
            return _response(Refusal(408, "The message did not arrive in time"))
        except Refusal as error:
            return _response(error)
        headers = request.headers
        if _is_doubled(request) or not is_signed(body, headers.get("x-hub-signature-256", ""), self.secret):
            return _response(_NO)
        if headers.get("x-github-event") == "ping":
            return PlainTextResponse("Ready\n")
        try:
            message = received(self.app, headers, body, self.clock())
        except Refusal as error:
            self.log(f"a message of GitHub is ignored ({error.status}): {error.why}")
            return _response(error)
        return await self._queued(message)

    async def _queued(self, message: Received) -> Response:
        asked = message.asked
        try:
            async with asyncio.timeout(PATIENCE):
                # A thread that waits for another writer is left behind; should it still write, the next delivery of
                # this message is known already.
                is_new = await to_thread.run_sync(self._ask, message, abandon_on_cancel=True, limiter=self.threads)
        except (TimeoutError, NoHistory) as error:
            why = str(error) or "it took too long"
            self.log(f"{asked.repository}, {asked.environment}: the request could not be put on the queue: {why}")
            return _response(Refusal(503, "The queue cannot be written now. Redeliver this message"))
        if is_new:
            self.log(f"{asked.repository}, {asked.environment}, run {asked.run}: asks for {message.rule.milestone}")
            self.wake()
        return PlainTextResponse("Queued\n" if is_new else "Known already\n", 202)

    def _ask(self, message: Received) -> bool:
        with self.store.writing() as rows:
            return ask(rows, message.asked)


async def _body(request: Request) -> bytes:
    """The whole body. Raises Refusal as soon as it is known to be too large."""
    length = request.headers.get("content-length", "0")
    if not (length.isascii() and length.isdecimal()) or int(length[:20]) > LARGEST:
        raise Refusal(413, f"A message has at most {LARGEST >> 20} MiB")
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST:
            raise Refusal(413, f"A message has at most {LARGEST >> 20} MiB")
    return bytes(content)


def _is_doubled(request: Request) -> bool:
    """Whether a header that counts is there twice: which one counts would be a guess."""
    names = [name.lower() for name, _ in request.headers.items()]
    counted = ("x-hub-signature-256", "x-github-event", "x-github-delivery", "content-type", "content-length")
    return any(names.count(name) > 1 for name in counted)


def _response(refusal: Refusal) -> Response:
    headers = {"Connection": "close"} if refusal.status in (408, 413) else None
    return PlainTextResponse(f"{refusal.why}\n", refusal.status, headers)


__all__ = ["PATH", "Endpoint"]
