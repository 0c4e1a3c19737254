"""Whatever a Confluence answers at any request: no false success, nothing written twice, and the next run completes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from unittest.mock import patch

import pytest
from support.confluence import BY_TITLE, TOKEN, confluence, contents, publisher
from support.confluence_server import WRITES, FakeConfluence
from support.jira_server import Asked, Reply

from readiness_gate.publishers import client
from readiness_gate.publishers.confluence.pages import KEY
from readiness_gate.publishers.confluence.publish import Publisher
from readiness_gate.publishers.outcome import NotPublished

DONE = {"X-Done": "1"}
FAULTS: Mapping[str, Callable[[Reply], Reply]] = {
    "401": lambda reply: replace(reply, status=401, body={"message": "login"}),
    "403": lambda reply: replace(reply, status=403, body={"message": "no"}),
    "404": lambda reply: replace(reply, status=404, body={"message": "no"}),
    "409": lambda reply: replace(reply, status=409, body={"message": "conflict"}),
    "409-done": lambda reply: replace(reply, status=409, body={"message": "conflict"}, headers=DONE),
    "422": lambda reply: replace(reply, status=422, body={"message": "no"}),
    "429": lambda reply: replace(reply, status=429, headers={"Retry-After": "0"}),
    "429-long": lambda reply: replace(reply, status=429, headers={"Retry-After": "3600"}),
    "500": lambda reply: replace(reply, status=500),
    "502-done": lambda reply: replace(reply, status=502, headers=DONE),
    "cut": lambda reply: replace(reply, cut=True),
    "slow": lambda reply: replace(reply, drip=0.5),
    "login-page": lambda reply: replace(reply, body=b"<html>log in</html>", headers={"Content-Type": "text/html"}),
    "redirect": lambda reply: replace(reply, status=302, headers={"Location": "https://evil.example/"}),
    "empty": lambda reply: replace(reply, body=b""),
    "another-form": lambda reply: replace(reply, body={"results": {}, "version": 1}),
    "no-json": lambda reply: replace(reply, body=b"{"),
}


def _at(number: int, fault: Callable[[Reply], Reply], *, always: bool) -> Callable[[Asked, Reply], Reply]:
    def disturbed(asked: Asked, reply: Reply) -> Reply:
        return fault(reply) if asked.number == number or (always and asked.number > number) else reply

    return disturbed


def _is_proven(site: FakeConfluence) -> bool:
    """Whether a page shows the verdict, in a version that is remembered."""
    shown = [page for page in site.pages.values() if page.body == contents().body]
    return [page.properties[KEY][1]["version"] for page in shown if KEY in page.properties] == [
        len(page.versions) for page in shown
    ] and len(shown) == 1


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
def test_a_fault_at_any_request(fault: str, *, cloud: bool) -> None:
    """Disturbed once, and from then on: either it is there and proven, or it says that it is not; a title is there
    once, and the next run makes up for it."""
    with confluence(cloud=cloud) as site:
        writing = publisher(site, target=BY_TITLE)
        writing.publish()
        for number in range(1, len(site.asked) + 1):
            for always in (False, True):
                site.restart()
                site.fault = _at(number, FAULTS[fault], always=always)
                with patch.object(client, "PATIENCE", 0.3 if fault == "slow" else 5.0):
                    _attempt(writing, site)
                assert [page.title for page in site.pages.values()].count(BY_TITLE.title) <= 1
                site.fault = None
                writing.publish()
                assert _is_proven(site), (number, always)
                assert len(site.pages) == 1


def _attempt(writing: Publisher, site: FakeConfluence) -> None:
    """Publish; a success is one."""
    failed = ""
    try:
        writing.publish()
    except NotPublished as error:
        failed = str(error)
    assert _is_proven(site) if not failed else len(failed) > 20
    assert TOKEN not in failed


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("401", "CONFLUENCE_TOKEN"),
        ("403", "lacks the permission"),
        ("409", "somebody else is changing the page"),
        ("422", "answered 422"),
        ("429-long", "asks to wait 3600 s"),
        ("500", "try again"),
        ("redirect", "answered 302"),
    ],
)
@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
def test_what_it_says(fault: str, words: str, *, cloud: bool) -> None:
    """Where writing stays impossible, it says why, and what to do."""
    with confluence(cloud=cloud) as site:
        site.fault = lambda asked, reply: FAULTS[fault](reply) if asked.method in WRITES else reply
        with pytest.raises(NotPublished, match=words):
            publisher(site).publish()
        assert site.pages["700"].body == "<p />"


def test_a_page_is_never_created_twice() -> None:
    """A new page is not sent again where it is unclear what became of it; it is looked for."""
    with confluence(cloud=True) as site:
        site.fault = lambda asked, reply: FAULTS["502-done"](reply) if asked.method == "POST" else reply
        assert publisher(site, target=BY_TITLE).publish().startswith("Created")
        created = [one for one in site.writes if one.path.endswith("/pages")]
        assert len(created) == 1
