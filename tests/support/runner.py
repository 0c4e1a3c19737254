"""The step of the GitHub Action, run by bash as a runner runs it."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml

from support.program import AS_OF

ROOT = Path(__file__).parents[2]
ACTION: Any = yaml.safe_load((ROOT / "action.yml").read_text())
STEP: Any = ACTION["runs"]["steps"][0]
INPUTS = {
    "RG_MILESTONE": "milestone",
    "RG_ALL": "all",
    "RG_CONFIG": "config",
    "RG_AS_OF": "as-of",
    "RG_POLICY_REF": "policy-ref",
    "RG_SINCE": "since",
    "RG_FAIL_ON": "fail-on",
    "RG_ANNOTATIONS": "annotations",
    "RG_HTML_FILE": "html-file",
    "RG_JUNIT_FILE": "junit-file",
    "RG_SARIF_FILE": "sarif-file",
}


@dataclass(frozen=True)
class Ran:
    """How the step ended, and what it left to the runner."""

    exit: int
    log: str
    outputs: dict[str, str]
    summary: str


class Runner:
    """A runner's layout in a temporary folder; the environment that the step installs is kept between runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temp = folder / "temp"
        self.temp.mkdir()

    def run(
        self,
        workspace: Path,
        inputs: Mapping[str, str] | None = None,
        env: Mapping[str, str] | None = None,
        action: Path = ROOT,
        already: str = "",
    ) -> Ran:
        """Run the step in a workspace with some inputs, as of the day on which the sample is ready; its file of outputs
        may have something already."""
        options = self.options(workspace, inputs, env, action, already)
        done = subprocess.run(**options, capture_output=True, text=True, check=False)
        outputs = self.outputs()
        return Ran(done.returncode, done.stdout + done.stderr, outputs, (self.folder / "summary").read_text())

    def outputs(self) -> dict[str, str]:
        """The outputs as a runner reads them; each is there once."""
        found: dict[str, str] = {}
        lines = iter((self.folder / "output").read_text().splitlines())
        for line in lines:
            parts = re.fullmatch(r"([^=<]*)(=|<<)(.*)", line)
            assert parts is not None
            name, mark, value = parts.groups()
            assert name not in found
            found[name] = value if mark == "=" else "\n".join(takewhile(value.__ne__, lines))
        return found

    def options(
        self,
        workspace: Path,
        inputs: Mapping[str, str] | None = None,
        env: Mapping[str, str] | None = None,
        action: Path = ROOT,
        already: str = "",
    ) -> dict[str, Any]:
        """The command line of the step, its folder and its environment, all written that it expects."""
        files = {name: self.folder / name for name in ("output", "summary")}
        files["output"].write_text(already)
        files["summary"].write_text("")
        script = self.folder / "step.sh"
        script.write_text(STEP["run"])
        given = {"as-of": AS_OF, **(inputs or {})}
        return {
            "args": shlex.split(STEP["shell"].format(shlex.quote(str(script)))),
            "cwd": workspace,
            "env": {
                "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
                "HOME": str(self.folder),
                "CI": "true",
                "GITHUB_ACTIONS": "true",
                "GITHUB_ACTION_PATH": str(action),
                "GITHUB_BASE_REF": "",
                "GITHUB_OUTPUT": str(files["output"]),
                "GITHUB_STEP_SUMMARY": str(files["summary"]),
                "GITHUB_WORKSPACE": str(workspace),
                "RUNNER_TEMP": str(self.temp),
                **{name: given.get(of, ACTION["inputs"][of]["default"]) for name, of in INPUTS.items()},
                **(env or {}),
            },
        }


__all__ = ["ACTION", "INPUTS", "ROOT", "STEP", "Ran", "Runner"]
