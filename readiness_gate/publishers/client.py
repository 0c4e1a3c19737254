"""A client that writes to one system over HTTP, with a time limit: only a JSON answer with a success status counts as
written, and only what may be sent twice is sent again.

From the environment, only an https proxy is used, and what the publisher passes on.
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
"""Seconds for one request including its repetitions."""
DEADLINE = 180.0
"""Seconds for all requests of a run."""
LARGEST = 1 << 24
_PAUSES = (0.5, 1.0, 2.0, 4.0)
_TOO_MANY, _FORBIDDEN = 429, 403
_UNCLEAR = (500, 502, 503, 504)
_SUCCESS, _REDIRECTS, _BAD = 200, 300, 400
_SHOWN = 200
"""The most characters of an answer that a message repeats."""
_SHORTEST = 8
"""A shorter secret may occur in an answer by accident."""
_ESCAPED = re.compile(r"\\+(?:u([0-9a-fA-F]{4})|/)")
"""A character as JSON may escape it, perhaps in a text inside JSON."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a system."""

    status: int
    body: Any
    """The JSON of the answer; None for an empty one."""
    headers: Mapping[str, str]


class Refused(NotPublished):
    """The system answered that it does not do what was requested."""

    def __init__(self, shown: str, status: int, reason: str, what: str) -> None:
        super().__init__(f"{shown} answered {status} to {what}{reason}")
        self.status = status


class Unclear(NotPublished):
    """There was no answer, or none that says whether something was written: read before sending again."""


@dataclass(slots=True)
class Client:
    """A connection to a system that verdicts are written to."""

    connection: Connection
    secrets: tuple[str, ...]
    """What no answer may repeat."""
    until: float = field(default_factory=lambda: time.monotonic() + DEADLINE)
    check_headers: Callable[[Mapping[str, str]], None] | None = None
    """Raises NotPublished for an answer whose headers show that it is not for our account."""

    @property
    def shown(self) -> str:
        """Its address as people know it."""
        return self.connection.shown

    def read(self, path: str, **parameters: str | int) -> Answer:
        """Return the answer to a GET, repeated while the system is busy. Raises NotPublished with the reason if
        there is none, and Refused for a refusal."""
        return self._ask(Request("GET", path, parameters, None), repeatable=True)

    def write(self, method: str, path: str, body: Json, *, repeatable: bool) -> Answer:
        """Return the answer to a request that changes something. It is sent again if the system refused it
        temporarily or, with `repeatable`, if its outcome is unclear. Raises Unclear if that remains so, and Refused
        for a refusal."""
        return self._ask(Request(method, path, {}, body), repeatable=repeatable)

    def _ask(self, asked: Request, *, repeatable: bool) -> Answer:
        try:
            self.connection.check_name()
            until = min(time.monotonic() + PATIENCE, self.until)
            return persistent(lambda: self._once(asked, until), _PAUSES, PATIENCE, until, repeatable=repeatable)
        except NotYet as error:
            raise Unclear(f"{self.shown} {error.why} ({asked.method} {asked.path}): try again later") from error
        except CouldNotLook as error:
            raise NotPublished(str(error)) from error

    def _once(self, asked: Request, until: float) -> Answer:
        """Return the answer. Raises NotYet if there is none that shows the outcome of the request."""
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
        """Raise NotPublished for an answer that repeats a secret: a message would show it."""
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
    """Return whether a system did nothing because of a rate limit; some say so with 403 and the remaining quota."""
    asks_to_wait = "Retry-After" in headers or headers.get("X-RateLimit-Remaining") == "0"
    return status == _TOO_MANY or (status == _FORBIDDEN and asks_to_wait)


def _wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a system asks to wait; None if it does not say."""
    asked, now = retry_after(headers), date(headers.get("Date"))
    reset = headers.get("X-RateLimit-Reset", "") if headers.get("X-RateLimit-Remaining") == "0" else ""
    if asked is not None or now is None or not (reset.isascii() and reset.isdecimal()):
        return asked
    return max(float(reset) - now, 0.0)


def _json(content: bytes) -> object:
    """Return UTF-8 JSON, already checked for secrets. Raises ValueError or RecursionError for anything else."""
    return json.loads(content.decode("utf-8-sig"))


def _reason(content: bytes) -> str:
    """Return a system's reason for a refusal, for the end of a sentence; "" if it cannot be read."""
    try:
        body = as_mapping(_json(content)) or {}
    except (ValueError, RecursionError):
        return ""
    said = [body[name] for name in ("message", "errorMessages", "errors") if body.get(name)]
    return f": {', '.join(map(json.dumps, said))[:_SHOWN]}" if said else ""


def client(base: str, shown: str, setting: str, headers: Mapping[str, str], secrets: tuple[str, ...]) -> Client:
    """Return a client for the system at an address, with what every request sends."""
    session = new_session()
    session.headers.update({"Accept": "application/json", **headers})
    return Client(Connection(shown, base.rstrip("/"), setting, session, https_proxy(session, base)), secrets)


__all__ = ["Answer", "Client", "Refused", "Unclear", "client"]
