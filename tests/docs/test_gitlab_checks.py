"""What is shown of the status checks of GitLab is what the program reads and asks for."""

import json
import re
import textwrap
from pathlib import Path

from readiness_gate.config.gitlab_checks import FILE, load
from readiness_gate.deployments.gitlab import PATH

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "integrations" / "gitlab" / "status-check"


def _loads(text: str, folder: Path) -> None:
    here = text.replace("/srv/checkouts/crm", ".")
    [rule] = load(FILE, lambda _name, _limit: here.encode(), folder).rules
    assert (rule.repository, rule.gate.milestone, rule.gate.policy_ref) == ("octo-group/crm", "go-live", "origin/main")


def test_the_file_that_is_shown_loads(tmp_path: Path) -> None:
    """The one on the page, also with what is commented out there, and the one to copy."""
    page = re.search(r"```toml\n(.*?)```", (ROOT / "docs" / "gitlab-checks.md").read_text(), re.DOTALL)
    assert page
    text = textwrap.dedent(page[1])
    _loads(text, tmp_path)
    _loads(re.sub(r"^# ", "", text, flags=re.MULTILINE), tmp_path)
    _loads((FOLDER / FILE).read_text(), tmp_path)


def test_the_check() -> None:
    """It is signed, and sent to where the server listens."""
    check = json.loads((FOLDER / "status-check.json").read_text())
    assert set(check) == {"name", "external_url", "shared_secret", "protected_branch_ids"}
    assert check["external_url"].endswith(PATH)
    assert PATH in (ROOT / "docs" / "gitlab-checks.md").read_text()
