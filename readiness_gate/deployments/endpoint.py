"""The endpoint that receives the messages of a service. It reveals nothing to strangers: every message that does not
come from the service gets the same answer."""

import asyncio
from collections.abc import Callable
from dataclasses import field

from anyio import CapacityLimiter, to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from readiness_gate.deployments.message import LARGEST, Refusal
from readiness_gate.deployments.service import Service
from readiness_gate.history import NoHistory, Store
from readiness_gate.history.deployments import Asked, ask
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant

_THREADS = 4
_NO = Refusal(401, "No valid signature")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Receive the requests of a service, and put them on the queue."""

    service: Service
    store: Store
    clock: Callable[[], Instant]
    wake: Callable[[], None]
    """Notifies the worker of new work."""
    log: Callable[[str], None]
    threads: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_THREADS))
    """A separate pool of threads, so that messages do not wait for pages."""

    async def answer(self, request: Request) -> Response:
        """Return the response to a message; it reports success only once the request is on disk."""
        service, headers = self.service, request.headers
        try:
            async with asyncio.timeout(service.door.patience):
                body = await _body(request)
        except (TimeoutError, ClientDisconnect):
            return _response(Refusal(408, "The message did not arrive in time"))
        except Refusal as error:
            return _response(error)
        if _is_doubled(request, service.door.headers) or not service.is_trusted(headers, body):
            return _response(_NO)
        if service.is_ping(headers):
            return PlainTextResponse("Ready\n")
        try:
            asked = service.received(headers, body, self.clock())
        except Refusal as error:
            self.log(f"a message of {service.words.title} is ignored ({error.status}): {error.why}")
            return _response(error)
        return await self._queued(asked)

    async def _queued(self, asked: Asked) -> Response:
        called, door = self.service.called(asked), self.service.door
        try:
            async with asyncio.timeout(door.patience):
                # A thread that waits for another writer is left behind; should it still write, the next delivery of
                # this message is known already.
                is_new = await to_thread.run_sync(self._ask, asked, abandon_on_cancel=True, limiter=self.threads)
        except (TimeoutError, NoHistory) as error:
            why = str(error) or "it took too long"
            self.log(f"{called}: the request could not be put on the queue: {why}")
            return _response(Refusal(503, "The queue cannot be written now. Send this message again"))
        if is_new:
            rule = self.service.rule(asked)
            self.log(f"{called}: asks for {rule.gate.milestone if rule else 'a gate'}")
            self.wake()
        return PlainTextResponse("Queued\n" if is_new else "Known already\n", door.status)

    def _ask(self, asked: Asked) -> bool:
        with self.store.writing() as rows:
            return ask(rows, asked)


async def _body(request: Request) -> bytes:
    """Return the whole body. Raises Refusal as soon as the body is known to be too large."""
    length = request.headers.get("content-length", "0")
    if not (length.isascii() and length.isdecimal()) or int(length[:20]) > LARGEST:
        raise Refusal(413, f"A message has at most {LARGEST >> 20} MiB")
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST:
            raise Refusal(413, f"A message has at most {LARGEST >> 20} MiB")
    return bytes(content)


def _is_doubled(request: Request, counted: tuple[str, ...]) -> bool:
    """Return whether a relevant header occurs twice: choosing one of them would be a guess."""
    names = [name.lower() for name, _ in request.headers.items()]
    return any(names.count(name) > 1 for name in (*counted, "content-type", "content-length"))


def _response(refusal: Refusal) -> Response:
    headers = {"Connection": "close"} if refusal.status in (408, 413) else None
    return PlainTextResponse(f"{refusal.why}\n", refusal.status, headers)


__all__ = ["Endpoint"]
