"""Publishes the shared verdicts to a stand-in for a Jira."""

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any, cast
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as RequestsConnectionError
from urllib3 import HTTPResponse

from readiness_gate.app.publish import for_jira
from readiness_gate.model.settings.jira import JiraSettings, SeverityScheme
from readiness_gate.model.time import Instant
from readiness_gate.publishers import client
from readiness_gate.publishers.jira import Publication, Target, connected, publish
from readiness_gate.publishers.outcome import NotPublished, Write
from readiness_gate.sources.jira.credentials import Credentials
from support.jira_server import Asked
from support.jira_writes import ISSUE, WritableJira
from support.verdicts import AS_OF, VERDICTS

TOKEN = "s3cret-token-of-the-gate"  # noqa: S105 - the stand-in's
NOW: Instant = AS_OF + 60
WHOLE = Target(
    ISSUE,
    field="Readiness gate",
    until_field="Gate until",
    link="https://ci.example/runs/1",
    comment="sticky",
    version="Wave 2",
)
GO, NO_GO, UNDECIDED = (for_jira(VERDICTS[name]) for name in ("go", "no-go", "undecided"))


def later(publication: Publication, seconds: int) -> Publication:
    """The same verdict at another time."""
    message = replace(publication.message, as_of=publication.message.as_of + seconds)
    note = f"{seconds} seconds later"
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": note}]}
    document, wiki = (*publication.document, paragraph), f"{publication.wiki}\n\n{note}"
    return replace(publication, message=message, document=document, wiki=wiki)


@dataclass
class Published:
    """What a run printed, and how it ended."""

    changed: bool = False
    said: list[str] = field(default_factory=list[str])
    planned: list[Write] = field(default_factory=list[Write])
    failed: str = ""


def settings(jira: WritableJira) -> JiraSettings:
    """The configuration of a stand-in."""
    return JiraSettings(SeverityScheme("priority", {}), url=jira.url)


def run(
    jira: WritableJira,
    publication: Publication,
    target: Target = WHOLE,
    *,
    dry: bool = False,
    now: Instant = NOW,
    user: str = "gate@example.com",
    change: Callable[[Any], None] | None = None,
) -> Published:
    """Publish a verdict."""
    result = Published()
    planned = result.planned.append if dry else None
    try:
        site = connected(settings(jira), Credentials(TOKEN, user if jira.cloud else ""), planned, result.said.append)
        if change:
            change(site)
        result.changed = publish(site, target, publication, "0.2.0", now)
    except NotPublished as error:
        result.failed = str(error)
    return result


class _InProcess(HTTPAdapter):
    """Has a stand-in answer without a network."""

    def __init__(self, jira: WritableJira) -> None:
        super().__init__()
        self._jira = jira

    def send(self, request: PreparedRequest, *_: Any, **_more: Any) -> Response:
        parts = urlsplit(str(request.url))
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        body = json.loads(cast("str", request.body)) if request.body else None
        number, method = len(self._jira.asked) + 1, str(request.method)
        asked = Asked(
            number, method, parts.path, query, body, {name: str(value) for name, value in request.headers.items()}
        )
        self._jira.asked.append(asked)
        reply = self._jira.reply(asked)
        if reply.reset:
            raise RequestsConnectionError
        headers: dict[str, str] = {"Content-Type": "application/json", **reply.headers}
        raw = HTTPResponse(BytesIO(reply.content), headers, reply.status, preload_content=False)
        return self.build_response(request, raw)


@contextmanager
def at_hand(jira: WritableJira) -> Generator[WritableJira]:
    """The stand-in, answering in this process: for tests that make many thousand requests."""

    def session() -> Session:
        # Without the certificates of the system, which take longer to load than all the rest.
        made = Session()
        made.trust_env = False
        made.mount("http://", _InProcess(jira))
        return made

    jira.url = "http://127.0.0.1:1"
    with patch.object(client, "new_session", session):
        yield jira
