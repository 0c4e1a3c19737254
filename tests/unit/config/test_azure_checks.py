"""The file of checks of Azure DevOps: what it says, and every mistake at its place in one run."""

from pathlib import Path

import pytest

from readiness_gate.config.azure_checks import FILE, load
from readiness_gate.config.errors import ConfigurationError
from readiness_gate.model.deployments import Checks, Gate, Rule

TEXT = """\
[azure]
organization = "https://dev.azure.com/octo-org/"
secret = "azure-secret"

[[rules]]
project-id = "6CE954B1-ce1f-45d1-b94d-e6bf2464ba2c"
repository = "crm"
environment = "production"
checkout = "crm"
milestone = "go-live"

[[rules]]
project-id = "6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c"
repository = "crm"
environment = "staging"
checkout = "crm"
milestone = "pilot"
policy-ref = "origin/main"
timeout = 60
"""
PROJECT = "6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c"


def _loaded(folder: Path, text: str) -> Checks:
    (folder / "crm").mkdir(exist_ok=True)
    return load(FILE, lambda _name, _limit: text.encode(), folder)


def test_checks(tmp_path: Path) -> None:
    """Paths are relative to the file."""
    crm = str(tmp_path / "crm")
    one = Gate(crm, "readiness-gate.toml", "go-live", "", 300, 4_096)
    other = Gate(crm, "readiness-gate.toml", "pilot", "origin/main", 60, 4_096)
    rules = Rule("crm", PROJECT, "production", one), Rule("crm", PROJECT, "staging", other)
    secret = str(tmp_path / "azure-secret")
    assert _loaded(tmp_path, TEXT) == Checks("https://dev.azure.com/octo-org", secret, 3_600, rules)


def test_another_time(tmp_path: Path) -> None:
    """For which an answer is tried."""
    assert _loaded(tmp_path, TEXT.replace("[azure]", '[azure]\ngive-up-after = "1d"')).give_up_after == 86_400


def test_which_rule(tmp_path: Path) -> None:
    """By the project, the repository and the environment, whatever their letter case."""
    checks = _loaded(tmp_path, TEXT)
    assert checks.rule("CRM", PROJECT.upper(), "Production") is checks.rules[0]
    for given in (("crm", PROJECT[::-1], "production"), ("erp", PROJECT, "production"), ("crm", PROJECT, "test")):
        assert checks.rule(*given) is None


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('"staging"', '"PRODUCTION"', "15:15: crm and PRODUCTION are also those of rule 1"),
        ("6CE954B1-", "6CE954B1", "is not the id of a project"),
        ('organization = "https://dev.azure.com/octo-org/"\n', "", '"organization" is missing'),
        ("[azure]", '[azure]\ngive-up-after = "2d"', "is not between 1h and 1d"),
        ("secret =", "secert =", 'did you mean "secret"'),
    ],
)
def test_a_mistake(tmp_path: Path, old: str, new: str, what: str) -> None:
    """It is named at its place."""
    with pytest.raises(ConfigurationError) as caught:
        _loaded(tmp_path, TEXT.replace(old, new))
    assert what in str(caught.value)
