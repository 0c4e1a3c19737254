"""The file of an app: what it says, and every mistake at its place in one run."""

from pathlib import Path

import pytest

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.github_app import FILE, load
from readiness_gate.model.deployments import Gate, GitHubApp, Rule

TEXT = """\
[app]
id = "Iv23liExample"
private-key = "app.pem"

[[rules]]
repository = "octo-org/crm"
installation = 4567
environment = "production"
checkout = "crm"
milestone = "go-live"

[[rules]]
repository = "octo-org/crm"
installation = 4567
environment = "Staging"
checkout = "crm"
config = "gates/readiness-gate.toml"
milestone = "pilot"
policy-ref = "origin/main"
timeout = 60
memory = 512
max-age = "2d"
"""


def _loaded(folder: Path, text: str) -> GitHubApp:
    (folder / "crm").mkdir(exist_ok=True)
    return load(FILE, lambda _name, _limit: text.encode(), folder)


def test_an_app(tmp_path: Path) -> None:
    """Paths are relative to the file."""
    crm = str(tmp_path / "crm")
    one = Gate(crm, "readiness-gate.toml", "go-live", "", 300, 4_096)
    other = Gate(crm, "gates/readiness-gate.toml", "pilot", "origin/main", 60, 512, 172_800)
    rules = (
        Rule("octo-org/crm", 4567, "production", one),
        Rule("octo-org/crm", 4567, "Staging", other),
    )
    key = str(tmp_path / "app.pem")
    assert _loaded(tmp_path, TEXT) == GitHubApp("https://api.github.com", "", 3_600, rules, "Iv23liExample", key)


def test_an_enterprise_server(tmp_path: Path) -> None:
    """Its API has a path."""
    text = TEXT.replace("[app]", '[app]\napi-url = "https://git.example.com/api/v3/"\ngive-up-after = "2d"')
    app = _loaded(tmp_path, text)
    assert (app.url, app.give_up_after) == ("https://git.example.com/api/v3", 172_800)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('"Staging"', '"PRODUCTION"', "15:15: octo-org/crm and PRODUCTION are also those of rule 1"),
        ('"octo-org/crm"', '"crm"', "is not an owner and a name"),
        ('"octo-org/crm"', '"octo-org/.."', "is not an owner and a name"),
        ('"octo-org/crm"', '"octo/org/crm"', "is not an owner and a name"),
        ("4567", '"4567"', "must be a whole number, without quotes"),
        ('"Iv23liExample"', "123456", "must be a text in quotes"),
        ('"Iv23liExample"', '"a b"', "is not a client id"),
        ("[app]", '[app]\ngive-up-after = "30d"', "is not between 1h and 29d"),
        ("[app]", '[app]\nwebhook-secert = "x"', 'did you mean "webhook-secret"'),
    ],
)
def test_a_mistake(tmp_path: Path, old: str, new: str, what: str) -> None:
    """It is named at its place."""
    with pytest.raises(ConfigurationError) as caught:
        _loaded(tmp_path, TEXT.replace(old, new))
    assert what in str(caught.value)
