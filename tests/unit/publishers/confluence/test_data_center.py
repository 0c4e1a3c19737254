"""A Data Center: what its older API does otherwise."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from support.confluence import BY_TITLE, confluence, publisher
from support.confluence_server import FakeConfluence, Fault
from support.jira_server import Asked, Reply

from readiness_gate.publishers.confluence.pages import KEY
from readiness_gate.publishers.outcome import NotPublished


@pytest.fixture
def site() -> Iterator[FakeConfluence]:
    """A Data Center with an empty page."""
    with confluence(cloud=False) as found:
        yield found


def test_a_page_by_its_title(site: FakeConfluence) -> None:
    """It is created below its parent, and updated by later runs; the token is a bearer's."""
    assert publisher(site, target=BY_TITLE).publish().startswith("Created")
    assert publisher(site, "go", target=BY_TITLE).publish().startswith("Updated")
    assert site.pages["65001"].parent == "12"
    assert site.pages["65001"].properties[KEY][2] == 2
    assert all(one.headers["Authorization"].startswith("Bearer ") for one in site.asked)
    assert publisher(site, target=replace(BY_TITLE, title="Another", parent=None)).publish().startswith("Created")


def test_a_page_that_is_not_there_or_trashed(site: FakeConfluence) -> None:
    """A trashed one is recognized."""
    site.pages["700"].status = "trashed"
    with pytest.raises(NotPublished, match="is trashed"):
        publisher(site).publish()
    site.pages.clear()
    with pytest.raises(NotPublished, match="has no page 700"):
        publisher(site).publish()


def test_an_edit_of_somebody_without_a_name(site: FakeConfluence) -> None:
    """It is not overwritten either."""
    site.edit("700", "<p>x</p>")

    def nameless(asked: Asked, reply: Reply) -> Reply:
        if asked.method == "GET" and asked.path.endswith("/700"):
            reply.body["version"]["by"] = {"type": "anonymous"}
        return reply

    site.fault = nameless
    with pytest.raises(NotPublished, match="by an anonymous user"):
        publisher(site).publish()


def _busy(method: str) -> Fault:
    """Refuses all requests of a method."""
    return lambda asked, reply: replace(reply, status=503) if asked.method == method else reply


def test_a_server_that_is_busy(site: FakeConfluence) -> None:
    """Nothing was read, or looked for."""
    for wanted in ("GET", "PUT", "POST"):
        site.restart()
        site.fault = _busy(wanted)
        with pytest.raises(NotPublished, match="answered 503"):
            publisher(site, target=BY_TITLE).publish()
