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
from readiness_gate.web import connecting
from readiness_gate.web.deadline import in_time
from readiness_gate.web.http_time import date, retry_after
from readiness_gate.web.session import https_proxy, new_session

if TYPE_CHECKING:
    import requests

CONNECT, READ = 5.0, 30.0
PATIENCE = 60.0
"""Seconds for one request with all its repetitions."""
DEADLINE = 180.0
"""Seconds for all requests of a run."""
LARGEST, _CHUNK = 1 << 24, 1 << 16
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

    shown: str
    """Its address as people know it."""
    base: str
    """What paths are added to."""
    setting: str
    """Where people correct its address: `--url`."""
    session: "requests.Session"
    secrets: tuple[str, ...]
    """What no answer may repeat."""
    proxy: str = ""
    until: float = field(default_factory=lambda: time.monotonic() + DEADLINE)
    check_headers: Callable[[Mapping[str, str]], None] | None = None
    """Raises NotPublished for an answer whose headers show that it is not for our account."""
    _is_known: bool = False

    def read(self, path: str, **parameters: str | int) -> Answer:
        """The answer to a GET, asked again while the system is busy. Raises NotPublished with the reason when there is
        none; Refused where the answer is a refusal."""
        return self._ask("GET", path, parameters, None, repeatable=True)

    def write(self, method: str, path: str, body: Json, *, repeatable: bool) -> Answer:
        """The answer to a request that changes something. It is sent again where the system refused it for now, or, if
        it is repeatable, where it is unclear what became of it. Raises Unclear where that remains so, Refused for a
        refusal."""
        return self._ask(method, path, {}, body, repeatable=repeatable)

    def _ask(
        self, method: str, path: str, parameters: Mapping[str, str | int], body: Json | None, *, repeatable: bool
    ) -> Answer:
        self._check_name()
        until = min(time.monotonic() + PATIENCE, self.until)
        why = "did not answer"
        for pause in (*_PAUSES, 0.0):
            try:
                return self._once(method, path, parameters, body, until)
            except _NotYet as error:
                why, wait = error.why, pause if error.wait is None else error.wait
                if not (repeatable or error.is_refusal):
                    break
            if time.monotonic() + wait > until:
                why += f" and asks to wait {wait:.0f} s" if wait > PATIENCE else ""
                break
            time.sleep(wait)
        raise Unclear(f"{self.shown} {why} ({method} {path}): try again later")

    def _check_name(self) -> None:
        if self._is_known:
            return
        try:
            connecting.check_name(self.proxy or self.base, self.setting, is_proxy=bool(self.proxy))
        except CouldNotLook as error:
            raise NotPublished(str(error)) from error
        self._is_known = True

    def _once(
        self, method: str, path: str, parameters: Mapping[str, str | int], body: Json | None, until: float
    ) -> Answer:
        """The answer. Raises _NotYet when there is none that says what became of the request."""
        import requests  # noqa: PLC0415 - slow to load, and only publishing needs it
        from urllib3.exceptions import HTTPError  # noqa: PLC0415 - comes with requests

        left = until - time.monotonic()
        if left <= 0:
            raise _NotYet("did not answer in time")
        try:
            response, content = in_time(lambda: self._exchange(method, path, parameters, body, until), left)
        except TimeoutError as error:
            raise _NotYet("did not finish its answer in time") from error
        except requests.exceptions.ConnectionError as error:
            why = connecting.refusal(error, self.shown, connecting.without_secret(self.proxy), self.setting)
            if why is not None:
                raise NotPublished(why) from error
            raise _NotYet(f"cannot be reached, or its answer broke off ({type(error).__name__})") from error
        except (requests.exceptions.RequestException, HTTPError, OSError) as error:
            raise _NotYet(f"cannot be reached, or its answer broke off ({type(error).__name__})") from error
        is_refusal = _is_limit(response.status_code, response.headers)
        if is_refusal or response.status_code in _UNCLEAR:
            raise _NotYet(f"answered {response.status_code}", _wait(response.headers), is_refusal=is_refusal)
        return self._checked(response, content, f"{method} {path}")

    def _exchange(
        self, method: str, path: str, parameters: Mapping[str, str | int], body: Json | None, until: float
    ) -> "tuple[requests.Response, bytes]":
        """An answer with its whole content. Each wait for a byte has a limit here, and not all of them together."""
        left = max(until - time.monotonic(), 0.001)
        with self.session.request(
            method,
            f"{self.base}{path}",
            params=dict(parameters),
            json=body,
            timeout=(min(CONNECT, left), min(READ, left)),
            allow_redirects=False,
            stream=True,
        ) as response:
            content = self._content(response, until)
            self._refuse_echo(content, response)
            return response, content

    def _content(self, response: "requests.Response", until: float) -> bytes:
        content = bytearray()
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            content += chunk
            if len(content) > LARGEST:
                raise NotPublished(
                    f"{self.shown} sent more than {LARGEST >> 20} MiB in one answer: check {self.setting}"
                )
            if time.monotonic() > until:
                raise TimeoutError
        return bytes(content)

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
                f"{self.setting}"
            )
        try:
            return Answer(status, _json(content), response.headers)
        except (ValueError, RecursionError) as error:
            raise Unclear(f"{self.shown} answered in an unknown form ({what}): check {self.setting}") from error


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


class _NotYet(Exception):
    """There is no answer that says what became of a request."""

    def __init__(self, why: str, wait: float | None = None, *, is_refusal: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.wait = wait
        """The seconds that the system asks to wait, if it says."""
        self.is_refusal = is_refusal
        """Whether the system says that it did nothing."""


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
    return Client(shown, base.rstrip("/"), setting, session, secrets, https_proxy(session, base))


__all__ = ["Answer", "Client", "Refused", "Unclear", "client"]
