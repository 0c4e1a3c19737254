"""The clock that commands read, and a sample program that is built once."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from support.console import Clock

from readiness_gate.cli import clock as clock_of_commands
from readiness_gate.model.time import instant
from readiness_gate.sample import STORIES, build


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the clock that commands read."""

    def to(moment: str) -> None:
        monkeypatch.setattr(clock_of_commands, "time", SimpleNamespace(time=lambda: instant(moment) + 0.9))

    return to


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
