"""Every exchange by which a verdict is written to a cloud is one that Atlassian's description of the API allows."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse
from support.jira_published import GO, NO_GO, at_hand, later, run
from support.jira_server import Asked, Json, Reply
from support.jira_writes import ISSUE, WritableJira

from readiness_gate.model.time import DAY
from readiness_gate.publishers import client
from readiness_gate.publishers.jira import Target, step

DESCRIPTION = Path(__file__).with_name("jira-cloud.openapi.json")
WITH_EXAMPLES = Path(__file__).parents[3] / "shared/data/specs/jira-cloud-v3-gate-slice.json"
_JSON = "application/json"


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
        content_type=_JSON,
    )


@pytest.fixture(scope="module")
def exchanges() -> list[tuple[Asked, Reply]]:
    """All that is asked and answered when a go becomes a no-go, and a go again."""
    jira = WritableJira()
    with at_hand(jira):
        for publication in (GO, later(NO_GO, DAY), later(GO, 2 * DAY)):
            assert run(jira, publication, now=publication.message.as_of).failed == ""
        changed = Target(ISSUE, link="https://ci.example/runs/2", version="Wave 2")
        assert run(jira, later(GO, 3 * DAY), changed).failed == ""
    return list(zip(jira.asked, jira.replies, strict=True))


def test_every_exchange_is_one_of_the_api(description: OpenAPI, exchanges: list[tuple[Asked, Reply]]) -> None:
    """What is sent, and what the stand-in answers: paths, parameters, bodies, statuses."""
    for asked, reply in exchanges:
        # Its schema calls this one read-only, and its example of the same request has it: it says which is updated.
        sent: Json = asked.body or {}
        body = {name: value for name, value in sent.items() if name != "relatedWorkId"}
        request = _request(replace(asked, body=body if sent else None))
        description.validate_request(request)
        response = MockResponse(data=reply.content or b"null", status_code=reply.status, content_type=_JSON)
        description.validate_response(request, response)


def test_every_operation_is_tried(exchanges: list[tuple[Asked, Reply]]) -> None:
    """All that the description has for writing, so that it has no more than is used."""
    found = {f"{asked.method} {asked.path.removeprefix('/rest/api/3')}" for asked, _ in exchanges}
    issue, version = f"/issue/{ISSUE}", "/version/10001"
    assert found == {
        "GET /serverInfo",
        "GET /myself",
        f"GET {issue}",
        f"PUT {issue}",
        f"GET {issue}/properties/readiness-gate",
        f"PUT {issue}/properties/readiness-gate",
        f"GET {issue}/remotelink",
        f"POST {issue}/remotelink",
        f"GET {issue}/comment",
        f"POST {issue}/comment",
        f"GET {issue}/comment/20000",
        f"PUT {issue}/comment/20000",
        "GET /project/GL/versions",
        f"GET {version}",
        f"PUT {version}",
        f"GET {version}/relatedwork",
        f"POST {version}/relatedwork",
        f"PUT {version}/relatedwork",
    }


def test_a_comment_is_a_document(exchanges: list[tuple[Asked, Reply]]) -> None:
    """The description allows any body, also a text, which Jira refuses."""
    bodies = [asked.body["body"] for asked, _ in exchanges if "/comment" in asked.path and asked.body]
    assert len(bodies) == 3
    for body in bodies:
        assert (body["type"], body["version"]) == ("doc", 1)
        assert set(_types(body)) <= {"doc", "paragraph", "text", "bulletList", "listItem", "strong", "code", "link"}


def _types(node: Any) -> Iterator[str]:
    yield node["type"]
    assert node["type"] != "text" or node["text"], "a text without letters is none"
    for inner in (*node.get("content", ()), *node.get("marks", ())):
        yield from _types(inner)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", f"/issue/{ISSUE}/remotelink", {"globalId": "x"}),
        ("POST", f"/issue/{ISSUE}/remotelink", {"object": {"title": "x"}}),
        ("PUT", "/version/10001", {"descriptions": "x"}),
        ("POST", "/version/10001/relatedwork", {"title": "x"}),
        ("PUT", f"/issue/{ISSUE}", {"fields": []}),
    ],
)
def test_the_description_would_tell_a_mistake(description: OpenAPI, method: str, path: str, body: Any) -> None:
    """Else it would prove nothing."""
    with pytest.raises(OpenAPIError):
        description.validate_request(_request(Asked(1, method, f"/rest/api/3{path}", {}, body, {})))


def _examples() -> Iterator[tuple[str, Any]]:
    """The examples that Atlassian gives of answers to what is read, by the ends of the paths."""
    paths = json.loads(WITH_EXAMPLES.read_text())["paths"]
    for path, end in (
        ("/rest/api/3/issue/{issueIdOrKey}", ISSUE),
        ("/rest/api/3/issue/{issueIdOrKey}/comment", "/comment"),
        ("/rest/api/3/issue/{issueIdOrKey}/properties/{propertyKey}", "/readiness-gate"),
        ("/rest/api/3/issue/{issueIdOrKey}/remotelink", "/remotelink"),
        ("/rest/api/3/project/{projectIdOrKey}/versions", "/versions"),
        ("/rest/api/3/version/{id}/relatedwork", "/relatedwork"),
    ):
        yield end, paths[path]["get"]["responses"]["200"]["content"][_JSON]["example"]


@pytest.mark.skipif(not WITH_EXAMPLES.is_file(), reason="the examples (../shared/data/specs) are not here")
def test_the_examples_of_the_description_open_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Jira always answers with one of them, what was written cannot be read back."""
    monkeypatch.setattr(client, "_PAUSES", (0.0,))
    monkeypatch.setattr(step, "PAUSES", (0.0,))
    for end, example in _examples():

        def before(asked: Asked, end: str = end, example: Any = example) -> Reply | None:
            return Reply(example) if asked.method == "GET" and asked.path.endswith(end) else None

        jira = WritableJira(before=before)
        with at_hand(jira):
            found = run(jira, GO)
        assert found.failed, end
        assert not jira.is_open, end
