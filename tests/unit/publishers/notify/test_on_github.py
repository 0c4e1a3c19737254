"""What was sent last is read back from GitHub; where that cannot be trusted, a message is sent, and says why."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from support.github_faults import LOST, REFUSALS
from support.github_server import REPOSITORY, SHA, TOKEN, WRITES, FakeGitHub, Reply, on_github
from support.mailbox import Mailbox, mailbox
from support.verdicts import VERDICTS

from readiness_gate.app.notify import APART, not_judged, notify
from readiness_gate.app.publish import message
from readiness_gate.model.time import instant
from readiness_gate.publishers.client import client
from readiness_gate.publishers.github import Wanted, publish, publish_error
from readiness_gate.publishers.github.hub import Hub
from readiness_gate.publishers.github.stamp import noted
from readiness_gate.publishers.notify.addresses import VARIABLE, addresses
from readiness_gate.publishers.notify.on_github import PREFIX, CommentMemory, StatusMemory
from readiness_gate.publishers.notify.sent import Memory, Sent
from readiness_gate.publishers.outcome import NotPublished
from readiness_gate.reports.notice import Notice

NOW = instant("2027-02-14T09:00:00Z")
NAME = "Northwind CRM/wave-2"
COMMENT = Wanted("sticky", pull_request=17)
MEMORIES: dict[str, Callable[[Hub], Memory]] = {
    "status": lambda hub: StatusMemory(hub, SHA),
    "comment": lambda hub: CommentMemory(hub, 17),
}
each_memory = pytest.mark.parametrize("kept", MEMORIES.values(), ids=MEMORIES)


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGitHub]:
    """The stand-in, which checks each request with GitHub's description."""
    with on_github(monkeypatch) as fake:
        yield fake


@pytest.fixture
def hub(github: FakeGitHub) -> Hub:
    """Its repository, where a pull request has the comment of `publish github`."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    made = Hub(client(github.url, github.url, "GITHUB_API_URL", headers, (TOKEN,)), REPOSITORY)
    _publish(made, "no-go")
    return made


@pytest.fixture
def box() -> Iterator[Mailbox]:
    """Where messages go."""
    with mailbox() as found:
        yield found


def _publish(hub: Hub, name: str, wanted: Wanted = COMMENT) -> None:
    assert list(publish(hub, message(VERDICTS[name]), wanted))


def _notify(box: Mailbox, name: str, memory: Memory, now: int = NOW, *paths: str, **other: Any) -> str:
    known = addresses({VARIABLE: " ".join(map(box.address, paths or ("hook",)))}, None)
    return notify((VERDICTS[name], message(VERDICTS[name])), known, memory, now, "", **other) or ""


def _shown(_where: str, _text: Notice) -> None:
    """A dry run, whose message is not looked at."""


def _not_judged(box: Mailbox, memory: Memory, now: int = NOW) -> str | None:
    return not_judged("wave-2", addresses({VARIABLE: box.address()}, None), memory, now, "")


@each_memory
def test_only_a_change_is_sent(github: FakeGitHub, hub: Hub, box: Mailbox, kept: Callable[[Hub], Memory]) -> None:
    """At most one an hour, as with a file; which rules changed is not remembered."""
    assert _notify(box, "no-go", kept(hub)) == "Sent a message on wave-2 to 1 address"
    asked = len(github.written)
    assert _notify(box, "no-go", kept(hub), NOW + 5 * APART).startswith("Nothing to send: wave-2 is still no-go")
    assert _notify(box, "go", kept(hub), NOW + APART - 1).startswith("Nothing sent: the last message is less than an")
    assert len(github.written) == asked
    _notify(box, "no-go-and-unknown", kept(hub), NOW + APART)
    _notify(box, "go", kept(hub), NOW + 2 * APART)
    _notify(box, "undecided", kept(hub), NOW + 2 * APART + 1)
    lines = [one["message"].splitlines()[1:3] for one in box.taken]
    assert not any("message" in line or "Changed" in line for line in lines[0])
    changes = (
        "Other rules are in the way, or waived, than at the last message.",
        "Changed from no-go to go.",
        "Changed from go to undecided.",
    )
    assert all(change in found for change, found in zip(changes, lines[1:], strict=True))


@each_memory
def test_a_go_is_taken_back(hub: Hub, box: Mailbox, kept: Callable[[Hub], Memory]) -> None:
    """Once, when the gate cannot be judged; after what did not arrive everywhere, again."""
    memory = kept(hub)
    assert _not_judged(box, memory) is None
    _notify(box, "go", memory)
    box.statuses["/two"] = 500
    with pytest.raises(NotPublished, match="did not take"):
        _notify(box, "no-go", memory, NOW + 1, "hook/s3cret-path", "two")
    assert kept(hub).read(NAME) == Sent("", "go", None, NOW + 1, "no-go")
    _notify(box, "go", memory, NOW + 2 * APART)
    assert (_not_judged(box, memory, NOW + 2 * APART + 1) or "").endswith("the gate cannot be judged")
    assert _not_judged(box, memory, NOW + 2 * APART + 2) is None
    assert kept(hub).read(NAME) == Sent("not judged", "undecided", None, NOW + 2 * APART + 1)
    assert [one["title"][:1] for one in box.taken] == ["✓", "✗", "✓", "?"]


@each_memory
@pytest.mark.parametrize("reply", REFUSALS.values(), ids=REFUSALS)
def test_what_cannot_be_read_back_is_sent(
    github: FakeGitHub, hub: Hub, box: Mailbox, kept: Callable[[Hub], Memory], reply: Reply
) -> None:
    """Never silence, and the reason is there; also where nobody knows whether there is a go to take back."""
    _notify(box, "no-go", kept(hub))
    hub.account = ""
    github.before = lambda asked: reply if asked.method == "GET" and asked.path != "/user" else None
    with pytest.raises(NotPublished, match="the message was sent, but that could not be remembered"):
        _notify(box, "no-go", kept(hub))
    said = _not_judged(box, kept(hub)) or ""
    assert "the gate cannot be judged. The last message could not be read back, so this one may repeat" in said
    assert _notify(box, "no-go", kept(hub), show=_shown).startswith("The last message could not be read")
    assert len(box.taken) == 3


@each_memory
@pytest.mark.parametrize("lost", LOST.values(), ids=LOST)
def test_an_answer_that_breaks_off_is_not_believed(
    github: FakeGitHub, hub: Hub, box: Mailbox, kept: Callable[[Hub], Memory], lost: Callable[[Reply], Reply]
) -> None:
    """It is asked again, and where that does not help, a message is sent; then it is remembered again."""
    _notify(box, "no-go", kept(hub))
    github.after = lambda _, reply: lost(reply) if len(box.taken) == 1 else reply
    said = _notify(box, "no-go", kept(hub))
    assert said.startswith("Sent a message on wave-2 to 1 address. The last message could not be read back")
    assert len(box.taken) == 2
    github.after = None
    assert _notify(box, "no-go", kept(hub)).startswith("Nothing to send")


@each_memory
@pytest.mark.parametrize("reply", REFUSALS.values(), ids=REFUSALS)
def test_what_cannot_be_remembered(
    github: FakeGitHub, hub: Hub, box: Mailbox, kept: Callable[[Hub], Memory], reply: Reply
) -> None:
    """The run says so, and the next one sends again."""
    github.before = lambda asked: reply if asked.method in WRITES else None
    for _ in range(2):
        with pytest.raises(NotPublished, match="the message was sent, but that could not be remembered"):
            _notify(box, "no-go", kept(hub))
    assert len(box.taken) == 2
    github.before = None
    assert _notify(box, "no-go", kept(hub)) == "Sent a message on wave-2 to 1 address"


@each_memory
@pytest.mark.parametrize("lost", LOST.values(), ids=LOST)
def test_an_answer_that_is_lost_is_remembered(
    github: FakeGitHub, hub: Hub, box: Mailbox, kept: Callable[[Hub], Memory], lost: Callable[[Reply], Reply]
) -> None:
    """As reading back shows."""
    github.after = lambda asked, reply: lost(reply) if asked.method in WRITES else reply
    assert _notify(box, "no-go", kept(hub)) == "Sent a message on wave-2 to 1 address"
    assert _notify(box, "no-go", kept(hub)).startswith("Nothing to send")


def test_a_status_is_no_success(github: FakeGitHub, hub: Hub, box: Mailbox) -> None:
    """Of a go neither: the next message may not arrive, and then it would stay."""
    _publish(hub, "go", Wanted(status=True, sha=SHA))
    _notify(box, "go", StatusMemory(hub, SHA))
    assert [(one["context"], one["state"]) for one in github.statuses] == [
        (f"{PREFIX}{NAME}", "pending"),
        ("readiness-gate/wave-2", "success"),
    ]
    assert github.statuses[0]["description"].startswith("Not a result. The last message said go [")


@pytest.mark.parametrize("given", [{"login": "octocat"}, {"description": "no-go"}, {"description": ""}])
def test_a_status_of_somebody_else(github: FakeGitHub, hub: Hub, box: Mailbox, given: dict[str, str]) -> None:
    """It is not believed; a message is sent, and ours is the newest again."""
    memory = StatusMemory(hub, SHA)
    _notify(box, "no-go", memory)
    known = {name: github.statuses[0][name] for name in ("context", "state", "description")}
    github.add_status(**{**known, **given})
    assert "The last message could not be read back" in _notify(box, "no-go", memory)
    assert _notify(box, "no-go", memory).startswith("Nothing to send")


def test_a_name_that_no_status_has_room_for(github: FakeGitHub, hub: Hub, box: Mailbox) -> None:
    """It says what else remembers it."""
    long = replace(VERDICTS["no-go"], program="x" * 240)
    with pytest.raises(NotPublished, match="too long for a status: use --last or --last-comment"):
        notify((long, message(long)), addresses({VARIABLE: box.address()}, None), StatusMemory(hub, SHA), NOW, "")
    assert (github.statuses, len(box.taken)) == ([], 1)


def test_each_commit_begins_anew(github: FakeGitHub, hub: Hub, box: Mailbox) -> None:
    """A status is of one commit, and of another milestone it says nothing."""
    StatusMemory(hub, SHA).write("CRM/other", Sent("x", "go", (), NOW))
    assert StatusMemory(hub, SHA).read(NAME) is None
    assert _not_judged(box, StatusMemory(hub, SHA)) is None
    assert [one["state"] for one in github.statuses] == ["pending"]


def test_a_comment_keeps_its_note(github: FakeGitHub, hub: Hub, box: Mailbox) -> None:
    """When `publish github` updates it, also where the gate cannot be judged; people see no change, and a second update
    is none."""
    before = github.comments[17][0]["body"]
    _notify(box, "no-go", CommentMemory(hub, 17))
    assert noted(github.comments[17][0]["body"])[0] == before
    _publish(hub, "no-go")
    assert list(publish_error(hub, "", COMMENT)) == ["Updated the comment on #17"]
    assert _notify(box, "no-go", CommentMemory(hub, 17)).startswith("Nothing to send")
    _publish(hub, "go")
    assert "✓" in github.comments[17][0]["body"]
    asked = len(github.written)
    _publish(hub, "go")
    assert len(github.written) == asked
    assert _notify(box, "no-go", CommentMemory(hub, 17)).startswith("Nothing to send")
    _notify(box, "go", CommentMemory(hub, 17), NOW + APART)
    assert github.comments[17][0]["body"].count("readiness-gate-note:") == 1


def _text(body: str) -> str:
    return body.replace("NO-GO", "GO")


def _line_after(body: str) -> str:
    return f"{body}\nI agree."


def _note_only(body: str) -> str:
    return body.replace(" no-go - ", " go - ")


def _another_note(body: str) -> str:
    return f"{noted(body)[0]}\n\n<!-- readiness-gate-note:x -->"


@pytest.mark.parametrize("edit", [_text, _line_after, _note_only, _another_note])
def test_a_comment_that_somebody_edited(github: FakeGitHub, hub: Hub, box: Mailbox, edit: Callable[[str], str]) -> None:
    """What it remembers is not believed, until `publish github` has restored it, or the note is ours again."""
    memory, comment = CommentMemory(hub, 17), github.comments[17][0]
    _notify(box, "no-go", memory)
    comment["body"] = edited = edit(comment["body"])
    is_of_people = edit in (_text, _line_after)
    if is_of_people:
        with pytest.raises(NotPublished, match=r"could not be remembered.*somebody edited our comment on #17"):
            _notify(box, "no-go", memory)
        assert comment["body"] == edited
        _publish(hub, "no-go")
    said = _notify(box, "no-go", memory)
    assert said.startswith("Sent a message on wave-2 to 1 address")
    assert ("The last message could not be read back" in said) is not is_of_people
    assert _notify(box, "no-go", memory).startswith("Nothing to send")


def test_no_comment_to_remember_in(github: FakeGitHub, hub: Hub, box: Mailbox) -> None:
    """It says what to run first; a comment of another app is not ours."""
    github.comments[17][0]["user"]["login"] = "other[bot]"
    with pytest.raises(NotPublished, match=r"#17 has no comment of ours on .*: run publish github --comment before"):
        _notify(box, "no-go", CommentMemory(hub, 17))
    assert len(github.written) == 1
    assert _not_judged(box, CommentMemory(hub, 17)) is None


def test_a_note_of_a_name_with_any_letters(hub: Hub) -> None:
    """A mark's end and a slash in the name of a program change nothing."""
    for program in ("A --> B", "a/b", "Überführung <x>"):
        verdict = replace(VERDICTS["go"], program=program)
        assert list(publish(hub, message(verdict), COMMENT))
        memory, name = CommentMemory(hub, 17), f"{program}/wave-2"
        memory.write(name, Sent("x", "go", None, NOW))
        assert memory.read(name) == Sent("x", "go", None, NOW)
        assert name in (memory.all() or {})
