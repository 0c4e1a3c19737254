"""What is shown of the services that wait for a gate is what the program reads and asks for."""

import json
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from support.azure_checks import message

from readiness_gate.config import azure_checks, github_app, gitlab_checks
from readiness_gate.deployments import azure, github, gitlab
from readiness_gate.deployments.github.messages import EVENT
from readiness_gate.model.deployments import Checks
from readiness_gate.model.settings import Reader

ROOT = Path(__file__).parents[2]
GITHUB = ROOT / "integrations" / "github" / "deployment-protection-rule"
GITLAB = ROOT / "integrations" / "gitlab" / "status-check"
AZURE = ROOT / "integrations" / "azure-devops" / "check"


def _reader(content: bytes) -> Reader:
    return lambda _name, _limit: content


@pytest.mark.parametrize(
    ("folder", "file", "load", "repository", "path"),
    [
        (GITHUB, github_app.FILE, github_app.load, "octo-org/crm", github.PATH),
        (GITLAB, gitlab_checks.FILE, gitlab_checks.load, "octo-group/crm", gitlab.PATH),
        (AZURE, azure_checks.FILE, azure_checks.load, "crm", azure.PATH),
    ],
)
def test_the_file_that_is_shown_loads(
    tmp_path: Path, folder: Path, file: str, load: Callable[[str, Reader, Path], Checks], repository: str, path: str
) -> None:
    """The one on the page, also with what is commented out there, and the one to copy; the page has the address."""
    text = (ROOT / "docs" / file.replace(".toml", ".md")).read_text()
    page = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert page
    shown = textwrap.dedent(page[1])
    for one in (shown, re.sub(r"^# (?=[a-z-]+ = )", "", shown, flags=re.MULTILINE), (folder / file).read_text()):
        here = one.replace("/srv/checkouts/crm", ".").encode()
        [rule] = load(file, _reader(here), tmp_path).rules
        assert (rule.repository, rule.gate.milestone, rule.gate.policy_ref) == (repository, "go-live", "origin/main")
    assert path in text


def test_the_manifest_of_the_app() -> None:
    """It asks for what the page says, and for nothing else."""
    manifest = json.loads((GITHUB / "app-manifest.json").read_text())
    assert manifest["default_permissions"] == {"actions": "read", "deployments": "write"}
    assert manifest["default_events"] == [EVENT]
    assert manifest["hook_attributes"]["url"].endswith(f".com{github.PATH}")
    assert manifest["public"] is False


def test_the_status_check() -> None:
    """It is signed, and sent to where the server listens."""
    check = json.loads((GITLAB / "status-check.json").read_text())
    assert set(check) == {"name", "external_url", "shared_secret", "protected_branch_ids"}
    assert check["external_url"].endswith(gitlab.PATH)


def test_what_the_check_of_azure_sends() -> None:
    """Each value is one variable of Azure DevOps, except the environment's name; the token is not in the headers."""
    body = json.loads((AZURE / "body.json").read_text())
    assert set(body) == set(message())
    fixed = {name for name, value in body.items() if not re.fullmatch(r"\$\([A-Za-z.]+\)", value)}
    assert fixed == {"Environment"}
    assert json.loads((AZURE / "headers.json").read_text()) == {"Content-Type": "application/json"}
