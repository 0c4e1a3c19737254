"""The examples of workflows for GitHub: they keep the gate shut, and their steps run as a runner runs them."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.git import git
from support.github_server import FakeGitHub, job, on_github
from support.hosts import INTEGRATIONS
from support.program import AS_OF, Sample
from support.tools import needs

FOLDER = INTEGRATIONS / "github"
TEXTS = {file.name: file.read_text() for file in sorted(FOLDER.glob("*.yml"))}
EXAMPLES: dict[str, Any] = {name: yaml.safe_load(text) for name, text in TEXTS.items()}
each = pytest.mark.parametrize("name", EXAMPLES)


def test_the_readme_shows_each() -> None:
    """By name, in its table."""
    text = (FOLDER / "README.md").read_text()
    assert [name for name in EXAMPLES if f"[`{name}`]({name})" not in text] == []


@each
def test_they_may_do_little(name: str) -> None:
    """Nothing at the top, each job what it needs; every action is pinned, and no trigger runs a change with secrets."""
    workflow = EXAMPLES[name]
    triggers = workflow[True]  # what YAML makes of `on`
    names = {triggers} if isinstance(triggers, str) else set(triggers)
    assert names <= {"pull_request", "merge_group", "schedule", "push", "workflow_dispatch", "workflow_run"}
    assert workflow["permissions"] == {}
    assert "paths" not in TEXTS[name]
    assert "continue-on-error" not in TEXTS[name]
    assert "|| true" not in TEXTS[name]
    assert "${{" not in "".join(step.get("run", "") for step in _steps(name))
    for job_ in workflow["jobs"].values():
        assert "permissions" in job_
    for step in _steps(name):
        assert re.search(r"@([0-9a-f]{40}|VERSION)$", step.get("uses", "@VERSION"))


@each
def test_the_gate_is_never_skipped_and_always_asked(name: str) -> None:
    """A skipped job counts as a success; and a deployment runs after a gate that let it through."""
    jobs = EXAMPLES[name]["jobs"]
    if "gate" in jobs:
        assert "if" not in jobs["gate"]
    if "deploy" in jobs:
        assert jobs["deploy"]["needs"] == "gate"
        assert jobs["deploy"].get("if", "needs.gate.outputs.decision == 'go'") == "needs.gate.outputs.decision == 'go'"
        assert jobs["deploy"]["environment"] == "production"
    for step in _steps(name):
        if "readiness-gate@" in step.get("uses", ""):
            assert step["with"]["policy-ref"] == "refs/remotes/origin/main"


def test_the_report_of_a_fork_is_only_a_comment() -> None:
    """The workflow with a token that can write takes nothing from the change but a file, and marks no commit."""
    text = TEXTS["fork-comment.yml"]
    assert "actions/checkout" not in text
    assert not re.search("--status|--check-run|statuses:|checks:|contents:|secrets", text)
    assert EXAMPLES["fork-comment.yml"][True]["workflow_run"]["workflows"] == [EXAMPLES["pull-request.yml"]["name"]]


def _steps(name: str) -> Iterator[Any]:
    for job_ in EXAMPLES[name]["jobs"].values():
        yield from job_["steps"]


@dataclass
class Runner:
    """A folder for the temporary files of a job, and commands that are first on its PATH."""

    temp: Path
    bin: Path
    env: Mapping[str, str]

    def command(self, name: str, text: str) -> None:
        """Put a command first on the PATH."""
        (self.bin / name).write_text(f"#!/bin/bash\n{text}\n")
        (self.bin / name).chmod(0o755)

    def step(self, example: str, name: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a step as a runner does, with a value for each variable whose value is an expression."""
        step = next(step for step in _steps(example) if step["name"] == name)
        script = self.temp / "step.sh"
        script.write_text(step["run"])
        given = {key: value for key, value in step.get("env", {}).items() if "${{" not in value}
        assert set(step.get("env", {})) <= {*given, *env, *self.env}
        shell = ["-eo", "pipefail"] if step.get("shell") == "bash" else ["-e"]
        words = ["bash", "--noprofile", "--norc", *shell, str(script)]
        variables = {**self.env, **given, **env}
        return subprocess.run(words, cwd=folder, env=variables, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """With the command where the examples install it; it judges as of the day on which the sample is ready."""
    temp, own = tmp_path / "temp", tmp_path / "bin"
    gate = temp / "gate/bin"
    gate.mkdir(parents=True)
    own.mkdir()
    path = f"{own}:{os.environ['PATH']}"
    given = {key: os.environ[key] for key in ("HOME", "LANG", "COVERAGE_PROCESS_START") if key in os.environ}
    runner = Runner(temp, own, {**given, "PATH": path, "RUNNER_TEMP": str(temp)})
    words = f'exec "{sys.executable}" -m readiness_gate "$@"'
    real = f'[ "$1" = verify ] || [[ "$*" == *--from* ]] || set -- "$@" --as-of "${{AS_OF:-{AS_OF}}}"\n{words}'
    (gate / "readiness-gate").write_text(f"#!/bin/bash\n{real}\n")
    (gate / "readiness-gate").chmod(0o755)
    return runner


@pytest.fixture
def checkout(sample: Sample, tmp_path: Path) -> Path:
    """A clone of a program that is ready."""
    where = tmp_path / "work"
    git(tmp_path, "clone", "-q", f"file://{sample.path}", str(where))
    shutil.copy(sample.path / "export.json", where)
    return where


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGitHub]:
    """A stand-in for GitHub."""
    with on_github(monkeypatch) as fake:
        yield fake


def test_the_day_is_published(runner: Runner, checkout: Path, github: FakeGitHub) -> None:
    """The status of the newest commit, and the milestone, which a no-go reopens."""
    github.add_milestone("Go-live", "Ours.", state="closed")
    ended = runner.step("nightly.yml", "Judge and publish", checkout, **job(github))
    assert (ended.returncode, github.statuses[0]["state"]) == (0, "success"), ended.stderr
    assert github.milestones[2]["state"] == "closed"
    ended = runner.step("nightly.yml", "Judge and publish", checkout, **job(github), AS_OF="2026-05-20T00:00:00Z")
    assert (ended.returncode, github.statuses[0]["state"]) == (0, "failure"), ended.stderr
    assert github.milestones[2]["state"] == "open"


def test_a_fork_gets_a_comment(runner: Runner, checkout: Path, github: FakeGitHub, tmp_path: Path) -> None:
    """On its pull request, with what its run reported."""
    (runner.temp / "verdict").mkdir()
    gate = runner.temp / "gate/bin/readiness-gate"
    words = [str(gate), "check", "go-live", "--output", str(runner.temp / "verdict/verdict.json")]
    subprocess.run(words, cwd=checkout, env=runner.env, check=True)
    head = "cd" * 20
    other = {"head_sha": head, "head_branch": "fix", "head_repository": {"owner": {"login": "octocat"}}}
    (tmp_path / "event.json").write_text(json.dumps({"workflow_run": other}))
    event = {"GITHUB_EVENT_NAME": "workflow_run", "GITHUB_EVENT_PATH": str(tmp_path / "event.json")}
    github.add_pull(8, "octocat", "fix", head)
    ended = runner.step("fork-comment.yml", "Comment", tmp_path, **job(github), **event)
    assert (ended.returncode, ended.stdout) == (0, "Wrote a comment on #8\n"), ended.stderr
    assert not github.statuses


@needs("jq")
def test_a_package_is_judged_and_checked_again(runner: Runner, checkout: Path) -> None:
    """The step before the signature ends as the gate does; and what was signed long ago deploys nothing."""
    (runner.temp / "package").mkdir()
    (runner.temp / "package/package.zip").write_text("a package")
    ended = runner.step("attested.yml", "Judge", checkout)
    assert ended.returncode == 0, ended.stdout
    predicate = json.loads((runner.temp / "predicate.json").read_text())
    assert "READINESS_GATE_GO_GO_LIVE" in predicate["properties"]
    (runner.temp / "predicate.json").unlink()
    statement = (runner.temp / "go.intoto.json").read_text()
    assert runner.step("attested.yml", "Judge", checkout, AS_OF="2026-05-20T00:00:00Z").returncode in (1, 3)
    assert not (runner.temp / "predicate.json").exists()
    (runner.temp / "signed.json").write_text(statement)
    runner.command("gh", 'echo "$@" > "$RUNNER_TEMP/asked"; cat "$RUNNER_TEMP/signed.json"')
    given = {"GITHUB_REPOSITORY": "octo-org/crm", "GH_TOKEN": "x"}
    ended = runner.step("attested.yml", "Check the verdict again", checkout, **given)
    assert (ended.returncode, "old" in ended.stdout) == (1, True), ended
    asked = (runner.temp / "asked").read_text()
    assert "--signer-workflow octo-org/crm/.github/workflows/attested.yml --source-ref refs/heads/main" in asked
    runner.command("gh", "exit 1")
    assert runner.step("attested.yml", "Check the verdict again", checkout, **given).returncode == 1


CURL = """\
cat > "$RUNNER_TEMP/configuration"
while [ $# -gt 0 ]; do
  case "$1" in --output) output="$2" ;; --data) asked="${2#@}" ;; esac
  last="$1"; shift
done
echo "$last" >> "$RUNNER_TEMP/addresses"
cat "$asked" >> "$RUNNER_TEMP/bodies"
cp "$RUNNER_TEMP/answer-$(wc -l < "$RUNNER_TEMP/addresses")" "$output"
"""
JIRA = {"JIRA_URL": "https://jira.example", "JIRA_EMAIL": "gate@jira.example", "JIRA_TOKEN": "s3cret-token"}


def _export(runner: Runner, *answers: Any) -> subprocess.CompletedProcess[str]:
    runner.command("curl", CURL)
    for number, answer in enumerate(answers, start=1):
        (runner.temp / f"answer-{number}").write_text(json.dumps(answer))
    return runner.step("exports.yml", "Export every page of the search", runner.temp, **JIRA)


@needs("jq")
def test_every_page_is_exported(runner: Runner) -> None:
    """Up to the last, each asked for by the token of the page before; the token of Jira is in no command line."""
    pages = [
        {"issues": [{"key": "CRM-1"}], "isLast": False, "nextPageToken": 'a"b'},
        {"issues": [{"key": "CRM-2"}], "isLast": True},
    ]
    ended = _export(runner, *pages)
    assert ended.returncode == 0, ended.stderr
    assert json.loads((runner.temp / "exports/jira.json").read_text()) == pages
    bodies = re.findall(r'"nextPageToken": (.*)', (runner.temp / "bodies").read_text())
    assert bodies == [r'"a\"b"']
    assert (runner.temp / "configuration").read_text() == 'user = "gate@jira.example:s3cret-token"\n'


@needs("jq")
@pytest.mark.parametrize("answer", [{}, {"issues": []}, {"errorMessages": ["no"]}, [], "text", None])
def test_half_an_export_is_none(runner: Runner, answer: Any) -> None:
    """A page that is none ends the step, and no export is kept."""
    first = {"issues": [{"key": "CRM-1"}], "isLast": False, "nextPageToken": "a"}
    assert _export(runner, first, answer).returncode != 0
    assert not (runner.temp / "exports/jira.json").exists()


def test_the_export_is_that_of_a_scheduled_run(runner: Runner, checkout: Path) -> None:
    """It replaces what the change may have put there; without one, the step ends."""
    gh = """\
    if [ "$1 $2" = "run list" ]; then echo "$@" > "$RUNNER_TEMP/asked"; echo 4711
    else mkdir -p "${!#}"; echo "{\\"run\\": $3}" > "${!#}/jira.json"; fi"""
    runner.command("gh", gh)
    (checkout / "exports").mkdir()
    (checkout / "exports/other.json").write_text("of the change")
    given = {"GITHUB_REPOSITORY": "octo-org/crm", "GH_TOKEN": "x"}
    ended = runner.step("with-exports.yml", "Take the newest export", checkout, **given)
    assert ended.returncode == 0, ended.stderr
    assert {file.name: file.read_text() for file in (checkout / "exports").iterdir()} == {
        "jira.json": '{"run": 4711}\n'
    }
    assert "--event schedule --branch main" in (runner.temp / "asked").read_text()
    runner.command("gh", "exit 1")
    assert runner.step("with-exports.yml", "Take the newest export", checkout, **given).returncode == 1
