"""Tools that a test needs and a machine may lack: such a test skips, and says why; never where CI is to have them."""

import os
import shutil
import sys
from pathlib import Path

import pytest

_CI = os.environ.get("CI") == "true"
_INSTALLED = Path(__file__).parents[2] / "node_modules"


def needs(*tools: str) -> pytest.MarkDecorator:
    """Skip where a program is not on the PATH; under CI=true the test runs, and fails there."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    return pytest.mark.skipif(bool(missing) and not _CI, reason=f"not installed: {', '.join(missing)}")


def of_hosts(tool: str) -> pytest.MarkDecorator:
    """Skip where the local runners of hosts are not installed, which `.ci/run` leaves out: they are large, and tried by
    hand when a template changes (CONTRIBUTING has the commands)."""
    is_there = (_INSTALLED / ".hosts").exists() and shutil.which(tool) is not None
    return pytest.mark.skipif(not is_there, reason="not installed: the local runners of hosts (CONTRIBUTING.md)")


def skip_where_python_cannot_start() -> None:
    """Skip a test in plain locales where the path of the checkout is not ASCII: Python itself ends there while it reads
    the path of an editable install."""
    if not str(Path(__file__)).isascii():
        pytest.skip("in a plain locale Python cannot read the path of this checkout, which is not ASCII")


def beside_python(name: str) -> Path:
    """A program that `.ci/run` installs into the environment of the tests. Skips the test where it is not there; under
    CI=true the test fails then."""
    return _there(Path(sys.executable).parent / name)


def from_npm(name: str, folder: str = ".schemas") -> Path:
    """A file of a package that `.ci/run` installs from npm, into one of its folders. Skips the test where it is not
    there; under CI=true the test fails then."""
    return _there(_INSTALLED / folder / "node_modules" / name)


def _there(where: Path) -> Path:
    if not where.exists() and not _CI:
        pytest.skip(f"not installed: {where.name} (.ci/run has the command)")
    return where
