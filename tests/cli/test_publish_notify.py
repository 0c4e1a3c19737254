"""`publish notify`: a message on loopback, its exit codes, and that no address is shown."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.confluence import EMAIL, TOKEN, confluence
from support.console import Call, Clock
from support.github_server import Reply, on_github
from support.mailbox import Mailbox, mailbox
from support.program import AS_OF, Ended, Sample

Publish = Callable[..., Ended]


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """Where messages go."""
    with mailbox() as found:
        monkeypatch.setenv("READINESS_GATE_NOTIFY", found.address())
        yield found


@pytest.fixture
def publish(call: Call, program: Sample) -> Publish:
    """Calls `publish notify` on the sample, as of the day on which it is ready."""
    assert program

    def called(*words: str, system: str = "notify") -> Ended:
        ended = call("publish", system, "go-live", f"--as-of={AS_OF}", *words)
        assert "s3cret" not in ended.out + ended.err
        return ended

    return called


def test_a_message_is_sent_once(publish: Publish, box: Mailbox, tmp_path: Path) -> None:
    """And remembered in a file."""
    words = (f"--last={tmp_path / 'last.json'}", "--link=https://ci.example/1")
    first = publish(*words)
    assert (first.exit, first.out, first.err) == (0, "Sent a message on go-live to 1 address\n", "")
    assert box.taken[0]["title"] == "✓ GO: go-live"
    assert box.taken[0]["message"].endswith("\nhttps://ci.example/1")
    assert publish(*words).out == "Nothing to send: go-live is still go, for the same reasons\n"
    assert len(box.taken) == 1


def test_a_gate_that_cannot_be_judged(publish: Publish, box: Mailbox, tmp_path: Path, program: Sample) -> None:
    """What was sent as a go is taken back, once; the exit code is that of the error."""
    words = (f"--last={tmp_path / 'last.json'}",)
    publish(*words)
    (program.path / "readiness-gate.toml").write_text("[x")
    assert publish(*words, "--dry-run").exit == 2
    assert len(box.taken) == 1
    box.statuses["/hook/s3cret-path"] = 500
    failed = publish(*words)
    assert failed.exit == 2
    assert "the last message may have said go, and still does" in failed.err
    box.statuses.clear()
    ended = publish(*words)
    assert (ended.exit, ended.out) == (2, "Sent a message to 1 address: the gate cannot be judged\n")
    assert box.taken[1]["title"].startswith("? NOT JUDGED: ")
    assert (publish(*words).out, len(box.taken)) == ("", 2)


def test_a_message_that_fails(publish: Publish, box: Mailbox) -> None:
    """Exit code 4; the verdict is untouched."""
    box.statuses["/hook/s3cret-path"] = 500
    ended = publish()
    assert (ended.exit, ended.out) == (4, "")
    assert "address 1 (json) did not take the message" in ended.err


def test_a_dry_run(publish: Publish, box: Mailbox) -> None:
    """It prints the message."""
    ended = publish("--dry-run")
    assert ended.out.startswith("Would send to address 1 (json):\n✓ GO: go-live\n")
    assert box.taken == []


def test_a_page_remembers(publish: Publish, box: Mailbox, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """With the account that publishes to Confluence."""
    clock("2027-01-01T00:00:00Z")
    monkeypatch.setenv("CONFLUENCE_TOKEN", TOKEN)
    monkeypatch.setenv("CONFLUENCE_EMAIL", EMAIL)
    with confluence(cloud=True) as site:
        words = ("--last-page=700", f"--url={site.url}")
        assert [publish(*words).out[:7] for _ in range(2)] == ["Sent a ", "Nothing"]
    assert len(box.taken) == 1


@pytest.mark.parametrize("place", ["status", "comment"])
def test_github_remembers(
    publish: Publish, box: Mailbox, monkeypatch: pytest.MonkeyPatch, clock: Clock, place: str
) -> None:
    """On the commit of the job, or in the comment on a pull request; what cannot be read back is sent."""
    clock("2027-01-01T00:00:00Z")
    words = (f"--last-{place}", *(["--pull-request=17"] if place == "comment" else []))
    with on_github(monkeypatch) as fake:
        if place == "comment":
            no_comment = publish(*words)
            assert (no_comment.exit, len(box.taken)) == (4, 1)
            assert "#17 has no comment of ours on" in no_comment.err
            assert publish(*words[1:], "--comment=sticky", system="github").exit == 0
        assert [publish(*words).out[:7] for _ in range(2)] == ["Sent a ", "Nothing"]
        asked = len(fake.written)
        fake.before = lambda asked: Reply({"message": "no"}, 403) if asked.method == "GET" else None
        failed = publish(*words)
        assert (failed.exit, failed.out) == (4, "")
        assert "the message was sent, but that could not be remembered" in failed.err
        dry = publish(*words, "--dry-run")
        assert dry.out.splitlines()[-1].startswith("The last message could not be read back, so this one may")
        assert len(fake.written) == asked + (place == "status")
    assert len(box.taken) == (3 if place == "comment" else 2)


def test_mistakes(publish: Publish, box: Mailbox) -> None:
    """They are bad use, and nothing is sent."""
    for words, why in (
        (("--link=javascript:x",), "--link"),
        (("--last=x", "--last-page=1"), "Leave out all but one"),
        (("--last-status", "--last-comment"), "--last-status and --last-comment: what was sent is remembered in one"),
        (("--last-status",), "there is no token. Set GITHUB_TOKEN"),
        (("--last-status", "--repository=x"), '"x" is not a repository such as'),
        (("--last-status", "--sha=abc"), '--sha: "abc" is not a whole id of a commit'),
        (("--last-comment",), "the pull request is not known. Add --pull-request NUMBER"),
        (("--last-comment", "--sha=abc"), "--sha is for --last-status only. Leave it out"),
        (("--last-status", "--pull-request=1"), "--pull-request is for --last-comment only. Leave it out"),
        (("--last=x", "--author=y"), "--author is for --last-status and --last-comment only. Leave it out"),
        (("--repository=o/r",), "--repository is for --last-status and --last-comment only. Leave it out"),
        (("--last-page=1",), "--last-page needs --url"),
        (("--url=https://x.example",), "--url is for --last-page only"),
        (("--last-page=x", "--url=https://x.example"), "CONFLUENCE_TOKEN"),
        (("--addresses=missing",), "cannot be read"),
    ):
        ended = publish(*words)
        assert ended.exit == 2
        assert why in ended.err
    assert box.taken == []


def test_without_an_address(publish: Publish) -> None:
    """It says where to set one."""
    ended = publish()
    assert ended.exit == 2
    assert "READINESS_GATE_NOTIFY has no address" in ended.err
