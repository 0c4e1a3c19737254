"""The file of an app: what it says, and every mistake at its place in one run."""

from pathlib import Path

import pytest

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.github_app import FILE, load
from readiness_gate.errors import BadUse
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


def test_no_file(tmp_path: Path) -> None:
    """The message says what to write."""
    with pytest.raises(BadUse, match=r"github-app.toml not found. Create it with \[app\]"):
        load(FILE, lambda _name, _limit: None, tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('"Staging"', '"PRODUCTION"', "15:15: octo-org/crm and PRODUCTION are also those of rule 1"),
        ('"octo-org/crm"', '"crm"', "is not an owner and a name"),
        ('"octo-org/crm"', '"octo-org/.."', "is not an owner and a name"),
        ('"octo-org/crm"', '"octo/org/crm"', "is not an owner and a name"),
        ("4567", '"4567"', "must be a whole number, without quotes"),
        ("4567", "0", "must be at least 1"),
        ('"Iv23liExample"', "123456", "must be a text in quotes"),
        ('"Iv23liExample"', '"a b"', "is not a client id"),
        ('checkout = "crm"', 'checkout = "erp"', '9:12: "erp" is not a folder'),
        ("gates/readiness", "../readiness", "is not in the checkout"),
        ("[app]", '[app]\napi-url = "http://git.example.com"', "unencrypted"),
        ("[app]", '[app]\napi-url = "https://user:pw@git.example.com"', "must be without user"),
        ("[app]", '[app]\ngive-up-after = "30d"', "is not between 1h and 29d"),
        ("[app]", '[app]\nwebhook-secert = "x"', 'did you mean "webhook-secret"'),
        ('milestone = "go-live"\n', "", '"milestone" is missing in rules[1]'),
        ("timeout = 60", "timeout = 0", "must be at least 1"),
        ('"2d"', '"91d"', "is not between 1h and 90d"),
        ('"2d"', '"0h"', "is not between 1h and 90d"),
        ("origin/main", "-x", "policy-ref"),
    ],
)
def test_a_mistake(tmp_path: Path, old: str, new: str, what: str) -> None:
    """It is named at its place."""
    with pytest.raises(ConfigurationError) as caught:
        _loaded(tmp_path, TEXT.replace(old, new))
    assert what in str(caught.value)


def test_all_mistakes_are_named_together(tmp_path: Path) -> None:
    """In one run."""
    text = TEXT.replace('"crm"', '"erp"', 1).replace('"Staging"', '"production"').replace("timeout", "tiemout")
    with pytest.raises(ConfigurationError) as caught:
        _loaded(tmp_path, text)
    assert str(caught.value).count("github-app.toml:") == 3


def test_no_rules(tmp_path: Path) -> None:
    """An app without rules answers nothing."""
    with pytest.raises(ConfigurationError):
        _loaded(tmp_path, TEXT.partition("[[rules]]")[0])
