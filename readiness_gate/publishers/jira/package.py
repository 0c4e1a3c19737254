"""The `jira` package on top of our client: its own session would wait without a limit, repeat a request that creates a
comment, send the token to redirects, and print answers.

Importing this module imports the package, which is slow: import it only when publishing.
"""

import json
import time
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, cast

import requests
from jira import JIRA
from jira.resilientsession import ResilientSession

from readiness_gate.publishers.client import Client, Refused
from readiness_gate.publishers.outcome import Json, NotPublished, Write

_NEW = ("/comment", "/relatedwork")
"""The paths for which every POST creates something new."""
_REDIRECTS, _BAD = 300, 400
_TO_UNDO = 60.0
"""Seconds for closing the field after a failure."""
_REMEDIES: Mapping[int, str] = {
    400: "correct what Jira names, and check that the account may edit the issue",
    401: "check JIRA_TOKEN, and on Cloud JIRA_EMAIL",
    403: "give the account the permission that docs/publishing.md lists for this",
    404: "check the address, and what the account may see",
    409: "somebody else edits it at the same time: run again",
    410: "update readiness-gate",
    413: "Jira takes no more of these on this issue: remove some",
    422: "Jira's own configuration refuses it: ask its administrator",
}


class Denied(NotPublished):
    """Jira refused a request."""

    def __init__(self, why: str, status: int) -> None:
        super().__init__(why)
        self.status = status


class Session(ResilientSession):
    """The session that the package sends its requests through."""

    def __init__(self, client: Client, planned: Callable[[Write], None] | None) -> None:
        super().__init__(max_retries=0)  # pyright: ignore[reportUnknownMemberType] - the package's
        self._client = client
        self._planned = planned
        self.action = ""
        """A description of the next write request."""

    @property
    def is_dry(self) -> bool:
        """Whether write requests are printed instead of made."""
        return self._planned is not None

    def extend(self) -> None:
        """Allow extra time for undoing what failed."""
        self._client.until = max(self._client.until, time.monotonic() + _TO_UNDO)

    def request(self, method: str, url: str | bytes, *_: Any, **options: Any) -> requests.Response:  # noqa: ANN401 - the package's
        """Return a successful response. Raises Denied for a refusal, and NotPublished if there is no answer."""
        path = str(url).removeprefix(self._client.connection.base)
        if not path.startswith("/rest/"):
            raise NotPublished(f"{self._client.shown}: a request to another address was not sent")
        try:
            status, body = self.answer(method.upper(), path, options)
        except Refused as error:
            raise _denied(error) from error
        response = requests.Response()
        response.status_code = status
        response.raw = BytesIO(b"" if body is None else json.dumps(body).encode())
        return response

    def answer(self, method: str, path: str, options: Mapping[str, Any]) -> tuple[int, Any]:
        """Return the status and the JSON of the answer; empty for a write request in a dry run."""
        if method == "GET":
            parameters = cast("Mapping[str, str | int]", options.get("params") or {})
            answer = self._client.read(path, **parameters)
            return answer.status, answer.body
        repeatable = method == "PUT" or not path.endswith(_NEW)
        write = Write(self.action, method, path, cast("Json", json.loads(options["data"])), repeatable)
        if self._planned is not None:
            self._planned(write)
            return 200, {}
        answer = self._client.write(method, path, write.body, repeatable=repeatable)
        return answer.status, answer.body


def _denied(error: Refused) -> Denied:
    if _REDIRECTS <= error.status < _BAD:
        why = f"{error}: it redirects to another address, which the token is not sent to: set jira.url to the final one"
        return Denied(why, error.status)
    remedy = _REMEDIES.get(error.status)
    return Denied(f"{error}: {remedy}" if remedy else str(error), error.status)


class Package(JIRA):
    """The package's interface to one Jira, with the requests that it lacks. Values are the JSON of Jira."""

    def __init__(self, client: Client, session: Session, version: int) -> None:
        options: dict[str, Any] = {"server": client.connection.base, "rest_api_version": str(version)}
        super().__init__(options=options, get_server_info=False, logging=False, max_retries=0)
        self._session = session

    def applicationlinks(self, cached: bool = True) -> list[Any]:  # noqa: ARG002, FBT001, FBT002 - the package's signature
        """Return none: the package asks for them before each remote link, and only administrators may see them."""
        return []

    def get(self, path: str, **parameters: str | int) -> Any:  # noqa: ANN401 - JSON
        """Return what is at a path of the API."""
        return self._get_json(path, params=parameters)

    def optional(self, path: str, **parameters: str | int) -> Any:  # noqa: ANN401 - JSON
        """Return what is at a path; None if there is nothing."""
        try:
            return self.get(path, **parameters)
        except Denied as error:
            if error.status == requests.codes.not_found:
                return None
            raise

    def set_property(self, issue: str, key: str, value: Json) -> None:
        """Set a property of an issue."""
        self.add_issue_property(issue, key, value)  # pyright: ignore[reportUnknownMemberType] - the package's

    def comment_on(self, issue: str, body: Json | str) -> None:
        """Add a comment to an issue: a document or a text, depending on the version of the API."""
        self.add_comment(issue, cast("str", body))  # pyright: ignore[reportUnknownMemberType] - the package's

    def put(self, path: str, body: Json) -> None:
        """Replace what is at a path."""
        self._session.put(self._get_url(path), data=json.dumps(body))

    def post(self, path: str, body: Json) -> None:
        """Add to what is at a path."""
        self._session.post(self._get_url(path), data=json.dumps(body))
