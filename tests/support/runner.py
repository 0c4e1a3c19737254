"""The step of the GitHub Action: GitHub's own evaluator reads `action.yml`, and bash runs the step in the layout of a
runner."""

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

from support.evaluator import Filled, evaluator
from support.program import AS_OF

ROOT = Path(__file__).parents[2]
ACTION: Any = yaml.safe_load((ROOT / "action.yml").read_text())
STEP: Any = ACTION["runs"]["steps"][0]
INPUTS: tuple[str, ...] = tuple(ACTION["inputs"])
_SHARED = ("env", "path", "state")
"""The files through which a step changes the rest of its job."""


@dataclass(frozen=True)
class Ran:
    """How the step ended, what it left to the runner, and the outputs of the action, without those that are empty: a
    workflow cannot tell these from none."""

    exit: int
    log: str
    outputs: dict[str, str]
    summary: str


class Runner:
    """A runner's layout in a temporary folder; the environment that the step installs is kept between runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temp = folder / "temp"
        self.temp.mkdir(parents=True)

    def prepare(self, env: Path) -> None:
        """Put this environment in the place of one that the step installs, which takes longer than everything else."""
        out = self.temp / "readiness-gate"
        out.mkdir()
        (out / "env").symlink_to(env.resolve())
        packages = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
        (out / "installed").write_text(f"{ROOT}\n\n{packages}", encoding="utf-8")

    def again(self, folder: Path) -> "Runner":
        """Another runner, with the environment of this one."""
        other = Runner(folder)
        other.prepare(self.temp / "readiness-gate" / "env")
        return other

    def run(
        self,
        workspace: Path,
        inputs: Mapping[str, str] | None = None,
        env: Mapping[str, str] | None = None,
        action: Path = ROOT,
        already: str = "",
        event: Mapping[str, Any] | None = None,
    ) -> Ran:
        """Run the step in a workspace with some inputs, as of the day on which the sample is ready; its file of outputs
        may have something already."""
        options = self.options(workspace, inputs, env, action, already, event)
        done = subprocess.run(**options, capture_output=True, text=True, check=False)
        shared = {name: (self.folder / name).read_text() for name in _SHARED}
        assert set(shared.values()) == {""}, shared
        return Ran(done.returncode, done.stdout + done.stderr, self.outputs(), (self.folder / "summary").read_text())

    def outputs(self) -> dict[str, str]:
        """The outputs of the action, from those that its step has left."""
        steps = {"gate": {"outputs": self.of_the_step()}}
        found = evaluator().action(ROOT / "action.yml", {}, {"steps": steps}).outputs
        return {name: value for name, value in found.items() if value}

    def of_the_step(self) -> dict[str, str]:
        """The outputs of the step as a runner reads them; each is there once."""
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
        event: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The command line of the step, its folder and its environment, all written that it expects."""
        files = {name: self.folder / name for name in ("output", "summary", *_SHARED)}
        for name, file in files.items():
            file.write_text(already if name == "output" else "")
        github = {"event": dict(event or {}), "token": "", "workspace": str(workspace)}
        step = _step(evaluator().action(ROOT / "action.yml", {"as-of": AS_OF, **(inputs or {})}, {"github": github}))
        script = self.folder / "step.sh"
        script.write_text(step["run"])
        return {
            "args": shlex.split(step["shell"].format(shlex.quote(str(script)))),
            "cwd": workspace,
            "env": {
                "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
                "HOME": str(self.folder),
                "CI": "true",
                "GITHUB_ACTIONS": "true",
                "GITHUB_ACTION_PATH": str(action),
                "GITHUB_BASE_REF": "",
                "GITHUB_ENV": str(files["env"]),
                "GITHUB_OUTPUT": str(files["output"]),
                "GITHUB_PATH": str(files["path"]),
                "GITHUB_STATE": str(files["state"]),
                "GITHUB_STEP_SUMMARY": str(files["summary"]),
                "GITHUB_WORKSPACE": str(workspace),
                "RUNNER_TEMP": str(self.temp),
                **step["env"],
                **(env or {}),
            },
        }


def _step(filled: Filled) -> dict[str, Any]:
    """The one step, which runs whatever happened before it: it has no condition, and a job goes on to it."""
    [step] = filled.steps
    assert (filled.unknown, step["id"], step["runs"]) == ([], "gate", True)
    return step


__all__ = ["ACTION", "INPUTS", "ROOT", "STEP", "Ran", "Runner"]
