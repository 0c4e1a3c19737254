"""Every exchange with the stand-in for a Confluence is one that the documentation of its API allows.

The description is written from that documentation; neither it nor the stand-in was compared with a real site.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse
from support.confluence import BY_TITLE, confluence, publisher
from support.jira_server import Asked, Reply
from werkzeug.datastructures import ImmutableMultiDict

DESCRIPTION = json.loads(Path(__file__).with_name("confluence.openapi.json").read_text())


@pytest.fixture(scope="module")
def description() -> OpenAPI:
    """The paths that the product uses."""
    return OpenAPI.from_dict(DESCRIPTION)


def _request(asked: Asked, query: str = "") -> MockRequest:
    request = MockRequest(
        "http://localhost",
        asked.method.lower(),
        asked.path,
        headers={},
        data=None if asked.body is None else json.dumps(asked.body).encode(),
        content_type="application/json",
    )
    request.parameters.query = ImmutableMultiDict(parse_qsl(query))
    return request


def _response(reply: Reply) -> MockResponse:
    return MockResponse(data=reply.content, status_code=reply.status, content_type="application/json")


def _described(asked: Asked, query: str) -> bool:
    """Whether every parameter of a query is one that the description has."""
    for path, operations in DESCRIPTION["paths"].items():
        if asked.method.lower() in operations and re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", path), asked.path):
            parameters = operations[asked.method.lower()].get("parameters", [])
            return {name for name, _ in parse_qsl(query)} <= {each["name"] for each in parameters}
    return False


@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
def test_every_exchange_is_one_of_the_api(description: OpenAPI, *, cloud: bool) -> None:
    """What is sent, and what the stand-in answers: paths, parameters, bodies."""
    with confluence(cloud=cloud) as site:
        publisher(site, target=BY_TITLE).publish()
        publisher(site).publish()
        publisher(site, "go").publish()
        site.edit("700", "<p>x</p>")
        publisher(site, "undecided", overwrite=True).publish()
        if cloud:
            assert publisher(site).site.person("557058:jane") == "Jane Doe"
    for asked, reply, query in zip(site.asked, site.replies, site.queries, strict=True):
        request = _request(asked, query)
        description.validate_request(request)
        if reply.status != 404:
            description.validate_response(request, _response(reply))
        assert _described(asked, query), asked
    used = {(asked.method, asked.path.replace("700", "{}")) for asked in site.asked}
    assert len(used) > 6


def _mistakes() -> Iterator[tuple[str, str, dict[str, Any]]]:
    body = {"representation": "storage", "value": ""}
    page = {"id": "1", "status": "current", "title": "x", "body": body, "version": {"number": 2}}
    yield "PUT", "/wiki/api/v2/pages/1", {**page, "version": {"number": "2"}}
    yield "PUT", "/wiki/api/v2/pages/1", {**page, "status": "trashed"}
    yield "PUT", "/wiki/api/v2/pages/1", {**page, "type": "page"}
    yield "POST", "/wiki/api/v2/pages", {"title": "x", "body": body}
    yield "POST", "/wiki/api/v2/pages/1/properties", {"key": "x"}
    yield "PUT", "/rest/api/content/1", {"type": "page", "title": "x", "version": {"number": 2}, "body": body}
    yield "PUT", "/rest/api/content/1/property/x", {"key": "x", "value": {}}


@pytest.mark.parametrize(("method", "path", "body"), list(_mistakes()))
def test_the_description_refuses_a_mistake(description: OpenAPI, method: str, path: str, body: dict[str, Any]) -> None:
    """Else it would prove nothing."""
    with pytest.raises(OpenAPIError):
        description.validate_request(_request(Asked(1, method, path, {}, body, {})))
