"""The committee's page drawn by WeasyPrint, without fetching anything and without reading the clock."""

import hashlib
from datetime import UTC, datetime
from importlib import import_module
from importlib.resources import files
from typing import Any

from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.html.drawing import draw

ROOM = 96 * 1024
"""The most bytes of rule details on the page: with much more, drawing takes minutes."""
MANY = 500
"""With more rules than this, only a few are drawn in detail: most would not fit anyway, and nobody looks one up on
paper."""
LITTLE_ROOM = 16 * 1024
"""The most bytes of rule details in that case."""

_NOWHERE = "about:blank"


def drawn(verdict: Verdict) -> bytes:
    """Return the PDF of a verdict: the same bytes for the same verdict, given the same fonts and libraries."""
    room = LITTLE_ROOM if len(verdict.findings) > MANY else ROOM
    return on_paper(draw(verdict, room), verdict.as_of)


def on_paper(page: str, as_of: Instant) -> bytes:
    """Return a page of HTML as PDF, dated at an instant. External references are left out."""
    weasyprint: Any = import_module("weasyprint")  # an extra, slow to load, and without types
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    style = (files("readiness_gate.reports.pdf") / "style.css").read_text(encoding="utf-8")
    options = {
        "pdf_variant": "pdf/ua-1",
        "pdf_identifier": hashlib.sha256(page.encode()).hexdigest()[:32].encode(),
        "stylesheets": [weasyprint.CSS(string=style, base_url=_NOWHERE, url_fetcher=nothing)],
    }
    document = weasyprint.HTML(string=page, base_url=_NOWHERE, url_fetcher=nothing).render(**options)
    judged = datetime.fromtimestamp(as_of, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    document.metadata.created = document.metadata.modified = judged
    written: bytes = document.write_pdf(**options)
    return written


__all__ = ["LITTLE_ROOM", "MANY", "ROOM", "drawn", "on_paper"]
