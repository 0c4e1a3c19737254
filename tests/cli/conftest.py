"""The command line called in this process: as fast as a function, with its exit code and what it printed."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from support.console import Call, Clock
from support.program import Ended, Sample

from readiness_gate.cli import init, opening
from readiness_gate.cli.main import execute
from readiness_gate.model.time import instant
from readiness_gate.sample import STORIES, build


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Calls the command line."""

    def called(*words: str) -> Ended:
        capsys.readouterr()
        code = execute(words)
        said = capsys.readouterr()
        return Ended(int(code), said.out, said.err)

    return called


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the clock that commands read."""

    def to(moment: str) -> None:
        for module in (init, opening):
            monkeypatch.setattr(module, "time", SimpleNamespace(time=lambda: instant(moment) + 0.9))

    return to


@pytest.fixture
def program(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> Sample:
    """A program that is ready, and the test is in its folder."""
    monkeypatch.chdir(sample.path)
    return sample


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample program that is not ready; never written to."""
    folder = tmp_path_factory.mktemp("built") / "demo"
    build(folder, STORIES["not-ready"], "{}\n")
    return folder


@pytest.fixture
def demo(built: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample program that is not ready, and the test is in its folder."""
    monkeypatch.chdir(built)
    return built
