"""The description of GitHub's API that the stand-in's exchanges are checked against would tell a mistake, and our own
models tell those that it lets pass."""

import json
from typing import Any

import pytest
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest
from pydantic import ValidationError
from support.github_server import REPOSITORY, SHA, description

from readiness_gate.publishers.github.bodies import CheckRunBody, CommentBody, MilestoneBody, StatusBody

_OUTPUT = {"title": "NO-GO", "summary": "Why."}
_RUN = {"name": "gate", "head_sha": SHA, "status": "completed", "conclusion": "failure", "output": _OUTPUT}
_NOTE = {"path": "rules.toml", "start_line": 1, "end_line": 1, "annotation_level": "failure", "message": "x"}
_OF = f"/repos/{REPOSITORY}"


def _check(path: str, body: dict[str, Any]) -> None:
    data = json.dumps(body).encode()
    request = MockRequest(
        "https://api.github.com", "post", f"{_OF}{path}", headers={}, data=data, content_type="application/json"
    )
    description().validate_request(request)


def test_what_is_right_is_accepted() -> None:
    """Otherwise the refusals below would prove nothing."""
    _check("/check-runs", _RUN)
    _check(f"/statuses/{SHA}", {"state": "failure"})
    _check("/issues/1/comments", {"body": "x"})


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/check-runs", {key: value for key, value in _RUN.items() if key != "head_sha"}),
        ("/check-runs", {**_RUN, "conclusion": "passed"}),
        ("/check-runs", {**_RUN, "output": {**_OUTPUT, "summary": "x" * 65_536}}),
        ("/check-runs", {**_RUN, "output": {**_OUTPUT, "annotations": [_NOTE] * 51}}),
        (f"/statuses/{SHA}", {"state": "passed"}),
        (f"/statuses/{SHA}", {"description": "no state"}),
        ("/issues/1/comments", {"text": "no body"}),
        ("/issues/one/comments", {"body": "x"}),
        ("/no-such-thing", {}),
    ],
)
def test_the_description_would_tell_a_mistake(path: str, body: dict[str, Any]) -> None:
    """Else it would prove nothing."""
    with pytest.raises(OpenAPIError):
        _check(path, body)


@pytest.mark.parametrize(
    ("model", "body"),
    [
        (CheckRunBody, {"ouput": _OUTPUT}),
        (CheckRunBody, {"conclusion": "neutral"}),
        (CheckRunBody, {"conclusion": "skipped"}),
        (CheckRunBody, {"head_sha": "main"}),
        (CheckRunBody, {"output": {**_OUTPUT, "text": "x" * 65_536}}),
        (CheckRunBody, {"output": {**_OUTPUT, "annotation": []}}),
        (StatusBody, {"state": "pending"}),
        (StatusBody, {"description": "x" * 141}),
        (StatusBody, {"contexts": "gate"}),
        (CommentBody, {"body": "x" * 65_537}),
        (CommentBody, {"body": ""}),
        (MilestoneBody, {"state": "reopened"}),
        (MilestoneBody, {"titel": "Wave 2"}),
    ],
)
def test_our_models_tell_what_it_lets_pass(model: Any, body: dict[str, Any]) -> None:
    """GitHub ignores a misspelled field, and a required check passes with neutral and skipped."""
    right: dict[Any, dict[str, Any]] = {
        CheckRunBody: {**_RUN, "external_id": "readiness-gate:1"},
        StatusBody: {"state": "failure", "description": "NO-GO", "context": "gate"},
        CommentBody: {"body": "x"},
        MilestoneBody: {"description": "x", "state": "open"},
    }
    model(**right[model])
    with pytest.raises(ValidationError):
        model(**{**right[model], **body})
