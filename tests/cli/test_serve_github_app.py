"""`readiness-gate serve --github-app`, from GitHub's message to the answer at GitHub."""

import json
import signal
from pathlib import Path

import pytest
import requests
from support.github_app import ENVIRONMENT, INSTALLATION, REPOSITORY, SECRET, TOKEN, FakeGitHubApp, message, pem, signed
from support.jira_server import serving
from support.portfolio import program
from support.serving_checks import committed, served, until

from readiness_gate.deployments.github import PATH
from readiness_gate.deployments.github.secret import KEY
from readiness_gate.deployments.github.secret import SECRET as SECRET_NAME
from readiness_gate.history import opened
from readiness_gate.history.deployments import everything

WORDS = ("serve", "--port", "0", "--github-app", "github-app.toml", "--store", "h.sqlite")


def _file(folder: Path, api: str, more: str = "") -> None:
    rule = {
        "repository": REPOSITORY,
        "installation": INSTALLATION,
        "environment": ENVIRONMENT,
        "checkout": "crm",
        "milestone": "go-live",
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in rule.items()]
    text = f'[app]\nid = "Iv23liExample"\napi-url = "{api}"\n{more}\n[[rules]]\n' + "\n".join(lines)
    (folder / "github-app.toml").write_text(text + "\n")


@pytest.mark.heavy
def test_from_the_message_to_the_answer(tmp_path: Path) -> None:
    """A go is approved, a commit that is not there is rejected, and no secret is anywhere."""
    sha = committed(program(tmp_path, "crm"))
    with serving(FakeGitHubApp()) as fake:
        _file(tmp_path, fake.url)
        with served(tmp_path, WORDS, {KEY: pem(), SECRET_NAME: SECRET.decode()}) as (at, process):
            for run, commit in ((42, sha), (43, "cd" * 20)):
                body = json.dumps(message(fake.url, run=run, deployment=run, sha=commit)).encode()
                answer = requests.post(f"{at}{PATH}", body, headers=signed(body, f"d-{run}"), timeout=20)
                assert (answer.status_code, answer.text) == (202, "Queued\n")
            assert requests.get(f"{at}{PATH}", timeout=20).status_code == 405
            assert [requests.get(f"{at}{path}", timeout=20).status_code for path in ("/", "/readyz")] == [403, 200]
            assert requests.post(f"{at}{PATH}", b"{}", timeout=20).status_code == 401
            until(lambda: len(fake.taken) == 2)
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
        assert fake.taken == {42: ["approved"], 43: ["rejected"]}
        assert any("does not have commit cdcdcdcdcdcd" in comment for comment in fake.comments)
        assert not fake.wrong, fake.wrong
        with opened("h.sqlite", tmp_path).reading() as rows:
            assert [held.steps[-1].what for held in everything(rows)] == ["answered", "answered"]
    said = (tmp_path / "log").read_text()
    assert "octo-org/crm, production, run 42: approved" in said
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("h.sqlite*")) + said.encode()
    for secret in (SECRET, TOKEN.encode(), pem().splitlines()[1].encode(), b"eyJ"):
        assert secret not in kept
    assert "Traceback" not in said
