"""Responses: a page or JSON with its digest, and the headers of every response."""

import hashlib
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

from readiness_gate.server.access import Headers
from readiness_gate.server.drawing import STYLE_HASH

HTML, JSON, TEXT = "text/html; charset=utf-8", "application/json", "text/plain; charset=utf-8"
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
ALWAYS: Mapping[str, str] = {
    "cache-control": "no-store",
    "content-security-policy": _POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""The headers of every response: no scripts, nothing from other hosts, no framing and no caching."""


def answer(body: str, kind: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Return a response with a text; a successful one has its digest."""
    content = body.encode(errors="backslashreplace")
    headers = {"etag": f'"{hashlib.sha256(content).hexdigest()}"'} if status == HTTPStatus.OK else {}
    return Response(content, int(status), headers, kind)


def unchanged(response: Response, headers: Headers) -> Response:
    """Return the response, or 304 Not Modified if the client already has it."""
    tag = response.headers.get("etag")
    known = [value.decode("latin-1") for name, value in headers if name == b"if-none-match"]
    tags = [one.strip().removeprefix("W/") for value in known for one in value.split(",")]
    if tag is None or (tag not in tags and "*" not in tags):
        return response
    return Response(status_code=int(HTTPStatus.NOT_MODIFIED), headers={"etag": tag})
