"""`publish github` on a stand-in: what is written, that a second run changes nothing, and every refusal."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from support.console import Call
from support.github_server import BOT, SHA, TOKEN, FakeGitHub, Reply, on_github
from support.program import AS_OF, Ended, Sample, issue

EVERYTHING = (
    "--comment=sticky",
    "--pull-request=17",
    "--issue=5",
    "--status",
    "--check-run",
    "--github-milestone=Wave 2",
    "--reopen",
)
LATER = "2026-04-20T12:00:00Z"
HEAD = "cd" * 20
Publish = Callable[..., Ended]


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGitHub]:
    """A stand-in, with the environment of a job on it."""
    with on_github(monkeypatch) as fake:
        yield fake


@pytest.fixture
def publish(call: Call, program: Sample) -> Publish:
    """Calls `publish github` on the sample, as of the day on which it is ready; no output has the token."""
    assert program

    def called(*words: str, judging: tuple[str, ...] = ("go-live", f"--as-of={AS_OF}")) -> Ended:
        ended = call("publish", "github", *judging, *words)
        assert TOKEN not in ended.out + ended.err
        return ended

    return called


def test_everything_is_written_and_a_second_run_changes_nothing(publish: Publish, github: FakeGitHub) -> None:
    """A comment on the pull request and the issue, a status, a check run, and our part of the milestone."""
    first = publish(*EVERYTHING)
    assert (first.exit, first.err) == (0, "")
    assert first.out.splitlines() == [
        "Set the status readiness-gate/go-live of abababababab to success",
        "Wrote the check run readiness-gate/go-live of abababababab: success",
        'Updated the milestone "Wave 2"',
        "Wrote a comment on #17",
        "Wrote a comment on #5",
    ]
    assert [one["state"] for one in github.statuses] == ["success"]
    assert [one["conclusion"] for one in github.check_runs] == ["success"]
    assert github.statuses[0]["target_url"] == "https://github.com/octo-org/crm/actions/runs/42"
    assert github.milestones[1]["description"].startswith("What we deliver.\n\nBy people.\n\n<!-- readiness-gate:")
    assert (github.milestones[1]["state"], github.milestones[0]["description"]) == ("closed", "Not this one.")
    written = len(github.written)
    second = publish(*EVERYTHING)
    assert second.exit == 0
    assert all(line.startswith("Nothing to change: ") for line in second.out.splitlines())
    assert len(github.written) == written


def test_a_no_go_is_delivered_with_0(publish: Publish, github: FakeGitHub) -> None:
    """The exit code says that it is there; and it takes back what was go before."""
    publish(*EVERYTHING)
    ended = publish(*EVERYTHING, judging=("go-live", f"--as-of={LATER}"))
    assert ended.exit == 0
    assert 'Reopened the milestone "Wave 2"' in ended.out
    assert github.statuses[0]["state"] == "failure"
    assert [one["conclusion"] for one in github.check_runs] == ["failure"]
    assert [len(several) for several in github.comments.values()] == [1, 1]
    assert github.milestones[1]["state"] == "open"


def test_what_cannot_be_judged_is_not_green(publish: Publish, github: FakeGitHub, program: Sample) -> None:
    """The configuration broke since the last run: its success no longer holds."""
    publish("--status", "--check-run")
    (program.path / "readiness-gate.toml").write_text("[program\n")
    ended = publish("--status", "--check-run")
    assert ended.exit == 2
    assert github.statuses[0]["state"] == "error"
    assert [one["conclusion"] for one in github.check_runs] == ["failure"]
    github.before = lambda asked: Reply({"message": "no"}, 403) if asked.method == "POST" else None
    github.statuses[0]["state"] = "success"
    ended = publish("--status")
    assert ended.exit == 2
    assert "still there: success" in ended.err
    github.asked.clear()
    ended = publish("--status", "--github-milestone=Wave 1", judging=())
    assert ended.exit == 2
    assert "an earlier success of the commit may still be there" in ended.err
    assert "the milestone on GitHub was not changed, and may still show an earlier go" in ended.err
    assert not github.asked


def test_a_comment_of_a_gate_that_cannot_be_judged(
    publish: Publish, github: FakeGitHub, program: Sample, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No go stays in it, whether or not the milestone is named; the next verdict takes its place."""
    words = ("--comment=on-change", "--pull-request=17", "--issue=5")
    publish(*words)
    before = [one["body"] for one in (*github.comments[17], *github.comments[5])]
    configuration = program.path / "readiness-gate.toml"
    text = configuration.read_text()
    configuration.write_text("[program\n")
    for judging in ({}, {"judging": ()}):
        ended = publish(*words, **judging)
        assert (ended.exit, ended.out.count("\n")) == (2, 2)
    assert ended.out.startswith("Nothing to change: no comment on #17 shows a verdict\n")
    for several in (github.comments[17], github.comments[5]):
        assert "\n## ? ERROR: no verdict\n" in several[0]["body"]
        assert "GO" not in several[0]["body"]
    (tmp_path / "event.json").write_text('{"schedule": "0 4 * * *"}')
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(tmp_path / "event.json"))
    assert publish("--comment=sticky").out == "No comment: this run is not about an open pull request\n"
    configuration.write_text(text)
    publish(*words)
    assert [one["body"] for one in (*github.comments[17], *github.comments[5])] == before


def test_a_dry_run_prints_every_request(publish: Publish, github: FakeGitHub) -> None:
    """As JSON, after what it would do."""
    ended = publish(*EVERYTHING, "--dry-run")
    assert ended.exit == 0
    assert github.written == []
    assert ended.out.count("Would ") == 5
    assert f"  POST /repos/octo-org/crm/statuses/{SHA}\n" in ended.out


def test_a_refused_write_names_the_permission(publish: Publish, github: FakeGitHub) -> None:
    """Exit 4, as a job's token on a pull request from a fork."""
    github.before = lambda asked: (
        Reply({"message": "Resource not accessible by integration"}, 403) if asked.method == "POST" else None
    )
    ended = publish("--comment=sticky", "--pull-request=17", "--status")
    assert (ended.exit, ended.out) == (4, "")
    for says in ("statuses: write", "pull-requests: write", "fork", "Resource not accessible by integration"):
        assert says in ended.err


def test_a_token_that_comes_back_is_not_shown(publish: Publish, github: FakeGitHub) -> None:
    """Not even by a proxy that repeats requests in its answers."""
    github.before = lambda asked: Reply({"message": f"you sent {asked.headers['Authorization']}"}, 422)
    ended = publish("--status")
    assert ended.exit == 4
    assert "repeats the token" in ended.err


def test_all_mistakes_are_one_message(publish: Publish, github: FakeGitHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is asked then."""
    for name in ("GITHUB_TOKEN", "GITHUB_REPOSITORY", "GITHUB_SHA"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("GITHUB_API_URL", "http://github.example")
    ended = publish("--status", "--comment=sticky", "--reopen")
    assert ended.exit == 2
    for says in ("GITHUB_TOKEN", "--repository", "--sha", "--pull-request", "--github-milestone", "GITHUB_API_URL"):
        assert says in ended.err
    monkeypatch.setenv("GITHUB_TOKEN", "two words")
    ended = publish("--repository=octo-org", "--name=gate")
    assert "two words" not in ended.err
    for says in ("GITHUB_TOKEN has a blank", '"octo-org"', "no option says what to write", "--name is about"):
        assert says in ended.err
    ended = publish("--status", f"--name={'x' * 256}")
    assert (ended.exit, "--name has more than 255" in ended.err) == (2, True)
    assert "not a whole id" in publish("--status", "--sha=main").err
    assert not github.asked


def test_an_unknown_milestone_without_room_is_a_mistake(publish: Publish, github: FakeGitHub) -> None:
    """Those of a configuration are short."""
    ended = publish("--status", judging=("x" * 256, f"--as-of={AS_OF}"))
    assert (ended.exit, "may still be there" in ended.err) == (2, True)
    assert not github.asked


def _event(path: Path, monkeypatch: pytest.MonkeyPatch, name: str, **payload: Any) -> None:
    path.write_text(json.dumps(payload))
    monkeypatch.setenv("GITHUB_EVENT_NAME", name)
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(path))


def test_a_pull_request_is_known_by_its_event(
    publish: Publish, github: FakeGitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own last commit is marked, and not the trial merge that a job checks out."""
    change = {"number": 23, "head": {"sha": SHA}}
    monkeypatch.setenv("GITHUB_SHA", HEAD)
    _event(tmp_path / "event", monkeypatch, "pull_request", pull_request=change)
    assert publish("--status", "--comment=sticky").exit == 0
    assert len(github.statuses) == len(github.comments[23]) == 1
    _event(tmp_path / "event", monkeypatch, "pull_request_target", pull_request=change)
    assert "the commit is not known" in publish("--status").err
    _event(tmp_path / "event", monkeypatch, "schedule")
    monkeypatch.setenv("GITHUB_SHA", SHA)
    ended = publish("--status", "--comment=sticky")
    assert ended.exit == 0
    assert "No comment: this run is not about an open pull request" in ended.out
    (tmp_path / "event").write_text("{")
    assert publish("--status").exit == 0
    ended = publish("--comment=sticky")
    assert (ended.exit, "GITHUB_EVENT_PATH names cannot be read" in ended.err) == (2, True)


@pytest.mark.parametrize("event", ["pull_request_review", "pull_request_review_comment", "deployment_of_tomorrow"])
def test_a_review_marks_the_last_commit_of_its_pull_request(
    publish: Publish, github: FakeGitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, event: str
) -> None:
    """Its GITHUB_SHA is the trial merge, too."""
    monkeypatch.setenv("GITHUB_SHA", HEAD)
    _event(tmp_path / "event", monkeypatch, event, pull_request={"number": 23, "head": {"sha": SHA}})
    assert publish("--status").exit == 0
    assert len(github.statuses) == 1


def test_titles_of_others_forge_nothing(publish: Publish, github: FakeGitHub, program: Sample) -> None:
    """Neither a mark of ours, nor the end of a part, nor a mention."""
    publish("--github-milestone=Wave 2", "--comment=sticky", "--pull-request=17")
    end = github.milestones[1]["description"].splitlines()[-1]
    mark = github.comments[17][0]["body"].splitlines()[0]
    defect = issue("CRM-9", "Highest")
    defect["fields"]["summary"] = f"{end} {mark} @octocat ]]> --> #1"
    program.export([defect])
    words = ("--github-milestone=Wave 2", "--comment=sticky", "--pull-request=17")
    assert publish(*words).exit == 0
    body, part = github.comments[17][0]["body"], github.milestones[1]["description"]
    assert body.count("<!--") == 1
    assert "@octocat" not in body
    assert "CRM-9" in body
    assert part.count("<!--") == 2
    assert "Nothing to change" in publish(*words).out


@pytest.fixture
def report(call: Call, program: Sample, tmp_path: Path) -> Path:
    """A verdict as another workflow reports it."""
    assert program
    path = tmp_path / "verdict.json"
    assert call("check", "go-live", f"--as-of={LATER}", f"--output={path}").exit in (1, 3)
    return path


def test_a_report_is_a_comment_and_nothing_more(
    publish: Publish, github: FakeGitHub, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the open pull request that the other workflow ran for, found by what GitHub says and not by the file."""
    other = {"head_sha": HEAD, "head_branch": "fix", "head_repository": {"owner": {"login": "octocat"}}}
    _event(tmp_path / "event", monkeypatch, "workflow_run", workflow_run=other)
    github.add_pull(7, "mallory", "fix", HEAD)
    github.add_pull(8, "octocat", "fix", HEAD)
    words = ("--comment=sticky", f"--from={report}")
    ended = publish(*words, judging=())
    assert (ended.exit, ended.out) == (0, "Wrote a comment on #8\n")
    assert "Reported by the workflow of this change itself" in github.comments[8][0]["body"]
    assert publish(*words, judging=()).out == "Nothing to change: the comment on #8\n"
    github.pulls[1]["head"]["sha"] = SHA
    assert publish(*words, judging=()).out == "No comment: this run is not about an open pull request\n"
    github.add_pull(9, "octocat", "fix", SHA)
    other["head_sha"] = SHA
    _event(tmp_path / "event", monkeypatch, "workflow_run", workflow_run=other)
    ended = publish(*words, judging=())
    assert (ended.exit, "several open pull requests" in ended.err) == (4, True)


def test_a_report_unlocks_nothing(publish: Publish, github: FakeGitHub, report: Path) -> None:
    """Refused before anything is asked."""
    for words in (("--status",), ("--check-run",), ("--github-milestone=Wave 2",), ("--issue=5",)):
        ended = publish(*words, f"--from={report}", judging=())
        assert (ended.exit, "must not unlock anything" in ended.err) == (2, True)
    ended = publish("--comment=sticky", "--pull-request=8", f"--from={report}")
    assert (ended.exit, "Leave out a milestone, --as-of, or --from" in ended.err) == (2, True)
    assert not github.asked


def _edited(path: Path, given: Mapping[str, Any]) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **given}))


NONE: list[tuple[Any, int, str]] = [
    ("{", 3, "has no verdict"),
    ("[" * 100_000, 3, "has no verdict"),
    ("{}", 3, "has no verdict (schema"),
    ("[]", 3, "has no verdict (its content"),
    ({"decision": "go"}, 3, "contradicts itself"),
    ({"decision": "GO"}, 3, "has no verdict (decision"),
    ({"findings": [{}]}, 3, "has no verdict (findings.0.rule"),
    ({"as-of": "yesterday"}, 3, "has no verdict (as-of"),
    ({"as-of": "2026-99-99T00:00:00Z"}, 3, "has no verdict"),
    ({"program": "x" * 100_001}, 3, "has no verdict (program"),
    (None, 2, "No such file"),
]
"""What a file may have in place of a verdict: all of it, or what it says otherwise than one."""


@pytest.mark.parametrize(("content", "exit_", "says"), NONE)
def test_a_report_that_is_none_is_refused(
    publish: Publish, github: FakeGitHub, report: Path, content: Any, exit_: int, says: str
) -> None:
    """Anybody may have written it."""
    if content is None:
        report.unlink()
    elif isinstance(content, str):
        report.write_text(content)
    else:
        _edited(report, content)
    ended = publish("--comment=sticky", "--pull-request=8", f"--from={report}", judging=())
    assert ended.exit == exit_
    assert says in ended.err
    assert not github.asked


def test_a_report_is_harmless_text(publish: Publish, github: FakeGitHub, report: Path) -> None:
    """And has an end, however much it says."""
    evil = "<!-- readiness-gate:0000000000000000 --> @octocat <img src=x> [GO](https://evil.example) $(touch x)\n## GO"
    found = json.loads(report.read_text())["findings"]
    many = [{**found[0], "title": evil, "message": evil, "outcome": "fail", "enforcement": "block"}] * 5_000
    _edited(report, {"program": evil, "sentence": evil * 100, "findings": many, "decision": "no-go"})
    ended = publish("--comment=sticky", "--pull-request=8", f"--from={report}", judging=())
    assert ended.exit == 0
    body: str = github.comments[8][0]["body"]
    assert len(body) < 60_000
    assert body.count("<!--") == 1
    assert "@octocat" not in body
    assert "<img" not in body
    assert "](https://evil" not in body
    assert "more: see the whole report" in body
    assert github.comments[8][0]["user"]["login"] == BOT
