"""Answers that are none, and writes of which nobody knows what became."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from support.confluence import BY_TITLE, confluence, publisher
from support.confluence_server import FakeConfluence, Fault
from support.jira_server import Asked, Reply

from readiness_gate.publishers.outcome import NotPublished


@pytest.fixture
def site() -> Iterator[FakeConfluence]:
    """A Confluence Cloud with an empty page."""
    with confluence(cloud=True) as found:
        yield found


def test_answers_in_another_form(site: FakeConfluence) -> None:
    """They are refused, not guessed."""
    whole = site.cloud_page("700")
    wrong: list[Any] = [
        [],
        {},
        {**whole, "id": 1},
        {**whole, "version": {"number": True}},
        {**whole, "body": {"storage": []}},
        {**whole, "body": {}},
    ]
    for body in wrong:
        site.fault = _answering(body)
        with pytest.raises(NotPublished, match="in an unknown form"):
            publisher(site).publish()
    site.fault = lambda _asked, reply: replace(reply, body={"results": {}})
    with pytest.raises(NotPublished, match="in an unknown form"):
        publisher(site, target=BY_TITLE).publish()
    assert site.writes == []


def _answering(body: object) -> Fault:
    """Answers with this where the page is asked for."""
    return lambda asked, reply: replace(reply, body=body) if asked.path.endswith("/700") else reply


def _not_writing(path: str, status: int) -> Fault:
    """Refuses to write at a path."""
    return lambda asked, reply: (
        replace(reply, status=status) if asked.method != "GET" and asked.path.endswith(path) else reply
    )


def test_writes_that_were_done_and_not_answered(site: FakeConfluence) -> None:
    """They are looked for, and found; no request for a new page is sent twice."""
    site.fault = lambda asked, reply: (
        replace(reply, status=502, headers={"X-Done": "1"}) if asked.method != "GET" else reply
    )
    assert publisher(site, target=BY_TITLE).publish().startswith("Created")
    assert len([one for one in site.writes if one.path.endswith("/pages")]) == 1


def test_each_write_that_is_not_done(site: FakeConfluence) -> None:
    """It says which one, and why."""
    for path, words in (
        ("/pages", "is not there after it was created"),
        ("/65001", "does not show the verdict"),
        ("/properties", "shows the verdict, but that could not be remembered"),
    ):
        site.pages.pop("65001", None)
        site.fault = _not_writing(path, 502)
        with pytest.raises(NotPublished, match=words) as raised:
            publisher(site, target=BY_TITLE).publish()
        assert "answered 502" in str(raised.value)


def test_each_write_that_is_refused(site: FakeConfluence) -> None:
    """It says which permission is missing."""
    for path in ("/pages", "/65001", "/properties"):
        site.pages.pop("65001", None)
        site.fault = _not_writing(path, 403)
        with pytest.raises(NotPublished, match=r"answered 403 .*lacks the permission"):
            publisher(site, target=BY_TITLE).publish()


def test_a_property_that_others_keep_changing(site: FakeConfluence) -> None:
    """The page shows the verdict, and that is said."""
    site.fault = _not_writing("/properties", 409)
    with pytest.raises(NotPublished, match="shows the verdict, but that could not be remembered"):
        publisher(site).publish()


def test_a_property_that_is_refused_for_a_moment(site: FakeConfluence) -> None:
    """As Cloud does right after the page was written: it is tried again."""
    refused: list[bool] = []

    def busy(asked: Asked, reply: Reply) -> Reply:
        if asked.method != "GET" and asked.path.endswith("/properties") and not refused:
            refused.append(True)
            return replace(reply, status=409)
        return reply

    site.fault = busy
    assert publisher(site).publish().startswith("Updated")
    assert refused


def test_a_title_that_was_taken_meanwhile(site: FakeConfluence) -> None:
    """Another run created it: it is written as any other."""
    done: list[bool] = []

    def taken(asked: Asked, reply: Reply) -> Reply:
        if asked.method == "POST" and asked.path.endswith("/pages") and not done:
            done.append(True)
            return replace(reply, status=400, headers={"X-Done": "1"})
        return reply

    site.fault = taken
    assert publisher(site, target=BY_TITLE).publish().startswith("Created")
