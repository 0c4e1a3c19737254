"""A client for one Jira over HTTP, with a time limit: an answer counts only if it is JSON, from that Jira, and for our
account.

All requests only read, so that they can be repeated. Of the environment, only the credentials and a proxy for https are
used: `~/.netrc` would replace the token, and a proxy for http would see it.
"""

import time
from collections.abc import Mapping
from dataclasses import field
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.sources.jira import credentials
from readiness_gate.sources.jira.credentials import Credentials
from readiness_gate.sources.jira.shapes import Json, list_of
from readiness_gate.sources.jira.values import values
from readiness_gate.web import connecting
from readiness_gate.web.deadline import in_time
from readiness_gate.web.http_time import date, retry_after
from readiness_gate.web.session import https_proxy, new_session

if TYPE_CHECKING:
    import requests

TOKEN, EMAIL = credentials.TOKEN, credentials.EMAIL
_SETTING = "jira.url"
GATEWAY = "https://api.atlassian.com/ex/jira"
CONNECT, READ = 5.0, 30.0
PATIENCE = 60.0
"""Seconds for one request with all its repetitions."""
DEADLINE = 300.0
LARGEST, _CHUNK = 1 << 26, 1 << 16
_AGAIN = (429, 502, 503, 504)
_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
_OK, _REDIRECTS, _BAD = 200, 300, 400
_SHOWN = 200
"""The most characters that a message repeats of an answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Jira answered."""

    body: Json
    date: float | None
    """When, by its own clock; None when it did not say."""


@dataclass(slots=True)
class Client:
    """A connection to a Jira."""

    shown: str
    """Its address as people know it."""
    _base: str
    _session: "requests.Session"
    _credentials: Credentials
    _proxy: str = ""
    _until: float = field(default_factory=lambda: time.monotonic() + DEADLINE)
    near_limit: bool = False
    """Whether it said that it will soon refuse to answer so much."""
    _is_known: bool = False

    def get(self, path: str, **parameters: str | int) -> Answer:
        """The answer to a GET. Raises CouldNotLook with the reason when there is no reliable one."""
        return self._ask("GET", path, parameters, None)

    def post(self, path: str, body: Json) -> Answer:
        """The answer to a POST that reads. Raises CouldNotLook with the reason when there is none."""
        return self._ask("POST", path, {}, body)

    def optional(self, path: str) -> Answer | None:
        """The answer to a GET; None when there is nothing at that path."""
        try:
            return self.get(path)
        except NotThere:
            return None

    def _ask(self, method: str, path: str, parameters: Mapping[str, str | int], body: Json | None) -> Answer:
        if not self._is_known:
            connecting.check_name(self._proxy or self._base, _SETTING, is_proxy=bool(self._proxy))
            self._is_known = True
        until = min(time.monotonic() + PATIENCE, self._until)
        why = "did not answer"
        for pause in (*_PAUSES, 0.0):
            try:
                return self._once(method, path, parameters, body, until)
            except _NotYet as error:
                why, wait = error.why, pause if error.wait is None else error.wait
            if time.monotonic() + wait > until:
                why += f" and asks to wait {wait:.0f} s" if wait > PATIENCE else ""
                break
            time.sleep(wait)
        raise CouldNotLook(f"{self.shown} {why}: try again later")

    def _once(
        self, method: str, path: str, parameters: Mapping[str, str | int], body: Json | None, until: float
    ) -> Answer:
        """The answer. Raises _NotYet when there may be one later."""
        import requests  # noqa: PLC0415 - slow to load, and only a live Jira needs it
        from urllib3.exceptions import HTTPError  # noqa: PLC0415 - comes with requests

        left = until - time.monotonic()
        if left <= 0:
            raise _NotYet(f"did not answer in {PATIENCE:.0f} s")
        try:
            response, content = in_time(lambda: self._exchange(method, path, parameters, body, until), left)
        except TimeoutError as error:
            raise CouldNotLook(self._unfinished()) from error
        except requests.exceptions.ConnectionError as error:
            why = connecting.refusal(error, self.shown, connecting.without_secret(self._proxy), _SETTING)
            raise (_unreachable(error) if why is None else CouldNotLook(why)) from error
        except (requests.exceptions.RequestException, HTTPError, OSError) as error:
            raise _unreachable(error) from error
        if response.status_code in _AGAIN:
            raise _NotYet(f"answered {response.status_code}", retry_after(response.headers))
        return self._checked(response, content)

    def _exchange(
        self, method: str, path: str, parameters: Mapping[str, str | int], body: Json | None, until: float
    ) -> "tuple[requests.Response, bytes]":
        """An answer with its whole content. Each wait for a byte has a limit here, and not all of them together."""
        left = max(until - time.monotonic(), 0.001)
        with self._session.request(
            method,
            f"{self._base}{path}",
            params=dict(parameters),
            json=body,
            timeout=(min(CONNECT, left), min(READ, left)),
            allow_redirects=False,
            stream=True,
        ) as response:
            content = self._content(response, until)
            self._credentials.refuse_echo(self.shown, content, response.headers, response.reason)
            return response, content

    def _unfinished(self) -> str:
        if time.monotonic() >= self._until:
            return (
                f"{self.shown} did not answer all requests in {DEADLINE:.0f} s: try again later, or read fewer projects"
            )
        return f"{self.shown} did not finish its answer in {PATIENCE:.0f} s: try again later"

    def _content(self, response: "requests.Response", until: float) -> bytes:
        content = bytearray()
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            content += chunk
            if len(content) > LARGEST:
                raise CouldNotLook(f"{self.shown} sent more than {LARGEST >> 20} MiB in one answer: check jira.url")
            if time.monotonic() > until:
                raise TimeoutError
        return bytes(content)

    def _checked(self, response: "requests.Response", content: bytes) -> Answer:
        """The answer, if it is for our account. Raises CouldNotLook, with what to do, when it is not."""
        status, headers = response.status_code, response.headers
        self.near_limit |= headers.get("X-RateLimit-NearLimit", "").lower() == "true"
        if _REDIRECTS <= status < _BAD:
            raise CouldNotLook(
                f"{self.shown} redirects to another address ({_host(headers.get('Location', '')) or 'none'}), which "
                "the token is not sent to: set jira.url to the final address"
            )
        credentials.refuse_stranger(self.shown, headers)
        is_json = "json" in headers.get("Content-Type", "").lower()
        if status != _OK:
            raise _refusal(self.shown, status, self._reason(content) if is_json else "")
        if not is_json:
            raise CouldNotLook(
                f"{self.shown} answered with a web page, such as a login page, and not with JSON: check jira.url"
            )
        return Answer(self._json(content), date(headers.get("Date")))

    def _reason(self, content: bytes) -> str:
        """What Jira says about a refusal, for the end of a sentence; "" when it cannot be read."""
        try:
            messages = list_of(self._json(content).get("errorMessages"))
        except CouldNotLook:
            return ""
        return f": {' '.join(map(str, messages))[:_SHOWN]}" if messages else ""

    def _json(self, content: bytes) -> Json:
        """The JSON of an answer, a list as a table of its `values`."""
        several = [value for _, value in values(content, f"the answer of {self.shown}")]
        value = several[0] if len(several) == 1 else None
        listed = as_sequence(value)
        body = as_mapping(value) if listed is None else {"values": listed}
        if body is None:
            raise CouldNotLook(f"{self.shown} answered in an unknown form: check jira.url")
        return body


class _NotYet(Exception):
    """Jira did not answer, and may later."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.wait = wait
        """The seconds that it asks to wait, if it says."""


def _unreachable(error: BaseException) -> _NotYet:
    """A failed connection; the text leaves out the address, whose query may be confidential."""
    inner = error
    while inner.__cause__ or inner.__context__:
        inner = inner.__cause__ or inner.__context__ or inner
    return _NotYet(f"cannot be reached, or its answer broke off ({type(inner).__name__})")


class NotThere(CouldNotLook):
    """There is nothing at that path, or nothing that the account may see."""


def _refusal(shown: str, status: int, reason: str) -> CouldNotLook:
    """An error for a status; `reason` is what Jira says about it."""
    kinds = {
        401: ("does not accept the token (401)", f"check {TOKEN}, and on Cloud {EMAIL}"),
        403: ("refuses this account (403)", "give it the permission to browse the project"),
        404: ("has nothing at this address (404)", "check jira.url, and what the account may see"),
        410: ("no longer answers this request (410)", "update readiness-gate"),
    }
    if status not in kinds:
        return CouldNotLook(f"{shown} answered {status}{reason}")
    what, remedy = kinds[status]
    error = NotThere if status == HTTPStatus.NOT_FOUND else CouldNotLook
    return error(f"{shown} {what}{reason}: {remedy}")


def _host(address: str) -> str:
    """The host of an address; "" when it has none."""
    try:
        return urlsplit(address).netloc[:_SHOWN]
    except ValueError:
        return ""


def client(settings: JiraSettings) -> Client:
    """A client for the configured Jira, with the credentials of the environment. Raises CouldNotLook without any."""
    url = settings.url or ""
    known = credentials.credentials()
    session = new_session()
    session.headers.update({"Accept": "application/json", "X-Atlassian-Token": "no-check"})
    if known.user:
        session.auth = (known.user, known.token)
    else:
        session.headers["Authorization"] = f"Bearer {known.token}"
    base = f"{GATEWAY}/{settings.cloud_id}" if settings.cloud_id else url
    return Client(url, base, session, known, https_proxy(session, base))
