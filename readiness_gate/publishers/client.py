"""An HTTP client that writes to one system, with a time limit. Only an answer in JSON with a success status counts as
written, and only what may be repeated is sent again.

The client ignores the environment, except for a proxy for https and what the publisher passes on.
"""

import base64
import html
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.shapes import as_mapping
from readiness_gate.publishers.outcome import Json, NotPublished
from readiness_gate.web.exchange import Connection, NotYet, Request, persistent
from readiness_gate.web.http_time import date, retry_after
from readiness_gate.web.session import https_proxy, new_session

if TYPE_CHECKING:
    import requests

PATIENCE = 60.0
"""Seconds for one request, including retries."""
DEADLINE = 180.0
"""Seconds for all requests of a run."""
LARGEST = 1 << 24
_PAUSES = (0.5, 1.0, 2.0, 4.0)
_TOO_MANY, _FORBIDDEN, _NOT_FOUND = 429, 403, 404
_UNCLEAR = (500, 502, 503, 504)
_SUCCESS, _REDIRECTS, _BAD = 200, 300, 400
_SHOWN = 200
"""The maximum length of an answer that is quoted in a message."""
_SHORTEST = 8
"""Shorter secrets are not searched for: they may be in an answer by coincidence."""
_ESCAPED = re.compile(r"\\+(?:u([0-9a-fA-F]{4})|/)")
"""A character escaped in JSON, perhaps in a string that is itself in JSON."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a system."""

    status: int
    body: Any
    """The JSON of the answer; None if it is empty."""
    headers: Mapping[str, str]


class Refused(NotPublished):
    """The system refused the request."""

    def __init__(self, shown: str, status: int, reason: str, what: str) -> None:
        super().__init__(f"{shown} answered {status} to {what}{reason}")
        self.status = status


class Unclear(NotPublished):
    """It is unclear whether something was written: check before sending it again."""


@dataclass(slots=True)
class Client:
    """A connection to a system that verdicts are written to."""

    connection: Connection
    secrets: tuple[str, ...]
    """The secrets that no answer may contain."""
    until: float = field(default_factory=lambda: time.monotonic() + DEADLINE)
    check_headers: Callable[[Mapping[str, str]], None] | None = None
    """Raises NotPublished if the headers of an answer show that it is not for our account."""

    @property
    def shown(self) -> str:
        """The address as users know it."""
        return self.connection.shown

    def read(self, path: str, **parameters: str | int) -> Answer:
        """Return the answer to a GET, retried while the system is busy. Raises NotPublished if there is no answer, and
        Refused if it is a refusal."""
        return self._ask(Request("GET", path, parameters, None), repeatable=True)

    def find(self, path: str, **parameters: str | int) -> Answer | None:
        """Return the answer to a GET as `read` does; None if nothing is at that path."""
        try:
            return self.read(path, **parameters)
        except Refused as error:
            if error.status == _NOT_FOUND:
                return None
            raise

    def write(self, method: str, path: str, body: Json, *, repeatable: bool) -> Answer:
        """Return the answer to a request that changes something. It is sent again if the system refused it temporarily
        or, for a repeatable request, if its result is unclear. Raises Unclear if the result stays unclear, and Refused
        for a refusal."""
        return self._ask(Request(method, path, {}, body), repeatable=repeatable)

    def write_once(self, path: str, body: Json) -> Answer:
        """Return the answer to a POST that is sent once, without a pause before it, for a body that is only true
        now. Raises as `write`."""
        return self._ask(Request("POST", path, {}, body), repeatable=False, is_only=True)

    def _ask(self, asked: Request, *, repeatable: bool, is_only: bool = False) -> Answer:
        try:
            self.connection.check_name()
            until = min(time.monotonic() + PATIENCE, self.until)
            if is_only:
                return self._once(asked, until)
            return persistent(lambda: self._once(asked, until), _PAUSES, PATIENCE, until, repeatable=repeatable)
        except NotYet as error:
            raise Unclear(f"{self.shown} {error.why} ({asked.method} {asked.path}): try again later") from error
        except CouldNotLook as error:
            raise NotPublished(str(error)) from error

    def _once(self, asked: Request, until: float) -> Answer:
        """Return the answer. Raises NotYet if there is none that shows the result of the request."""
        try:
            response, content = self.connection.exchange(asked, until, LARGEST)
        except TimeoutError as error:
            raise NotYet("did not finish its answer in time") from error
        self._refuse_echo(content, response)
        is_refusal = _is_limit(response.status_code, response.headers)
        if is_refusal or response.status_code in _UNCLEAR:
            raise NotYet(f"answered {response.status_code}", _wait(response.headers), is_refusal=is_refusal)
        return self._checked(response, content, f"{asked.method} {asked.path}")

    def _refuse_echo(self, content: bytes, response: "requests.Response") -> None:
        """Raise NotPublished if an answer repeats a secret: a message might show it."""
        text = "\n".join((response.reason or "", *response.headers.values(), content.decode(errors="replace")))
        unescaped = html.unescape(_ESCAPED.sub(lambda found: chr(int(found[1] or "2f", 16)), text))
        for secret in (one for one in self.secrets if len(one) >= _SHORTEST):
            basic = base64.b64encode(secret.encode()).decode()
            if any(form in shown for form in (secret, basic) for shown in (text, unescaped, unquote(unescaped))):
                raise NotPublished(
                    f"{self.shown} repeats the token in its answer, so the answer is not shown: find what sends "
                    "requests back (a proxy, or a debugging setting), and replace the token, which others may have seen"
                )

    def _checked(self, response: "requests.Response", content: bytes, what: str) -> Answer:
        """Return the answer, if it is a success in JSON, or empty."""
        status = response.status_code
        if self.check_headers is not None:
            self.check_headers(response.headers)
        is_json = "json" in response.headers.get("Content-Type", "").lower()
        if not _SUCCESS <= status < _REDIRECTS:
            raise Refused(self.shown, status, _reason(content) if is_json else "", what)
        if not content:
            return Answer(status, None, response.headers)
        if not is_json:
            raise Unclear(
                f"{self.shown} answered with a web page, such as a login page, and not with JSON ({what}): check "
                f"{self.connection.setting}"
            )
        try:
            return Answer(status, _json(content), response.headers)
        except (ValueError, RecursionError) as error:
            raise Unclear(
                f"{self.shown} answered in an unknown form ({what}): check {self.connection.setting}"
            ) from error


def _is_limit(status: int, headers: Mapping[str, str]) -> bool:
    """Return whether a system refused a request because of a rate limit; some use 403 for that, with a count of
    remaining requests."""
    asks_to_wait = "Retry-After" in headers or headers.get("X-RateLimit-Remaining") == "0"
    return status == _TOO_MANY or (status == _FORBIDDEN and asks_to_wait)


def _wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a system asks to wait, if any."""
    asked, now = retry_after(headers), date(headers.get("Date"))
    reset = headers.get("X-RateLimit-Reset", "") if headers.get("X-RateLimit-Remaining") == "0" else ""
    if asked is not None or now is None or not (reset.isascii() and reset.isdecimal()):
        return asked
    return max(float(reset) - now, 0.0)


def _json(content: bytes) -> object:
    """Return the JSON of a content in UTF-8, the encoding in which secrets are searched for. Raises ValueError or
    RecursionError for anything else."""
    return json.loads(content.decode("utf-8-sig"))


def _reason(content: bytes) -> str:
    """Return the reason that a system gives for a refusal, to end a sentence; "" if it is unreadable."""
    try:
        body = as_mapping(_json(content)) or {}
    except (ValueError, RecursionError):
        return ""
    said = [body[name] for name in ("message", "errorMessages", "errors") if body.get(name)]
    return f": {', '.join(map(json.dumps, said))[:_SHOWN]}" if said else ""


def client(base: str, shown: str, setting: str, headers: Mapping[str, str], secrets: tuple[str, ...]) -> Client:
    """Return a client for the system at an address, with the headers of every request."""
    session = new_session()
    session.headers.update({"Accept": "application/json", **headers})
    return Client(Connection(shown, base.rstrip("/"), setting, session, https_proxy(session, base)), secrets)


__all__ = ["Answer", "Client", "Refused", "Unclear", "client"]
