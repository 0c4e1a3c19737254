"""What is shown of the app of GitHub is what the program reads and asks for."""

import json
import re
import textwrap
from pathlib import Path

from readiness_gate.config.github_app import FILE, load
from readiness_gate.deployments.github import PATH
from readiness_gate.deployments.github.messages import EVENT

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "integrations" / "github" / "deployment-protection-rule"


def _loads(text: str, folder: Path) -> None:
    here = text.replace("/srv/checkouts/crm", ".")
    [rule] = load(FILE, lambda _name, _limit: here.encode(), folder).rules
    assert (rule.repository, rule.gate.milestone, rule.gate.policy_ref) == ("octo-org/crm", "go-live", "origin/main")


def test_the_file_that_is_shown_loads(tmp_path: Path) -> None:
    """The one on the page, and the one to copy."""
    page = re.search(r"```toml\n(.*?)```", (ROOT / "docs" / "github-app.md").read_text(), re.DOTALL)
    assert page
    _loads(textwrap.dedent(page[1]), tmp_path)
    _loads((FOLDER / FILE).read_text(), tmp_path)


def test_the_manifest() -> None:
    """It asks for what the page says, and for nothing else."""
    manifest = json.loads((FOLDER / "app-manifest.json").read_text())
    assert manifest["default_permissions"] == {"actions": "read", "deployments": "write"}
    assert manifest["default_events"] == [EVENT]
    assert manifest["hook_attributes"]["url"].endswith(f".com{PATH}")
    assert manifest["public"] is False
    assert PATH in (ROOT / "docs" / "github-app.md").read_text()
