"""`readiness-gate serve --gitlab-checks`, from GitLab's message to the status at GitLab."""

import json
import signal
from pathlib import Path

import pytest
import requests
from support.gitlab_checks import PROJECT, PROJECT_ID, SECRET, TOKEN, FakeGitLab, message, signed
from support.jira_server import serving
from support.portfolio import program
from support.serving_checks import committed, served, until

from readiness_gate.deployments.gitlab import PATH
from readiness_gate.deployments.gitlab.secret import SECRET as SECRET_NAME
from readiness_gate.deployments.gitlab.secret import TOKEN as TOKEN_NAME
from readiness_gate.history import opened
from readiness_gate.history.deployments import everything

WORDS = ("serve", "--port", "0", "--gitlab-checks", "gitlab-checks.toml", "--store", "h.sqlite")


def _file(folder: Path, url: str) -> None:
    rule = {
        "project": PROJECT,
        "project-id": PROJECT_ID,
        "target-branch": "main",
        "checkout": "crm",
        "milestone": "go-live",
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in rule.items()]
    text = f'[gitlab]\nurl = "{url}"\n\n[[rules]]\n' + "\n".join(lines)
    (folder / "gitlab-checks.toml").write_text(text + "\n")


@pytest.mark.heavy
def test_from_the_message_to_the_status(tmp_path: Path) -> None:
    """A go passes. Once the target branch has a commit that is not in the checkout, it fails. No secret is anywhere."""
    sha = committed(program(tmp_path, "crm"))
    with serving(FakeGitLab()) as fake:
        fake.branches["main"] = sha
        _file(tmp_path, fake.url)
        with served(tmp_path, WORDS, {TOKEN_NAME: TOKEN, SECRET_NAME: SECRET.decode()}) as (at, process):
            for iid, newest in ((4, sha), (5, "cd" * 20)):
                fake.branches["main"] = newest
                body = json.dumps(message(iid=iid)).encode()
                answer = requests.post(f"{at}{PATH}", body, headers=signed(body), timeout=20)
                assert (answer.status_code, answer.text) == (202, "Queued\n")
                until(lambda iid=iid: len(fake.notes) > iid - 4)  # type: ignore[misc]
            assert requests.post(f"{at}{PATH}", b"{}", timeout=20).status_code == 401
            assert requests.get(f"{at}/", timeout=20).status_code == 403
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
        assert fake.taken == {4: ["passed"], 5: ["failed"]}
        assert not fake.wrong, fake.wrong
        assert "does not have commit cdcdcdcdcdcd" in fake.notes[1]["body"]
        with opened("h.sqlite", tmp_path).reading() as rows:
            assert [held.steps[-1].what for held in everything(rows)] == ["watched", "answered"]
    said = (tmp_path / "log").read_text()
    assert "flightjs/Flight, status check 1, merge request !4: approved" in said
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("h.sqlite*")) + said.encode()
    assert SECRET not in kept
    assert TOKEN.encode() not in kept
    assert "Traceback" not in said
