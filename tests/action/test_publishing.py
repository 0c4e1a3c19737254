"""The action writes the verdict to GitHub where that is asked for; what cannot be written is never taken for a go."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.evaluator import evaluator
from support.github_server import SHA, TOKEN, WRITES, FakeGitHub, job
from support.jira_server import Asked, Reply, serving
from support.program import Sample, issue
from support.runner import ROOT, Ran, Runner

STATUS = {"commit-status": "true", "github-token": TOKEN, "milestone": "go-live"}


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    """A stand-in for GitHub; everything that is asked is as GitHub describes it."""
    with serving(FakeGitHub()) as fake:
        yield fake
        assert fake.wrong == []


def _refuse(asked: Asked) -> Reply | None:
    """What GitHub answers to a token that may only read, as in a pull request from a fork."""
    return Reply({"message": "Resource not accessible by integration"}, 403) if asked.method in WRITES else None


def _run(runner: Runner, sample: Sample, github: FakeGitHub, **inputs: str) -> Ran:
    given = {**STATUS, **{name.replace("_", "-"): value for name, value in inputs.items()}}
    environment = {name: value for name, value in job(github).items() if name != "GITHUB_TOKEN"}
    ran = runner.run(sample.path, given, environment)
    assert TOKEN not in ran.log + ran.summary
    return ran


def test_a_status_is_what_the_gate_decides(runner: Runner, sample: Sample, github: FakeGitHub) -> None:
    """Success for a go, failure for a no-go; the step ends as ever."""
    assert _run(runner, sample, github).exit == 0
    sample.export([issue("CRM-1", "Highest")])
    assert _run(runner, sample, github).exit == 1
    assert [one["state"] for one in github.statuses] == ["failure", "success"]
    assert {one["context"] for one in github.statuses} == {"readiness-gate/go-live"}


@pytest.mark.heavy
def test_all_of_it_under_a_name(runner: Runner, sample: Sample, github: FakeGitHub, tmp_path: Path) -> None:
    """A comment on the pull request of the event, a check run and a status."""
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 17, "head": {"sha": SHA}}}))
    environment = {**job(github), "GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": str(event)}
    inputs = {**STATUS, "comment": "on-change", "check-run": "true", "check-name": "Go-live"}
    ran = runner.run(sample.path, inputs, environment)
    assert ran.exit == 0, ran.log
    assert [len(github.comments[17]), github.statuses[0]["context"], github.check_runs[0]["name"]] == [
        1,
        "Go-live",
        "Go-live",
    ]


def test_a_go_that_is_refused_is_red(runner: Runner, sample: Sample, github: FakeGitHub) -> None:
    """The decision stays go; the step ends with 4, as what was there before may be anything, and says why."""
    github.before = _refuse
    ran = _run(runner, sample, github)
    assert (ran.exit, ran.outputs["decision"], ran.outputs["exit-code"]) == (4, "go", "0"), ran.log
    assert "::warning title=Not published::" in ran.log
    assert ran.summary.startswith("> **Not published.** ")
    assert "statuses: write" in ran.summary


@pytest.mark.heavy
@pytest.mark.parametrize(("fail_on", "code"), [("no-go", 1), ("never", 4)], ids=["no-go", "never"])
def test_a_no_go_that_is_refused_stays_one(
    runner: Runner, sample: Sample, github: FakeGitHub, fail_on: str, code: int
) -> None:
    """And a step that would be green is red: the commit may still show an earlier success."""
    github.before = _refuse
    sample.export([issue("CRM-1", "Highest")])
    ran = _run(runner, sample, github, fail_on=fail_on)
    assert (ran.exit, ran.outputs["decision"]) == (code, "no-go"), ran.log
    assert "::warning title=Not published::" in ran.log


@pytest.mark.heavy
def test_an_earlier_success_does_not_stay(runner: Runner, sample: Sample, github: FakeGitHub) -> None:
    """Where nothing can be decided, the commit says so."""
    sample.write("readiness-gate.toml", "[program\n")
    ran = _run(runner, sample, github)
    assert (ran.exit, ran.outputs["decision"]) == (2, "error"), ran.log
    assert github.statuses[0]["state"] == "error"
    assert "Not published" not in ran.log + ran.summary


@pytest.mark.parametrize("is_refused", [False, True], ids=["written", "refused"])
def test_an_earlier_go_does_not_stay_in_the_comment(
    runner: Runner, sample: Sample, github: FakeGitHub, tmp_path: Path, *, is_refused: bool
) -> None:
    """Where nothing can be decided, the comment says so; where that cannot be written, log and summary do."""
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 17, "head": {"sha": SHA}}}))
    environment = {**job(github), "GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": str(event)}
    inputs = {"comment": "on-change", "github-token": TOKEN}
    assert runner.run(sample.path, inputs, environment).exit == 0
    assert "GO: " in github.comments[17][0]["body"]
    sample.write("readiness-gate.toml", "[program\n")
    github.before = _refuse if is_refused else None
    ran = runner.run(sample.path, inputs, environment)
    assert (ran.exit, ran.outputs["decision"]) == (2, "error"), ran.log
    assert ("## ? ERROR: no verdict" in github.comments[17][0]["body"]) is not is_refused
    assert ("GO: " in github.comments[17][0]["body"]) is is_refused
    assert ("::warning title=Not published::" in ran.log) is is_refused
    assert ("> **Not published.** The error could not be written to GitHub." in ran.summary) is is_refused


def test_an_earlier_success_that_stays_is_said(runner: Runner, sample: Sample, github: FakeGitHub) -> None:
    """Where neither a verdict nor an error can be written, log and summary say so, and one of two marks is not both."""
    sample.write("readiness-gate.toml", "[program\n")
    github.before = lambda asked: _refuse(asked) if "/statuses/" in asked.path else None
    ran = _run(runner, sample, github, check_run="true")
    assert (ran.exit, ran.outputs["decision"]) == (2, "error"), ran.log
    assert ([one["conclusion"] for one in github.check_runs], github.statuses) == (["failure"], [])
    assert "::warning title=Not published::" in ran.log
    assert "> **Not published.** The error could not be written to GitHub. What an earlier run" in ran.summary
    assert "statuses: write" in ran.log
    assert "statuses: write" in ran.summary


@pytest.mark.parametrize("asked", ["commit-status", "check-run"])
def test_a_name_that_stays(runner: Runner, sample: Sample, asked: str) -> None:
    """Is needed from the start: where the gate cannot tell its milestone, an earlier success would not be replaced."""
    ran = runner.run(sample.path, {asked: "true", "github-token": TOKEN})
    assert (ran.exit, ran.outputs["decision"]) == (3, "error"), ran.log
    assert "give the input milestone or check-name. What an earlier run wrote to GitHub may" in ran.summary


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"comment": "yes"}, "The input comment must be one of: off sticky on-change."),
        ({"check-run": "True"}, "The input check-run must be one of: true false."),
        ({"commit-status": ""}, "The input commit-status must be one of: true false."),
        ({"commit-status": "true", "all": "true"}, "for one milestone: leave out the input all."),
    ],
)
def test_what_cannot_be_published(runner: Runner, sample: Sample, inputs: dict[str, str], said: str) -> None:
    """Decides nothing."""
    ran = runner.run(sample.path, inputs)
    assert (ran.exit, ran.outputs["decision"]) == (3, "error"), ran.log
    assert said in ran.summary


def test_the_token_is_that_of_the_job() -> None:
    """Unless another one is given; nothing else of the action is evaluated with it."""
    [step] = evaluator().action(ROOT / "action.yml", {}, {"github": {"token": TOKEN}}).steps
    assert [name for name, value in step["env"].items() if TOKEN in value] == ["RG_GITHUB_TOKEN"]
    assert TOKEN not in step["run"]
