"""A client for one Jira over HTTP, with a time limit: an answer counts only if it is JSON, from that Jira, and for our
account.

All requests only read, so they can be repeated. From the environment, only the credentials and an https proxy are used:
`~/.netrc` would replace the token, and an http proxy would see it.
"""

import time
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
from readiness_gate.web.exchange import Connection, NotYet, Request, persistent
from readiness_gate.web.http_time import date, retry_after
from readiness_gate.web.session import https_proxy, new_session

if TYPE_CHECKING:
    import requests

TOKEN, EMAIL = credentials.TOKEN, credentials.EMAIL
_SETTING = "jira.url"
GATEWAY = "https://api.atlassian.com/ex/jira"
PATIENCE = 60.0
"""Seconds for one request including its repetitions."""
DEADLINE = 300.0
LARGEST = 1 << 26
_AGAIN = (429, 502, 503, 504)
_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
_OK, _REDIRECTS, _BAD = 200, 300, 400
_SHOWN = 200
"""The most characters of an answer that a message repeats."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Jira answered."""

    body: Json
    date: float | None
    """The time by Jira's own clock; None if it did not say."""


@dataclass(slots=True)
class Client:
    """A connection to a Jira."""

    connection: Connection
    credentials: Credentials
    until: float = field(default_factory=lambda: time.monotonic() + DEADLINE)
    near_limit: bool = False
    """Whether Jira said that it will soon limit the rate of requests."""

    @property
    def shown(self) -> str:
        """Its address as people know it."""
        return self.connection.shown

    def get(self, path: str, **parameters: str | int) -> Answer:
        """Return the answer to a GET. Raises CouldNotLook with the reason if there is no reliable one."""
        return self._ask(Request("GET", path, parameters, None))

    def post(self, path: str, body: Json) -> Answer:
        """Return the answer to a POST that only reads. Raises CouldNotLook with the reason if there is none."""
        return self._ask(Request("POST", path, {}, body))

    def optional(self, path: str) -> Answer | None:
        """Return the answer to a GET; None if there is nothing at that path."""
        try:
            return self.get(path)
        except NotThere:
            return None

    def _ask(self, asked: Request) -> Answer:
        self.connection.check_name()
        until = min(time.monotonic() + PATIENCE, self.until)
        try:
            return persistent(lambda: self._once(asked, until), _PAUSES, PATIENCE, until)
        except NotYet as error:
            raise CouldNotLook(f"{self.shown} {error.why}: try again later") from error

    def _once(self, asked: Request, until: float) -> Answer:
        """Return the answer. Raises NotYet if there may be one later."""
        try:
            response, content = self.connection.exchange(asked, until, LARGEST)
        except TimeoutError as error:
            raise CouldNotLook(self._unfinished()) from error
        self.credentials.refuse_echo(self.shown, content, response.headers, response.reason)
        if response.status_code in _AGAIN:
            raise NotYet(f"answered {response.status_code}", retry_after(response.headers))
        return self._checked(response, content)

    def _unfinished(self) -> str:
        if time.monotonic() >= self.until:
            return (
                f"{self.shown} did not answer all requests in {DEADLINE:.0f} s: try again later, or read fewer projects"
            )
        return f"{self.shown} did not finish its answer in {PATIENCE:.0f} s: try again later"

    def _checked(self, response: "requests.Response", content: bytes) -> Answer:
        """Return the answer, if it is for our account. Raises CouldNotLook, with what to do, if it is not."""
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
        """Return Jira's reason for a refusal, for the end of a sentence; "" if it cannot be read."""
        try:
            messages = list_of(self._json(content).get("errorMessages"))
        except CouldNotLook:
            return ""
        return f": {' '.join(map(str, messages))[:_SHOWN]}" if messages else ""

    def _json(self, content: bytes) -> Json:
        """Return the JSON of an answer, a list as a table with its `values`."""
        several = [value for _, value in values(content, f"the answer of {self.shown}")]
        value = several[0] if len(several) == 1 else None
        listed = as_sequence(value)
        body = as_mapping(value) if listed is None else {"values": listed}
        if body is None:
            raise CouldNotLook(f"{self.shown} answered in an unknown form: check jira.url")
        return body


class NotThere(CouldNotLook):
    """There is nothing at that path, or nothing that the account may see."""


def _refusal(shown: str, status: int, reason: str) -> CouldNotLook:
    """Return the error for a status; `reason` is Jira's own."""
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
    """Return the host of an address; "" when it has none."""
    try:
        return urlsplit(address).netloc[:_SHOWN]
    except ValueError:
        return ""


def client(settings: JiraSettings) -> Client:
    """Return a client for the configured Jira, with the credentials of the environment. Raises CouldNotLook without
    any."""
    url = settings.url or ""
    known = credentials.credentials()
    session = new_session()
    session.headers.update({"Accept": "application/json", "X-Atlassian-Token": "no-check"})
    if known.user:
        session.auth = (known.user, known.token)
    else:
        session.headers["Authorization"] = f"Bearer {known.token}"
    base = f"{GATEWAY}/{settings.cloud_id}" if settings.cloud_id else url
    return Client(Connection(url, base, _SETTING, session, https_proxy(session, base)), known)
