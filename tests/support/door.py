"""An endpoint with its queue, and messages that arrive there in any way."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from readiness_gate.deployments.endpoint import Endpoint
from readiness_gate.deployments.github import GitHub
from readiness_gate.deployments.service import Service
from readiness_gate.history.deployments import Held, everything
from readiness_gate.history.sqlite import SqliteStore
from support.github_app import app, secrets, signed

NOW = 1_800_000_000
Headers = Mapping[str, str] | Sequence[tuple[str, str]]


@dataclass
class Door:
    """An endpoint with its queue."""

    store: SqliteStore
    service: Service = field(default_factory=lambda: GitHub(app(), secrets()))
    sign: Callable[..., dict[str, str]] = signed
    said: list[str] = field(default_factory=list[str])
    woken: int = 0
    read: int = 0
    now: int = NOW

    def send(self, chunks: Sequence[bytes], headers: Headers, *, stops: str = "") -> Response:
        """The same, in a loop of its own."""
        return asyncio.run(self.answer(chunks, headers, stops=stops))

    async def answer(self, chunks: Sequence[bytes], headers: Headers, *, stops: str = "") -> Response:
        """The answer to a message in some parts, of which the last may never come."""
        given = list(headers.items()) if isinstance(headers, Mapping) else list(headers)
        left = list(chunks)

        async def receive() -> Any:
            if not left and stops == "hangs up":
                return {"type": "http.disconnect"}
            if not left and stops:
                await asyncio.sleep(60)
            part = left.pop(0)
            self.read += len(part)
            return {"type": "http.request", "body": part, "more_body": bool(left or stops)}

        scope = {
            "type": "http",
            "method": "POST",
            "path": self.service.door.path,
            "headers": [(name.encode(), value.encode()) for name, value in given],
        }
        at = Endpoint(self.service, self.store, lambda: self.now, self._wake, self.said.append)
        return await at.answer(Request(scope, receive))

    def post(self, body: Any, *delivery_id: str, **headers: str) -> tuple[int, str]:
        """The status and the text of the answer to a signed message."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = self.send([content], self.sign(content, *delivery_id, **headers))
        return answer.status_code, bytes(answer.body).decode()

    @property
    def queue(self) -> list[Held]:
        """What is on the queue."""
        with self.store.writing() as rows:
            return everything(rows)

    def _wake(self) -> None:
        self.woken += 1


__all__ = ["NOW", "Door", "Headers"]
