"""Write the template of a pipeline host, which runs the gate there."""

import os
from collections.abc import Sequence
from pathlib import Path

from readiness_gate.app.beginning import write_templates
from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.shipped import shipped

_ACTION = "Write the action's address and the commit id of its version into it."
_PACKAGE = "Write into it what pip installs, or leave that empty where the command is installed."


@dataclass(frozen=True, slots=True)
class Host:
    """A pipeline host, or a tool that runs commands."""

    template: str
    """The path of its template below `integrations`."""
    target: str
    """The path of the file that `init` writes."""
    next: str
    """What to do with that file, in sentences."""


HOSTS = {
    "github": Host("github/readiness-gate.yml", ".github/workflows/readiness-gate.yml", _ACTION),
    "gitlab": Host(
        "gitlab/templates/readiness-gate.yml",
        ".gitlab/readiness-gate.yml",
        f"{_PACKAGE} Then include it in .gitlab-ci.yml with `local:`.",
    ),
    "azure-devops": Host(
        "azure-devops/readiness-gate.yml",
        ".azure-pipelines/readiness-gate.yml",
        f"{_PACKAGE} Then name it as a `template:` in the steps of a job.",
    ),
    "jenkins": Host(
        "jenkins/vars/readinessGate.groovy",
        "vars/readinessGate.groovy",
        f"{_PACKAGE} Then move it to vars/ of your shared library, and call readinessGate in a Jenkinsfile.",
    ),
    "bitbucket": Host("bitbucket/bitbucket-pipelines.yml", "bitbucket-pipelines.yml", _PACKAGE),
    "pre-commit": Host(
        "pre-commit/pre-commit-config.yaml",
        ".pre-commit-config.yaml",
        "Write the address of the repository and its version into it, then run `pre-commit install`.",
    ),
    "shell": Host(
        "shell/readiness-gate.sh",
        "readiness-gate.sh",
        "Then run `RG_POLICY_BRANCH=main sh readiness-gate.sh` where your pipeline runs commands.",
    ),
}
"""The hosts, by their names in `init --host`."""


def refuse_existing_templates(folder: Path, names: Sequence[str]) -> None:
    """Raise BadUse if a file that would be written for one of these hosts already exists."""
    for name in names:
        target = HOSTS[name].target
        if os.path.lexists(folder / target):
            raise BadUse(
                f"{target} already exists here. Remove it first, or write the template in a new folder and compare. "
                "Nothing was written."
            )


def write_hosts(folder: Path, names: Sequence[str]) -> None:
    """Write the templates of these hosts. Raises BadUse for a file that appeared in the meantime, and NotWritten."""
    texts = {HOSTS[name].target: _text(name) for name in names}
    for target in write_templates(folder, texts):
        raise BadUse(f"{target} was written by another program meanwhile and was not changed. Look at it first")


def _text(name: str) -> str:
    """Return the template of a host."""
    return shipped("integrations").joinpath(HOSTS[name].template).read_text(encoding="utf-8")
