"""`publish confluence` on a stand-in: what it prints and writes, its exit codes, and that no secret is shown."""

from collections.abc import Callable, Iterator

import pytest
from support.confluence import EMAIL, TOKEN, confluence
from support.confluence_server import FakeConfluence
from support.console import Call
from support.program import AS_OF, Ended, Sample

Publish = Callable[..., Ended]


@pytest.fixture
def site() -> Iterator[FakeConfluence]:
    """A Confluence Cloud with an empty page."""
    with confluence(cloud=True) as found:
        yield found


@pytest.fixture
def publish(call: Call, program: Sample, site: FakeConfluence, monkeypatch: pytest.MonkeyPatch) -> Publish:
    """Calls `publish confluence` on the sample, as of the day on which it is ready."""
    assert program
    monkeypatch.setenv("CONFLUENCE_TOKEN", TOKEN)
    monkeypatch.setenv("CONFLUENCE_EMAIL", EMAIL)

    def called(*words: str, url: str = site.url) -> Ended:
        ended = call("publish", "confluence", "go-live", f"--as-of={AS_OF}", f"--url={url}", *words)
        assert TOKEN not in ended.out + ended.err
        return ended

    return called


def test_a_page_is_written_once(publish: Publish, site: FakeConfluence) -> None:
    """By its id, or its title; a second run changes nothing."""
    first = publish("--page=700")
    assert (first.exit, first.out, first.err) == (0, 'Updated the page "Readiness" (700), now version 2\n', "")
    assert site.pages["700"].body.startswith("<h2>✓ GO: go-live on ")
    second = publish("--page=700")
    assert second.out == 'Nothing to change: the page "Readiness" (700) shows this verdict in version 2\n'
    created = publish("--space=CRM", "--title=Go-live", "--parent=700")
    assert (created.exit, created.out) == (0, 'Created the page "Go-live" (65001), now version 2\n')


def test_a_dry_run_prints_what_would_be_written(publish: Publish, site: FakeConfluence) -> None:
    """And writes nothing."""
    ended = publish("--page=700", "--dry-run")
    assert ended.exit == 0
    assert ended.out.startswith('Would update the page "Readiness" (700):\n  PUT /api/v2/pages/700\n{')
    assert "Would remember what was written on the page 700:" in ended.out
    assert site.writes == []


def test_a_page_that_a_person_edited(publish: Publish, site: FakeConfluence) -> None:
    """Exit code 4, with the name and how to go on."""
    publish("--page=700")
    site.edit("700", "<p>Mine</p>")
    ended = publish("--page=700")
    assert (ended.exit, ended.out) == (4, "")
    assert "was changed by Jane Doe (version 3)" in ended.err
    assert "--overwrite" in ended.err
    assert publish("--page=700", "--overwrite").exit == 0


def test_a_token_that_is_refused(publish: Publish, site: FakeConfluence, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bearer of a Cloud: the stand-in does not know the login."""
    monkeypatch.delenv("CONFLUENCE_EMAIL")
    site.cloud = True
    ended = publish("--page=700")
    assert ended.exit == 4
    assert "CONFLUENCE_TOKEN" in ended.err


def test_all_mistakes_in_one_message(publish: Publish, site: FakeConfluence, monkeypatch: pytest.MonkeyPatch) -> None:
    """Options and environment, before anything is judged or asked."""
    monkeypatch.setenv("CONFLUENCE_TOKEN", "a b")
    monkeypatch.setenv("CONFLUENCE_EMAIL", "a:b")
    ended = publish("--page=x", "--space=a b", "--title= x", "--parent=y", url="http://wiki.example")
    assert ended.exit == 2
    for words in ("--url", "CONFLUENCE_TOKEN", "CONFLUENCE_EMAIL", "--page", "--space", "--title", "--parent"):
        assert words in ended.err
    monkeypatch.delenv("CONFLUENCE_TOKEN")
    monkeypatch.delenv("CONFLUENCE_EMAIL")
    missing = publish(url="https://example.atlassian.net")
    assert missing.exit == 2
    for words in ("CONFLUENCE_TOKEN is not set", "CONFLUENCE_EMAIL is not set", "No page is named"):
        assert words in missing.err
    assert site.asked == []


def test_a_token_for_jira_is_sent_nowhere(
    publish: Publish, site: FakeConfluence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A secret goes to the system that its variable names."""
    monkeypatch.delenv("CONFLUENCE_TOKEN")
    monkeypatch.setenv("JIRA_TOKEN", TOKEN)
    assert publish("--page=700").exit == 2
    assert site.asked == []
