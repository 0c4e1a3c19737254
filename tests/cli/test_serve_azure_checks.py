"""`readiness-gate serve` for several services, from the message to the answer."""

import json
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest
import requests
from support import azure_checks, gitlab_checks
from support.azure_checks import ENVIRONMENT, PROJECT, REPOSITORY, FakeAzure
from support.gitlab_checks import FakeGitLab
from support.jira_server import serving
from support.portfolio import program
from support.serving_checks import committed, served, until

from readiness_gate.deployments.azure import PATH
from readiness_gate.deployments.azure.secret import SECRET
from readiness_gate.deployments.gitlab import PATH as GITLAB_PATH
from readiness_gate.deployments.gitlab.secret import SECRET as GITLAB_SECRET
from readiness_gate.deployments.gitlab.secret import TOKEN as GITLAB_TOKEN

WORDS = ("serve", "--port", "0", "--azure-checks", "azure-checks.toml", "--store", "h.sqlite")


def _file(folder: Path, name: str, table: str, rule: Mapping[str, object]) -> None:
    lines = [f"{key} = {json.dumps(value)}" for key, value in rule.items()]
    (folder / name).write_text(table + "\n\n[[rules]]\n" + "\n".join(lines) + "\n")


def _azure(folder: Path, url: str) -> None:
    gate = {"checkout": "crm", "milestone": "go-live"}
    rule = {"project-id": PROJECT, "repository": REPOSITORY, "environment": ENVIRONMENT, **gate}
    _file(folder, "azure-checks.toml", f'[azure]\norganization = "{url}"', rule)


@pytest.mark.heavy
def test_two_services_on_one_queue(tmp_path: Path) -> None:
    """A go succeeds at each, by one worker; no token is anywhere."""
    sha = committed(program(tmp_path, "crm"))
    words = (*WORDS, "--gitlab-checks", "gitlab-checks.toml")
    variables = {
        SECRET: azure_checks.SECRET.decode(),
        GITLAB_TOKEN: gitlab_checks.TOKEN,
        GITLAB_SECRET: gitlab_checks.SECRET.decode(),
    }
    with serving(FakeAzure()) as azure, serving(FakeGitLab()) as gitlab:
        azure.run, gitlab.branches = {"sourceVersion": sha}, {"main": sha}
        _azure(tmp_path, azure.url)
        rule = {"project": gitlab_checks.PROJECT, "project-id": gitlab_checks.PROJECT_ID, "target-branch": "main"}
        both = {**rule, "checkout": "crm", "milestone": "go-live"}
        _file(tmp_path, "gitlab-checks.toml", f'[gitlab]\nurl = "{gitlab.url}"', both)
        with served(tmp_path, words, variables) as (at, process):
            body = json.dumps(azure_checks.message(azure.url, sha=sha)).encode()
            answer = requests.post(f"{at}{PATH}", body, headers=azure_checks.headers(), timeout=20)
            assert (answer.status_code, answer.text) == (200, "Queued\n")
            body = json.dumps(gitlab_checks.message()).encode()
            answer = requests.post(f"{at}{GITLAB_PATH}", body, headers=gitlab_checks.signed(body), timeout=20)
            assert (answer.status_code, answer.text) == (202, "Queued\n")
            assert requests.post(f"{at}{PATH}", body, headers=gitlab_checks.signed(body), timeout=20).status_code == 401
            until(lambda: azure.taken and gitlab.notes)
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
        assert (azure.taken, gitlab.taken) == ({42: ["succeeded"]}, {4: ["passed"]})
        assert (azure.wrong, gitlab.wrong) == ([], [])
        assert azure.lines[0].startswith("**GO**: go-live")
    kept = b"".join(path.read_bytes() for path in (*tmp_path.glob("h.sqlite*"), tmp_path / "log"))
    for secret in (
        azure_checks.TOKEN,
        azure_checks.SECRET.decode(),
        gitlab_checks.TOKEN,
        gitlab_checks.SECRET.decode(),
    ):
        assert secret.encode() not in kept
    assert b"Traceback" not in kept
