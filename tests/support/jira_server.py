"""A stand-in for a Jira on loopback: Cloud or Data Center, with any issues and histories, and any fault at any request.

It knows the requests that the product makes, and answers as the API descriptions say; a Cloud's answers leave out the
total, a Data Center's have one.
"""

import json
import re
import socket
import struct
import sys
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol, TypeVar
from urllib.parse import parse_qs, urlsplit

Json = dict[str, Any]
PAGE = 100
STATUSES: Mapping[str, tuple[str, str]] = {"1": ("Open", "new"), "2": ("Doing", "indeterminate"), "3": ("Done", "done")}
PRIORITIES: Mapping[str, str] = {"1": "Highest", "2": "High", "3": "Medium", "4": "Low"}
TYPES: Mapping[str, str] = {"1": "Bug", "2": "Story"}
VERSIONS: Mapping[str, str] = {"1": "1.0", "2": "1.1"}
FIELDS = (
    ("priority", "Priority"),
    ("customfield_1", "Way round"),
    ("customfield_2", "Impact"),
    ("customfield_3", "Twice"),
    ("customfield_4", "Twice"),
    ("customfield_5", "priority"),
)
KNOWN = {*(name for name, _ in STATUSES.values()), *PRIORITIES.values(), *TYPES.values(), *VERSIONS.values()}


def status(id_: str) -> Json:
    """A status as Jira gives it."""
    name, category = STATUSES[id_]
    return {"id": id_, "name": name, "statusCategory": {"id": 1, "key": category, "name": category}}


def issue(number: int, project: str = "CRM", **fields: Any) -> Json:
    """An issue as the search gives it: an open bug of the highest priority."""
    given: Json = {
        "issuetype": {"id": "1", "name": "Bug"},
        "status": status("1"),
        "priority": {"id": "1", "name": "Highest"},
        "created": "2026-01-11T08:00:00.000+0000",
        "updated": "2026-03-30T08:00:00.000+0000",
        "summary": f"Summary of {number}",
        "labels": [],
        "fixVersions": [],
    }
    return {"id": str(10_000 + number), "key": f"{project}-{number}", "fields": {**given, **fields}}


@dataclass
class Reply:
    """What is sent: a status, headers, a body as JSON or as bytes, and how the sending is disturbed."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])
    cut: bool = False
    drip: float = 0.0
    reset: bool = False
    after: threading.Event | None = None
    """Sent once this is set, or after a minute; other requests are answered meanwhile."""

    def wait(self) -> None:
        """Let the asker wait."""
        if self.after is not None:
            self.after.wait(60)

    @property
    def content(self) -> bytes:
        """The body as it is sent."""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


Fault = Callable[["Asked", Reply], Reply]


@dataclass(frozen=True)
class Asked:
    """A request: its number from 1 on, its method, path and query, its body, and its headers."""

    number: int
    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    headers: Mapping[str, str]


class StandIn(Protocol):
    """A stand-in for any system over HTTP, as it is served here."""

    asked: list[Asked]
    url: str
    date: str

    def reply(self, asked: Asked) -> Reply:
        """The answer to a request."""
        ...


Served = TypeVar("Served", bound=StandIn)


CLOCK: Callable[[], str] = partial(formatdate, usegmt=True)
"""The time at a stand-in that has none of its own, as its header says it."""


@dataclass
class FakeJira:
    """The state of a stand-in: its issues with their histories, and the fault that it injects."""

    issues: Sequence[Json]
    cloud: bool = True
    histories: Mapping[str, Sequence[Json]] = field(default_factory=dict[str, Sequence[Json]])
    comments: Mapping[str, Sequence[Json]] = field(default_factory=dict[str, Sequence[Json]])
    """All comments on an issue, by its key."""
    visible: bool = True
    secret: frozenset[str] = frozenset()
    """Projects that may be browsed, and whose issues' security hides them."""
    page: int = PAGE
    priorities: Mapping[str, str] = field(default_factory=lambda: PRIORITIES)
    fault: Fault | None = None
    asked: list[Asked] = field(default_factory=list[Asked])
    replies: list[Reply] = field(default_factory=list[Reply])
    url: str = ""
    date: str = ""
    """The time there, as its header says; by default that of the clock."""
    by_key: bool = True
    """Whether a search heeds `key >`."""
    _remembered: tuple[Sequence[Json], dict[str, list[Json]]] = field(default=((), {}))

    def reply(self, asked: Asked) -> Reply:
        """The answer to a request, perhaps disturbed."""
        found = self._reply(asked)
        reply = self.fault(asked, found) if self.fault else found
        self.replies.append(reply)
        return reply

    def _reply(self, asked: Asked) -> Reply:
        api = "/rest/api/3" if self.cloud else "/rest/api/2"
        if not asked.headers.get("Authorization"):
            return Reply({"issues": []}, headers={"X-AUSERNAME": "anonymous"})
        if not asked.path.startswith(f"{api}/"):
            return Reply({"errorMessages": ["no such thing"]}, 404)
        answers: dict[str, Callable[[Asked], Reply]] = {
            "/serverInfo": self._info,
            "/myself": lambda _: Reply(
                {"accountId": "5b10", "timeZone": "Pacific/Auckland"} if self.cloud else {"key": "gate", "name": "gate"}
            ),
            "/mypermissions": self._permissions,
            "/status": lambda _: Reply([status(each) for each in STATUSES]),
            "/priority": lambda _: Reply([{"id": id_, "name": name} for id_, name in self.priorities.items()]),
            "/issuetype": lambda _: Reply([{"id": id_, "name": name} for id_, name in TYPES.items()]),
            "/field": lambda _: Reply([{"id": id_, "name": name} for id_, name in FIELDS]),
        }
        if self.cloud:
            answers |= {
                "/jql/parse": self._parse,
                "/search/jql": self._search,
                "/search/approximate-count": lambda asked: Reply({"count": len(self._of(asked.body["jql"]))}),
                "/changelog/bulkfetch": self._changes,
            }
        else:
            versions = [{"id": id_, "name": name} for id_, name in VERSIONS.items()]
            answers |= {"/search": self._old_search, "/project/CRM/versions": lambda _: Reply(versions)}
        answers |= {f"/issue/{key}/comment": partial(self._comments, key) for key in self.comments}
        answer = answers.get(asked.path.removeprefix(api))
        return answer(asked) if answer else Reply({"errorMessages": ["no such thing"]}, 404)

    def _info(self, _asked: Asked) -> Reply:
        kind = "Cloud" if self.cloud else "Server"
        return Reply({"baseUrl": "https://northwind.example", "version": "9", "deploymentType": kind})

    def _permissions(self, asked: Asked) -> Reply:
        name = asked.query["permissions"]
        granted = self.visible and asked.query["projectKey"] in {each["key"].split("-")[0] for each in self.issues}
        return Reply({"permissions": {name: {"id": "10", "key": name, "havePermission": granted}}})

    def _comments(self, key: str, asked: Asked) -> Reply:
        start, told = int(asked.query["startAt"]), self.comments[key]
        page = list(told[start : start + min(self.page, int(asked.query["maxResults"]))])
        return Reply({"startAt": start, "maxResults": self.page, "total": len(told), "comments": page})

    def _parse(self, asked: Asked) -> Reply:
        def parsed(query: str) -> Json:
            value = re.findall(r'"((?:[^"\\]|\\.)*)"', query)[-1:]
            projects = {each["key"].split("-")[0] for each in self.issues}
            known = "EMPTY" in query or (value and value[0] in KNOWN | projects | {*self.priorities.values()})
            return {
                "query": query,
                **({"structure": {}} if known else {"errors": [f"The value {value} does not exist."]}),
            }

        return Reply({"queries": [parsed(query) for query in asked.body["queries"]]})

    def _of(self, query: str) -> list[Json]:
        """The issues of a query, which is remembered while the issues are the same."""
        if self._remembered[0] is not self.issues:
            self._remembered = (self.issues, {})
        found = self._remembered[1]
        if query not in found:
            found[query] = self._found(query)
        return found[query]

    def _found(self, query: str) -> list[Json]:
        project = re.search(r'project = "([^"]+)"', query)
        assert project, query
        beyond = re.search(r'key > "[A-Z]+-(\d+)"', query)
        least = int(beyond[1]) if beyond and self.by_key else 0
        return [
            each
            for each in self.issues
            if each["key"].split("-")[0] == project[1]
            and project[1] not in self.secret
            and int(each["key"].split("-")[1]) > least
        ]

    def _search(self, asked: Asked) -> Reply:
        found = self._of(asked.body["jql"])
        found = found[::-1] if asked.body["jql"].endswith("DESC") else found
        start = int(asked.body.get("nextPageToken", "t0")[1:])
        end = start + min(self.page, asked.body["maxResults"])
        page: Json = {"issues": found[start:end], "isLast": end >= len(found)}
        return Reply(page if page["isLast"] else {**page, "nextPageToken": f"t{end}"})

    def _old_search(self, asked: Asked) -> Reply:
        found = self._of(asked.query["jql"])
        start, most = int(asked.query["startAt"]), min(self.page, int(asked.query["maxResults"]))
        rows = found[start : start + most]
        if asked.query.get("expand") == "changelog":
            rows = [{**row, "changelog": self._changelog(row)} for row in rows]
        return Reply({"startAt": start, "maxResults": most, "total": len(found), "issues": rows})

    def _changelog(self, row: Json) -> Json:
        told = list(self.histories.get(row["key"], ()))
        return {"startAt": 0, "maxResults": len(told), "total": len(told), "histories": told}

    def _changes(self, asked: Asked) -> Reply:
        wanted = set(asked.body["issueIdsOrKeys"])
        found = [each for each in self.issues if each["id"] in wanted and self.histories.get(each["key"])]
        start = int(asked.body.get("nextPageToken", "h0")[1:])
        some = found[start : start + self.page]
        logs = [{"issueId": each["id"], "changeHistories": list(self.histories[each["key"]])} for each in some]
        more = {"nextPageToken": f"h{start + self.page}"} if start + self.page < len(found) else {}
        return Reply({"issueChangeLogs": logs, **more})


def _handler(jira: StandIn) -> type[BaseHTTPRequestHandler]:
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            parts = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            with lock:
                asked = Asked(len(jira.asked) + 1, self.command, parts.path, query, body, dict(self.headers))
                jira.asked.append(asked)
                reply = jira.reply(asked)
            reply.wait()
            self._send(reply)

        def _send(self, reply: Reply) -> None:
            content = reply.content
            self.send_response_only(reply.status)
            if "Date" not in reply.headers:
                self.send_header("Date", jira.date or CLOCK())
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content) + (100 if reply.cut else 0)))
            self.end_headers()
            if reply.reset:
                self.wfile.write(content[: len(content) // 2])
                self.wfile.flush()
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True
                return
            if reply.drip:
                for byte in content:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    threading.Event().wait(reply.drip)
            self.wfile.write(b"" if reply.drip else content)
            self.wfile.flush()
            if reply.cut:
                self.close_connection = True

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815 - the names that the server calls

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the server's name
            pass

    return Handler


class _Server(ThreadingHTTPServer):
    """Silent about readers that leave, as those who are sent faults do; every other error is shown."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def quiet_server(handler: type[BaseHTTPRequestHandler]) -> Generator[str]:
    """The address of a server on a free port of loopback."""
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def serving(jira: Served) -> Generator[Served]:
    """The stand-in, answering on a free port of loopback."""
    with quiet_server(_handler(jira)) as url:
        jira.url = url
        yield jira
