"""How the action comes by its environment: whose Python, from which index, verified by digest, for one version."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from support.program import Sample
from support.runner import ROOT, Runner


def _program(folder: Path, name: str, text: str) -> Path:
    """A program in a folder for the PATH."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)
    return program


def _on_path(folder: Path) -> dict[str, str]:
    return {"PATH": os.pathsep.join([str(folder), str(Path(sys.executable).parent), os.environ["PATH"]])}


@pytest.mark.heavy
def test_a_failed_installation_is_no_verdict(sample: Sample, tmp_path: Path) -> None:
    """Packages whose digests do not match are refused; the step ends with 3, and pip's 1 is not taken for a no-go."""
    broken = tmp_path / "action"
    shutil.copytree(ROOT / "requirements", broken / "requirements")
    lock = broken / "requirements" / "run.txt"
    lock.write_text(re.sub(r"sha256:[0-9a-f]{64}", f"sha256:{'0' * 64}", lock.read_text()))
    ran = Runner(tmp_path / "runner").run(sample.path, action=broken)
    assert (ran.exit, ran.outputs) == (3, {"decision": "error", "exit-code": "3"}), ran.log
    assert "could not be installed" in ran.summary


def _other(folder: Path, *, packages: bool) -> Path:
    """Another version of the action, which needs packages that cannot be installed."""
    other = folder / "other"
    shutil.copytree(ROOT / "requirements", other / "requirements")
    lock = other / "requirements" / "run.txt"
    lock.write_text(re.sub(r"sha256:[0-9a-f]{64}", f"sha256:{'0' * 64}", lock.read_text()) if packages else "./gone\n")
    return other


@pytest.mark.heavy
@pytest.mark.parametrize("packages", [True, False], ids=["packages", "path"])
def test_another_version_gets_no_environment_of_this_one(
    runner: Runner, sample: Sample, tmp_path: Path, *, packages: bool
) -> None:
    """Two versions in one job: the second never runs what the first installed; the same one does not install again."""
    again = runner.again(tmp_path / "runner")
    assert again.run(sample.path).exit == 0
    assert (again.temp / "readiness-gate" / "env").is_symlink(), "nothing was installed"
    ran = again.run(sample.path, action=_other(tmp_path, packages=packages))
    assert (ran.exit, ran.outputs) == (3, {"decision": "error", "exit-code": "3"}), ran.log
    assert "could not be installed" in ran.summary


def test_without_python_nothing_is_decided(sample: Sample, tmp_path: Path) -> None:
    """A runner without Python 3.11 gets told so; the step ends with 3."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("bash", "cat", "rm", "env"):
        (tools / name).symlink_to(str(shutil.which(name)))
    ran = Runner(tmp_path / "runner").run(sample.path, env={"PATH": str(tools)})
    assert (ran.exit, ran.outputs["decision"]) == (3, "error"), ran.log
    assert "Python 3.11" in ran.summary


@pytest.fixture(scope="module")
def uv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with uv for the PATH, and a home whose settings name a folder with all packages."""
    folder = tmp_path_factory.mktemp("uv")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    locked = ["--require-hashes", "--only-binary", ":all:"]
    for kind, lock in (("uv", "release.txt"), ("packages", "run.txt")):
        words = [*pip, "download", *locked, "-d", str(folder / kind), "-r", str(ROOT / "requirements" / lock)]
        subprocess.run(words, check=True)
    with ZipFile(next((folder / "uv").glob("uv-*.whl"))) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith("/scripts/uv"))
        program = folder / "bin" / "uv"
        program.parent.mkdir()
        program.write_bytes(wheel.read(name))
    program.chmod(0o755)
    settings = folder / ".config" / "uv"
    settings.mkdir(parents=True)
    (settings / "uv.toml").write_text(f'no-index = true\nfind-links = ["{folder / "packages"}"]\n')
    return folder


@pytest.mark.heavy
def test_uv_installs_where_the_runner_has_it(sample: Sample, tmp_path: Path, uv: Path) -> None:
    """The same packages with the same digests, in a tenth of the time."""
    runner = Runner(tmp_path / "runner")
    ran = runner.run(sample.path, env={**_on_path(uv / "bin"), "HOME": str(uv)})
    assert (ran.exit, ran.outputs["decision"]) == (0, "go"), ran.log
    assert "uv = " in (runner.temp / "readiness-gate" / "env" / "pyvenv.cfg").read_text()


@pytest.mark.heavy
def test_where_uv_fails_pip_installs(sample: Sample, tmp_path: Path) -> None:
    """A runner's uv may know no index that can be reached."""
    fake = _program(tmp_path / "bin", "uv", "echo uv failed >&2; exit 1")
    ran = Runner(tmp_path / "runner").run(sample.path, env=_on_path(fake.parent))
    assert (ran.exit, ran.outputs["decision"]) == (0, "go"), ran.log
    assert "uv failed" not in ran.log


@pytest.mark.heavy
def test_a_folder_of_wheels_is_enough(sample: Sample, tmp_path: Path, uv: Path) -> None:
    """Nothing else is asked, and a relative name is one in the workspace: the digests say what is installed of it."""
    shutil.copytree(uv / "packages", sample.path / "wheels")
    proxy = {"HTTPS_PROXY": "http://127.0.0.1:9", "HOME": str(tmp_path)}
    inputs = {"wheelhouse": "wheels"}
    ran = Runner(tmp_path / "runner").run(sample.path, inputs, proxy)
    assert (ran.exit, ran.outputs["decision"]) == (0, "go"), ran.log
    next((sample.path / "wheels").glob("click-*")).write_bytes(b"another")
    ran = Runner(tmp_path / "other").run(sample.path, inputs, proxy)
    assert (ran.exit, ran.outputs) == (3, {"decision": "error", "exit-code": "3"}), ran.log
    assert "could not be installed" in ran.summary


@pytest.mark.heavy
def test_a_python_without_pip_is_enough(sample: Sample, tmp_path: Path) -> None:
    """The environment then has one of its own."""
    asked = 'case "$*" in *"import sys, pip"*) exit 1 ;; esac'
    python = _program(tmp_path / "bin", "python3", f'{asked}\nexec "{sys.executable}" "$@"')
    runner = Runner(tmp_path / "runner")
    ran = runner.run(sample.path, env=_on_path(python.parent))
    assert (ran.exit, ran.outputs["decision"]) == (0, "go"), ran.log
    assert list((runner.temp / "readiness-gate" / "env").glob("lib/python3*/site-packages/pip"))


@pytest.mark.parametrize("name", ["python-of-ours", "{bin}/python-of-ours"])
def test_the_python_that_is_named_is_taken(sample: Sample, tmp_path: Path, name: str) -> None:
    """By its name on the PATH, or by its path; and no other where it is too old."""
    mark = tmp_path / "mark"
    python = _program(tmp_path / "bin", "python-of-ours", f'echo "$@" >> {mark}; exit 1')
    given = {"python": name.format(bin=python.parent)}
    ran = Runner(tmp_path / "runner").run(sample.path, given, _on_path(python.parent))
    assert (ran.exit, ran.outputs) == (3, {"decision": "error", "exit-code": "3"}), ran.log
    assert "The input python names no Python 3.11 or newer that is outside the workspace." in ran.summary
    assert "version_info" in mark.read_text()


@pytest.mark.parametrize("name", ["{ws}/python-of-ours", "./python-of-ours", "python-of-ours", "--help", "no-such"])
def test_no_python_of_the_workspace_is_run(sample: Sample, tmp_path: Path, name: str) -> None:
    """However it is named."""
    mark = tmp_path / "mark"
    python = _program(sample.path, "python-of-ours", f"touch {mark}")
    ran = Runner(tmp_path / "runner").run(sample.path, {"python": name.format(ws=sample.path)}, _on_path(python.parent))
    assert (ran.exit, ran.outputs["decision"]) == (3, "error"), ran.log
    assert not mark.exists()


def test_another_python_gets_its_own_environment(runner: Runner, sample: Sample, tmp_path: Path) -> None:
    """Two steps in one job, of which the second names a Python."""
    again = runner.again(tmp_path / "runner")
    ran = again.run(sample.path, {"python": "no-such"})
    assert (ran.exit, ran.outputs["decision"]) == (3, "error"), ran.log


def test_a_folder_of_wheels_that_is_not_there(runner: Runner, sample: Sample) -> None:
    """Decides nothing, also where everything is installed."""
    ran = runner.run(sample.path, {"wheelhouse": "wheels"})
    assert (ran.exit, ran.outputs["decision"]) == (3, "error"), ran.log
    assert "The input wheelhouse names no folder." in ran.summary
