"""What is shown of the checks of Azure DevOps is what the program reads and asks for."""

import json
import re
import textwrap
from pathlib import Path

from support.azure_checks import message

from readiness_gate.config.azure_checks import FILE, load
from readiness_gate.deployments.azure import PATH

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "integrations" / "azure-devops" / "check"


def _loads(text: str, folder: Path) -> None:
    here = text.replace("/srv/checkouts/crm", ".")
    [rule] = load(FILE, lambda _name, _limit: here.encode(), folder).rules
    assert (rule.repository, rule.place, rule.gate.milestone) == ("crm", "production", "go-live")


def test_the_file_that_is_shown_loads(tmp_path: Path) -> None:
    """The one on the page, also with what is commented out there, and the one to copy."""
    page = re.search(r"```toml\n(.*?)```", (ROOT / "docs" / "azure-checks.md").read_text(), re.DOTALL)
    assert page
    text = textwrap.dedent(page[1])
    _loads(text, tmp_path)
    _loads(re.sub(r"^# ", "", text, flags=re.MULTILINE), tmp_path)
    _loads((FOLDER / FILE).read_text(), tmp_path)


def test_what_the_check_sends() -> None:
    """Each value is one variable of Azure DevOps, except the environment's name; the token is not in the headers."""
    body = json.loads((FOLDER / "body.json").read_text())
    assert set(body) == set(message())
    fixed = {name for name, value in body.items() if not re.fullmatch(r"\$\([A-Za-z.]+\)", value)}
    assert fixed == {"Environment"}
    assert json.loads((FOLDER / "headers.json").read_text()) == {"Content-Type": "application/json"}
    assert f"https://YOUR-SERVER{PATH}" in (ROOT / "docs" / "azure-checks.md").read_text()
