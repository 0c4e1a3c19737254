"""A client that writes to one system over HTTP, with a time limit: only an answer in JSON with a status of success
counts as written, and only what may be sent twice is sent again.

Of the environment, only a proxy for https is used, and what the publisher passes on.
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
"""Seconds for one request with all its repetitions."""
DEADLINE = 180.0
"""Seconds for all requests of a run."""
LARGEST = 1 << 24
_PAUSES = (0.5, 1.0, 2.0, 4.0)
_TOO_MANY, _FORBIDDEN = 429, 403
_UNCLEAR = (500, 502, 503, 504)
_SUCCESS, _REDIRECTS, _BAD = 200, 300, 400
_SHOWN = 200
"""The most characters that a message repeats of an answer."""
_SHORTEST = 8
"""A secret of fewer characters may be in an answer by accident."""
_ESCAPED = re.compile(r"\\+(?:u([0-9a-fA-F]{4})|/)")
"""A character as JSON may write it, perhaps in a text inside of JSON."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a system answered."""

    status: int
    body: Any
    """The JSON of its answer; None for an empty one."""
    headers: Mapping[str, str]


class Refused(NotPublished):
    """The system answered that it does not do what it was asked."""

    def __init__(self, shown: str, status: int, reason: str, what: str) -> None:
        super().__init__(f"{shown} answered {status} to {what}{reason}")
        self.status = status


class Unclear(NotPublished):
    """There was no answer, or none that says whether something was written: look before it is sent again."""


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
        """The answer to a GET, asked again while the system is busy. Raises NotPublished with the reason when there is
        none; Refused where the answer is a refusal."""
        return self._ask(Request("GET", path, parameters, None), repeatable=True)

    def write(self, method: str, path: str, body: Json, *, repeatable: bool) -> Answer:
        """The answer to a request that changes something. It is sent again where the system refused it for now, or, if
        it is repeatable, where it is unclear what became of it. Raises Unclear where that remains so, Refused for a
        refusal."""
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
        """The answer. Raises NotYet when there is none that says what became of the request."""
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
        """The answer, if it is a success in JSON, or empty."""
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
    """Whether a system did nothing because it was asked too much; some say so by 403, and by how much is left."""
    asks_to_wait = "Retry-After" in headers or headers.get("X-RateLimit-Remaining") == "0"
    return status == _TOO_MANY or (status == _FORBIDDEN and asks_to_wait)


def _wait(headers: Mapping[str, str]) -> float | None:
    """The seconds that a system asks to wait, if it says."""
    asked, now = retry_after(headers), date(headers.get("Date"))
    reset = headers.get("X-RateLimit-Reset", "") if headers.get("X-RateLimit-Remaining") == "0" else ""
    if asked is not None or now is None or not (reset.isascii() and reset.isdecimal()):
        return asked
    return max(float(reset) - now, 0.0)


def _json(content: bytes) -> object:
    """JSON in UTF-8, in which secrets were looked for. Raises ValueError or RecursionError for anything else."""
    return json.loads(content.decode("utf-8-sig"))


def _reason(content: bytes) -> str:
    """What a system says about a refusal, for the end of a sentence; "" when it cannot be read."""
    try:
        body = as_mapping(_json(content)) or {}
    except (ValueError, RecursionError):
        return ""
    said = [body[name] for name in ("message", "errorMessages", "errors") if body.get(name)]
    return f": {', '.join(map(json.dumps, said))[:_SHOWN]}" if said else ""


def client(base: str, shown: str, setting: str, headers: Mapping[str, str], secrets: tuple[str, ...]) -> Client:
    """A client for the system at an address, with what every request sends."""
    session = new_session()
    session.headers.update({"Accept": "application/json", **headers})
    return Client(Connection(shown, base.rstrip("/"), setting, session, https_proxy(session, base)), secrets)


__all__ = ["Answer", "Client", "Refused", "Unclear", "client"]
