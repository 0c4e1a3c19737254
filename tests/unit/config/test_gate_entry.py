"""What the files of all services share: which gate is judged, and every mistake at its place in one run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from readiness_gate.config import azure_checks, github_app, gitlab_checks
from readiness_gate.config.errors import ConfigurationError
from readiness_gate.errors import BadUse
from readiness_gate.model.deployments import Checks, Gate
from readiness_gate.model.settings import Reader

Load = Callable[[str, Reader, Path], Checks]
FILES: dict[str, tuple[Load, str, str, str]] = {
    "github-app.toml": (
        github_app.load,
        '[app]\nid = "1"',
        "api-url",
        'repository = "o/crm"\ninstallation = 1\nenvironment',
    ),
    "gitlab-checks.toml": (
        gitlab_checks.load,
        "[gitlab]",
        "url",
        'project = "o/crm"\nproject-id = 6\ntarget-branch',
    ),
    "azure-checks.toml": (
        azure_checks.load,
        '[azure]\norganization = "https://dev.azure.com/octo-org"',
        "organization",
        'project-id = "6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c"\nrepository = "crm"\nenvironment',
    ),
}
GATES = (
    """
checkout = "crm"
milestone = "go-live"
""",
    """
checkout = "crm"
config = "gates/readiness-gate.toml"
milestone = "pilot"
policy-ref = "origin/main"
timeout = 60
memory = 512
max-age = "2d"
""",
)


def _text(file: str) -> str:
    _, table, _, place = FILES[file]
    rules = (f'[[rules]]\n{place} = "{name}"{gate}' for name, gate in zip(("main", "test"), GATES, strict=True))
    return "\n".join([table, *rules])


def _loaded(file: str, folder: Path, text: str) -> Checks:
    (folder / "crm").mkdir(exist_ok=True)
    return FILES[file][0](file, lambda _name, _limit: text.encode(), folder)


@pytest.mark.parametrize("file", FILES)
def test_the_gates(tmp_path: Path, file: str) -> None:
    """Paths are relative to the file."""
    checks, crm = _loaded(file, tmp_path, _text(file)), str(tmp_path / "crm")
    valid_for = 3_600 if file == gitlab_checks.FILE else 0
    assert [rule.gate for rule in checks.rules] == [
        Gate(crm, "readiness-gate.toml", "go-live", "", 300, 4_096, 0, valid_for),
        Gate(crm, "gates/readiness-gate.toml", "pilot", "origin/main", 60, 512, 172_800, valid_for),
    ]
    assert checks.give_up_after == 3_600


@pytest.mark.parametrize("file", FILES)
def test_no_file(tmp_path: Path, file: str) -> None:
    """The message says what to write."""
    with pytest.raises(BadUse, match=rf"{file} not found. Create it with \[[a-z]+\] and a \[\[rules\]\] table"):
        FILES[file][0](file, lambda _name, _limit: None, tmp_path)
    for text in ("[", FILES[file][1]):
        with pytest.raises(ConfigurationError):
            _loaded(file, tmp_path, text)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('= "test"', '= "main"', "and main are also those of rule 1: a place waits for one gate"),
        ('checkout = "crm"', 'checkout = "erp"', '"erp" is not a folder'),
        ("gates/readiness", "../readiness", "is not in the checkout"),
        ('milestone = "go-live"\n', "", '"milestone" is missing in rules[1]'),
        ("timeout = 60", "timeout = 0", "must be at least 1"),
        ("memory", "mermory", 'did you mean "memory"'),
        ('"2d"', '"91d"', "is not between 1h and 90d"),
        ('"2d"', '"0h"', "is not between 1h and 90d"),
        ("origin/main", "-x", "policy-ref"),
        ("[[rules]]", 'give-up-after = "30d"\n[[rules]]', "is not between 1h and "),
    ],
)
def test_a_mistake(tmp_path: Path, file: str, old: str, new: str, what: str) -> None:
    """It is named at its place."""
    text = _text(file)
    with pytest.raises(ConfigurationError) as caught:
        _loaded(file, tmp_path, text.replace(old, new, 1))
    assert what in str(caught.value)
    assert f"{file}:" in str(caught.value)


@pytest.mark.parametrize("file", FILES)
def test_an_address_that_is_unencrypted(tmp_path: Path, file: str) -> None:
    """Or that has a user."""
    _, table, key, _ = FILES[file]
    first = table.partition("\n")[0] if key == "organization" else table
    for address, what in (("http://git.example.com", "unencrypted"), ("https://user:pw@git.example.com", "user")):
        with pytest.raises(ConfigurationError, match=what):
            _loaded(file, tmp_path, _text(file).replace(table, f'{first}\n{key} = "{address}"'))


@pytest.mark.parametrize("file", FILES)
def test_all_mistakes_are_named_together(tmp_path: Path, file: str) -> None:
    """In one run."""
    text = _text(file).replace('"crm"\nmilestone', '"erp"\nmilestone').replace('"test"', '"main"')
    with pytest.raises(ConfigurationError) as caught:
        _loaded(file, tmp_path, text.replace("timeout", "tiemout"))
    assert str(caught.value).count(f"{file}:") == 3
