"""Publishing to the stand-in for a Confluence, in this process and without pauses."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from readiness_gate.app.publish import contents_of_page, message
from readiness_gate.model.verdict import Verdict
from readiness_gate.publishers import client
from readiness_gate.publishers.confluence import publish, remember
from readiness_gate.publishers.confluence.account import Account
from readiness_gate.publishers.confluence.pages import Site
from readiness_gate.publishers.confluence.publish import Publisher, Target
from readiness_gate.publishers.confluence.written import Contents
from support.confluence_server import FakeConfluence, Page, serving
from support.verdicts import VERDICTS

TOKEN = "s3cret-t0ken"  # noqa: S105 - of the stand-in
EMAIL = "gate@example.com"
BY_ID, BY_TITLE = Target(page="700"), Target(space="CRM", title="Go-live readiness", parent="12")
_RENDERED: dict[str, Contents] = {}
_CONNECTED: dict[str, Site] = {}


def contents(name: str = "no-go", **other: Any) -> Contents:
    """A page's contents for a shared verdict, with another message."""
    if name not in _RENDERED:
        verdict: Verdict = VERDICTS[name]
        _RENDERED[name] = contents_of_page(verdict, message(verdict))
    found = _RENDERED[name]
    return replace(found, message=replace(found.message, **other)) if other else found


def publisher(
    site: FakeConfluence, name: str = "no-go", target: Target = BY_ID, *, overwrite: bool = False, **other: Any
) -> Publisher:
    """A publisher of a shared verdict to the stand-in, all of them over one connection."""
    if site.url not in _CONNECTED:
        account = Account(site.url, TOKEN, EMAIL if site.cloud else "")
        assert list(account.mistakes()) == []
        _CONNECTED[site.url] = account.site()
    return Publisher(_CONNECTED[site.url], target, contents(name, **other), overwrite)


@contextmanager
def confluence(*, cloud: bool, page: bool = True) -> Generator[FakeConfluence]:
    """The stand-in, with an empty page."""
    pages = {"700": Page("Readiness", [("", "557058:jane", "<p />", False)])} if page else {}
    with (
        patch.object(client, "_PAUSES", (0.0, 0.0)),
        patch.object(publish, "_PAUSES", (0.0, 0.0)),
        patch.object(remember, "_PAUSES", (0.0, 0.0)),
        serving(FakeConfluence(cloud, pages)) as site,
    ):
        try:
            yield site
        finally:
            _CONNECTED.pop(site.url, None)


__all__ = ["BY_ID", "BY_TITLE", "EMAIL", "TOKEN", "confluence", "contents", "publisher"]
