"""`publish jira`: what the command asks for, prints, and ends with."""

from collections.abc import Iterator

import pytest
from support.console import Call, Clock
from support.jira_published import at_hand
from support.jira_server import Asked, Reply
from support.jira_writes import ISSUE, WritableJira
from support.program import AS_OF, Sample, issue

from readiness_gate.publishers import client
from readiness_gate.publishers.jira import step

TOKEN = "s3cret-of-the-command-line"  # noqa: S105 - the stand-in's
BASE = ("publish", "jira", "--issue", ISSUE, "--field", "Readiness gate")


@pytest.fixture
def jira(program: Sample, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[WritableJira]:
    """A Jira that the program names, and a token for it."""
    monkeypatch.setattr(client, "_PAUSES", (0.0,))
    monkeypatch.setattr(step, "PAUSES", (0.0,))
    clock(AS_OF)
    monkeypatch.setenv("JIRA_TOKEN", TOKEN)
    monkeypatch.setenv("JIRA_EMAIL", "gate@example.com")
    with at_hand(WritableJira()) as found:
        program.configure("[jira]\n", f'[jira]\nurl = "{found.url}"\n')
        yield found


def test_a_go_is_written(jira: WritableJira, call: Call) -> None:
    """A line for each thing that was done; the second time, one that says that there was nothing to do."""
    words = (*BASE, "--until-field", "Gate until", "--link", "https://ci.example/runs/1", "--comment", "sticky")
    ended = call(*words, "--version", "Wave 2")
    assert (ended.exit, ended.err) == (0, "")
    assert ended.out.splitlines()[-1] == 'Set "Readiness gate" of GL-1 to "Go"'
    assert len(ended.out.splitlines()) == len(jira.written) == 6
    assert jira.is_open
    again = call(*words, "--version", "Wave 2")
    assert (again.exit, again.out, again.err) == (0, "Nothing to change: GL-1 shows this verdict\n", "")


def test_a_no_go_is_written(jira: WritableJira, program: Sample, call: Call) -> None:
    """The exit code says that it was delivered."""
    program.export([issue("CRM-1", "Highest", summary="[~admin] {color:red}")])
    jira.set_go()
    ended = call(*BASE, "--comment", "on-change")
    assert (ended.exit, ended.err) == (0, "")
    assert jira.says == "No-go"
    assert ended.out.splitlines()[0] == 'Set "Readiness gate" of GL-1 to "No-go"'


def test_a_dry_run_prints_the_requests(jira: WritableJira, call: Call) -> None:
    """With their bodies, and without the token."""
    ended = call(*BASE, "--dry-run", "--comment", "sticky")
    assert (ended.exit, ended.err, jira.written) == (0, "", [])
    assert 'Would set "Readiness gate" of GL-1 to "Go":\n  PUT /rest/api/3/issue/GL-1\n{\n' in ended.out
    assert TOKEN not in ended.out


def test_what_could_not_be_written(jira: WritableJira, call: Call) -> None:
    """4, with the reason; stdout has what was done."""
    jira.before = lambda asked: Reply({}, 403) if "remotelink" in asked.path and asked.method == "POST" else None
    ended = call(*BASE, "--link", "https://ci.example/runs/1")
    assert ended.exit == 4
    assert "answered 403 to POST /rest/api/3/issue/GL-1/remotelink" in ended.err
    assert "give the account the permission" in ended.err
    assert not jira.is_open


def test_a_gate_that_cannot_be_judged(jira: WritableJira, call: Call) -> None:
    """Its own exit code, and the field does not say Go any more."""
    jira.set_go()
    ended = call(*BASE, "--milestone", "go-lvie")
    assert ended.exit == 2
    assert 'no milestone "go-lvie"' in ended.err
    assert (ended.out, jira.says) == ('Set "Readiness gate" of GL-1 to "Undecided"\n', "Undecided")


def test_a_gate_that_cannot_be_judged_and_a_jira_that_is_gone(jira: WritableJira, call: Call) -> None:
    """Both are reported."""
    jira.before = lambda _: Reply({}, 500)
    ended = call(*BASE, "--milestone", "go-lvie")
    assert ended.exit == 2
    assert 'Warning: the field "Readiness gate" of GL-1 could not be closed: ' in ended.err
    jira.asked.clear()
    assert call("publish", "jira", "--issue", ISSUE, "--milestone", "go-lvie").exit == 2
    assert jira.asked == []


@pytest.mark.parametrize("broken", ["configuration", "token"])
def test_a_jira_that_cannot_be_asked(
    jira: WritableJira, program: Sample, call: Call, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not known where the field is, or nobody may close it: a go from before stays, and that is reported."""
    jira.set_go()
    if broken == "configuration":
        program.configure("[jira]\n", "[jira\n")
    else:
        monkeypatch.delenv("JIRA_TOKEN")
    ended = call(*BASE)
    assert (ended.exit, ended.out, jira.asked) == (2, "", [])
    assert 'Warning: the field "Readiness gate" of GL-1 was not checked and may still say Go' in ended.err


def test_a_past_verdict_opens_nothing(jira: WritableJira, call: Call) -> None:
    """Nobody may go live by it today."""
    ended = call(*BASE, "--as-of", "-2d")
    assert ended.exit == 2
    assert "is more than 24 hours ago" in ended.err
    assert jira.written == []
    assert call("publish", "jira", "--issue", ISSUE, "--as-of", "-2d").exit == 0


@pytest.mark.usefixtures("program")
def test_all_mistakes_at_once(call: Call, clock: Clock) -> None:
    """Of the options, the configuration, and the environment."""
    clock(AS_OF)
    ended = call("publish", "jira", "--until-field", "Gate until", "--link", "javascript:x", "--version", "")
    assert ended.exit == 2
    for part in (
        "--issue is missing",
        "--until-field says until when the go of --field holds",
        '--link "javascript:x" is not a web address',
        "--version is empty",
        "add url to [jira]",
        "JIRA_TOKEN is not set",
    ):
        assert part in ended.err
    assert "is not an issue key" in call("publish", "jira", "--issue", "GL-1/../2").err
    assert "name the same field" in call(*BASE, "--until-field", "Readiness gate").err


def test_facts_can_be_published(jira: WritableJira, call: Call) -> None:
    """Those that were saved."""
    assert call("facts", "save", "facts.json.gz", "--as-of", AS_OF).exit == 0
    ended = call(*BASE, "--facts", "facts.json.gz")
    assert ended.exit == 0, ended.err
    assert jira.is_open


def test_the_reply_is_disturbed_after_it_was_done(jira: WritableJira, call: Call) -> None:
    """The comment is there, although its answer was lost: one comment, and success."""

    def fault(asked: Asked, reply: Reply) -> Reply:
        is_lost = asked.method == "POST" and asked.path.endswith("/comment")
        return Reply(reply.body, 201, reset=True) if is_lost else reply

    jira.fault = fault
    ended = call(*BASE, "--comment", "sticky")
    assert (ended.exit, ended.err) == (0, "")
    assert len(jira.remarks) == 1
