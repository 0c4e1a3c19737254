"""The reason is in one note, which is edited; the status never waits for it."""

from collections.abc import Iterator

import pytest
from support.gitlab_checks import CHECK, HEAD, OTHER, PROJECT, PROJECT_ID, USER, FakeGitLab, gitlab
from support.jira_server import Reply, serving

from readiness_gate.history.deployments import Asked
from readiness_gate.publishers import client
from readiness_gate.publishers.outcome import NotPublished

ASKED = Asked("d", "c", PROJECT, PROJECT_ID, f"status check {CHECK}", 4, CHECK, HEAD, 0, "gitlab", "main")
SAID = "**NO-GO**: go-live as of 2026-03-09T08:00:00Z\n\n1 rule fails.\n\nEvidence: sha256:1"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGitLab]:
    """A stand-in, at which a client tries again without waiting."""
    monkeypatch.setattr(client, "_PAUSES", (0.001,))
    with serving(FakeGitLab()) as one:
        yield one
        assert not one.wrong, one.wrong


def _writes(fake: FakeGitLab) -> list[str]:
    return [one.method for one in fake.asked if one.method != "GET"]


def test_one_note(fake: FakeGitLab) -> None:
    """It is edited when something else is said; notes of others are left alone, whatever is in them."""
    ours = "<!-- readiness-gate:status check 1 x -->"
    fake.notes = [{"id": number, "body": ours, "author": {"id": OTHER}} for number in range(1, 151)]
    service = gitlab(fake.url)
    service.explain(ASKED, SAID)
    service.explain(ASKED, SAID.replace("NO-GO", "GO"))
    assert _writes(fake) == ["POST", "PUT"]
    assert [one["body"] for one in fake.notes[:150]] == [ours] * 150
    [note] = fake.notes[150:]
    assert note["author"] == {"id": USER}
    assert "**GO**: go-live" in note["body"]
    assert "The status check says what counts." in note["body"]


def test_what_changes_with_every_judging(fake: FakeGitLab) -> None:
    """Nothing is edited for its time and its digest alone: an edit could make GitLab ask again, without an end."""
    service = gitlab(fake.url)
    service.explain(ASKED, SAID)
    service.explain(ASKED, SAID.replace("08:00", "09:00").replace("sha256:1", "sha256:2"))
    assert _writes(fake) == ["POST"]


@pytest.mark.parametrize("text", ["/close", "x\n\n/merge\n  /approve"])
def test_no_text_commands_gitlab(fake: FakeGitLab, text: str) -> None:
    """A line that begins with a slash would."""
    gitlab(fake.url).explain(ASKED, text)
    assert all("\\/" in line for line in fake.notes[0]["body"].splitlines() if "/" in line)


def test_notes_that_are_turned_off(fake: FakeGitLab) -> None:
    """Nothing is asked."""
    gitlab(fake.url, notes=False).explain(ASKED, SAID)
    assert fake.asked == []


def test_a_token_that_may_not_write_notes(fake: FakeGitLab) -> None:
    """It is said why."""
    fake.may_note = False
    with pytest.raises(NotPublished, match="403"):
        gitlab(fake.url).explain(ASKED, SAID)


@pytest.mark.parametrize("body", [{}, [], {"id": "1"}, {"id": True}, None])
def test_answers_without_what_was_asked_for(fake: FakeGitLab, body: object) -> None:
    """Nothing is written then."""
    fake.before = lambda asked: Reply(body) if asked.path.endswith("/user") else None
    with pytest.raises(NotPublished):
        gitlab(fake.url).explain(ASKED, SAID)
    fake.before = lambda asked: Reply({"x": 1}) if asked.path.endswith("/notes") else None
    with pytest.raises(NotPublished, match="without the notes"):
        gitlab(fake.url).explain(ASKED, SAID)
    assert _writes(fake) == []


def test_too_many_notes(fake: FakeGitLab) -> None:
    """Ours may be among those that are not read."""
    fake.notes = [{"id": number, "body": "x", "author": {"id": OTHER}} for number in range(1, 2_001)]
    with pytest.raises(NotPublished, match="more than 2000 notes"):
        gitlab(fake.url).explain(ASKED, SAID)
