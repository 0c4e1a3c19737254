"""A served history for the tests: programs in every state, and a client that asks the application in this process."""

import asyncio
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from readiness_gate.app.history.rows import rows_of
from readiness_gate.history import Store
from readiness_gate.history.rows import DecisionRow, Recording
from readiness_gate.history.sqlite import SqliteStore
from readiness_gate.model.time import DAY, day_of
from readiness_gate.server.access import Access, Everybody
from readiness_gate.server.app import Options, application
from support.histories import decision, fill, in_file
from support.verdicts import AS_OF, VERDICTS

NOW = AS_OF + 200 * DAY
"""Today of the server."""
LOOPBACK = "127.0.0.1"
EVERYBODY = Everybody()
Headers = Sequence[tuple[str, str]]


def recorded(program: str, kind: str, days_ago: float, milestone: str = "go-live", ahead: int = 30) -> Recording:
    """A verdict of some days ago, of a milestone some days ahead of now."""
    verdict = VERDICTS[kind]
    day = day_of(NOW + ahead * DAY, verdict.zone)
    return rows_of(
        replace(
            verdict,
            program=program,
            as_of=NOW - int(days_ago * DAY),
            milestone=replace(verdict.milestone, name=milestone, date=day),
        ),
        NOW,
    )


def sample() -> list[Recording]:
    """Programs in every state: of today, old, over, new, no longer recorded."""
    weeks = [recorded("Steady", ("no-go", "undecided", "go")[week % 3], 7 * week + 1.2) for week in range(30, 0, -1)]
    return [
        *weeks,
        recorded("Steady", "go", 0.1),
        recorded("Steady", "no-go", 90, "pilot", -80),
        recorded("Failing", "no-go", 0.2),
        recorded("Failing", "go", 9),
        recorded("Forgotten go", "go", 12),
        recorded("Forgotten no-go", "no-go", 40),
        recorded("Torn", "undecided", 0.3),
        recorded("Waived", "go-with-waiver", 0.5),
        recorded("Tomorrow", "go", -1),
        recorded("New", "undecided", 3),
    ]


def decided() -> list[DecisionRow]:
    """A decision against the gate with conditions of every state, and the closing of one."""
    due = [["1.1", "2027-03-01"], ["1.2", "2027-03-02"], ["1.3", "2099-01-01"]]
    first = replace(decision(1, "Steady"), milestone="go-live", conditions=json.dumps(due))
    closing = replace(
        decision(2, "Steady"),
        what="close",
        milestone="",
        choice="",
        gate="",
        against=0,
        conditions="[]",
        closes="1.1",
    )
    return [first, closing]


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        """The text as JSON."""
        return json.loads(self.text)

    @property
    def links(self) -> list[str]:
        """Where it leads, but for the icon, which is in it."""
        return [link for link in re.findall(r'href="([^"]*)"', self.text) if not link.startswith("data:")]


@dataclass
class Client:
    """Asks the application."""

    app: Starlette
    peer: str = LOOPBACK
    logged: list[str] = field(default_factory=list[str])

    def get(self, path: str, headers: Headers = (), *, method: str = "GET", host: str = "localhost:8080") -> Answer:
        """The answer to a request."""
        return asyncio.run(self._asked(path, [("host", host), *headers], method))

    async def asked(self, path: str, method: str = "GET") -> Answer:
        """The answer to a request, among others."""
        return await self._asked(path, [("host", "localhost:8080")], method)

    async def _asked(self, path: str, headers: Headers, method: str) -> Answer:
        parts: list[Any] = []

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: object) -> None:
            parts.append(message)

        where, _, query = path.partition("?")
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": where,
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
            "client": (self.peer, 50_000),
            "server": (LOOPBACK, 8080),
        }
        await self.app(scope, receive, send)
        begun, *rest = parts
        names = [(name.decode(), value.decode()) for name, value in begun["headers"]]
        assert len(dict(names)) == len(names), "a header is there twice"
        return Answer(begun["status"], dict(names), b"".join(part["body"] for part in rest).decode())

    def walk(self, start: str = "/") -> Iterator[tuple[str, Answer]]:
        """Every address that links lead to, with its answer."""
        seen, ahead = {start}, [start]
        while ahead:
            path = ahead.pop(0)
            answer = self.get(path)
            yield path, answer
            links = {urljoin(path, link) for link in answer.links} - seen
            seen |= links
            ahead += sorted(links)


def client(
    store: Store,
    access: Access = EVERYBODY,
    routes: Sequence[BaseRoute] = (),
    peer: str = LOOPBACK,
) -> Client:
    """A client of the server of a history."""
    logged: list[str] = []
    return Client(application(store, Options(lambda: NOW, logged.append, access), routes), peer, logged)


def in_folder(folder: Path) -> SqliteStore:
    """A history with the sample."""
    store = in_file(folder)
    fill(store, sample(), decided())
    return store


__all__ = ["NOW", "Answer", "Client", "client", "decided", "in_folder", "recorded", "sample"]
