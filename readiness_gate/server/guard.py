"""Apply the rules for all requests and responses, around all routes: the method, the host name, the user, the headers,
and error pages that reveal nothing internal."""

import ipaddress
import re
import traceback
from collections.abc import Callable, Sequence
from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.server.access import Access, Headers, Refused, Viewer
from readiness_gate.server.answers import ALWAYS
from readiness_gate.server.drawing import notice

_READING = ("GET", "HEAD")
_HEALTH = ("/healthz", "/readyz")
"""These reveal nothing, so monitoring may use any host name and needs no proxy."""
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(\.(?!-)[a-z0-9_-]{1,63})*")
_VIEWER = "readiness_gate.viewer"

Log = Callable[[str], None]


def viewer_of(request: Request) -> Viewer:
    """Return the viewer of a request."""
    viewer = request.scope[_VIEWER]
    assert isinstance(viewer, Viewer)  # noqa: S101 - the guard has set it
    return viewer


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings of the guard."""

    access: Access
    hosts: frozenset[str]
    """The host names that the server answers to, without ports: a foreign page whose host name points here (DNS
    rebinding) gets no answer."""
    own: Sequence[BaseRoute]
    """Routes that check the method, the sender and the host name themselves."""
    log: Log


class Guard:
    """Middleware around the whole application."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self._app = app
        self._rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answered = _Answered(send)
        try:
            await (self._refusal(scope) or self._app)(scope, receive, answered.send)
        except Exception as error:  # noqa: BLE001 - no response may show what failed
            self._rules.log(_failed(error))
            if not answered.begun:
                failed = notice(
                    HTTPStatus.INTERNAL_SERVER_ERROR,
                    "This page cannot be shown. The log of the server says why",
                    scope["path"],
                )
                await failed(scope, receive, answered.send)

    def _refusal(self, scope: Scope) -> Response | None:
        """Return the response to a request that may not reach the routes; None if it may."""
        path, headers = str(scope["path"]), scope["headers"]
        length, coded = (_values(headers, name) for name in (b"content-length", b"transfer-encoding"))
        if length and coded:
            return _with_a_body("This request says in two ways how long its body is", path)
        matches = [route.matches(scope)[0] for route in self._rules.own]
        if Match.FULL in matches:
            return None
        if Match.PARTIAL in matches:
            methods = sorted({each for route in self._rules.own for each in getattr(route, "methods", None) or ()})
            return _not_allowed(methods, path)
        if scope["method"] not in _READING:
            return _not_allowed(_READING, path)
        if coded or any(int(one or 0) for one in length):
            return _with_a_body("A request for a page has no body", path)
        if path in _HEALTH:
            return None
        if not self._is_ours(headers):
            why = "This server does not answer to this host name. Start it with --hostname NAME for each name it has"
            return notice(HTTPStatus.MISDIRECTED_REQUEST, why, path)
        try:
            scope[_VIEWER] = self._rules.access.viewer((scope.get("client") or ("", 0))[0], headers)
        except Refused as error:
            return notice(error.status, str(error), path)
        return None

    def _is_ours(self, headers: Headers) -> bool:
        hosts = [value.decode("latin-1") for value in _values(headers, b"host")]
        return len(hosts) == 1 and without_port(hosts[0]) in self._rules.hosts


def _values(headers: Headers, name: bytes) -> list[bytes]:
    """Return the values of a header."""
    return [value for key, value in headers if key == name]


def _with_a_body(why: str, path: str) -> Response:
    """Return the response to a request with a body, which closes the connection. A proxy and this server may disagree
    on where the body ends, and the rest would become a request under any name that its sender likes."""
    response = notice(HTTPStatus.BAD_REQUEST, f"{why}. Send it without", path)
    response.headers["connection"] = "close"
    return response


def _failed(error: Exception) -> str:
    """Return what failed and where, without the error's text, which may include a part of the request."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"a request failed: {type(error).__name__} ({Path(place.filename).name}:{place.lineno})"


class _Answered:
    """Sends a response with the headers that all responses have."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def send(self, message: Message) -> None:
        """Send a part of the response."""
        if message["type"] == "http.response.start":
            self.begun = True
            own = [(name, value) for name, value in message["headers"] if name.decode("latin-1") not in ALWAYS]
            always = [(name.encode(), value.encode()) for name, value in ALWAYS.items()]
            message = {**message, "headers": [*own, *always]}
        await self._send(message)


def _not_allowed(methods: Sequence[str], path: str) -> Response:
    allowed = ", ".join(methods)
    response = notice(HTTPStatus.METHOD_NOT_ALLOWED, f"Only {allowed} is answered here", path)
    response.headers["allow"] = allowed
    return response


def without_port(host: str) -> str:
    """Return the name in a Host header in lower case, without the port; an IPv6 address is in brackets."""
    name = host.strip().lower()
    head, colon, port = name.rpartition(":")
    if colon and port.isdigit() and not (head.startswith("[") and not head.endswith("]")):
        name = head
    return name.removesuffix(".")


def host_name(text: str) -> str:
    """Return a typed host name in the form of a Host header. Raises BadUse for anything else, such as a URL with its
    scheme: every visitor would be refused."""
    name = without_port(text)
    if not _NAME.fullmatch(name) and not _is_address(name):
        raise BadUse(f'--hostname: "{text}" is not a host name such as gate.example.com. Leave out scheme and path')
    return name


def _is_address(name: str) -> bool:
    try:
        version = ipaddress.ip_address(name.removeprefix("[").removesuffix("]")).version
    except ValueError:
        return False
    return (version == 6) == name.startswith("[")  # noqa: PLR2004 - the version of IP


def host_names(listening: str, given: Sequence[str]) -> frozenset[str]:
    """Return the host names that a server on an address answers to: the address itself, those of loopback, and the
    given ones."""
    address = ipaddress.ip_address(listening)
    own = f"[{address}]" if address.version == 6 else str(address)  # noqa: PLR2004 - the version of IP
    named = [] if address.is_unspecified else [own]
    return frozenset([*LOOPBACK, *named, *map(host_name, given)])
