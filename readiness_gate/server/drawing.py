"""Render the pages with templates that escape texts from elsewhere."""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from http import HTTPStatus
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from starlette.responses import Response

from readiness_gate.model.time import local
from readiness_gate.reports.html import drawing as reports
from readiness_gate.reports.html.charts import drawn
from readiness_gate.reports.html.strip import Mark, stretches, strip
from readiness_gate.reports.words import SYMBOLS
from readiness_gate.server.keys import key
from readiness_gate.server.views.amounts import now_in_words, required_in_words

_PACKAGE = "readiness_gate.server"
_SHEETS = ("style.css", "strip.css", "chart.css")
STYLE = "".join(map(reports.read, _SHEETS)) + reports.read("templates/server.css", _PACKAGE)
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
FIRST = 8
"""The number of changes that are visible without a click."""
MOST = 500
"""The maximum number of rows of a list on a page; the JSON has all of them."""


def page(name: str, path: str, **shown: Any) -> str:  # noqa: ANN401 - whatever a template shows
    """Return a page from a template; its links are relative to `path`."""
    return _templates().get_template(f"templates/{name}.html.jinja").render(root=root(path), **shown)


def notice(status: HTTPStatus, why: str, path: str) -> Response:
    """Return the response in place of a page: why there is none, and what to do."""
    content = page("notice", path, title=status.phrase, why=why)
    return Response(content.encode(errors="backslashreplace"), int(status), media_type="text/html")


def root(path: str) -> str:
    """Return the relative path from a page to the first page, so that a proxy may serve all of them below any path."""
    return "../" * (path.count("/") - 1) or "./"


@cache
def _templates() -> Environment:
    made = reports.environment(_PACKAGE)
    names: Any = made  # Jinja2's annotations cover only its own entries
    names.filters |= {"key": key}
    names.globals |= {
        "STYLE": Markup(STYLE),  # noqa: S704 - our own files
        "STYLE_HASH": STYLE_HASH,
        "SYMBOLS": SYMBOLS,
        "FIRST": FIRST,
        "MOST": MOST,
        "chart": drawn,
        "local": local,
        "now_in_words": now_in_words,
        "picture": _picture,
        "required_in_words": required_in_words,
        "stretches": stretches,
    }
    return made


def _picture(title: str, marks: Sequence[Mark]) -> Markup:
    return strip(title, marks)
