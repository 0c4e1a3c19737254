"""Every exchange with the stand-in for a cloud is one that Atlassian's description of the API allows."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse
from support.exports import NOW, jira_settings, no_file, settings
from support.git import instant
from support.jira_server import Asked, FakeJira, Reply, issue, serving

from readiness_gate.model.needs import Needs
from readiness_gate.model.settings.jira import Marks
from readiness_gate.sources import jira
from readiness_gate.sources.jira import client

DESCRIPTION = Path(__file__).with_name("jira-cloud.openapi.json")
HISTORY = {
    "id": "1",
    "created": instant(30) * 1000,
    "items": [
        {"field": "status", "fieldId": "status", "from": "3", "to": "1", "fromString": "Done", "toString": "Open"},
        {"field": "Fix Version", "fieldId": "fixVersions", "to": "1", "fromString": "", "toString": "1.0"},
    ],
}


@pytest.fixture(scope="module")
def description() -> OpenAPI:
    """The paths that the product uses, as Atlassian describes them."""
    return OpenAPI.from_dict(json.loads(DESCRIPTION.read_text()))


def _request(asked: Asked) -> MockRequest:
    body = None if asked.body is None else json.dumps(asked.body).encode()
    return MockRequest(
        "http://localhost",
        asked.method.lower(),
        asked.path,
        args=dict(asked.query),
        headers={},
        data=body,
        content_type="application/json",
    )


def _response(reply: Reply) -> MockResponse:
    return MockResponse(data=reply.content, status_code=reply.status, content_type="application/json")


@pytest.fixture
def exchanges(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Asked, Reply]]:
    """All that is asked and answered for everything that can be asked for."""
    monkeypatch.setenv(client.TOKEN, "s3cret")
    versions = [{"id": "1", "name": "1.0"}]
    rows = [issue(number, fixVersions=versions, customfield_1="x") for number in range(1, 251)]
    fake = FakeJira(rows, histories={each["key"]: [HISTORY] for each in rows})
    marks = Marks(labels=frozenset({"approved"}), statuses=frozenset({"Done"}))
    configured = jira_settings(approved=marks, workaround=Marks(field="Way round"))
    needs = Needs(issues_since=instant(20), versions=frozenset({"1.0"}))
    with serving(fake):
        found = replace(configured, export=None, url=fake.url, projects=("CRM",))
        assert len(jira.fetch(settings(jira=found), needs, NOW, no_file).issues) == 250
    return list(zip(fake.asked, fake.replies, strict=True))


def test_every_exchange_is_one_of_the_api(description: OpenAPI, exchanges: list[tuple[Asked, Reply]]) -> None:
    """What is sent, and what the stand-in answers: paths, parameters, bodies."""
    for asked, reply in exchanges:
        if asked.path.endswith("/issuetype"):
            continue  # the part of the description that is at hand leaves it out
        request = _request(asked)
        description.validate_request(request)
        description.validate_response(request, _response(reply))
    paths = {asked.path.removeprefix("/rest/api/3") for asked, _ in exchanges}
    assert paths == {
        *(
            "/serverInfo",
            "/myself",
            "/mypermissions",
            "/jql/parse",
            "/search/jql",
            "/search/approximate-count",
            "/changelog/bulkfetch",
            "/status",
            "/field",
            "/issuetype",
        )
    }


def _mistakes() -> Iterator[tuple[str, dict[str, Any]]]:
    yield "/search/jql", {"jql": "x", "startAt": 0}
    yield "/search/jql", {"jql": "x", "maxResults": "many"}
    yield "/changelog/bulkfetch", {"issueIdsOrKeys": [str(number) for number in range(1001)]}
    yield "/changelog/bulkfetch", {"issueIdsOrKeys": ["1"], "fieldIds": [str(number) for number in range(11)]}
    yield "/jql/parse", {"querys": []}
    yield "/search/approximate-count", {"jql": "x", "maxResults": 0}


@pytest.mark.parametrize(("path", "body"), list(_mistakes()))
def test_the_description_would_tell_a_mistake(description: OpenAPI, path: str, body: dict[str, Any]) -> None:
    """Else it would prove nothing."""
    asked = Asked(1, "POST", f"/rest/api/3{path}", {}, body, {})
    with pytest.raises(OpenAPIError):
        description.validate_request(_request(asked))


def test_the_description_would_tell_a_wrong_answer(description: OpenAPI) -> None:
    """A total is none of this search's."""
    asked = Asked(1, "POST", "/rest/api/3/search/jql", {}, {"jql": "x"}, {})
    with pytest.raises(OpenAPIError):
        description.validate_response(_request(asked), _response(Reply({"issues": [], "total": 5})))
