"""The scripts of the templates in `integrations`, run by a shell as their hosts run them."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from support.git import git
from support.program import AS_OF

ROOT = Path(__file__).parents[2]
INTEGRATIONS = ROOT / "integrations"
LOCAL = {"milestone": "go-live", "policy-branch": "main", "config": "", "package": "", "job-name": "readiness-gate"}
"""Inputs of GitLab's component for tests, where the command is on the PATH."""


def gitlab_documents(inputs: Mapping[str, str]) -> tuple[Any, Any]:
    """The header of GitLab's component, and its jobs with the inputs filled in."""
    header, jobs = (INTEGRATIONS / "gitlab/templates/readiness-gate.yml").read_text().split("\n---\n")
    spec = yaml.safe_load(header)["spec"]["inputs"]
    values = {name: inputs.get(name, about["default"]) for name, about in spec.items()}
    return spec, yaml.safe_load(re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda found: values[found[1]], jobs))


def _gitlab() -> str:
    script: list[str] = gitlab_documents(LOCAL)[1]["readiness-gate"]["script"]
    return "\n".join(script)


def azure_step() -> Any:
    """The step of the Azure template that judges."""
    return yaml.safe_load((INTEGRATIONS / "azure-devops/readiness-gate.yml").read_text())["steps"][1]


def bitbucket() -> Any:
    """The pipelines of Bitbucket."""
    return yaml.safe_load((INTEGRATIONS / "bitbucket/bitbucket-pipelines.yml").read_text())


def _bitbucket() -> str:
    script: list[str] = bitbucket()["definitions"]["steps"][0]["step"]["script"]
    return re.sub("^RG_PACKAGE=.*$", "RG_PACKAGE=", "\n".join(script), flags=re.MULTILINE)


def jenkins_script() -> str:
    """The script in Jenkins' shared step, as Groovy reads it."""
    text = (INTEGRATIONS / "jenkins/vars/readinessGate.groovy").read_text().split("'''")[1]
    return text.replace("\\n", "\n")


def _shell() -> str:
    return (INTEGRATIONS / "shell/readiness-gate.sh").read_text()


_GIVEN = {"RG_MILESTONE": "go-live", "RG_POLICY_BRANCH": "main"}
_BASH = ("bash", "--noprofile", "--norc")


@dataclass(frozen=True)
class Template:
    """A host's script, with what the host does around it."""

    script: str
    shell: tuple[str, ...]
    out: str = "readiness-gate-reports"
    """The folder of the reports, below the checkout."""
    given: Mapping[str, str] = field(default_factory=dict[str, str])
    """Variables that the host sets."""


TEMPLATES = {
    "shell": Template(_shell(), ("sh",), given=_GIVEN),
    "gitlab": Template(_gitlab(), (*_BASH, "-eo", "pipefail")),
    "azure-devops": Template(
        azure_step()["bash"], _BASH, "temp/readiness-gate", {**_GIVEN, "RG_PACKAGE": "", "JIRA_TOKEN": "$(JIRA_TOKEN)"}
    ),
    "jenkins": Template(jenkins_script(), ("sh", "-xe"), given={**_GIVEN, "RG_PACKAGE": ""}),
    "bitbucket": Template(_bitbucket(), (*_BASH, "-e"), "test-reports"),
}
"""The templates that have a script, by host."""

REAL = f'#!/bin/sh\nshift\nexec "{sys.executable}" -m readiness_gate check --as-of {AS_OF} "$@"\n'
"""A command that judges as of the sample's day."""


def fake(decision: str, then: str, *, leave_out: str = "none") -> str:
    """A command that writes a file for each format, the decision among them, and ends as told."""
    return f"""#!/bin/sh
while [ $# -gt 0 ]; do
  if [ "$1" = --format ]; then format="$2"; fi
  if [ "$1" = --output ] && [ "$format" != {leave_out} ]; then echo "READINESS_GATE_DECISION={decision}" > "$2"; fi
  shift
done
{then}
"""


@dataclass(frozen=True)
class Ran:
    """How a script ended, and what it left."""

    exit: int
    log: str
    decision: str
    """The decision in the variables; empty if there are none."""
    files: frozenset[str]


class Checkout:
    """A clone of a program, in which the script of a host runs."""

    def __init__(self, origin: Path, folder: Path, command: str | None, *depth: str) -> None:
        self.path = folder / "work"
        self.bin = folder / "bin"
        self.bin.mkdir()
        if command is not None:
            self.command("readiness-gate", command)
        git(folder, "clone", "-q", *depth, f"file://{origin}", str(self.path))
        if (origin / "export.json").exists():
            shutil.copy(origin / "export.json", self.path)
        (self.path / "temp").mkdir()

    def command(self, name: str, text: str) -> None:
        """Put a command first on the PATH."""
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    def process(self, template: Template, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """The script, started in a process group of its own."""
        name = self.bin / "script.sh"
        name.write_text(template.script)
        inherited = {key: os.environ[key] for key in ("HOME", "LANG", "COVERAGE_PROCESS_START") if key in os.environ}
        variables = {
            **inherited,
            "PATH": f"{self.bin}:/usr/bin:/bin",
            "AGENT_TEMPDIRECTORY": str(self.path / "temp"),
            "CI_DEFAULT_BRANCH": "main",
            **template.given,
            **(env or {}),
        }
        return subprocess.Popen[str](
            [*template.shell, str(name)],
            cwd=self.path,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, template: Template, env: Mapping[str, str] | None = None) -> Ran:
        """Run the script to its end."""
        with self.process(template, env) as process:
            log, _ = process.communicate(timeout=60)
        return self.ran(template, process.returncode, log)

    def ran(self, template: Template, code: int, log: str) -> Ran:
        """How it ended, with what is in the folder of the reports."""
        out = self.path / template.out
        variables = out / "decision.env"
        text = variables.read_text() if variables.is_file() else ""
        found = re.search("^READINESS_GATE_DECISION=(.*)$", text, re.MULTILINE)
        files = frozenset(each.name for each in out.iterdir()) if out.is_dir() else frozenset[str]()
        return Ran(code, log, found[1] if found else "", files)

    def verdict(self, template: Template) -> Any:
        """The verdict as JSON."""
        return json.loads((self.path / template.out / "verdict.json").read_text())


__all__ = ["INTEGRATIONS", "LOCAL", "REAL", "ROOT", "TEMPLATES", "Checkout", "Ran", "Template", "fake"]
