"""What is installed is what stands in the checkout: no file is missing, none is added, and it runs from anywhere."""

import subprocess
import sys
import tarfile
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest
import tomli
from support.program import Ended, run

from readiness_gate.app.hosts import HOSTS

ROOT = Path(__file__).parents[2]
PROJECT = tomli.loads((ROOT / "pyproject.toml").read_text())["project"]
VERSION = PROJECT["version"]
INFORMATION = f"readiness_gate-{VERSION}.dist-info"


def _files(folder: str) -> set[str]:
    """The files of a folder of the checkout, without what Python leaves there."""
    found = (each for each in (ROOT / folder).rglob("*") if each.is_file() and "__pycache__" not in each.parts)
    return {each.relative_to(ROOT).as_posix() for each in found}


def _build(where: Path, kind: str, out: Path) -> Path:
    words = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(out)]
    subprocess.run(words, cwd=where, check=True, capture_output=True)
    (made,) = out.iterdir()
    return made


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, unpacked; built from the checkout."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(_build(ROOT, "sdist", folder / "dist")) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # Python 3.11.4 and newer have it
        archive.extractall(folder)  # noqa: S202 - it is our own
    return folder / f"readiness_gate-{VERSION}"


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution."""
    return _build(sdist, "wheel", tmp_path_factory.mktemp("wheel") / "dist")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the wheel is installed into."""
    folder = tmp_path_factory.mktemp("installed")
    words = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", str(folder)]
    subprocess.run([*words, str(wheel)], check=True, capture_output=True)
    return folder


def test_the_source_distribution_has_all_that_tests_need(sdist: Path) -> None:
    """The package, its data, the tests and the documents, with the build's own files."""
    found = {each.relative_to(sdist).as_posix() for each in sdist.rglob("*") if each.is_file()}
    wanted = {
        file
        for each in ("readiness_gate", "rules", "integrations", "tests", "benchmarks", "docs", "requirements")
        for file in _files(each)
    }
    assert wanted | {"README.md", "LICENSE", "action.yml", "pyproject.toml", "hatch_build.py"} <= found


def test_the_wheel_has_the_files_of_the_checkout(wheel: Path) -> None:
    """The package with its data inside it, and nothing at the top that others could import by accident."""
    with zipfile.ZipFile(wheel) as archive:
        found = {name for name in archive.namelist() if not name.startswith(INFORMATION)}
    data = _files("rules") | _files("integrations")
    assert found == _files("readiness_gate") | {f"readiness_gate/{name}" for name in data}
    assert {"readiness_gate/py.typed", "readiness_gate/rules/baseline.toml"} <= found


def test_what_the_wheel_says_of_itself(wheel: Path) -> None:
    """Name, version, licence, oldest Python, dependencies and the command are those of the project."""
    with zipfile.ZipFile(wheel) as archive:
        told: Message = Parser().parsestr(archive.read(f"{INFORMATION}/METADATA").decode())
        points = archive.read(f"{INFORMATION}/entry_points.txt").decode()
        assert f"{INFORMATION}/licenses/LICENSE" in archive.namelist()
    assert (told["Name"], told["Version"], told["License-Expression"]) == ("readiness-gate", VERSION, "Apache-2.0")
    assert told["Requires-Python"] == ">=3.11"
    needed = {each for each in told.get_all("Requires-Dist", []) if "extra ==" not in each}
    assert needed == set(PROJECT["dependencies"])
    assert points == "[console_scripts]\nreadiness-gate = readiness_gate.__main__:run\n"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("demo",), 1, "✗ NO-GO  go-live"),
        (("demo", "--ready"), 0, "✓ GO  go-live"),
        (("demo", "--story", "adoption"), 0, "✓ GO  adoption-d90"),
        (("rules", "test"), 0, "hold"),
        (("--version",), 0, f"readiness-gate {VERSION}\n"),
    ],
    ids=["demo", "ready", "adoption", "rules", "version"],
)
def test_it_runs_from_any_folder(installed: Path, tmp_path: Path, words: tuple[str, ...], code: int, told: str) -> None:
    """The installed program finds the rules inside itself, and judges with them."""
    ended = _run(installed, tmp_path, *words)
    assert (ended.exit, ended.err) == (code, "")
    assert told in ended.out


def test_it_has_the_templates(installed: Path, tmp_path: Path) -> None:
    """`init --host` finds them inside the installed program."""
    words = [word for name in HOSTS for word in ("--host", name)]
    ended = _run(installed, tmp_path, "init", "--go-live", "2150-03-01", "--timezone", "UTC", *words)
    assert (ended.exit, ended.err) == (0, "")
    for host in HOSTS.values():
        assert (tmp_path / host.target).read_bytes() == (ROOT / "integrations" / host.template).read_bytes()


def _run(installed: Path, where: Path, *words: str) -> Ended:
    """Run the installed program, and not the one of the checkout."""
    environment = {"PYTHONPATH": str(installed)}
    words_of_check = [sys.executable, "-c", "import readiness_gate; print(readiness_gate.__file__)"]
    said = subprocess.run(words_of_check, cwd=where, env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.startswith(str(installed))
    return run(*words, cwd=where, env=environment)
