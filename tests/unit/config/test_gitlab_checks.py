"""The file of status checks: what it says, and every mistake at its place in one run."""

from pathlib import Path

import pytest

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.gitlab_checks import FILE, load
from readiness_gate.model.deployments import Gate, GitLabChecks, Rule

TEXT = """\
[gitlab]
token = "token"

[[rules]]
project = "octo-group/crm"
project-id = 6
target-branch = "main"
checkout = "crm"
milestone = "go-live"

[[rules]]
project = "octo-group/sub.group/crm"
project-id = 7
target-branch = "release/2"
checkout = "crm"
config = "gates/readiness-gate.toml"
milestone = "pilot"
policy-ref = "origin/main"
timeout = 60
memory = 512
max-age = "2d"
"""


def _loaded(folder: Path, text: str) -> GitLabChecks:
    (folder / "crm").mkdir(exist_ok=True)
    return load(FILE, lambda _name, _limit: text.encode(), folder)


def test_status_checks(tmp_path: Path) -> None:
    """Paths are relative to the file."""
    crm = str(tmp_path / "crm")
    one = Gate(crm, "readiness-gate.toml", "go-live", "", 300, 4_096, 0, 3_600)
    other = Gate(crm, "gates/readiness-gate.toml", "pilot", "origin/main", 60, 512, 172_800, 3_600)
    assert _loaded(tmp_path, TEXT) == GitLabChecks(
        "https://gitlab.com",
        "",
        3_600,
        token=str(tmp_path / "token"),
        notes=True,
        rules=(
            Rule("octo-group/crm", 6, "main", one),
            Rule("octo-group/sub.group/crm", 7, "release/2", other),
        ),
    )


def test_a_gitlab_of_ones_own(tmp_path: Path) -> None:
    """Its address may have a path."""
    more = 'url = "https://git.example.com/gitlab/"\ngive-up-after = "2d"\nvalid-for = "12h"\nnotes = false'
    checks = _loaded(tmp_path, TEXT.replace("[gitlab]", f"[gitlab]\n{more}"))
    assert (checks.url, checks.give_up_after, checks.notes) == ("https://git.example.com/gitlab", 172_800, False)
    assert {rule.gate.valid_for for rule in checks.rules} == {43_200}


def test_which_rule(tmp_path: Path) -> None:
    """By the number, the path and the branch; GitLab heeds the letter case of branches."""
    checks = _loaded(tmp_path, TEXT)
    assert checks.rule("Octo-Group/CRM", 6, "main") is checks.rules[0]
    for given in (("octo-group/crm", 7, "main"), ("octo-group/erp", 6, "main"), ("octo-group/crm", 6, "Main")):
        assert checks.rule(*given) is None


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('project-id = 7\ntarget-branch = "release/2"', 'project-id = 6\ntarget-branch = "main"', "those of rule 1"),
        ('"octo-group/crm"', '"crm"', "is not the path of a project"),
        ('"octo-group/crm"', '"octo-group/.."', "is not the path of a project"),
        ("project-id = 6\n", 'project-id = "6"\n', "must be a whole number, without quotes"),
        ("project-id = 6\n", "project-id = 0\n", "must be at least 1"),
        ('"main"', '"-x"', "target-branch"),
        ("[gitlab]", '[gitlab]\ngive-up-after = "30d"', "is not between 1h and 29d"),
        ("[gitlab]", '[gitlab]\nvalid-for = "0h"', "is not between 1h and 1d"),
        ("[gitlab]", '[gitlab]\nvalid-for = "2d"', "is not between 1h and 1d"),
        ("timeout = 60", "timeout = 901", "19:11: a pass holds for 1h, so judging may take a quarter"),
        ("[gitlab]", '[gitlab]\nscret = "x"', 'did you mean "secret"'),
    ],
)
def test_a_mistake(tmp_path: Path, old: str, new: str, what: str) -> None:
    """It is named at its place."""
    with pytest.raises(ConfigurationError) as caught:
        _loaded(tmp_path, TEXT.replace(old, new))
    assert what in str(caught.value)
