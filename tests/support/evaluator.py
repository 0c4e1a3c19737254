"""GitHub's own evaluator of expressions, from npm: what a workflow or an action says, as its runner understands it."""

import atexit
import fcntl
import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
_PACKAGES = ROOT / "node_modules" / ".runner"
_SCRIPT = Path(__file__).with_name("evaluate.mjs")
_IS_CI = os.environ.get("CI") == "true"


@dataclass(frozen=True)
class Filled:
    """An action whose expressions are evaluated: names of inputs that it has not, its steps, and its outputs."""

    unknown: list[str]
    steps: list[dict[str, Any]]
    outputs: dict[str, str]


class Evaluator:
    """One process of node, which answers any number of questions."""

    def __init__(self, packages: Path) -> None:
        words = ["node", str(_SCRIPT), str(packages)]
        self._node = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        atexit.register(self._end)

    def action(self, file: Path, given: Mapping[str, str], contexts: Mapping[str, Any]) -> Filled:
        """An action with some inputs, in some contexts such as `github` and `steps`."""
        return Filled(**self._ask(action=str(file), given=dict(given), contexts=dict(contexts)))

    def runs(self, condition: str, contexts: Mapping[str, Any], status: str = "success") -> bool:
        """Whether a step with this `if:` runs after steps that ended so."""
        return bool(self._ask(condition=condition, contexts=dict(contexts), status=status)["runs"])

    def read(self, file: Path) -> list[str]:
        """The paths that the expressions of a file read, such as `inputs.config`."""
        return list(self._ask(read=str(file))["read"])

    def _ask(self, **question: object) -> dict[str, Any]:
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write(json.dumps(question) + "\n")
        self._node.stdin.flush()
        answer: dict[str, Any] = json.loads(self._node.stdout.readline())
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer

    def _end(self) -> None:
        self._node.communicate(timeout=10)


@cache
def evaluator() -> Evaluator:
    """The evaluator of this process of pytest. Skips the test where it cannot be installed; in CI the test fails."""
    modules = _PACKAGES / "node_modules"
    if not _is_complete(modules):
        missing = [name for name in ("node", "npm") if shutil.which(name) is None]
        if not missing:
            _install()
        if not _is_complete(modules):
            if _IS_CI:
                pytest.fail("GitHub's evaluator is not installed: .ci/run installs it")
            pytest.skip(f"not installed: {', '.join(missing) or 'GitHub’s evaluator'} (.ci/run has the command)")
    return Evaluator(modules)


def _is_complete(modules: Path) -> bool:
    return shutil.which("node") is not None and (modules / "yaml").is_dir() and (modules / "@actions").is_dir()


@cache
def _install() -> None:
    """Install what `.ci/run` installs, once for all processes of pytest."""
    [line] = re.findall(r"^install runner (.*)$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE)
    _PACKAGES.mkdir(parents=True, exist_ok=True)
    with (_PACKAGES / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_complete(_PACKAGES / "node_modules"):
            words = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--no-save", "--fetch-retries=0"]
            subprocess.run([*words, "--prefix", str(_PACKAGES), *shlex.split(line)], check=False, timeout=100)


__all__ = ["Evaluator", "Filled", "evaluator"]
